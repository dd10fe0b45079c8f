import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { repositoryOf } from '../../support/registry/contents.ts';
import type { Misbehaviour, SeenRequest } from '../../support/registry/exchange.ts';
import type { RegistryOptions } from '../../support/registry/in-process.ts';
import { testRegistry } from '../opening.ts';
import { at, portsFor, sampleImage } from './sample.ts';

/** The error of a push to a registry that fails so at every request that fits; no tag may be there after it. */
async function fault(
  t: TestContext,
  fits: (request: SeenRequest) => boolean,
  how: Misbehaviour,
  options: RegistryOptions = {},
): Promise<SlipwayError> {
  const registry = await testRegistry(t, options);
  const sample = await sampleImage(t);
  registry.misbehave((request) => (fits(request) ? how : undefined));
  const ports = portsFor(t, registry, sample);
  const run = async (): Promise<void> => {
    await pushImage(sample.tree, at(registry.host), ports);
    await moveTags(sample.tree.root, at(registry.host), ['v1'], ports);
  };
  const error = await run().then(
    () => assert.fail('the push went well'),
    (reason: unknown) => reason,
  );
  assert.equal(repositoryOf(registry.contents, 'acme/api').tags.size, 0);
  assert.ok(error instanceof SlipwayError, String(error));
  return error;
}

const method =
  (wanted: string, part = '/v2/acme') =>
  ({ method, path }: SeenRequest): boolean =>
    method === wanted && path.includes(part);

test('who may not push is told so', async (t) => {
  const denied = { status: 403, body: '{"errors":[{"code":"DENIED","message":"write access needed"}]}' };
  for (const wanted of ['POST', 'PATCH', 'PUT']) {
    const error = await fault(t, method(wanted), denied);
    assert.equal(error.code, 'E_AUTH', wanted);
    assert.match(error.message, /acme\/api/);
    assert.match(error.message, /write access needed/);
  }
  const anonymous = await fault(t, () => false, 'close', {
    access: { kind: 'bearer', user: 'alice', password: 'secret' },
  });
  assert.equal(anonymous.code, 'E_AUTH');
});

test('a repository that does not exist, and a layer that is too large, are told apart', async (t) => {
  const unknown = {
    status: 404,
    body: '{"errors":[{"code":"NAME_UNKNOWN","message":"no such repository"}]}',
  };
  const missing = await fault(t, method('POST'), unknown);
  assert.equal(missing.code, 'E_REGISTRY');
  assert.match(missing.message, /no such repository/);
  const large = await fault(t, method('PATCH'), { status: 413 });
  assert.equal(large.code, 'E_REGISTRY');
  assert.match(large.message, /larger than .* takes/);
  assert.match(large.hint ?? '', /limit/);
});

test('a registry that keeps failing is given up on', async (t) => {
  for (const wanted of ['HEAD', 'POST', 'PATCH', 'PUT']) {
    for (const status of [429, 500, 503]) {
      const error = await fault(t, method(wanted), { status });
      assert.equal(error.code, 'E_REGISTRY', `${wanted} ${status}`);
      assert.match(error.message, new RegExp(`${status}`));
    }
    const broken = await fault(t, method(wanted), 'close');
    assert.equal(broken.code, 'E_NETWORK', wanted);
  }
});

test('a registry that keeps other content than it was sent is caught, for blobs and for manifests', async (t) => {
  for (const part of ['/blobs/', '/manifests/']) {
    const error = await fault(t, method('PUT', part), 'wrong digest');
    assert.equal(error.code, 'E_REGISTRY');
    assert.match(error.message, /says that it keeps sha256:0000/);
  }
});

test('an upload that leads nowhere, or round in circles, ends', async (t) => {
  const nowhere = await fault(t, method('POST'), { status: 202 });
  assert.equal(nowhere.code, 'E_REGISTRY');
  assert.match(nowhere.message, /does not say where/);
  const circle = await fault(t, method('HEAD'), { redirect: '/v2/acme/api/blobs/again' });
  assert.equal(circle.code, 'E_NETWORK');
  assert.match(circle.message, /redirects/);
});

test('a blob that no run can find is named, and the push ends before any manifest', async (t) => {
  const registry = await testRegistry(t);
  const sample = await sampleImage(t);
  const ports = portsFor(t, registry, sample);
  const store = { find: async () => undefined };
  await assert.rejects(pushImage(sample.tree, at(registry.host), { ...ports, store }), {
    code: 'E_IO',
    message: /sha256:[0-9a-f]{64}/,
  });
  assert.equal(repositoryOf(registry.contents, 'acme/api').manifests.size, 0);
});
