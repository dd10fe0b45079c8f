import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { RegistryOptions } from '../../src/registry/open-registry.ts';
import { readBody } from '../../src/support/http.ts';
import { makeAuthority, serveTls, serveTunnel } from '../support/certificates.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { hasty, open } from './opening.ts';

async function read(t: Parameters<typeof open>[0], host: string, options: Partial<RegistryOptions> = {}) {
  const repository = { registry: host, repository: 'acme/api' };
  const registry = open(t, options);
  const answer = await registry.send({ repository, access: 'pull', method: 'GET', target: 'tags/list' });
  return (await readBody(answer, 1000)).toString();
}

test('a registry on this machine may speak plain http, which is found out once', async (t) => {
  const paths: (string | undefined)[] = [];
  const url = await serve(t, ({ url: path }: IncomingMessage, response) => {
    paths.push(path);
    response.end('plain');
  });
  const { port } = new URL(url);
  const registry = open(t);
  const repository = { registry: `localhost:${port}`, repository: 'acme/api' };
  const call = { repository, access: 'pull', method: 'HEAD', target: 'tags/list' } as const;
  await Promise.all([registry.send(call), registry.send(call), registry.send(call)]);
  assert.deepEqual(paths, ['/v2/', ...Array.from({ length: 3 }, () => '/v2/acme/api/tags/list')]);
  assert.equal(await read(t, `127.0.0.1:${port}`), 'plain');
});

test('a registry on this machine may have TLS, which is found out too', async (t) => {
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const port = await serveTls(t, authority, (_, response) => response.end('encrypted'));
  const env = { SSL_CERT_FILE: authority.certificateFile };
  assert.equal(await read(t, `127.0.0.1:${port}`, { env }), 'encrypted');
});

test('a certificate that is not trusted is an error, and no reason to go on without encryption', async (t) => {
  const authority = await makeAuthority(t, ['elsewhere.example']);
  const port = await serveTls(t, authority, (_, response) => response.end('any'));
  const host = `127.0.0.1:${port}`;
  const fault = await refusal(() => read(t, host), 'E_NETWORK');
  assert.match(fault.message, /its certificate is not trusted/);
  assert.equal(await read(t, host, { insecure: [host] }), 'any');
});

test('another host is asked over plain http only where that was asked for', async (t) => {
  const url = await serve(t, (_, response) => response.end('plain'));
  const proxy = await serveTunnel(t, Number(new URL(url).port));
  const env = { HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url };
  await refusal(() => read(t, 'registry.example:5000', { env }), 'E_NETWORK');
  assert.deepEqual(new Set(proxy.asked), new Set(['CONNECT registry.example:5000']));
  const insecure = ['registry.example:5000'];
  assert.equal(await read(t, 'registry.example:5000', { env, insecure }), 'from the proxy');
  assert.deepEqual(proxy.asked.slice(-2), [
    'GET http://registry.example:5000/v2/',
    'GET http://registry.example:5000/v2/acme/api/tags/list',
  ]);
});

test("docker.io is asked where Docker Hub's API is", async (t) => {
  const authority = await makeAuthority(t, ['registry-1.docker.io']);
  const port = await serveTls(t, authority, (_, response) => response.end('the hub'));
  const proxy = await serveTunnel(t, port);
  const env = { SSL_CERT_FILE: authority.certificateFile, HTTPS_PROXY: proxy.url };
  assert.equal(await read(t, 'docker.io', { env }), 'the hub');
  assert.deepEqual(new Set(proxy.asked), new Set(['CONNECT registry-1.docker.io:443']));
});

test('a TLS server whose connection broke once is not asked without encryption', async (t) => {
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const tls = await serveTls(t, authority, (_, response) => response.end('encrypted'));
  let connections = 0;
  const { connect } = await import('node:net');
  const front = createServer((socket) => {
    socket.on('error', () => undefined);
    connections++;
    if (connections === 1) return void socket.once('data', () => socket.destroy());
    // As TLS servers of Go and nginx answer to plain http.
    socket.once('data', (hello) => {
      if (hello[0] !== 0x16) return void socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
      const inner = connect(tls, '127.0.0.1');
      inner.on('error', () => socket.destroy()).write(hello);
      inner.pipe(socket).pipe(inner);
    });
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  t.after(() => front.close());
  const host = `127.0.0.1:${(front.address() as { port: number }).port}`;
  const patience = hasty();
  assert.equal(await read(t, host, { insecure: [host], patience }), 'encrypted');
  assert.deepEqual([connections >= 3, patience.waits], [true, [500]]);
});

test('a registry that nobody answers for says so after some patience, and may be there later', async (t) => {
  const patience = hasty();
  const registry = open(t, { patience });
  const repository = { registry: '127.0.0.1:9', repository: 'acme/api' };
  const call = { repository, access: 'pull', method: 'GET', target: 'tags/list' } as const;
  for (const waits of [3, 6]) {
    const fault = await refusal(() => registry.send(call), 'E_NETWORK');
    assert.match(fault.message, /^cannot reach 127\.0\.0\.1:9: the connection is refused/);
    assert.equal(patience.waits.length, waits);
  }
  const odd = { ...call, repository: { registry: 'a b', repository: 'x' } };
  await refusal(() => registry.send(odd), 'E_CONFIG');
});

test('an upload address on plain http under an https registry is refused', async (t) => {
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const port = await serveTls(t, authority, (_, response) => response.end());
  const registry = open(t, { env: { SSL_CERT_FILE: authority.certificateFile } });
  const repository = { registry: `127.0.0.1:${port}`, repository: 'acme/api' };
  const target = new URL(`http://127.0.0.1:${port}/v2/acme/api/blobs/uploads/1`);
  const send = () => registry.send({ repository, access: 'push', method: 'PATCH', target });
  const fault = await refusal(send, 'E_NETWORK');
  assert.match(fault.message, /goes on from https to http:/);
  assert.match(fault.hint ?? '', /X-Forwarded-Proto/);
});
