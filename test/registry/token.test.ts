import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Credentials } from '../../src/registry/credentials.ts';
import { requestToken } from '../../src/registry/token.ts';
import { type HttpCall, readBody } from '../../src/support/http.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { open, password } from './opening.ts';

class Sent extends Error {}

/** What would be sent to a token server, and to nobody here. */
async function askedOf(
  realm: string,
  {
    origin = 'https://registry.example',
    service,
    credentials,
  }: { origin?: string; service?: string; credentials?: Credentials } = {},
): Promise<HttpCall> {
  const parameters = { realm, ...(service !== undefined && { service }) };
  const request = {
    challenge: { scheme: 'bearer', parameters },
    origin: new URL(origin),
    scopes: ['repository:acme/api:pull,push', 'repository:base/static:pull'],
    credentials,
  };
  let call: HttpCall | undefined;
  const send = async (asks: HttpCall): Promise<never> => {
    call = asks;
    throw new Sent();
  };
  await requestToken(send, request, undefined).catch((error: unknown) => {
    if (!(error instanceof Sent)) throw error;
  });
  return call ?? assert.fail('nothing was sent');
}

test('credentials go over plain http where the registry is asked so itself, or to a token server on this machine', async () => {
  const credentials = password('ada', 'x');
  const secure = 'http://auth.example/token';
  await askedOf(secure, { origin: 'http://registry.example', credentials });
  await askedOf('http://localhost:5001/token', { credentials });
  for (const origin of ['https://registry.example', 'https://127.0.0.1:5000']) {
    const fault = await refusal(() => askedOf(secure, { origin, credentials }), 'E_AUTH');
    assert.match(fault.message, /wants credentials sent over plain http to auth\.example/);
  }
});

test('name and password go in a header, and what a challenge has of them in its address goes nowhere', async () => {
  const credentials = password('ada', 'love:lace');
  const { method, url, headers } = await askedOf('https://eve:pw@auth.example/t?a=b', {
    service: 's',
    credentials,
  });
  assert.equal(method, undefined);
  const scopes = 'scope=repository%3Aacme%2Fapi%3Apull%2Cpush&scope=repository%3Abase%2Fstatic%3Apull';
  assert.equal(url.href, `https://auth.example/t?a=b&service=s&${scopes}`);
  assert.equal(headers?.['authorization'], `Basic ${Buffer.from('ada:love:lace').toString('base64')}`);
  const anonymous = await askedOf('https://auth.example/t');
  assert.equal(anonymous.url.href, `https://auth.example/t?${scopes}`);
  assert.deepEqual(anonymous.headers, {});
});

test('an identity token goes in a form, as OAuth2 has it', async () => {
  const credentials: Credentials = { proof: { kind: 'identity', token: 'a b' }, source: 'the test' };
  for (const service of ['s', undefined]) {
    const more = service === undefined ? {} : { service };
    const { method, url, headers, body } = await askedOf('https://auth.example/t', { credentials, ...more });
    assert.deepEqual([method, url.href], ['POST', 'https://auth.example/t']);
    assert.deepEqual(headers, { 'content-type': 'application/x-www-form-urlencoded' });
    const content = body?.open();
    assert.ok(content instanceof Uint8Array);
    assert.equal(body?.bytes, content.length);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(Buffer.from(content).toString())), {
      grant_type: 'refresh_token',
      client_id: 'slipway',
      ...more,
      scope: 'repository:acme/api:pull,push repository:base/static:pull',
      refresh_token: 'a b',
    });
  }
});

/** A registry with a token server; both answers are the test's. `seconds` is the clock. */
async function registryWith(
  t: TestContext,
  token: (nth: number) => readonly [status: number, body: string],
  refuse: (nth: number, challenge: string) => Record<string, string> = (_, challenge) => ({
    'www-authenticate': challenge,
  }),
) {
  let [asked, refused] = [0, 0];
  const url = await serve(t, (request, response) => {
    if (request.url?.startsWith('/token')) {
      const [status, body] = token(++asked);
      return void response.writeHead(status).end(body);
    }
    const { authorization, host } = request.headers;
    if (authorization === `Bearer good${asked}`) return void response.end('{}');
    response.writeHead(401, refuse(++refused, `Bearer realm="http://${host}/token"`)).end();
  });
  const clock = { seconds: 0 };
  const registry = open(t, { now: () => clock.seconds * 1000 });
  const repository = { registry: new URL(url).host, repository: 'acme/api' };
  const status = async (): Promise<number> => {
    const answer = await registry.send({ repository, access: 'pull', method: 'GET', target: 'x' });
    await readBody(answer, 100);
    return answer.status;
  };
  return { status, clock, tokens: () => asked };
}

test('a token whose life nobody tells in numbers lives a minute', async (t) => {
  for (const life of [
    '',
    ',"expires_in":0',
    ',"expires_in":-1',
    ',"expires_in":"3000"',
    ',"expires_in":null',
  ]) {
    const { status, clock, tokens } = await registryWith(t, (nth) => [200, `{"token":"good${nth}"${life}}`]);
    for (const [seconds, asked] of [
      [0, 1],
      [53, 1],
      [55, 2],
    ] as const) {
      clock.seconds = seconds;
      assert.equal(await status(), 200);
      assert.equal(tokens(), asked, `${life} at ${seconds} s`);
    }
  }
});

test('a token server that refused once is asked again by the next request', async (t) => {
  const { status } = await registryWith(t, (nth) =>
    nth === 1 ? [403, ''] : [200, `{"token":"good${nth}"}`],
  );
  await refusal(status, 'E_AUTH');
  assert.equal(await status(), 200);
});

test('a token server that fails is told from one that refuses', async (t) => {
  for (const code of [429, 500, 502]) {
    const { status } = await registryWith(t, () => [code, '']);
    const fault = await refusal(status, 'E_REGISTRY');
    assert.match(fault.message, new RegExp(`fails to give a token for .* \\(${code}\\)$`));
  }
});

test('a refusal that does not say how to prove who one is leaves what the registry said before', async (t) => {
  const { status, tokens } = await registryWith(
    t,
    (nth) => [200, `{"token":"${nth === 1 ? 'old' : `good${nth}`}"}`],
    (nth, challenge): Record<string, string> => (nth === 1 ? { 'www-authenticate': challenge } : {}),
  );
  assert.equal(await status(), 200);
  assert.equal(tokens(), 2);
});
