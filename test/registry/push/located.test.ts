import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { testRegistry } from '../opening.ts';
import { at, contentOf, portsFor, sampleImage } from './sample.ts';

test('a blob that lies somewhere on this machine is sent from there and not brought into the store', async (t) => {
  const registry = await testRegistry(t, {});
  const sample = await sampleImage(t);
  const content = contentOf(sample.tree);
  const elsewhere = new Set<string>(content.map(({ digest }) => digest));
  const ports = portsFor(t, { host: registry.host }, sample);
  const store: typeof ports.store = {
    find: async (digest) => (elsewhere.has(digest) ? undefined : sample.store.find(digest)),
  };
  const origin = {
    fetch: () => assert.fail('nothing is copied'),
    locate: async ({ digest }: { digest: (typeof content)[number]['digest'] }) =>
      (await sample.store.find(digest))?.path,
  };
  const origins = new Map(content.map(({ digest }) => [digest, origin]));
  const tree = { ...sample.tree, origins };
  const { blobs } = await pushImage(tree, at(registry.host), { ...ports, store });
  assert.deepEqual(blobs, { uploaded: content.length, mounted: 0, existing: 0 });
});
