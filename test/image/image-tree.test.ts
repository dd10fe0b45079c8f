import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Descriptor, mediaType } from '../../src/image/descriptor.ts';
import { blobTree, imagesIn, readTree } from '../../src/image/image-tree.ts';
import { dockerType } from '../../src/image/media-types.ts';
import { refusal } from '../support/refusal.ts';
import { linux, madeDocuments, reading } from './made-documents.ts';

const { config, layer } = mediaType;

test('indexes may be nested eight documents deep and name a thousand documents, as long as nobody goes further', async () => {
  const { manifest, index, read } = madeDocuments();
  const image = manifest(mediaType.manifest, config, [layer]);
  const nested = (levels: number): Descriptor =>
    Array.from({ length: levels }).reduce<Descriptor>((below) => index(mediaType.index, [below]), image);
  assert.equal(imagesIn(await read(nested(7))).length, 1);
  await refusal(() => read(nested(8)), 'E_BASE');
  const wide = (images: number): Descriptor => index(mediaType.index, Array(images).fill(image));
  assert.equal(imagesIn(await read(wide(999))).length, 999);
  await refusal(() => read(wide(1000)), 'E_BASE');
});

test('the documents of an index are read at once, but not all of them', async () => {
  const { manifest, index, blobs } = madeDocuments();
  const images = Array.from({ length: 40 }, (_, at) =>
    manifest(mediaType.manifest, config, [layer], { annotations: { at: `${at}` } }),
  );
  let [now, most] = [0, 0];
  const tree = await readTree(index(mediaType.index, images), async (descriptor) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise(setImmediate);
    now -= 1;
    return reading(blobs)(descriptor);
  });
  assert.deepEqual(
    imagesIn(tree).map(({ descriptor }) => descriptor.digest),
    images.map(({ digest }) => digest),
    'in the order of the index',
  );
  assert.equal(most, 8);
});

test('an image is what has the config of one, of either family, and is no attestation', async () => {
  const { manifest, index, read } = madeDocuments();
  const oci = manifest(mediaType.manifest, config, [layer]);
  const docker = manifest(dockerType.manifest, dockerType.config, [layer]);
  const artifact = manifest(mediaType.manifest, 'application/vnd.example+json', [layer]);
  const unknown = { platform: { os: 'unknown', architecture: 'unknown' } };
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
  const entries = [
    { ...oci, ...linux('amd64') },
    { ...docker, ...linux('arm64') },
    oci,
    { ...oci, ...linux('unknown') },
    { ...oci, annotations: { 'vnd.docker.reference.type': 'else' } },
    { ...artifact, ...linux('amd64') },
    { ...oci, ...unknown },
    { ...oci, ...linux('amd64'), annotations },
  ];
  const tree = await read(index(mediaType.index, entries));
  assert.deepEqual(
    imagesIn(tree).map(({ descriptor }) => descriptor.fields),
    entries.slice(0, 5),
  );
});

test('a blob to which two documents give two lengths makes the image unusable', async () => {
  const { manifest, index, blob, read } = madeDocuments();
  const shared = { ...blob('shared'), mediaType: layer };
  const images = [shared, { ...shared, size: 8 }].map((each) =>
    manifest(mediaType.manifest, config, [], { layers: [each] }),
  );
  for (const image of images) assert.equal(blobTree(await read(image)).blobs.length, 3);
  const tree = await read(index(mediaType.index, images));
  const { message } = await refusal(async () => blobTree(tree), 'E_BASE');
  assert.ok(message.includes(`blob ${shared.digest}: its documents give it two lengths, 7 and 8 bytes`));
});

test('every blob of a tree is there once, after all that it names, with nothing but what finds it', async () => {
  const { manifest, index, blob, read } = madeDocuments();
  const leaf = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.array(leaf, { minLength: 1, maxLength: 5 }), async (images) => {
      const manifests = images.map((layers) => ({
        ...manifest(mediaType.manifest, config, layers),
        ...linux('amd64'),
        annotations: { some: 'thing' },
      }));
      const inner = index(mediaType.index, manifests);
      const root = index(mediaType.index, [inner, ...manifests, blob('application/octet-stream')]);
      const { root: first, blobs } = blobTree(await read(root));
      assert.deepEqual(first, root);
      assert.deepEqual(blobs.at(-1), root);
      const place = new Map(blobs.map(({ digest }, at) => [digest, at]));
      assert.equal(place.size, blobs.length);
      const named = new Set(images.flat().map((text) => blob(text).digest));
      assert.equal(blobs.length, named.size + new Set(manifests.map(({ digest }) => digest)).size + 4);
      for (const each of blobs) assert.deepEqual(Object.keys(each), ['mediaType', 'digest', 'size']);
      for (const [at, { digest }] of manifests.entries()) {
        const own = place.get(digest) ?? -1;
        const parts = [config, ...(images[at] ?? [])].map((text) => place.get(blob(text).digest) ?? Infinity);
        assert.ok(parts.every((part) => part < own) && own < (place.get(inner.digest) ?? -1));
      }
    }),
    { numRuns: 50 },
  );
});
