import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { registryFault } from '../../src/registry/fault.ts';
import { resolve } from '../../src/registry/manifests.ts';
import type { RegistryCall } from '../../src/registry/registry.ts';
import type { SlipwayError } from '../../src/support/errors.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { addImage, hasty, open, testRegistry } from './opening.ts';

interface Refusal {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The error that a registry's answer becomes, with the registry's host as HOST. */
async function faultFor(
  t: TestContext,
  answer: Refusal,
  call: Partial<RegistryCall> = {},
): Promise<SlipwayError> {
  const url = await serve(t, (request, response) => {
    if (request.url === '/v2/') return void response.end();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  const { host } = new URL(url);
  const repository = { registry: host, repository: 'acme/api' };
  const whole = { repository, access: 'pull', method: 'GET', target: 'manifests/v1', ...call } as const;
  const fault = await registryFault(whole, await open(t).send(whole));
  fault.message = fault.message.replaceAll(host, 'HOST');
  return fault;
}

const denied = JSON.stringify({ errors: [{ code: 'DENIED', message: 'no access\r\nx' }, { code: 'LIMIT' }] });

test('a refusal names the repository, what was done, and what the registry says, on one line', async (t) => {
  const { code, message, hint } = await faultFor(t, { status: 403, body: denied });
  assert.equal(code, 'E_AUTH');
  assert.equal(
    message,
    'HOST/acme/api: cannot read the manifest v1: it is not allowed (403: DENIED no access x; LIMIT)',
  );
  assert.match(hint ?? '', /needs the right to pull there/);
});

test('every status has its kind, and what it means', async (t) => {
  const cases: readonly [Refusal, code: string, says: RegExp][] = [
    [{ status: 404 }, 'E_REGISTRY', /v1: it is not there \(404\)$/],
    [{ status: 204 }, 'E_REGISTRY', /v1: no registry answers like this \(204\)$/],
    [{ status: 413 }, 'E_REGISTRY', /v1: it is larger than HOST takes \(413\)$/],
    [{ status: 500 }, 'E_REGISTRY', /HOST fails \(500\)/],
    [{ status: 429 }, 'E_REGISTRY', /asked too often \(429\)$/],
    [{ status: 429, headers: { 'retry-after': 'tomorrow' } }, 'E_REGISTRY', /a pause of tomorrow \(429\)$/],
    [
      { status: 400, body: '{"errors":[{"code":"MANIFEST_INVALID"}]}' },
      'E_REGISTRY',
      /HOST refuses it \(400: MAN/,
    ],
    [{ status: 503 }, 'E_REGISTRY', /HOST fails \(503\)/],
    [
      { status: 429, headers: { 'retry-after': '3600' } },
      'E_REGISTRY',
      /asked too often; it wants a pause of 3600 s/,
    ],
    [
      { status: 429, headers: { 'retry-after': '3600', 'ratelimit-limit': '100;w=21600' } },
      'E_REGISTRY',
      /\(limit 100;w=21600\)/,
    ],
  ];
  for (const [answer, code, says] of cases) {
    const fault = await faultFor(t, answer);
    assert.equal(fault.code, code);
    assert.match(fault.message, says);
    assert.notEqual(fault.hint, undefined);
  }
});

test('a host that the registry sends us to may refuse too: what was asked there is said, without the address', async (t) => {
  const elsewhere = await serve(t, (_, response) => response.writeHead(401).end());
  const target = new URL(`${elsewhere}/files/v2/acme/api/blobs/sha256:00?signature=s3cret`);
  const { code, message, hint } = await faultFor(t, { status: 200 }, { target });
  const { host } = target;
  assert.equal(code, 'E_AUTH');
  assert.equal(message, `HOST/acme/api: cannot read the blob sha256:00: it is not allowed (401 by ${host})`);
  assert.match(hint ?? '', new RegExp(`sends us on to ${host}, which gets no credentials`));
});

test('of what is not there only a push is told that it may have to be made before', async (t) => {
  const hint = async (access: RegistryCall['access']) =>
    (await faultFor(t, { status: 404 }, { access })).hint ?? '';
  assert.match(await hint('push'), /check the name; .* made before a push/);
  assert.match(await hint('pull'), /check the name; (?!.*push)/);
});

test('what was being done is said as a person would', async (t) => {
  const says = async (call: Partial<RegistryCall>): Promise<string | undefined> =>
    /cannot (.*?): it is not there/.exec((await faultFor(t, { status: 404 }, call)).message)?.[1];
  assert.equal(await says({ target: 'blobs/sha256:00' }), 'read the blob sha256:00');
  assert.equal(await says({ target: 'blobs/uploads/?digest=x', method: 'POST' }), 'upload a blob');
  assert.equal(await says({ target: 'somewhere', method: 'PATCH' }), 'upload a blob');
  assert.equal(await says({ target: 'manifests/v1', method: 'PUT' }), 'write the manifest v1');
  assert.equal(await says({ target: 'manifests/v1', method: 'DELETE' }), 'delete the manifest v1');
  assert.equal(await says({ target: 'tags/list?n=1' }), 'list its tags');
  assert.equal(await says({ target: 'referrers/sha256:00' }), 'list what refers to sha256:00');
  assert.equal(await says({ target: 'something/else?secret=1' }), 'GET something/else');
});

test('a stranger’s text is cut, and cannot act on a terminal; a web page is left out', async (t) => {
  const plain = { 'content-type': 'text/plain; charset=utf-8' };
  const evil = await faultFor(t, { status: 404, headers: plain, body: '\u001b[2Jgone\u202e\nsecond line' });
  assert.match(evil.message, /\(404: \[2Jgone\)$/);
  const blank = await faultFor(t, { status: 404, headers: plain, body: '\n  gone\nsecond line' });
  assert.match(blank.message, /\(404: gone\)$/);
  for (const [length, shown] of [
    [300, 'x'.repeat(300)],
    [301, `${'x'.repeat(299)}…`],
    [2000, `${'x'.repeat(299)}…`],
  ] as const) {
    const long = await faultFor(t, { status: 404, headers: plain, body: 'x'.repeat(length) });
    assert.ok(long.message.endsWith(`(404: ${shown})`));
  }
  const hub = await faultFor(t, { status: 404, body: '{"details":"no such plan","errors":[{"code":"X"}]}' });
  assert.match(hub.message, /\(404: no such plan\)$/);
  for (const body of ['<html>x</html>', '{"errors":{}}', '{"errors":[7,null,{"code":{}}]}', 'null']) {
    const page = await faultFor(t, { status: 404, headers: { 'content-type': 'text/html' }, body });
    assert.match(page.message, /\(404\)$/);
  }
});

test('what may pass is asked again, with patience that ends', async (t) => {
  const server = await testRegistry(t);
  const { manifest } = addImage(server);
  const reference = { registry: server.host, repository: 'acme/api', tag: 'v1' };
  const patience = hasty();
  const registry = open(t, { patience });
  server.misbehave((_, nth) => {
    if (nth === 1) return { status: 503 };
    if (nth === 2) return 'close';
    return nth === 3 ? { status: 429, headers: { 'retry-after': '7' } } : undefined;
  });
  assert.equal((await resolve(registry, reference)).digest, manifest);
  assert.deepEqual(patience.waits, [500, 1000, 7000]);
  server.misbehave(() => ({ status: 500 }));
  const fault = await refusal(() => resolve(registry, reference), 'E_REGISTRY');
  assert.match(fault.message, /cannot read the manifest v1: .* fails \(500\)/);
  assert.equal(patience.waits.length, 6);
  server.misbehave(() => 'close');
  assert.match((await refusal(() => resolve(registry, reference), 'E_NETWORK')).message, /the connection/);
});

test('what must not be sent twice is not', async (t) => {
  const server = await testRegistry(t);
  const registry = open(t);
  const repository = { registry: server.host, repository: 'acme/api' };
  const call = {
    repository,
    access: 'push',
    method: 'POST',
    target: 'blobs/uploads/',
    repeatable: false,
  } as const;
  await registry.send({ ...call, repeatable: true });
  server.requests.length = 0;
  server.misbehave(() => ({ status: 503 }));
  assert.equal((await registry.send(call)).status, 503);
  server.misbehave(() => 'close');
  await refusal(() => registry.send(call), 'E_NETWORK');
  assert.equal(server.requests.length, 2);
});

test('a registry that redirects without end is given up', async (t) => {
  const server = await testRegistry(t);
  addImage(server);
  const registry = open(t);
  server.misbehave((_, nth) => (nth > 1 ? { redirect: '/v2/acme/api/manifests/v1' } : undefined));
  const reference = { registry: server.host, repository: 'acme/api', tag: 'v1' };
  const fault = await refusal(() => resolve(registry, reference), 'E_NETWORK');
  assert.match(fault.message, /redirects more than 10 times/);
});
