import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { type Environment, type HttpTimeouts, openHttp, readBody } from '../../src/support/http.ts';
import { makeAuthority, serveTls, serveTunnel } from './certificates.ts';
import { serve, temporaryFolder } from './go-proxy.ts';

const quick: HttpTimeouts = { connectMilliseconds: 2000, headersMilliseconds: 300, stallMilliseconds: 300 };

async function getText(url: string, env: Environment = {}, headers = {}): Promise<string> {
  const http = openHttp(env, quick);
  try {
    return (await readBody(await http.get({ url: new URL(url), headers }), 1000)).toString();
  } finally {
    await http.close();
  }
}

async function faultOf(work: Promise<unknown>): Promise<SlipwayError> {
  const error = await work.then(
    () => assert.fail('it worked'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof SlipwayError, String(error));
  return error;
}

test('a redirect to another host carries no credentials, one on the same host does', async (t) => {
  const other = await serve(t, (request, response) => {
    response.end(
      `other ${request.headers.authorization ?? 'none'} ${request.headers['private-token'] ?? 'none'} ${request.headers.range}`,
    );
  });
  const first = await serve(t, (request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: `${other}/there` }).end();
    else if (request.url === '/near') response.writeHead(307, { location: '/here' }).end();
    else response.end(`same ${request.headers.authorization}`);
  });
  const headers = { authorization: 'Basic c2VjcmV0', 'private-token': 'secret', range: 'bytes=0-' };
  assert.equal(await getText(`${first}/away`, {}, headers), 'other none none bytes=0-');
  assert.equal(await getText(`${first}/near`, {}, headers), 'same Basic c2VjcmV0');
});

test('redirects that go round, or nowhere, come to an end', async (t) => {
  const round = await serve(t, (_, response) => response.writeHead(302, { location: '/again' }).end());
  assert.match((await faultOf(getText(round))).message, /redirects more than 10 times/);
  const nowhere = await serve(t, (_, response) => response.writeHead(302, { location: 'ftp://x/' }).end());
  assert.equal((await faultOf(getText(nowhere))).code, 'E_NETWORK');
});

test('a server that says nothing, or stops in the middle, is an E_NETWORK that names the host', async (t) => {
  const silent = await serve(t, () => undefined);
  const { host } = new URL(silent);
  const fault = await faultOf(getText(`${silent}/path?token=secret`));
  assert.deepEqual(
    [fault.code, fault.message],
    ['E_NETWORK', `cannot reach ${host}: it does not answer in time`],
  );
  const stalling = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half');
  });
  assert.match((await faultOf(getText(stalling))).message, /stops sending in the middle/);
  const cutting = await serve(t, (_, response) => {
    response.writeHead(200, { 'content-length': 10 }).write('half', () => response.destroy());
  });
  assert.match((await faultOf(getText(cutting))).message, /the connection (is reset|breaks)/);
});

test('a refused connection and an unknown name say so', async () => {
  const closed = await faultOf(getText('http://127.0.0.1:9/'));
  assert.match(closed.message, /the connection is refused/);
  const unknown = await faultOf(getText('http://no-such-host.invalid/'));
  assert.match(unknown.message, /^cannot reach no-such-host\.invalid: /);
});

test('a body longer than its limit is refused', async (t) => {
  const url = await serve(t, (_, response) => response.end(Buffer.alloc(2000)));
  assert.match((await faultOf(getText(url))).message, /more than 1000 bytes/);
});

test('an abort ends a request with its own reason', async (t) => {
  const url = await serve(t, () => undefined);
  const http = openHttp({}, { ...quick, headersMilliseconds: 60_000 });
  t.after(() => http.close());
  const abort = new AbortController();
  const request = http.get({ url: new URL(url), signal: abort.signal });
  const reason = new SlipwayError('E_INTERRUPTED', 'interrupted');
  setImmediate(() => abort.abort(reason));
  await assert.rejects(request, (error) => error === reason);
});

test('a private certificate authority is trusted where SSL_CERT_FILE or SSL_CERT_DIR names it, and only there', async (t) => {
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const port = await serveTls(t, authority, (_, response) => response.end('private'));
  const url = `https://127.0.0.1:${port}/`;
  assert.equal(await getText(url, { SSL_CERT_FILE: authority.certificateFile }), 'private');
  assert.equal(await getText(url, { SSL_CERT_DIR: join(authority.certificateFile, '..') }), 'private');
  const untrusted = await faultOf(getText(url));
  assert.match(untrusted.message, /certificate is not trusted/);
  assert.match(untrusted.hint ?? '', /SSL_CERT_FILE/);
  const folder = await temporaryFolder(t);
  const missing = await faultOf(getText(url, { SSL_CERT_FILE: join(folder, 'missing.pem') }));
  assert.equal(missing.code, 'E_IO');
  await writeFile(join(folder, 'empty.pem'), '');
  await faultOf(getText(url, { SSL_CERT_FILE: join(folder, 'empty.pem') }));
});

test('https never goes on as plain http', async (t) => {
  const plain = await serve(t, (_, response) => response.end('plain'));
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const port = await serveTls(t, authority, (_, response) =>
    response.writeHead(302, { location: plain }).end(),
  );
  const fault = await faultOf(
    getText(`https://127.0.0.1:${port}/`, { SSL_CERT_FILE: authority.certificateFile }),
  );
  assert.match(fault.message, /redirects from https to plain http/);
});

test('an HTTP proxy of the environment gets tunnels for https, whole addresses for http, and its credentials', async (t) => {
  const authority = await makeAuthority(t, ['modules.example']);
  const port = await serveTls(t, authority, (_, response) => response.end('through the tunnel'));
  const tunnel = await serveTunnel(t, port);
  const proxy = tunnel.url.replace('http://', 'http://user:pass@');
  const env = { SSL_CERT_FILE: authority.certificateFile, https_proxy: proxy, HTTP_PROXY: proxy };
  assert.equal(await getText('https://modules.example/x', env), 'through the tunnel');
  assert.equal(await getText('http://modules.example/x', env), 'from the proxy');
  const basic = `Basic ${Buffer.from('user:pass').toString('base64')}`;
  assert.deepEqual(tunnel.asked, [
    `CONNECT modules.example:443 ${basic}`,
    `GET http://modules.example/x ${basic}`,
  ]);
});

test('a connection that was kept and is closed just then costs a new one, not the request', async (t) => {
  const connections = new Set<unknown>();
  let asked = 0;
  const url = await serve(t, ({ socket }, response) => {
    connections.add(socket);
    asked += 1;
    if (asked === 2) socket.resetAndDestroy();
    else response.end('text');
  });
  const http = openHttp({});
  t.after(() => http.close());
  const text = async (): Promise<string> => {
    const response = await http.get({ url: new URL(url) });
    return (await readBody(response, 100)).toString();
  };
  assert.equal(await text(), 'text');
  assert.equal(await text(), 'text');
  assert.deepEqual([connections.size, asked], [2, 3]);
});
