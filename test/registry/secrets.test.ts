import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { resolve } from '../../src/registry/manifests.ts';
import { requestToken } from '../../src/registry/token.ts';
import type { SlipwayError } from '../../src/support/errors.ts';
import { openHttp } from '../../src/support/http.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { open, password } from './opening.ts';

const secret = 'love:lace/+';
const encoded = Buffer.from(`ada:${secret}`).toString('base64');

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A host that nobody trusts, and every request that came to it, whole. */
async function stranger(t: TestContext, answer: Listener) {
  const seen: string[] = [];
  const url = await serve(t, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk));
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`);
      answer(request, response);
    });
  });
  return { url, seen };
}

/** What becomes of reading a tag with Ada's password. */
async function reading(t: TestContext, listener: Listener): Promise<SlipwayError> {
  const registry = new URL(await serve(t, listener)).host;
  const port = open(t, { findCredentials: async () => password('ada', secret) });
  const fault = await refusal(() => resolve(port, { registry, repository: 'acme/api', tag: 'v1' }), 'E_AUTH');
  for (const text of [secret, encoded]) assert.ok(!`${fault.message} ${fault.hint}`.includes(text));
  return fault;
}

const asksFor = (response: ServerResponse, challenge: string): void =>
  void response.writeHead(401, { 'www-authenticate': challenge }).end();

test('a host that a registry redirects to cannot ask for the credentials of the registry', async (t) => {
  for (const everything of [true, false]) {
    const other = await stranger(t, ({ headers, url }, response) => {
      if (url === '/token') return void response.end('{"token":"x"}');
      asksFor(response, `Bearer realm="http://${headers.host}/token"`);
    });
    const fault = await reading(t, ({ url, headers }, response) => {
      if (!everything && headers.authorization === undefined) return asksFor(response, 'Basic realm="r"');
      response.writeHead(307, { location: `${other.url}${url}` }).end();
    });
    assert.match(fault.message, /it is not allowed \(401 by 127\.0\.0\.1:\d+\)$/);
    assert.ok(other.seen.length > 0);
    for (const request of other.seen) assert.doesNotMatch(request, /authorization|\/token/);
  }
});

test('a token server that redirects a refresh token elsewhere is not followed', async (t) => {
  const other = await stranger(t, (_, response) => void response.end('{"token":"x"}'));
  const realm = await serve(t, (_, response) => response.writeHead(307, { location: other.url }).end());
  const http = openHttp({});
  t.after(() => http.close());
  const request = {
    challenge: { scheme: 'bearer', parameters: { realm } },
    origin: new URL(realm),
    scopes: [],
    credentials: { proof: { kind: 'identity', token: 'refresh me' }, source: 'the test' },
  } as const;
  const fault = await refusal(() => requestToken(http.send, request, undefined), 'E_NETWORK');
  assert.match(fault.message, /redirects credentials to 127\.0\.0\.1/);
  assert.deepEqual(other.seen, []);
});

test('what an answer repeats of the credentials is not said again', async (t) => {
  const echoes: readonly [type: string, body: (sent: string) => string][] = [
    ['text/plain', (sent) => `you sent ${sent}`],
    ['text/plain', () => `ada:${secret} is nobody`],
    ['application/json', () => JSON.stringify({ errors: [{ code: 'DENIED', message: `not ${secret}` }] })],
    ['application/json', () => JSON.stringify({ details: `not ${secret}` })],
  ];
  for (const [type, body] of echoes) {
    const fault = await reading(t, ({ headers }, response) => {
      if (headers.authorization === undefined) return asksFor(response, 'Basic realm="r"');
      response.writeHead(403, { 'content-type': type }).end(body(headers.authorization));
    });
    assert.match(fault.message, /it is not allowed \(403: .*…/);
  }
  const fault = await reading(t, ({ url, headers }, response) => {
    if (!url?.startsWith('/token')) return asksFor(response, `Bearer realm="http://${headers.host}/token"`);
    const errors = [{ message: `not ${headers.authorization}` }];
    response.writeHead(401).end(JSON.stringify({ errors }));
  });
  assert.match(fault.message, /refuses the credentials from the test \(401: not Basic …\)$/);
});

test('credentials that a registry has no use for are not said to be refused', async (t) => {
  for (const [header, says] of [
    ['Negotiate', /does not take the credentials from the test: it answers 401 and asks for negotiate$/],
    ['=,,"nonsense', /it answers 401 and does not say what for$/],
  ] as const) {
    assert.match((await reading(t, (_, response) => asksFor(response, header))).message, says);
  }
});

test('a registry on this machine cannot have credentials sent in the clear to another one', async () => {
  const request = (insecure: readonly string[]) => ({
    challenge: { scheme: 'bearer', parameters: { realm: 'http://auth.example:5001/token' } },
    origin: new URL('http://127.0.0.1:5000'),
    scopes: [],
    credentials: password('ada', secret),
    insecure,
  });
  const never = () => assert.fail('nothing is sent');
  const fault = await refusal(() => requestToken(never, request([]), undefined), 'E_AUTH');
  assert.match(fault.message, /wants credentials sent over plain http to auth\.example:5001/);
  assert.match(fault.hint ?? '', /--insecure-registry auth\.example:5001 allows it/);
  const sent = new Error('sent');
  const send = () => Promise.reject(sent);
  await assert.rejects(requestToken(send, request(['auth.example:5001']), undefined), sent);
});
