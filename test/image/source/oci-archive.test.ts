import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import { openOciArchive } from '../../../src/image/source/open.ts';
import { changeIndex } from '../../support/broken-layout.ts';
import { digestOf, type Entry, makeLayout, makeTar, type Twist } from '../../support/make-layout.ts';
import { allBlobs, entriesOf, refused, storeFiles, workplace } from './opened.ts';

/** A layout's files as entries of an archive, and a way to open an archive of changed ones. */
async function archive(t: TestContext, twist: Twist = {}) {
  const { folder, store, cache } = await workplace(t);
  const made = await makeLayout(join(folder, 'layout'), twist);
  const entries = await entriesOf(made.directory);
  const file = join(folder, 'image.tar');
  const open = async (bytes: Buffer, choice?: string): Promise<ImageSource> => {
    await writeFile(file, bytes);
    return openOciArchive(file, choice, store);
  };
  return { ...made, entries, file, open, store, cache };
}

const isBlob = ({ path }: Entry): boolean => path.startsWith('blobs/');
const pathOf = (digest: string): string => `blobs/${digest.replace(':', '/')}`;

test('an archive gives the same image whatever the order of its entries, and however it is compressed', async (t) => {
  const { entries, open, index, store, file } = await archive(t);
  const plain = makeTar(entries);
  const orders = [
    entries,
    entries.toReversed(),
    entries.map((entry) => ({ ...entry, path: `./${entry.path}` })),
  ];
  for (const bytes of [...orders.map(makeTar), gzipSync(plain), zstdCompressSync(plain)]) {
    const source = await open(bytes);
    assert.deepEqual([source.root.digest, source.notices], [index, []]);
    assert.equal(source.name, `oci-archive:${file}`);
    assert.equal((await allBlobs(source, store)).length, 8);
  }
});

test('only what the chosen image needs comes into the store', async (t) => {
  const { entries, open, manifest, cache, store } = await archive(t);
  const source = await open(makeTar(entries), manifest);
  assert.equal((await allBlobs(source, store)).length, 4);
  assert.deepEqual(await storeFiles(cache), { blobs: 4, others: [] });
});

test('a second reading unpacks nothing, as long as the store has the blobs', async (t) => {
  const { entries, open, index, layers, store, cache } = await archive(t);
  const bytes = makeTar(entries);
  await open(bytes);
  const [layer = ''] = layers;
  const blob = join(cache, pathOf(layer));
  const again = await open(bytes);
  assert.equal(again.root.digest, index);
  await rm(blob);
  assert.equal((await allBlobs(await open(bytes), store)).length, 8, 'a lost blob is unpacked again');
  const other = makeTar([...entries, { path: 'more', content: 'x' }]);
  assert.equal((await open(other)).root.digest, index);
});

test('surplus files are told, and not stored', async (t) => {
  const { entries, open, cache } = await archive(t);
  const surplus = Buffer.from('nobody needs this');
  const more = [
    { path: pathOf(digestOf(surplus)), content: surplus },
    { path: 'blobs/sha256/not-a-digest', content: 'x' },
    { path: 'README', content: 'x' },
  ];
  const { notices } = await open(makeTar([...entries, ...more]));
  assert.deepEqual(notices, [
    `files that belong to no image were left out: "${pathOf(digestOf(surplus))}", "blobs/sha256/not-a-digest"`,
  ]);
  assert.deepEqual(await storeFiles(cache), { blobs: 8, others: [] });
});

test('an archive that is loosely ended is read, and what readers do not see is told', async (t) => {
  const { entries, open, index } = await archive(t);
  const tar = makeTar(entries);
  const bare = await open(tar.subarray(0, -1024));
  assert.deepEqual([bare.root.digest, bare.notices?.length], [index, 1]);
  assert.match(bare.notices?.[0] ?? '', /^at byte \d+ it ends without the two blocks of zeros/);
  const hidden = await open(Buffer.concat([tar, makeTar([{ path: 'index.json', content: '{}' }])]));
  assert.equal(hidden.root.digest, index);
  assert.match(hidden.notices?.[0] ?? '', /^at byte \d+ data follows the end of the archive/);
});

test('an index may name platforms that are not there, which are told, and refused when they are asked for', async (t) => {
  const missing = `sha256:${'1'.repeat(64)}` as const;
  const { entries, open, manifest, index } = await archive(t, {
    after: changeIndex(([amd64 = {}, arm64 = {}]) => [amd64, { ...arm64, digest: missing }]),
  });
  const source = await open(makeTar(entries));
  assert.notEqual(source.root.digest, index, 'the index was changed');
  assert.equal(source.notices?.[0], `blobs are missing: ${missing}`);
  const descriptor = { ...source.root, digest: missing };
  await assert.rejects(source.document(descriptor), refused('E_BASE', new RegExp(`${missing} is missing`)));
  await assert.rejects(source.fetch(descriptor), refused('E_BASE', new RegExp(`${missing} is missing`)));
  const whole = await open(makeTar(entries), manifest);
  assert.equal(whole.root.digest, manifest);
});

test('a layer of another length than its manifest says is refused before anything is kept', async (t) => {
  const { entries, open, layers, cache } = await archive(t, { manifest: { '/layers/1/size': 7 } });
  const says = new RegExp(`the blob ${layers[1]} has \\d+ bytes, and its descriptor says 7`);
  await assert.rejects(open(makeTar(entries)), refused('E_BASE', says));
  assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
});

test("another image of the archive that is broken is in nobody's way", async (t) => {
  const { entries, open, index } = await archive(t);
  const root = JSON.parse(String(entries.find(({ path }) => path === 'index.json')?.content));
  const broken = Buffer.from('not JSON');
  const other = { ...root.manifests[0], digest: digestOf(broken), size: broken.length, annotations: {} };
  const bytes = makeTar([
    ...entries.filter(({ path }) => path !== 'index.json'),
    { path: pathOf(digestOf(broken)), content: broken },
    { path: 'index.json', content: JSON.stringify({ ...root, manifests: [root.manifests[0], other] }) },
  ]);
  assert.equal((await open(bytes, 'latest')).root.digest, index);
  await assert.rejects(open(bytes, digestOf(broken)), refused('E_BASE', /image.tar.*is not a JSON object/));
});

test("an image that lacks a blob, or its index, is refused with the blob's name", async (t) => {
  const { entries, open, manifest, index, layers, config, cache } = await archive(t);
  for (const digest of [config, ...layers]) {
    const without = entries.filter(({ path }) => path !== pathOf(digest));
    await assert.rejects(
      open(makeTar(without), manifest),
      refused('E_BASE', new RegExp(`blobs are missing: ${digest}\nthe image is not complete`)),
    );
  }
  const rootless = entries.filter(({ path }) => path !== pathOf(index));
  await assert.rejects(open(makeTar(rootless)), refused('E_BASE', new RegExp(`${index} is missing`)));
  assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
});

test('what is not an OCI archive is told from one', async (t) => {
  const { entries, open, file } = await archive(t);
  await assert.rejects(open(makeTar([])), refused('E_CONFIG', /is no OCI layout: it has no oci-layout/));
  const blobs = makeTar(entries.filter(isBlob));
  await assert.rejects(open(blobs), refused('E_CONFIG', /image.tar is no OCI layout/));
  await assert.rejects(
    open(Buffer.from('not a tar file'.repeat(99))),
    refused('E_BASE', /at byte 0 the header.*\nis it the archive of an image/),
  );
  const saved = makeTar([{ path: 'manifest.json', content: '[]' }]);
  await assert.rejects(open(saved), refused('E_CONFIG', /is no OCI archive\nit is .* docker-archive:FILE/));
  const { store, folder } = await workplace(t);
  await assert.rejects(
    openOciArchive(folder, undefined, store),
    refused('E_CONFIG', /is a folder.*\n.*oci:DIR/),
  );
  await assert.rejects(
    openOciArchive(`${file}.gone`, undefined, store),
    refused('E_CONFIG', /does not exist/),
  );
  await assert.rejects(openOciArchive('/dev/zero', undefined, store), refused('E_CONFIG', /neither a file/));
});

test('an archive of several images lists them when none is named', async (t) => {
  const { entries, open, index, manifest } = await archive(t);
  const root = JSON.parse(String(entries.find(({ path }) => path === 'index.json')?.content));
  const [first] = root.manifests;
  const second = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: manifest,
    size: Buffer.from(entries.find(({ path }) => path === pathOf(manifest))?.content ?? '').length,
  };
  const named = { ...root, manifests: [first, second] };
  const bytes = makeTar([
    ...entries.filter(({ path }) => path !== 'index.json'),
    { path: 'index.json', content: JSON.stringify(named) },
  ]);
  await assert.rejects(open(bytes), refused('E_CONFIG', new RegExp(`several images: latest, ${manifest}`)));
  assert.equal((await open(bytes, 'latest')).root.digest, index);
  assert.equal((await open(bytes, manifest)).root.digest, manifest);
});
