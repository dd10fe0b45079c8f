import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync, gzipSync, zstdDecompressSync } from 'node:zlib';
import type { BlobStore } from '../../../src/cache/blob-store.ts';
import { defaultArchiveLimits } from '../../../src/image/source/archive-contents.ts';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import { openDockerArchive } from '../../../src/image/source/open.ts';
import type { Compression } from '../../../src/request/request.ts';
import { digestOf, type Entry, makeTar } from '../../support/make-layout.ts';
import {
  compressors,
  configEntry,
  configText,
  diffIds,
  flatSave,
  imageId,
  layerTars,
  layoutSave,
  legacySave,
  listing,
} from './docker-save.ts';
import { allBlobs, gzip, manifestOf, refused, storeFiles, workplace } from './opened.ts';

async function archive(t: TestContext) {
  const { folder, store, cache } = await workplace(t);
  const file = join(folder, 'image.tar');
  const open = async (
    entries: readonly Entry[],
    choice?: string,
    compression = gzip,
  ): Promise<ImageSource> => {
    await writeFile(file, makeTar(entries));
    return openDockerArchive(file, choice, compression, store);
  };
  return { file, open, store, cache };
}

/** What each layer of an image unpacks to, by the manifest's media types. */
async function unpackedLayers(source: ImageSource, store: BlobStore): Promise<string[]> {
  await allBlobs(source, store);
  const { layers = [] } = await manifestOf(source);
  return Promise.all(
    layers.map(async ({ digest, mediaType }) => {
      const content = await readFile((await store.find(digest))?.path ?? '');
      return digestOf(mediaType.endsWith('+zstd') ? zstdDecompressSync(content) : gunzipSync(content));
    }),
  );
}

test('what docker save wrote for years is read, with layers that are links to those of another image', async (t) => {
  const { open, store, cache, file } = await archive(t);
  const source = await open(legacySave());
  assert.equal(source.name, `docker-archive:${file}`);
  const manifest = await manifestOf(source);
  assert.deepEqual(manifest.config, {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: imageId,
    size: configText.length,
  });
  assert.deepEqual(await unpackedLayers(source, store), diffIds);
  assert.equal(manifest.mediaType, 'application/vnd.oci.image.manifest.v1+json');
  assert.match(source.notices?.join() ?? '', /no manifest: one was made.*the image ID is kept/);
  assert.deepEqual(await storeFiles(cache), { blobs: 5, others: [] });
});

test('layers come out compressed as asked for, the same bytes whichever tool wrote the archive', async (t) => {
  for (const compression of [gzip, { algorithm: 'zstd', level: 3 }] as readonly Compression[]) {
    const { open, store } = await archive(t);
    const forms = [legacySave(), flatSave('none').entries, layoutSave('none').entries];
    const roots = new Set<string>();
    for (const entries of forms) {
      const source = await open(entries, undefined, compression);
      assert.deepEqual(await unpackedLayers(source, store), diffIds);
      roots.add(source.root.digest);
      const { layers = [] } = await manifestOf(source);
      assert.ok(layers.every(({ mediaType }) => mediaType.endsWith(`+${compression.algorithm}`)));
    }
    assert.equal(roots.size, 1, 'one image, one digest');
  }
});

test('layers that are compressed already stay as they are', async (t) => {
  for (const compression of ['gzip', 'zstd'] as const) {
    const { open, store } = await archive(t);
    const { entries, blobs } = flatSave(compression);
    const source = await open(entries);
    const { layers = [] } = await manifestOf(source);
    assert.deepEqual(
      layers.map(({ digest, size, mediaType }) => [digest, size, mediaType]),
      blobs.map((blob) => [
        digestOf(blob),
        blob.length,
        `application/vnd.oci.image.layer.v1.tar+${compression}`,
      ]),
    );
    assert.deepEqual(await unpackedLayers(source, store), diffIds);
  }
});

test("an archive that has the image's own manifest with compressed layers keeps its digest", async (t) => {
  const { open, store } = await archive(t);
  for (const compression of ['gzip', 'zstd'] as const) {
    const { entries, manifest } = layoutSave(compression);
    const source = await open(entries, 'api:v1');
    assert.equal(source.root.digest, manifest);
    assert.deepEqual([source.notices, source.made], [[], false]);
    assert.deepEqual(await unpackedLayers(source, store), diffIds);
  }
  const made = await open(layoutSave('none').entries, 'api:v1');
  assert.notEqual(made.root.digest, layoutSave('none').manifest, 'its layers were not compressed');
  assert.equal(made.made, true);
});

test('a layer is compressed once, also when it comes again in another archive', async (t) => {
  const { store, file } = await archive(t);
  let reserved = 0;
  const counting: BlobStore = {
    ...store,
    reserve: () => {
      reserved++;
      return store.reserve();
    },
  };
  const filesWritten = async (entries: readonly Entry[]): Promise<number> => {
    reserved = 0;
    await writeFile(file, makeTar(entries));
    await openDockerArchive(file, undefined, gzip, counting);
    return reserved;
  };
  const { entries } = flatSave('none');
  assert.equal(await filesWritten(entries), 5 + 3, 'five files, three layers');
  assert.equal(await filesWritten([...entries, { path: 'other', content: 'x' }]), 6);
  assert.equal(await filesWritten(entries), 0, 'the archive itself is known');
});

test('an image of several is chosen by a name with what Docker leaves out, or by its ID', async (t) => {
  const { open } = await archive(t);
  const entries = legacySave();
  const other = configText.replace('17.03.0', '18.09.1');
  const otherConfig = { path: `${digestOf(other).slice(7)}.json`, content: other };
  const Layers = ['a', 'b', 'c'].map((letter) => `${letter.repeat(64)}/layer.tar`);
  const both = [
    ...entries.filter(({ path }) => path !== 'manifest.json'),
    otherConfig,
    listing(
      { Config: configEntry.path, RepoTags: ['api:latest', 'ghcr.io/acme/api:v1'], Layers },
      { Config: otherConfig.path, RepoTags: null, Layers },
    ),
  ];
  const idFor = async (choice: string | undefined): Promise<string | undefined> =>
    (await manifestOf(await open(both, choice))).config?.digest;
  const names = ['api', 'api:latest', 'library/api', 'docker.io/library/api:latest', 'ghcr.io/acme/api:v1'];
  for (const name of [...names, imageId]) assert.equal(await idFor(name), imageId, name);
  assert.equal(await idFor(digestOf(other)), digestOf(other));
  const there = `api:latest = ghcr.io/acme/api:v1, ${otherConfig.path}`;
  await assert.rejects(
    idFor(undefined),
    refused('E_CONFIG', new RegExp(`several images: ${there}\n.*:NAME:TAG`)),
  );
  await assert.rejects(idFor('web'), refused('E_CONFIG', new RegExp(`no image "web"; it has ${there}`)));
  await assert.rejects(idFor('ghcr.io/acme/api'), refused('E_CONFIG', /no image/), 'that is :latest');
});

const without = (path: string | RegExp): readonly Entry[] =>
  legacySave().filter((entry) => !(typeof path === 'string' ? entry.path === path : path.test(entry.path)));
const withListing = (content: string): readonly Entry[] => [
  ...without('manifest.json'),
  { path: 'manifest.json', content },
];
const withConfig = (text: string, path = `${digestOf(text).slice(7)}.json`): readonly Entry[] => [
  ...legacySave({ Config: path }),
  { path, content: text },
];
const withLayer = (content: Buffer): readonly Entry[] => {
  const { entries } = flatSave('gzip');
  return entries.map((entry) => (entry.content === entries[1]?.content ? { ...entry, content } : entry));
};
const sound = flatSave('gzip').blobs[0] ?? Buffer.alloc(0);

const broken: readonly (readonly [string, readonly Entry[], RegExp])[] = [
  ['a layer that is missing', without(/^b+\/layer.tar/), /the layer "b{64}\/layer.tar" is missing/],
  ['a link to nothing', without('shared/layer.tar'), /the layer "c{64}\/layer.tar" is missing/],
  ['a config that is missing', without(configEntry.path), /the config "[0-9a-f]{64}.json" is missing/],
  ['a listing that is not JSON', withListing('['), /its manifest.json is not a JSON list/],
  ['a listing of another kind', withListing('{}'), /its manifest.json is not a JSON list/],
  ['no image', withListing('[]'), /its manifest.json names no image/],
  ['an image that is null', withListing('[null]'), /entry 0 of its manifest.json has no Config and Layers/],
  [
    'layers that are no list',
    withListing('[{"Config":"c","Layers":"x"}]'),
    /entry 0 .* has no Config and Layers/,
  ],
  [
    'a config of another digest',
    withConfig('{}', `${'1'.repeat(64)}.json`),
    /has the digest sha256:44136fa355b/,
  ],
  ['a config that is not JSON', withConfig('x'), /config sha256:[0-9a-f]+ is not a JSON object/],
  ['a config without layers', withConfig('{}'), /lists no layers in rootfs.diff_ids/],
  [
    'fewer layers than its config',
    withConfig(configText.replace(`"${diffIds[0]}",`, '')),
    /its manifest.json has 3 layers, and the config 2/,
  ],
  [
    'a layer of another diff ID',
    withConfig(configText.replace(diffIds[1] ?? '', digestOf('x'))),
    new RegExp(
      `its layer "b{64}/layer.tar" unpacks to ${diffIds[1]}, and the image's config says ${digestOf('x')}`,
    ),
  ],
  [
    'a compressed layer of another content',
    withLayer(gzipSync('other')),
    new RegExp(`unpacks to ${digestOf('other')}, and the image's config says ${diffIds[0]}`),
  ],
  [
    'a compressed layer that is cut',
    withLayer(sound.subarray(0, -9)),
    /does not unpack: its gzip data is damaged/,
  ],
];
for (const [what, entries, says] of broken) {
  test(`a docker archive with ${what} is refused with the reason`, async (t) => {
    const { open, cache } = await archive(t);
    await assert.rejects(open(entries), refused('E_BASE', says));
    assert.deepEqual((await storeFiles(cache)).others, []);
  });
}

test('a layer that is a bomb is left after the limit', async (t) => {
  const { store, file, cache } = await archive(t);
  await writeFile(file, makeTar(withLayer(gzipSync(Buffer.alloc(30 << 20)))));
  const limits = { ...defaultArchiveLimits, maxRatio: 100, ratioFromBytes: 1 << 20 };
  const opened = openDockerArchive(file, undefined, gzip, store, limits);
  await assert.rejects(opened, refused('E_BASE', /does not unpack: .*a decompression bomb/));
  assert.deepEqual((await storeFiles(cache)).others, []);
});

test('what is not a docker archive, or too old a one, is told from one', async (t) => {
  const { open } = await archive(t);
  const old = [{ path: 'repositories', content: '{}' }];
  await assert.rejects(open(old), refused('E_CONFIG', /of a Docker before 1.10.*\n.*docker load/));
  const layout = layoutSave('gzip').entries.filter(({ path }) => path !== 'manifest.json');
  await assert.rejects(open(layout), refused('E_CONFIG', /no manifest.json\n.*oci-archive:FILE/));
  await assert.rejects(open([{ path: 'a', content: 'x' }]), refused('E_CONFIG', /is no docker archive/));
});

test('a layer that two places of an image share is stored once', async (t) => {
  const { open, store } = await archive(t);
  const [first = Buffer.alloc(0)] = layerTars;
  const text = JSON.stringify({
    os: 'linux',
    architecture: 'amd64',
    rootfs: { diff_ids: [diffIds[0], diffIds[0]] },
  });
  const source = await open([
    { path: 'c.json', content: text },
    { path: 'l.tar', content: compressors.none(first) },
    listing({ Config: 'c.json', Layers: ['l.tar', 'l.tar'] }),
  ]);
  assert.deepEqual(await unpackedLayers(source, store), [diffIds[0], diffIds[0]]);
  assert.equal((await allBlobs(source, store)).length, 3);
});
