import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { assembleImage } from '../../src/engine/embedded.ts';
import { mediaType } from '../../src/image/descriptor.ts';
import { repoTag, writeDockerArchive } from '../../src/image/docker-archive.ts';
import type { Image } from '../../src/image/image.ts';
import { hexOf, sha256 } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';
import { lacks, output } from '../support/tools.ts';
import { pseudoRandom, samplePlan, sampleStore, writeContent } from './sample.ts';
import { readTar } from './strict-tar.ts';

type Algorithm = 'gzip' | 'zstd';

async function sampleImage(store: BlobStore, folder: string, algorithm: Algorithm = 'gzip'): Promise<Image> {
  const executable = await writeContent(join(folder, `program-${algorithm}`), pseudoRandom(300_000));
  const { settings } = samplePlan(executable);
  const compression = { algorithm, level: 3 };
  return assembleImage(samplePlan(executable, { settings: { ...settings, compression } }), store);
}

/** What a reader that follows manifest.json finds. */
async function readArchive(file: string) {
  const entries = new Map(readTar(await readFile(file)).map((entry) => [entry.path, entry.content]));
  const get = (path: string): Buffer => entries.get(path) ?? assert.fail(`no ${path}`);
  const [manifest, ...others] = JSON.parse(get('manifest.json').toString());
  assert.deepEqual(others, []);
  const layers = manifest.Layers.map((path: string) => get(path)) as Buffer[];
  const named = ['manifest.json', manifest.Config, ...manifest.Layers];
  assert.deepEqual([...entries.keys()], [...new Set(named)].sort(), 'nothing else, in the order of names');
  return { manifest, config: get(manifest.Config), layers };
}

/** Writes one twice: the second time nothing is touched. */
async function written(t: TestContext, algorithm: Algorithm, repoTags: readonly string[] = []) {
  const { store, folder } = await sampleStore(t);
  const image = await sampleImage(store, folder, algorithm);
  const file = join(folder, 'out', 'api.tar');
  assert.equal(await writeDockerArchive(image, store, file, repoTags), true);
  assert.equal(await writeDockerArchive(image, store, file, repoTags), false);
  return { store, folder, image, file };
}

test('a docker archive holds the config as it is and gzip layers as they are, under their names', async (t) => {
  const { image, file } = await written(t, 'gzip', ['example.com/api:v1']);
  const { manifest, config, layers } = await readArchive(file);
  assert.deepEqual(manifest.RepoTags, ['example.com/api:v1']);
  assert.equal(manifest.Config, `${hexOf(image.config.digest)}.json`);
  assert.equal(sha256(config), image.config.digest, 'the image ID stays');
  assert.deepEqual(
    layers.map((layer) => sha256(layer)),
    image.layers.map(({ digest }) => digest),
  );
  assert.ok(manifest.Layers.every((path: string) => path.endsWith('.tar.gz')));
});

test('zstd layers are unpacked to what their diff IDs say, for engines that cannot', async (t) => {
  const { image, file, store } = await written(t, 'zstd');
  const { manifest, layers } = await readArchive(file);
  assert.deepEqual(manifest.RepoTags, []);
  assert.deepEqual(
    layers.map((layer) => sha256(layer)),
    image.layers.map(({ diffId }) => diffId),
  );
  const [first] = image.layers;
  const unpacked = await store.find(first?.diffId ?? 'sha256:');
  await writeFile(unpacked?.path ?? '', 'damaged');
  assert.equal(await writeDockerArchive(image, store, file, []), false, 'unpacked again, to the same bytes');
});

test('the bytes are the same from any store and for any place', async (t) => {
  const [a, b] = [await written(t, 'zstd'), await written(t, 'zstd')];
  assert.notEqual(a.file, b.file);
  assert.ok((await readFile(a.file)).equals(await readFile(b.file)));
});

test('skopeo and crane read the archive, and find the same image ID and layers in it', {
  skip: lacks('skopeo', 'crane'),
}, async (t) => {
  for (const algorithm of ['gzip', 'zstd'] as const) {
    const { image, file, folder } = await written(t, algorithm, ['example.com/api:v1']);
    const raw = JSON.parse(await output('skopeo', ['inspect', '--raw', `docker-archive:${file}`]));
    assert.equal(raw.config.digest, image.config.digest, algorithm);
    const config = JSON.parse(await output('skopeo', ['inspect', '--config', `docker-archive:${file}`]));
    const diffIds = image.layers.map(({ diffId }) => diffId);
    assert.deepEqual(config.rootfs.diff_ids, diffIds);
    const copy = join(folder, 'copy');
    await output('skopeo', ['--insecure-policy', 'copy', `docker-archive:${file}`, `dir:${copy}`]);
    const layer = await readFile(join(copy, raw.layers[0].digest.replace('sha256:', '')));
    const plain = layer[0] === 0x1f ? gunzipSync(layer) : layer;
    assert.equal(sha256(plain), diffIds[0]);
    assert.match(await output('crane', ['validate', '--tarball', file]), /PASS/);
  }
});

test('a layer that stands twice in an image is one file, listed twice', async (t) => {
  const { store, folder } = await sampleStore(t);
  const image = await sampleImage(store, folder);
  const [layer] = image.layers;
  const config = { rootfs: { type: 'layers', diff_ids: [layer?.diffId, layer?.diffId] } };
  const twice = { mediaType: mediaType.layerGzip, digest: layer?.digest, size: layer?.compressedBytes };
  const manifest = await putManifest(store, config, [twice, twice]);
  const file = join(folder, 'twice.tar');
  await writeDockerArchive({ manifest }, store, file, []);
  const { manifest: listed } = await readArchive(file);
  assert.equal(listed.Layers.length, 2);
});

async function putManifest(
  store: BlobStore,
  config: object,
  layers: readonly object[],
  type: string = mediaType.config,
): Promise<Image['manifest']> {
  const [content, own] = [Buffer.from(JSON.stringify(config)), mediaType.manifest];
  const described = { mediaType: type, digest: await store.put(content), size: content.length };
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: own, config: described, layers }));
  const platform = { os: 'linux', architecture: 'amd64' } as const;
  return { mediaType: own, digest: await store.put(bytes), size: bytes.length, platform };
}

test('what no engine could load is refused with the reason, and no file appears', async (t) => {
  const { store, folder } = await sampleStore(t);
  const image = await sampleImage(store, folder);
  const zstd = await sampleImage(store, folder, 'zstd');
  const diffId = sha256('another');
  const layerOf = ({ layers: [layer] }: Image, type: string): object => ({
    mediaType: type,
    digest: layer?.digest,
    size: layer?.compressedBytes,
  });
  const rootfs = (...diff_ids: string[]): object => ({ rootfs: { type: 'layers', diff_ids } });
  const encrypted = 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted';
  const cases: [RegExp, Promise<Image['manifest']>][] = [
    [/artifact/, putManifest(store, {}, [], 'application/vnd.example+json')],
    [/lists no layers/, putManifest(store, {}, [])],
    [/no SHA-256 digest/, putManifest(store, rootfs('md5:0'), [])],
    [/has 0 layers, and its config 1/, putManifest(store, rootfs(diffId), [])],
    [/engines do not unpack/, putManifest(store, rootfs(diffId), [layerOf(image, encrypted)])],
    [/does not unpack to/, putManifest(store, rootfs(diffId), [layerOf(zstd, mediaType.layerZstd)])],
    [/damaged near byte/, putManifest(store, rootfs(diffId), [layerOf(image, mediaType.layerZstd)])],
  ];
  for (const [message, manifest] of cases) {
    const writing = manifest.then((made) =>
      writeDockerArchive({ manifest: made }, store, join(folder, 'x.tar'), []),
    );
    assert.match((await refusal(() => writing, 'E_BASE')).message, message);
  }
  assert.ok(!(await readdir(folder)).some((name) => name.includes('x.tar')));
  assert.deepEqual(await readdir(join(folder, 'cache', 'incoming')), [], 'nothing half-unpacked stays');
});

test('an image of 48 MB with zstd layers does not become memory', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'large'), Buffer.alloc(48 << 20, 'x'));
  const { settings } = samplePlan(executable);
  const compression = { algorithm: 'zstd', level: 1 } as const;
  const image = await assembleImage(
    samplePlan(executable, { settings: { ...settings, compression } }),
    store,
  );
  const file = join(folder, 'large.tar');
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  await writeDockerArchive(image, store, file, []);
  assert.ok((await stat(file)).size > 48 << 20);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 40 << 20, `${grown >> 20} MiB`);
});

test('a name is written in full, and one by digest is refused with the name to write', async () => {
  assert.equal(repoTag('api'), 'docker.io/library/api:latest');
  assert.equal(repoTag('localhost:5000/acme/api:v1'), 'localhost:5000/acme/api:v1');
  const { hint } = await refusal(() => repoTag(`ghcr.io/acme/api@${sha256('')}`));
  assert.equal(hint, 'write ghcr.io/acme/api:latest');
  await refusal(() => repoTag('-api'));
});
