import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type KindOfLayer, readBack } from '../../../src/engine/buildkit/read-back.ts';
import type { Layout } from '../../../src/image/image.ts';
import { writeLayout } from '../../../src/image/layout.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import { sampleLayout, sampleStore } from '../../image/sample.ts';
import { blobPath } from '../../support/make-layout.ts';
import { putBlob } from '../../support/verify-layout.ts';

const two = ['linux/amd64', 'linux/arm/v7'];
const ofProgram: KindOfLayer = () => ({ kind: 'binary' });

/** A layout as BuildKit writes one. */
async function written(t: TestContext): Promise<{ directory: string; layout: Layout }> {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder, 1, two);
  const directory = join(folder, 'made');
  await writeLayout(layout, store, directory, 'made');
  return { directory, layout };
}

async function readBackInto(t: TestContext, directory: string, platforms = two) {
  const { store } = await sampleStore(t);
  return { store, made: await readBack(directory, platforms.map(parsePlatform), ofProgram, store) };
}

async function refused(t: TestContext, directory: string, platforms = two): Promise<SlipwayError> {
  try {
    await readBackInto(t, directory, platforms);
  } catch (error) {
    if (error instanceof SlipwayError) return error;
    throw error;
  }
  return assert.fail('it was taken');
}

/** Changes the index of a layout, which gets another digest by that. */
async function changeIndex(
  directory: string,
  change: (index: { manifests: Record<string, unknown>[] }) => void,
): Promise<void> {
  const path = join(directory, 'index.json');
  const entry = JSON.parse(await readFile(path, 'utf8'));
  const [{ digest }] = entry.manifests;
  const index = JSON.parse(await readFile(blobPath(directory, digest), 'utf8'));
  change(index);
  Object.assign(entry.manifests[0], await putBlob(directory, JSON.stringify(index)));
  await writeFile(path, JSON.stringify(entry));
}

test('images come back with what their layers unpack to, and their blobs lie in the store', async (t) => {
  const { directory, layout } = await written(t);
  const { made, store } = await readBackInto(t, directory);
  assert.deepEqual(
    made.images.map(({ platform, manifest, diskBytes, pullBytes }) => [
      platform,
      manifest.digest,
      diskBytes,
      pullBytes,
    ]),
    layout.images.map(({ platform, manifest, diskBytes, pullBytes }) => [
      platform,
      manifest.digest,
      diskBytes,
      pullBytes,
    ]),
  );
  for (const { layers } of made.images)
    for (const { digest } of layers) assert.ok((await store.find(digest)) !== undefined, digest);
  assert.deepEqual(made.attestations, []);
});

test('platforms are read from configs: an index of BuildKit may not say them', async (t) => {
  const { directory } = await written(t);
  await changeIndex(directory, (index) => {
    for (const entry of index.manifests) delete entry['platform'];
  });
  const { made } = await readBackInto(t, directory);
  assert.deepEqual(
    made.images.map(({ platform }) => platform),
    two.map(parsePlatform),
  );
});

test('images for other platforms than were asked for are refused, and so are too many', async (t) => {
  const { directory } = await written(t);
  const other = await refused(t, directory, ['linux/amd64', 'linux/arm64']);
  assert.equal(other.code, 'E_BASE');
  assert.match(
    other.message,
    /BuildKit made images for linux\/amd64, linux\/arm\/v7, and not for linux\/amd64, linux\/arm64/,
  );
  assert.match(other.hint ?? '', /FROM --platform=/);
  assert.equal((await refused(t, directory, ['linux/amd64'])).code, 'E_BASE');
});

test('two images for one platform are refused', async (t) => {
  const { directory } = await written(t);
  await changeIndex(directory, (index) => {
    const [first] = index.manifests;
    index.manifests = [first, first].flatMap((each) => (each === undefined ? [] : [each]));
  });
  assert.equal((await refused(t, directory)).code, 'E_BASE');
});

test('a layout that is damaged or lacks something is refused, wherever that is', async (t) => {
  const damages: Readonly<Record<string, (directory: string, layout: Layout) => Promise<void>>> = {
    'a layer with another byte': async (directory, { images }) => {
      const path = blobPath(directory, images[0]?.layers[0]?.digest ?? '');
      const bytes = await readFile(path);
      bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
      await writeFile(path, bytes);
    },
    'no layer': (directory, { images }) => rm(blobPath(directory, images[1]?.layers[0]?.digest ?? '')),
    'no config': (directory, { images }) => rm(blobPath(directory, images[1]?.config.digest ?? '')),
    'no manifest': (directory, { images }) => rm(blobPath(directory, images[0]?.manifest.digest ?? '')),
    'no index': (directory) => rm(join(directory, 'index.json')),
    'half an index': (directory) => writeFile(join(directory, 'index.json'), '{"schemaVersion":2,'),
  };
  for (const [what, damage] of Object.entries(damages)) {
    const { directory, layout } = await written(t);
    await damage(directory, layout);
    const { code } = await refused(t, directory);
    assert.ok(code === 'E_BASE' || code === 'E_CONFIG', `${what}: ${code}`);
  }
});

test('what BuildKit says of images is kept apart from them', async (t) => {
  const { directory, layout } = await written(t);
  const statement = await putBlob(directory, '{"predicateType":"https://slsa.dev/provenance/v1"}');
  const config = await putBlob(directory, '{"architecture":"unknown","os":"unknown","config":{}}');
  const manifest = await putBlob(
    directory,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
      layers: [{ mediaType: 'application/vnd.in-toto+json', ...statement }],
    }),
  );
  const annotations = {
    'vnd.docker.reference.digest': layout.images[0]?.manifest.digest ?? '',
    'vnd.docker.reference.type': 'attestation-manifest',
  };
  await changeIndex(directory, (index) => {
    const platform = { architecture: 'unknown', os: 'unknown' };
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    index.manifests.push({ mediaType, ...manifest, annotations, platform });
  });
  const { made, store } = await readBackInto(t, directory);
  assert.equal(made.images.length, 2);
  assert.deepEqual(
    made.attestations.map(({ digest, fields }) => [digest, fields['annotations']]),
    [[manifest.digest, annotations]],
  );
  assert.deepEqual(
    new Set(made.attestationBlobs.map(({ digest }) => digest)),
    new Set([statement.digest, config.digest, manifest.digest]),
  );
  for (const { digest } of made.attestationBlobs) assert.ok((await store.find(digest)) !== undefined);
});

test('what BuildKit says that it made must be what it wrote', async (t) => {
  const { directory, layout } = await written(t);
  const { store } = await sampleStore(t);
  const read = (told: Digest) => readBack(directory, two.map(parsePlatform), ofProgram, store, told);
  assert.equal((await read(layout.root.digest)).images.length, two.length);
  const other: Digest = `sha256:${'0'.repeat(64)}`;
  await assert.rejects(read(other), (error: unknown) => {
    assert.ok(error instanceof SlipwayError && error.code === 'E_BASE');
    return error.message.includes(other) && error.message.includes(layout.root.digest);
  });
});
