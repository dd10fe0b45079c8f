import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { collectDocuments, collectTree } from '../../src/image/collect.ts';
import { type Descriptor, mediaType } from '../../src/image/descriptor.ts';
import { blobTree } from '../../src/image/image-tree.ts';
import { dockerType } from '../../src/image/media-types.ts';
import type { ImageSource } from '../../src/image/source/image-source.ts';
import { toOci } from '../../src/image/to-oci.ts';
import { madeDocuments, reading } from './made-documents.ts';
import { sampleStore } from './sample.ts';

/** An index of one image of many layers and one blob that is neither, and what is asked of the source for it. */
async function sampleTree(t: TestContext, type: string = mediaType.manifest) {
  const { store } = await sampleStore(t);
  const { manifest, index, blob, blobs, read } = madeDocuments();
  const layers = Array.from({ length: 20 }, (_, at) => ({
    ...blob(`layer ${at}`),
    mediaType: mediaType.layer,
  }));
  const image = manifest(type, mediaType.config, [], { layers });
  const other = blob('application/octet-stream');
  const root = index(mediaType.index, [image, other]);
  const [documents, fetched]: [string[], string[]] = [[], []];
  const source: ImageSource = {
    name: 'memory',
    root,
    document: (descriptor) => {
      documents.push(descriptor.digest);
      return reading(blobs)(descriptor);
    },
    fetch: async ({ digest }) => void fetched.push(digest),
  };
  const has = async ({ digest }: Descriptor): Promise<boolean> => (await store.find(digest)) !== undefined;
  const parts = [blob(mediaType.config), ...layers, other].map(({ digest }) => digest);
  return { store, source, documents, fetched, has, image, root, parts, tree: await read(root) };
}

test('documents are read, all other blobs are fetched, each once', async (t) => {
  const { store, source, documents, fetched, has, image, root, parts, tree } = await sampleTree(t);
  assert.deepEqual(await collectTree(tree, source, store), blobTree(tree));
  assert.deepEqual(documents.sort(), [image.digest, root.digest].sort());
  assert.deepEqual(fetched.sort(), parts.sort());
  assert.ok((await has(image)) && (await has(root)));
});

test('for a registry only documents are brought: it may have the layers, and a blob that is neither may be long', async (t) => {
  const { store, source, documents, fetched, has, image, root, tree } = await sampleTree(t);
  await collectDocuments(tree, source, store);
  assert.deepEqual(documents.sort(), [image.digest, root.digest].sort());
  assert.deepEqual(fetched, []);
  assert.ok((await has(image)) && (await has(root)));
});

test('a document that this run made is not asked for: its source does not have it', async (t) => {
  const { store, source, documents, has, tree } = await sampleTree(t, dockerType.manifest);
  const converted = toOci(tree).tree;
  await collectTree(converted, source, store);
  assert.deepEqual(documents, []);
  assert.ok(await has(blobTree(converted).root));
});

test('when a blob cannot be had, no further ones are begun, and those under way are waited for', async (t) => {
  const { store, source, fetched, tree, parts } = await sampleTree(t);
  let now = 0;
  const fetch: ImageSource['fetch'] = async (descriptor) => {
    const first = fetched.length === 0;
    await source.fetch(descriptor);
    if (first) throw new Error('gone');
    now += 1;
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    now -= 1;
  };
  await assert.rejects(collectTree(tree, { ...source, fetch }, store), /gone/);
  assert.equal(now, 0);
  assert.ok(fetched.length < parts.length / 2, `${fetched.length} of ${parts.length} were asked for`);
});
