import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRegistryImage } from '../../src/registry/image.ts';
import { typeInside } from '../../src/registry/manifests.ts';
import { refusal } from '../support/refusal.ts';
import { addImage, asked, emptyStore, open, testRegistry } from './opening.ts';

const oci = 'application/vnd.oci.image';
const list = 'application/vnd.docker.distribution.manifest.list.v2+json';

test('a document that only its digest is known of is what it says it is, else what its fields are', () => {
  for (const [document, type] of [
    [{ mediaType: list }, list],
    [{ mediaType: `${oci}.index.v1+json`, layers: [] }, `${oci}.index.v1+json`],
    [{ mediaType: 'text/plain', manifests: [] }, `${oci}.index.v1+json`],
    [{ manifests: [] }, `${oci}.index.v1+json`],
    [{ mediaType: `${oci}.config.v1+json` }, `${oci}.manifest.v1+json`],
    [{ mediaType: 7 }, `${oci}.manifest.v1+json`],
    [[], `${oci}.manifest.v1+json`],
    [null, `${oci}.manifest.v1+json`],
  ] as const) {
    assert.equal(typeInside(Buffer.from(JSON.stringify(document))), type);
  }
  assert.equal(typeInside(Buffer.from('{')), `${oci}.manifest.v1+json`);
});

test('a digest under which the store has no document, but a layer, is asked of the registry', async (t) => {
  const server = await testRegistry(t);
  addImage(server);
  const store = await emptyStore(t);
  const layer = Buffer.alloc((4 << 20) + 1);
  const digest = await store.put(layer);
  const reference = { registry: server.host, repository: 'acme/api', digest };
  await refusal(() => openRegistryImage(open(t), reference, store), 'E_REGISTRY');
  assert.deepEqual(asked(server).slice(0, 2), ['GET /v2/', `HEAD /v2/acme/api/manifests/${digest}`]);

  const largest = await store.put(layer.subarray(1));
  const { root } = await openRegistryImage(open(t), { ...reference, digest: largest }, store);
  assert.deepEqual(root, { mediaType: `${oci}.manifest.v1+json`, digest: largest, size: 4 << 20 });
});

test('a store that loses what was brought a moment ago is told from a registry that has not got it', async (t) => {
  const server = await testRegistry(t);
  const image = addImage(server);
  const store = await emptyStore(t);
  const reference = { registry: server.host, repository: 'acme/api', tag: 'v1' };
  const forgetful = { ...store, find: async () => undefined };
  const source = await openRegistryImage(open(t), reference, forgetful);
  const layer = { mediaType: `${oci}.layer.v1.tar+gzip`, digest: image.layer, size: 5 };
  assert.match(
    (await refusal(() => source.fetch(layer), 'E_BASE')).message,
    /the blob sha256:\w+ is missing/,
  );

  const path = '/nowhere/at/all';
  const moved = { ...store, find: async () => ({ path, bytes: image.size }) };
  const again = await openRegistryImage(open(t), reference, moved);
  assert.equal(again.root.digest, image.manifest);
  await refusal(() => again.document(again.root), 'E_IO');
});
