import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Credentials } from '../../src/registry/credentials.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { readBody } from '../../src/support/http.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import type { TestRegistry } from '../support/registry/in-process.ts';
import { addImage, asked, open, password, testRegistry } from './opening.ts';

const user = { user: 'ada', password: 'love:lace' };
const right = password(user.user, user.password);

async function statusOf(
  registry: Registry,
  host: string,
  target: string,
  more: { access?: 'push'; alsoPull?: string[]; name?: string } = {},
): Promise<number> {
  const { access = 'pull', name = 'acme/api', ...others } = more;
  const repository = { registry: host, repository: name };
  const answer = await registry.send({ repository, access, method: 'GET', target, ...others });
  await readBody(answer, 100_000);
  return answer.status;
}

const tokenRequests = (registry: TestRegistry): string[] =>
  asked(registry)
    .filter((line) => line.includes('/token'))
    .map((line) => new URLSearchParams(line.split('?')[1]).getAll('scope').join(' '));

function knows(credentials: Credentials | undefined) {
  return { findCredentials: async () => credentials };
}

test('a registry that asks for name and password gets them, and only then', async (t) => {
  const server = await testRegistry(t, { access: { kind: 'basic', ...user } });
  addImage(server);
  assert.equal(await statusOf(open(t, knows(right)), server.host, 'manifests/v1'), 200);
  assert.deepEqual(
    server.requests.map(({ status }) => status),
    [401, 200],
  );
  const free = await testRegistry(t);
  addImage(free);
  let looked = 0;
  const findCredentials = async () => {
    looked++;
    return right;
  };
  assert.equal(await statusOf(open(t, { findCredentials }), free.host, 'manifests/v1'), 200);
  assert.equal(looked, 0, 'credentials are not even looked for');
});

test('twenty requests at once share one token', async (t) => {
  const server = await testRegistry(t, { access: { kind: 'bearer', ...user } });
  addImage(server);
  const registry = open(t, knows(right));
  const all = Array.from({ length: 20 }, () => statusOf(registry, server.host, 'manifests/v1'));
  assert.deepEqual(new Set(await Promise.all(all)), new Set([200]));
  assert.deepEqual(tokenRequests(server), ['repository:acme/api:pull']);
  assert.equal(server.requests.length, 22);
});

test('a token is for what is done: pulling, pushing, reading where a blob is mounted from', async (t) => {
  const server = await testRegistry(t, { access: { kind: 'bearer', ...user } });
  addImage(server);
  const registry = open(t, knows(right));
  await statusOf(registry, server.host, 'manifests/v1');
  await statusOf(registry, server.host, 'manifests/v1', { access: 'push' });
  await statusOf(registry, server.host, 'manifests/v1', {
    access: 'push',
    alsoPull: ['base/static', 'acme/api'],
  });
  await statusOf(registry, server.host, 'manifests/v1');
  assert.deepEqual(tokenRequests(server), [
    'repository:acme/api:pull',
    'repository:acme/api:pull,push',
    'repository:acme/api:pull,push repository:base/static:pull',
  ]);
});

test('where nobody gave credentials an anonymous token is tried', async (t) => {
  const server = await testRegistry(t, { access: { kind: 'bearer', ...user, anonymousPull: true } });
  addImage(server);
  const registry = open(t);
  assert.equal(await statusOf(registry, server.host, 'manifests/v1'), 200);
  const repository = { registry: server.host, repository: 'acme/api' };
  const push = () => registry.send({ repository, access: 'push', method: 'POST', target: 'blobs/uploads/' });
  const fault = await refusal(push, 'E_AUTH');
  assert.match(fault.message, /asks for credentials, and there are none \(401: UNAUTHORIZED/);
  assert.match(
    fault.hint ?? '',
    /docker login 127\.0\.0\.1:\d+, or --registry-auth 127\.0\.0\.1:\d+=VARIABLE/,
  );
});

test('refused credentials are said so with where they come from, and never what they are', async (t) => {
  const wrong = password('ada', 'wr0ng', '/home/ada/.docker/config.json');
  for (const kind of ['basic', 'bearer'] as const) {
    const server = await testRegistry(t, { access: { kind, ...user } });
    addImage(server);
    const fault = await refusal(() => statusOf(open(t, knows(wrong)), server.host, 'manifests/v1'), 'E_AUTH');
    assert.match(
      fault.message,
      /refuses the credentials from \/home\/ada\/\.docker\/config\.json \(401: UNAUTH/,
    );
    assert.doesNotMatch(`${fault.message} ${fault.hint}`, /wr0ng/);
    const sent = server.requests.filter(({ headers }) => headers.authorization !== undefined);
    assert.equal(sent.length, 1, 'what was refused is not sent again');
  }
});

test('an identity token gets tokens by OAuth2', async (t) => {
  const server = await testRegistry(t, { access: { kind: 'bearer', ...user, identityToken: 'refresh me' } });
  addImage(server);
  const credentials: Credentials = { proof: { kind: 'identity', token: 'refresh me' }, source: 'the test' };
  assert.equal(await statusOf(open(t, knows(credentials)), server.host, 'manifests/v1'), 200);
  assert.equal(asked(server)[1], 'POST /token');
});

test("a registry's own token is sent as it is", async (t) => {
  const seen: (string | undefined)[] = [];
  const url = await serve(t, (request, response) => {
    seen.push(request.headers.authorization);
    if (request.headers.authorization === 'Bearer mine') return void response.end('{}');
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://127.0.0.1:9/token"' }).end();
  });
  const credentials: Credentials = { proof: { kind: 'bearer', token: 'mine' }, source: 'the test' };
  assert.equal(await statusOf(open(t, knows(credentials)), new URL(url).host, 'manifests/v1'), 200);
  assert.deepEqual(seen, [undefined, 'Bearer mine']);
});

test('a token that the registry forgot is replaced by one new one for all, and the request sent again', async (t) => {
  const server = await testRegistry(t, { access: { kind: 'bearer', ...user } });
  addImage(server);
  const registry = open(t, knows(right));
  await statusOf(registry, server.host, 'manifests/v1');
  server.expireTokens();
  const all = Array.from({ length: 6 }, () => statusOf(registry, server.host, 'manifests/v1'));
  assert.deepEqual(new Set(await Promise.all(all)), new Set([200]));
  assert.equal(tokenRequests(server).length, 2);
});

test('a token is renewed before it ends, by a clock that nobody sets: issued_at may say anything', async (t) => {
  for (const skewSeconds of [-86_400, 86_400]) {
    const access = { kind: 'bearer', ...user, lifetimeSeconds: 100, skewSeconds } as const;
    const server = await testRegistry(t, { access });
    addImage(server);
    let seconds = 1000;
    const registry = open(t, { ...knows(right), now: () => seconds * 1000 });
    for (const elapsed of [0, 80, 15, 80]) {
      seconds += elapsed;
      assert.equal(await statusOf(registry, server.host, 'manifests/v1'), 200);
    }
    assert.equal(tokenRequests(server).length, 2);
    assert.deepEqual(
      server.requests.filter(({ status }) => status === 401).map(({ path }) => path),
      ['/v2/'],
    );
  }
});

/** A registry with its token server as a test needs it. */
async function handMade(
  t: TestContext,
  challenge: (host: string) => string,
  token: (query: URLSearchParams) => readonly [status: number, body: string],
): Promise<string> {
  const url = await serve(t, (request, response) => {
    const { host = '' } = request.headers;
    const asks = new URL(request.url ?? '', `http://${host}`);
    if (asks.pathname === '/token') {
      const [status, body] = token(asks.searchParams);
      return void response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    }
    if (request.headers.authorization === 'Bearer good') return void response.end('{}');
    response.writeHead(401, { 'www-authenticate': challenge(host) }).end();
  });
  return new URL(url).host;
}

const local = (host: string): string => `Bearer realm="http://${host}/token?own=1",service="a b"`;

test('the token server is asked as the challenge says, and its answers are taken under both names', async (t) => {
  const queries: string[] = [];
  const host = await handMade(t, local, (query) => {
    queries.push(query.toString());
    return [200, '{"access_token":"good","token":""}'];
  });
  assert.equal(await statusOf(open(t), host, 'x'), 200);
  assert.deepEqual(queries, ['own=1&service=a+b&scope=repository%3Aacme%2Fapi%3Apull']);
});

test('a token server that gives no token, or fails, is told from one that refuses', async (t) => {
  const cases: readonly [status: number, body: string, code: 'E_AUTH' | 'E_REGISTRY', says: RegExp][] = [
    [200, '{}', 'E_AUTH', /gives no token/],
    [200, '<html>', 'E_AUTH', /gives no token/],
    [200, '{"token":"a\\r\\nx-evil: b"}', 'E_AUTH', /gives no token/],
    [403, '{"details":"no such plan"}', 'E_AUTH', /there are none \(403: no such plan\)/],
    [503, '', 'E_REGISTRY', /fails to give a token for .* \(503\)/],
  ];
  for (const [status, body, code, says] of cases) {
    const host = await handMade(t, local, () => [status, body]);
    const fault = await refusal(() => statusOf(open(t), host, 'x'), code);
    assert.match(fault.message, says);
  }
});

test('credentials are not sent to a token server on plain http, unless the registry is this machine', async (t) => {
  const { requestToken } = await import('../../src/registry/token.ts');
  const request = {
    challenge: { scheme: 'bearer', parameters: { realm: 'http://auth.example/token' } },
    origin: new URL('https://registry.example'),
    scopes: [],
    credentials: right,
  };
  const send = () => assert.fail('nothing may be sent');
  const fault = await refusal(() => requestToken(send, request, undefined), 'E_AUTH');
  assert.match(fault.message, /wants credentials sent over plain http to auth\.example/);
  for (const realm of ['', 'token', 'file:///etc/passwd']) {
    const host = await handMade(
      t,
      () => `Bearer realm="${realm}"`,
      () => [200, ''],
    );
    assert.match(
      (await refusal(() => statusOf(open(t), host, 'x'), 'E_AUTH')).message,
      /names no token server/,
    );
  }
});

test('a server that refuses a token for two repositories is asked for one alone', async (t) => {
  const scopes: string[][] = [];
  const host = await handMade(t, local, (query) => {
    scopes.push(query.getAll('scope'));
    return query.getAll('scope').length > 1 ? [403, '{}'] : [200, '{"token":"good"}'];
  });
  assert.equal(await statusOf(open(t), host, 'x', { alsoPull: ['other/base'] }), 200);
  assert.deepEqual(scopes, [
    ['repository:acme/api:pull', 'repository:other/base:pull'],
    ['repository:acme/api:pull'],
  ]);
});

test('credentials stay with the registry: not where an address it gave leads', async (t) => {
  const seen: (string | undefined)[] = [];
  const other = await serve(t, (request, response) => {
    seen.push(request.headers.authorization);
    response.end();
  });
  const server = await testRegistry(t, { access: { kind: 'basic', ...user } });
  addImage(server);
  const registry = open(t, knows(right));
  assert.equal(await statusOf(registry, server.host, 'manifests/v1'), 200);
  const repository = { registry: server.host, repository: 'acme/api' };
  const target = new URL(`${other}/upload`);
  await registry.send({ repository, access: 'push', method: 'PUT', target });
  server.misbehave(() => ({ redirect: `${other}/blob` }));
  await statusOf(registry, server.host, 'blobs/x');
  assert.deepEqual(seen, [undefined, undefined]);
});
