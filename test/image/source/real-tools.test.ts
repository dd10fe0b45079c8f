import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import { openImageFile } from '../../../src/image/source/open.ts';
import { blobPath, digestOf, makeLayout, makeTar } from '../../support/make-layout.ts';
import { startRegistry } from '../../support/registry/real.ts';
import { lacks, output } from '../../support/tools.ts';
import { listing } from './docker-save.ts';
import { allBlobs, entriesOf, gzip, manifestOf, refused, workplace } from './opened.ts';

const lacksSkopeo = { skip: lacks('skopeo') };
const lacksCrane = { skip: lacks('crane') };

async function image(t: TestContext) {
  const place = await workplace(t);
  const made = await makeLayout(join(place.folder, 'layout'));
  const open = (file: string, choice?: string): Promise<ImageSource> =>
    openImageFile(file, choice, gzip, place.store);
  const config = JSON.parse(await readFile(blobPath(made.directory, made.config), 'utf8'));
  return { ...place, ...made, open, diffIds: config.rootfs.diff_ids as readonly string[] };
}

const skopeo = (...args: readonly string[]): Promise<string> =>
  output('skopeo', ['--insecure-policy', '--override-arch', 'amd64', ...args]);

/** The digests of an image's config and unpacked layers, which no packing changes. */
async function contentOf(
  source: ImageSource,
  find: (digest: `sha256:${string}`) => Promise<{ path: string } | undefined>,
) {
  const { config, layers = [] } = await manifestOf(source);
  const unpacked = layers.map(async ({ digest }) =>
    digestOf(gunzipSync(await readFile((await find(digest))?.path ?? ''))),
  );
  return { config: config?.digest, layers: await Promise.all(unpacked) };
}

test('an index that skopeo wrote as a layout or an OCI archive keeps its digest', lacksSkopeo, async (t) => {
  const { folder, directory, index, open, store } = await image(t);
  for (const [kind, path] of [
    ['oci', 'copied'],
    ['oci-archive', 'copied.tar'],
  ] as const) {
    const to = join(folder, path);
    await skopeo('copy', '--all', `oci:${directory}:latest`, `${kind}:${to}`);
    const source = await open(to);
    assert.equal(source.root.digest, index);
    assert.equal(source.name, `${kind}:${to}`);
    assert.equal((await allBlobs(source, store)).length, 8);
  }
});

test(
  "skopeo's docker archive, whose layers are links to each other, keeps config and layers",
  lacksSkopeo,
  async (t) => {
    const { folder, directory, config, diffIds, open, store } = await image(t);
    const file = join(folder, 'docker.tar');
    await skopeo('copy', `oci:${directory}:latest`, `docker-archive:${file}:example.com/acme/api:v1`);
    const source = await open(file, 'example.com/acme/api:v1');
    assert.equal(source.name, `docker-archive:${file}:example.com/acme/api:v1`);
    await allBlobs(source, store);
    assert.deepEqual(await contentOf(source, store.find), { config, layers: diffIds });
    await assert.rejects(open(file, 'api:v1'), refused('E_CONFIG', /it has example.com\/acme\/api:v1/));
  },
);

test('a docker archive that was compressed as a whole is the same image', lacksSkopeo, async (t) => {
  const { folder, directory, config, open } = await image(t);
  const file = join(folder, 'docker.tar');
  await skopeo('copy', `oci:${directory}:latest`, `docker-archive:${file}:api:v1`);
  const plain = await open(file);
  for (const pack of [gzipSync, zstdCompressSync]) {
    await writeFile(`${file}.packed`, pack(await readFile(file)));
    const packed = await open(`${file}.packed`);
    assert.equal(packed.root.digest, plain.root.digest);
    assert.equal((await manifestOf(packed)).config?.digest, config);
  }
});

test(
  'what crane pulls as a tarball, a legacy tarball or a layout is the image that was pushed',
  lacksCrane,
  async (t) => {
    const { folder, directory, index, manifest, config, diffIds, layers, open, store } = await image(t);
    const registry = await startRegistry();
    t.after(() => registry.stop());
    const reference = `${registry.host}/acme/api:v1`;
    await output('crane', ['push', '--index', directory, reference]);
    const pull = async (format: string, ...options: readonly string[]): Promise<string> => {
      const to = join(folder, format);
      await output('crane', ['pull', '--format', format, ...options, reference, to]);
      return to;
    };
    const one = ['--platform', 'linux/amd64'];
    for (const format of ['tarball', 'legacy']) {
      const source = await open(await pull(format, ...one), format === 'tarball' ? reference : undefined);
      await allBlobs(source, store);
      assert.deepEqual(await contentOf(source, store.find), { config, layers: diffIds }, format);
      const kept = (await manifestOf(source)).layers?.map(({ digest }) => digest);
      if (format === 'tarball') assert.deepEqual(kept, layers, 'compressed layers stay');
    }
    // crane pushes a layout's index.json itself as the index.
    const pushed = digestOf(await readFile(join(directory, 'index.json')));
    const pulled = await open(await pull('oci'));
    assert.equal(pulled.root.digest, pushed);
    assert.equal((await allBlobs(pulled, store)).length, 9);
    for (const digest of [index, manifest])
      assert.equal((await open(join(folder, 'oci'), digest)).root.digest, digest);
  },
);

test('a path that holds no image is told, whatever it is', async (t) => {
  const { folder, open } = await image(t);
  await writeFile(join(folder, 'notes.txt'), 'text\n'.repeat(300));
  await writeFile(join(folder, 'empty'), '');
  await assert.rejects(
    open(join(folder, 'notes.txt')),
    refused('E_BASE', /notes.txt cannot be read: at byte 0/),
  );
  await assert.rejects(open(join(folder, 'empty')), refused('E_CONFIG', /empty is no OCI layout/));
  await assert.rejects(open(folder), refused('E_CONFIG', /is no OCI layout: it has no oci-layout/));
  await assert.rejects(open(join(folder, 'nowhere')), refused('E_CONFIG', /nowhere does not exist/));
});

test('a docker archive that is also a whole index of several platforms is opened as that index', async (t) => {
  const { folder, directory, index, config, layers, open } = await image(t);
  const [Config = '', ...Layers] = [config, ...layers].map((digest) => `blobs/${digest.replace(':', '/')}`);
  const file = join(folder, 'both.tar');
  const entries = await entriesOf(directory);
  await writeFile(file, makeTar([...entries, listing({ Config, RepoTags: ['api:v1'], Layers })]));
  const whole = await open(file);
  assert.deepEqual([whole.root.digest, whole.name], [index, `oci-archive:${file}`]);
  const one = entries.filter(({ path }) => path !== `blobs/${index.replace(':', '/')}`);
  await writeFile(file, makeTar([...one, listing({ Config, RepoTags: ['api:v1'], Layers })]));
  const part = await open(file);
  assert.equal(part.name, `docker-archive:${file}`);
  assert.equal((await manifestOf(part)).config?.digest, config);
});
