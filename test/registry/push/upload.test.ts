import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { PushPorts } from '../../../src/registry/push/publication.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { digestOf, repositoryOf } from '../../support/registry/contents.ts';
import type { Misbehave, RecordedRequest } from '../../support/registry/exchange.ts';
import type { RegistryOptions, TestRegistry } from '../../support/registry/in-process.ts';
import { hasty, open, testRegistry } from '../opening.ts';
import { at, largest, portsFor, sampleImage } from './sample.ts';

const megabyte = 1_000_000;

interface Run {
  readonly registry: TestRegistry;
  readonly patches: readonly RecordedRequest[];
  /** Of the large layer. */
  readonly bytes: number;
  readonly told: readonly number[];
  readonly waits: readonly number[];
}

/** Pushes an image with a layer of 1 MB to a registry that fails as told; the layer must be there in the end. */
async function upload(
  t: TestContext,
  how: Misbehave | undefined,
  options: RegistryOptions = {},
): Promise<Run> {
  const registry = await testRegistry(t, options);
  const sample = await sampleImage(t, megabyte);
  registry.misbehave(how);
  const told: number[] = [];
  const patience = hasty();
  const ports: PushPorts = {
    ...portsFor(t, registry, sample),
    patience,
    onProgress: (bytes) => void told.push(bytes),
  };
  await pushImage(sample.tree, at(registry.host), ports);
  const { digest, size } = largest(sample.tree);
  const kept = repositoryOf(registry.contents, 'acme/api').blobs.get(digest);
  assert.equal(digestOf(kept ?? Buffer.alloc(0)), digest);
  const sum = told.reduce((all, bytes) => all + bytes, 0);
  const content = sample.tree.blobs.filter(({ mediaType }) => !/\.(index|manifest)\./.test(mediaType));
  const whole = content.reduce((all, blob) => all + blob.size, 0);
  assert.equal(sum, whole, 'progress ends at what there was to send');
  const patches = registry.requests.filter(({ method }) => method === 'PATCH');
  return { registry, patches, bytes: size, told, waits: patience.waits };
}

/** A fault at the first so many requests of a method. */
function first(method: string, times: number, fault: ReturnType<Misbehave>): Misbehave {
  let left = times;
  return (request) => (request.method === method && left-- > 0 ? fault : undefined);
}

test('a large blob is streamed in one request, small ones travel with the request that ends their upload', async (t) => {
  const { registry, patches, bytes } = await upload(t, undefined);
  assert.deepEqual(
    patches.map(({ received }) => received),
    [bytes],
  );
  const puts = registry.requests.filter(({ method, path }) => method === 'PUT' && path.includes('/blobs/'));
  assert.equal(puts.filter(({ received }) => received === 0).length, 1);
  assert.ok(puts.every(({ path }) => path.includes('?_state=') && path.includes('&digest=sha256%3A')));
});

test('an upload that breaks in the middle goes on where the registry has it', async (t) => {
  const { patches, bytes, told } = await upload(t, first('PATCH', 1, { closeAfterBytes: 400_000 }));
  assert.deepEqual(
    patches.map(({ headers, received }) => [headers['content-range'], received]),
    [
      [undefined, 400_000],
      [`400000-${bytes - 1}`, bytes - 400_000],
    ],
  );
  assert.ok(told.some((step) => step < 0) || told.length > 1);
});

test('an upload goes on over more breaks than a standstill is tried, as long as it gets further', async (t) => {
  const { patches, bytes } = await upload(t, first('PATCH', 9, { closeAfterBytes: 100_000 }));
  assert.equal(patches.length, 10);
  assert.equal(patches.at(-1)?.received, bytes - 900_000);
});

test('an upload whose bytes were lost begins anew', async (t) => {
  const lost = { closeAfterBytes: 400_000, losing: true };
  const { patches, bytes } = await upload(t, first('PATCH', 1, lost));
  assert.deepEqual(
    patches.map(({ received }) => received),
    [400_000, bytes],
  );
});

test('an upload that the registry has forgotten begins anew', async (t) => {
  const breaks = first('PATCH', 1, { closeAfterBytes: 400_000 });
  const forgets = first('GET', 9, { status: 404 });
  const { patches, bytes } = await upload(t, (request, nth) =>
    request.path === '/v2/' ? undefined : (breaks(request, nth) ?? forgets(request, nth)),
  );
  assert.deepEqual(
    patches.map(({ received }) => received),
    [400_000, bytes],
  );
});

test('a chunk that the registry finds out of order goes on from where it says', async (t) => {
  const { patches } = await upload(t, first('PATCH', 1, { status: 416 }));
  assert.equal(patches.length, 2);
});

test('a blob whose last answer was lost is not sent again', async (t) => {
  let left = 1;
  const { patches } = await upload(t, ({ method, path, headers }) =>
    method === 'PUT' && path.includes('/blobs/') && headers['content-length'] === '0' && left-- > 0
      ? 'close after'
      : undefined,
  );
  assert.equal(patches.length, 1);
});

test('a registry that asks for a pause gets it', async (t) => {
  const seconds = await upload(t, first('PATCH', 1, { status: 429, headers: { 'retry-after': '7' } }));
  assert.deepEqual(seconds.waits, [7000]);
  const later = new Date(Date.now() + 30_000).toUTCString();
  const date = await upload(t, first('PATCH', 1, { status: 503, headers: { 'retry-after': later } }));
  assert.equal(date.waits.length, 1);
  assert.ok((date.waits[0] ?? 0) > 25_000 && (date.waits[0] ?? 0) <= 30_000);
});

test('an upload goes where Location says: on the same host by a path, or on another host, without credentials', async (t) => {
  const access = { kind: 'basic', user: 'alice', password: 'secret' } as const;
  const storage = await testRegistry(t);
  // The uploads of this registry lie on another host, which takes them for it.
  const front = await testRegistry(t, {
    access,
    location: (path) => `http://${storage.host}${path}`,
  });
  repositoryOf(storage.contents, 'acme/api');
  const repository = repositoryOf(front.contents, 'acme/api');
  storage.contents.set('acme/api', repository);
  const sample = await sampleImage(t, megabyte);
  const running = { host: front.host, login: access };
  await pushImage(sample.tree, at(front.host), portsFor(t, running, sample));
  const sent = storage.requests.filter(({ method }) => method === 'PATCH' || method === 'PUT');
  assert.ok(sent.length > 4);
  assert.deepEqual(
    storage.requests.filter(({ headers }) => headers.authorization !== undefined),
    [],
  );
  assert.ok(front.requests.some(({ headers }) => headers.authorization !== undefined));
});

test('a token that expires in the middle of a push is renewed, and the bytes that met it are sent again', async (t) => {
  const access = { kind: 'bearer', user: 'alice', password: 'secret' } as const;
  const registry = await testRegistry(t, { access });
  const sample = await sampleImage(t, megabyte);
  let expire = 1;
  registry.misbehave(({ method }) => {
    if (method === 'PATCH' && expire-- > 0) registry.expireTokens();
    return undefined;
  });
  let told = 0;
  const onProgress = (bytes: number): void => {
    told += bytes;
  };
  const ports = { ...portsFor(t, { host: registry.host, login: access }, sample), onProgress };
  const { uploadedBytes } = await pushImage(sample.tree, at(registry.host), ports);
  const statuses = registry.requests.filter(({ method }) => method === 'PATCH').map(({ status }) => status);
  assert.deepEqual(statuses, [401, 202]);
  assert.equal(told, uploadedBytes);
});

test('a small blob whose upload breaks is sent anew, and nothing of what came before is asked for', async (t) => {
  let left = 1;
  const { registry } = await upload(t, ({ method, path, headers }) =>
    method === 'PUT' && path.includes('/blobs/') && headers['content-length'] !== '0' && left-- > 0
      ? { closeAfterBytes: 50 }
      : undefined,
  );
  const broken = registry.requests.filter(({ status }) => status === 0);
  assert.deepEqual(
    broken.map(({ received }) => received),
    [50],
  );
  assert.deepEqual(
    registry.requests.filter(({ method, path }) => method === 'GET' && path !== '/v2/'),
    [],
  );
});

test('a push that is aborted ends with the reason, and asks for nothing more', async (t) => {
  const registry = await testRegistry(t);
  const sample = await sampleImage(t, megabyte);
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new SlipwayError('E_INTERRUPTED', 'interrupted');
  const port = open(t, { signal });
  registry.misbehave(({ method }) => {
    if (method !== 'PATCH') return undefined;
    setImmediate(() => controller.abort(reason));
    return { delay: 200 };
  });
  const ports = { ...portsFor(t, registry, sample), registry: port, signal };
  await assert.rejects(pushImage(sample.tree, at(registry.host), ports), (error) => error === reason);
  assert.equal(registry.requests.filter(({ path }) => path.includes('/manifests/sha256')).length, 1);
});
