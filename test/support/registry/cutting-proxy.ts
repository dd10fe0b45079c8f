import { type AddressInfo, connect, createServer } from 'node:net';
import type { TestContext } from 'node:test';

/**
 * Stands before a registry and breaks connections on which a client sends more than so many bytes; so many times, then it
 * lets everything through.
 */
export async function startCuttingProxy(
  t: TestContext,
  registry: string,
  { after, times }: { readonly after: number; readonly times: number },
): Promise<{ readonly host: string; readonly cuts: () => number }> {
  const { hostname, port } = new URL(`http://${registry}`);
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let sent = 0;
    client.on('data', (chunk) => {
      sent += chunk.length;
      if (sent > after && cuts < times) {
        cuts++;
        // What came before still arrives.
        upstream.end();
        client.destroy();
      } else if (!upstream.destroyed) upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy()).on('close', () => other.destroySoon());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, cuts: () => cuts };
}
