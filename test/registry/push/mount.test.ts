import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { BlobFate } from '../../../src/registry/push/publication.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import type { Misbehave } from '../../support/registry/exchange.ts';
import type { RegistryOptions } from '../../support/registry/in-process.ts';
import { testRegistry } from '../opening.ts';
import { at, contentOf, portsFor, sampleImage } from './sample.ts';

interface Mounted {
  readonly blobs: Readonly<Record<BlobFate, number>>;
  /** How often an origin had to give its bytes. */
  readonly fetched: number;
  /** How many blobs the image has. */
  readonly all: number;
  /** How many POSTs asked for a mount, and how many for an upload. */
  readonly posts: readonly [number, number];
}

/** Pushes an image whose blobs come from a repository, of the same registry unless told, and lie nowhere else before they are fetched. */
async function mount(
  t: TestContext,
  how: Misbehave | undefined,
  options: RegistryOptions = {},
  otherRegistry?: string,
): Promise<Mounted> {
  const registry = await testRegistry(t, options);
  const running = {
    host: registry.host,
    ...(options.access !== undefined && { login: { user: 'alice', password: 'secret' } }),
  };
  const sample = await sampleImage(t);
  const content = contentOf(sample.tree);
  const ports = portsFor(t, running, sample);
  await pushImage(sample.tree, at(registry.host, 'acme/base'), ports);
  registry.requests.length = 0;
  registry.misbehave(how);
  const absent = new Set<string>(content.map(({ digest }) => digest));
  const fetched: string[] = [];
  const origin = {
    repository: at(otherRegistry ?? registry.host, 'acme/base'),
    fetch: async ({ digest }: { digest: string }) => {
      fetched.push(digest);
      absent.delete(digest);
    },
  };
  const store: typeof ports.store = {
    find: async (digest) => (absent.has(digest) ? undefined : sample.store.find(digest)),
  };
  const origins = new Map(content.map(({ digest }) => [digest, origin]));
  const tree = { ...sample.tree, origins };
  const { blobs } = await pushImage(tree, at(registry.host), { ...ports, store });
  const posts = registry.requests.filter(({ method }) => method === 'POST');
  const asked = posts.filter(({ path }) => path.includes('mount='));
  return {
    blobs,
    fetched: fetched.length,
    all: content.length,
    posts: [asked.length, posts.length - asked.length],
  };
}

test('a mount costs one request and no bytes, with a token that covers both repositories', async (t) => {
  const access = { kind: 'bearer', user: 'alice', password: 'secret' } as const;
  const { blobs, fetched, all } = await mount(t, undefined, { access });
  assert.deepEqual(blobs, { uploaded: 0, mounted: all, existing: 0 });
  assert.equal(fetched, 0);
});

test('a registry that mounts nothing gets the blobs in the upload that it began instead', async (t) => {
  const { blobs, fetched, all, posts } = await mount(t, undefined, { mounts: false });
  assert.deepEqual(blobs, { uploaded: all, mounted: 0, existing: 0 });
  assert.equal(fetched, all);
  assert.deepEqual(posts, [all, 0]);
});

test('a refused mount is followed by a plain upload', async (t) => {
  for (const status of [400, 403, 404, 405]) {
    const { blobs, fetched, all, posts } = await mount(t, ({ path }) =>
      path.includes('mount=') ? { status } : undefined,
    );
    assert.deepEqual(blobs, { uploaded: all, mounted: 0, existing: 0 }, `${status}`);
    assert.equal(fetched, all);
    assert.deepEqual(posts, [all, all]);
  }
});

test('an account that may not read where a blob is mounted from uploads it; a registry that is gone ends the push', async (t) => {
  const access = { kind: 'basic', user: 'alice', password: 'secret' } as const;
  const refused = await mount(t, ({ path }) => (path.includes('mount=') ? { status: 401 } : undefined), {
    access,
  });
  assert.deepEqual(refused.blobs, { uploaded: refused.all, mounted: 0, existing: 0 });
  const gone = mount(t, ({ path }) => (path.includes('mount=') ? 'close' : undefined));
  await assert.rejects(gone, { code: 'E_NETWORK' });
});

test('blobs of another registry are fetched and uploaded, and not asked to be mounted', async (t) => {
  const { blobs, fetched, all, posts } = await mount(t, undefined, {}, 'other.example');
  assert.deepEqual(blobs, { uploaded: all, mounted: 0, existing: 0 });
  assert.equal(fetched, all);
  assert.deepEqual(posts, [0, all]);
});
