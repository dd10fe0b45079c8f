import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { exec, failure } from '../src/support/exec.ts';
import type { Machine } from './machine.ts';

/**
 * A module proxy on this machine, which has what the module cache has (golang.org/ref/mod#module-cache): what compiles elsewhere then
 * fetches the checkout's modules at no other speed than this machine's.
 * @returns its GOPROXY, and how it ends
 */
export async function startModuleProxy(
  checkout: string,
  { go, environment }: Machine,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const run = async (...args: readonly string[]): Promise<string> => {
    const result = await exec({ file: go, args, cwd: checkout, env: environment });
    if (result.status !== 0) throw new Error(`go ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
    return result.stdout.trim();
  };
  await run('mod', 'download');
  const folder = join(await run('env', 'GOMODCACHE'), 'cache', 'download');
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://proxy.example');
    const path = join(folder, decodeURIComponent(pathname));
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) return response.writeHead(404).end();
    createReadStream(path).pipe(response.writeHead(200));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
