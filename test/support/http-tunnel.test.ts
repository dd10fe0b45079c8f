import assert from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { SlipwayError } from '../../src/support/errors.ts';
import { openHttp } from '../../src/support/http.ts';
import { mayPass } from '../../src/support/http-fault.ts';
import { refusal } from './refusal.ts';

const password = 'pr0xy-s3cret';

/** What becomes of a request through a proxy that does this when it is asked for a tunnel, and how often it was. */
async function tunnelled(
  t: TestContext,
  behave: (socket: Socket) => void,
): Promise<{ fault: SlipwayError; asked: number }> {
  let asked = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', () => {
      asked++;
      behave(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const env = { HTTPS_PROXY: `http://ada:${password}@127.0.0.1:${port}` };
  const timeouts = { connectMilliseconds: 20_000, headersMilliseconds: 500, stallMilliseconds: 20_000 };
  const http = openHttp(env, timeouts);
  t.after(async () => {
    await http.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const fault = await refusal(() => http.send({ url: new URL('https://registry.example/v2/') }), 'E_NETWORK');
  assert.doesNotMatch(`${fault.message} ${fault.hint}`, new RegExp(password));
  return { fault, asked };
}

test('a proxy that closes the connection instead of answering is asked once', async (t) => {
  const { fault, asked } = await tunnelled(t, (socket) => socket.destroy());
  assert.match(fault.message, /cannot reach registry\.example: the connection is reset/);
  assert.equal(asked, 1);
  assert.ok(mayPass(fault));
});

test('a proxy that does not answer is not waited for longer than any server', async (t) => {
  const { fault } = await tunnelled(t, () => undefined);
  assert.match(fault.message, /cannot reach registry\.example: it does not answer in time/);
});

test('a proxy that makes no tunnel is quoted; asking again helps only where it failed itself', async (t) => {
  for (const status of [403, 407, 502]) {
    const head = `HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`;
    const { fault, asked } = await tunnelled(t, (socket) => socket.end(head));
    assert.match(fault.message, new RegExp(`cannot reach registry\\.example: the proxy answers ${status}$`));
    assert.equal(asked, 1);
    assert.equal(mayPass(fault), status >= 500);
  }
});

test('a variable that names no proxy is refused without its value', async (t) => {
  for (const proxy of [
    '::px:s3cret@@',
    'http://u:%zz-s3cret@proxy:1',
    'ftp://s3cret@proxy',
    'http://s3cret:99999',
  ]) {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      const http = openHttp({ [name]: proxy });
      t.after(() => http.close());
      const fault = await refusal(() => http.send({ url: new URL('https://registry.example/') }), 'E_CONFIG');
      assert.match(fault.message, new RegExp(`^the environment variable ${name} is not the URL of a proxy$`));
      assert.doesNotMatch(fault.hint ?? '', /s3cret/);
    }
  }
});
