import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createPlain } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { fileWindows } from '../../src/support/file-windows.ts';
import { type HttpBody, type HttpCall, openHttp, readBody } from '../../src/support/http.ts';
import { discard } from '../../src/support/http-body.ts';
import { makeAuthority, serveTls } from './certificates.ts';
import { serve, temporaryFolder } from './go-proxy.ts';
import { refusal } from './refusal.ts';

const patient = { connectMilliseconds: 20_000, headersMilliseconds: 20_000, stallMilliseconds: 20_000 };

/** Sends one request; gives status and text of the answer. */
async function send(
  t: TestContext,
  call: Omit<HttpCall, 'url'> & { url: string },
  unchecked: readonly string[] = [],
): Promise<{ status: number; text: string }> {
  const http = openHttp({}, patient, unchecked);
  t.after(() => http.close());
  const response = await http.send({ ...call, url: new URL(call.url) });
  return { status: response.status, text: (await readBody(response, 10_000)).toString() };
}

/** A body in pieces, and how often it was opened and ended. */
function pieces(count: number, bytes: number): HttpBody & { opened: number; ended: number } {
  const body = {
    bytes: count * bytes,
    opened: 0,
    ended: 0,
    open: () => {
      body.opened++;
      const content = Readable.from(
        (function* () {
          for (let at = 0; at < count; at++) yield Buffer.alloc(bytes, 'x');
        })(),
        { objectMode: false },
      );
      return content.on('close', () => body.ended++);
    },
  };
  return body;
}

/** Answers with the method, the length of the body that came, and its announced length and type. */
function echo(t: TestContext): Promise<string> {
  return serve(t, (request, response) => {
    let received = 0;
    request.on('error', () => undefined).on('data', (chunk: Buffer) => (received += chunk.length));
    request.on('end', () => {
      const { 'content-length': length, 'content-type': type } = request.headers;
      response.end([request.method, request.url, received, length, type].join(' '));
    });
  });
}

test('a request has a method, and a body whose length is announced', async (t) => {
  const url = await echo(t);
  const headers = { 'content-type': 'text/x' };
  const streamed = await send(t, { url: `${url}/a?b=c`, method: 'PUT', headers, body: pieces(3, 70_000) });
  assert.equal(streamed.text, 'PUT /a?b=c 210000 210000 text/x');
  const content = Buffer.from('hello');
  const whole = await send(t, { url, method: 'PATCH', body: { bytes: 5, open: () => content } });
  assert.equal(whole.text, 'PATCH / 5 5 ');
  const empty = await send(t, { url, method: 'PUT', body: { bytes: 0, open: () => Readable.from([]) } });
  assert.equal(empty.text, 'PUT / 0 0 ');
  assert.equal((await send(t, { url, method: 'POST' })).text, 'POST / 0 0 ');
  assert.deepEqual(await send(t, { url, method: 'HEAD' }), { status: 200, text: '' });
});

test('a redirect of 307 or 308 gets the method and the body again, without credentials at another origin', async (t) => {
  const other = await serve(t, async (request, response) => {
    let received = 0;
    for await (const chunk of request) received += (chunk as Buffer).length;
    const { authorization = 'none', 'content-type': type, 'content-range': range } = request.headers;
    response.end([request.method, received, authorization, type, range].join(' '));
  });
  for (const status of [307, 308]) {
    const url = await serve(t, (request, response) => {
      request.resume().on('end', () => response.writeHead(status, { location: other }).end());
    });
    const headers = { authorization: 'Basic c2VjcmV0', 'content-type': 'text/x', 'content-range': '0-9' };
    const body = pieces(2, 5);
    const answer = await send(t, { url, method: 'PATCH', headers, body });
    assert.equal(answer.text, 'PATCH 10 none text/x 0-9');
    assert.deepEqual([body.opened, body.ended], [2, 2]);
  }
});

test('a redirect that would change the method is an answer, except to GET and HEAD', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/there') response.end('there');
    else response.writeHead(Number(request.url?.slice(1)), { location: '/there' }).end();
  });
  for (const status of [301, 302, 303]) {
    assert.equal((await send(t, { url: `${url}/${status}`, method: 'POST' })).status, status);
    assert.equal((await send(t, { url: `${url}/${status}`, method: 'HEAD' })).status, 200);
    assert.equal((await send(t, { url: `${url}/${status}` })).text, 'there');
  }
  const round = await serve(t, (_, response) => response.writeHead(308, { location: '/' }).end());
  const fault = await refusal(() => send(t, { url: round, method: 'PUT' }), 'E_NETWORK');
  assert.match(fault.message, /redirects more than 10 times/);
});

test('a refusal that comes while the body is still on its way is the answer, and ends the body', async (t) => {
  for (const status of [401, 413]) {
    const url = await serve(t, (_, response) => response.writeHead(status).end('no'));
    const body = pieces(2000, 65_536);
    assert.deepEqual(await send(t, { url, method: 'PUT', body }), { status, text: 'no' });
    while (body.ended === 0) await new Promise((resolve) => setImmediate(resolve));
  }
});

test('a connection that is closed in the middle of the body is an E_NETWORK, and ends the body', async (t) => {
  const server = createPlain((socket) => {
    socket.on('error', () => undefined).once('data', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const body = pieces(2000, 65_536);
  const url = `http://127.0.0.1:${port}/`;
  const fault = await refusal(() => send(t, { url, method: 'PUT', body }), 'E_NETWORK');
  assert.match(fault.message, /the connection (is reset|is closed|breaks)/);
  while (body.ended === 0) await new Promise((resolve) => setImmediate(resolve));
});

test("a body that cannot be read says so itself: it is not the network's fault", async (t) => {
  const url = await echo(t);
  const folder = await temporaryFolder(t);
  const missing = { bytes: 10, open: () => fileWindows(join(folder, 'missing')) };
  await assert.rejects(send(t, { url, method: 'PUT', body: missing }), { code: 'ENOENT' });
  await writeFile(join(folder, 'short'), 'short');
  const short = { bytes: 10, open: () => fileWindows(join(folder, 'short')) };
  await refusal(() => send(t, { url, method: 'PUT', body: short }), 'E_NETWORK');
});

test('an abort in the middle of a body ends both with its own reason', async (t) => {
  const url = await serve(t, (request) => request.once('data', () => abort.abort(reason)));
  const abort = new AbortController();
  const reason = new SlipwayError('E_INTERRUPTED', 'interrupted');
  const body = pieces(2000, 65_536);
  const request = send(t, { url, method: 'PUT', body, signal: abort.signal });
  await assert.rejects(request, (error) => error === reason);
  while (body.ended === 0) await new Promise((resolve) => setImmediate(resolve));
});

test('an answer that nobody needs leaves its connection to the next request when it is short, and ends when it is long', async (t) => {
  let connections = 0;
  const server = createServer((request, response) => {
    const answer = Buffer.alloc(request.url === '/long' ? 1 << 20 : 1000);
    response.end(answer);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const http = openHttp({}, patient);
  t.after(() => http.close());
  const ask = async (path: string): Promise<void> => {
    const { port } = server.address() as AddressInfo;
    const response = await http.send({ url: new URL(path, `http://127.0.0.1:${port}`) });
    discard(response);
    await new Promise((resolve) => response.body.once('close', resolve));
  };
  for (let nth = 0; nth < 20; nth++) await ask('/short');
  // More than one, because the pool opens another where the first is not back yet.
  assert.ok(connections < 10, `${connections} connections`);
  connections = 0;
  for (let nth = 0; nth < 20; nth++) await ask('/long');
  assert.ok(connections >= 18, `${connections} connections`);
});

test('a host that was named is not asked for its certificate; all others are', async (t) => {
  const authority = await makeAuthority(t, ['elsewhere.example']);
  const port = await serveTls(t, authority, (_, response) => response.end('any'));
  const url = `https://127.0.0.1:${port}/`;
  assert.equal((await send(t, { url }, [`127.0.0.1:${port}`])).text, 'any');
  const fault = await refusal(() => send(t, { url }, ['127.0.0.1', `127.0.0.2:${port}`]), 'E_NETWORK');
  assert.match(fault.message, /certificate is not trusted/);
});
