import assert from 'node:assert/strict';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { type LayerRequest, makeLayer } from '../../src/image/layer.ts';
import { recallScan } from '../../src/image/read/known-scan.ts';
import { scanLayer } from '../../src/image/read/layer-scan.ts';
import type { FileContent } from '../../src/image/tar.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { pseudoRandom, sampleStore, writeContent } from './sample.ts';
import { readTar } from './strict-tar.ts';

function binaryLayer(content: FileContent, changes: Partial<LayerRequest> = {}): LayerRequest {
  return {
    kind: 'binary',
    entries: [{ type: 'file', path: 'usr/local/bin/api', mode: 0o755, content }],
    compression: { algorithm: 'gzip', level: 6 },
    mtime: 0,
    ...changes,
  };
}

test("a layer's digests and lengths are those of its bytes, packed and unpacked", async (t) => {
  const { store, folder } = await sampleStore(t);
  const program = pseudoRandom(2_500_000);
  const { layer, cached } = await makeLayer(
    binaryLayer(await writeContent(join(folder, 'api'), program)),
    store,
  );
  assert.equal(cached, false);
  const blob = await store.find(layer.digest);
  assert.ok(blob);
  const packed = await readFile(blob.path);
  const tar = gunzipSync(packed);
  assert.deepEqual(layer, {
    kind: 'binary',
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    digest: sha256(packed),
    diffId: sha256(tar),
    compressedBytes: packed.length,
    uncompressedBytes: tar.length,
  });
  assert.deepEqual(
    readTar(tar).map((entry) => [entry.path, entry.mode, entry.content.length]),
    [
      ['usr', 0o755, 0],
      ['usr/local', 0o755, 0],
      ['usr/local/bin', 0o755, 0],
      ['usr/local/bin/api', 0o755, program.length],
    ],
  );
  assert.deepEqual(readTar(tar)[3]?.content, program);
});

test('an unchanged file is neither compressed nor read again, in this run or a later one', async (t) => {
  const { store, folder } = await sampleStore(t);
  const content = await writeContent(join(folder, 'api'), pseudoRandom(10_000));
  const first = await makeLayer(binaryLayer(content), store);
  await rm(content.file);
  for (const later of [store, openBlobStore(join(folder, 'cache'))]) {
    assert.deepEqual(await makeLayer(binaryLayer(content), later), { layer: first.layer, cached: true });
  }
});

test('a layer that was damaged in the store is made again, the same', async (t) => {
  const { store, folder } = await sampleStore(t);
  const content = await writeContent(join(folder, 'api'), pseudoRandom(10_000));
  const { layer } = await makeLayer(binaryLayer(content), store);
  const blob = await store.find(layer.digest);
  assert.ok(blob);
  for (const damage of [
    () => truncate(blob.path, 100),
    () => writeFile(blob.path, pseudoRandom(blob.bytes, 9)),
  ]) {
    await damage();
    const again = openBlobStore(join(folder, 'cache'));
    assert.deepEqual(await makeLayer(binaryLayer(content), again), { layer, cached: false });
    assert.equal(sha256(await readFile(blob.path)), layer.digest);
  }
});

test('whatever a layer depends on makes another one', async (t) => {
  const { store, folder } = await sampleStore(t);
  const content = await writeContent(join(folder, 'api'), pseudoRandom(10_000));
  const other = await writeContent(join(folder, 'other'), pseudoRandom(10_000, 2));
  const base = binaryLayer(content);
  const variants: LayerRequest[] = [
    base,
    binaryLayer(other),
    { ...base, mtime: 1 },
    { ...base, compression: { algorithm: 'gzip', level: 1 } },
    { ...base, compression: { algorithm: 'zstd', level: 6 } },
    { ...base, entries: [{ type: 'file', path: 'usr/local/bin/api', mode: 0o700, content }] },
    { ...base, entries: [{ type: 'file', path: 'usr/local/bin/b', mode: 0o755, content }] },
    { ...base, below: new Map([['usr', { mode: 0o700 }]]) },
    { ...base, below: new Map([['usr', { mode: 0o755, uid: 1 }]]) },
    { ...base, entries: [...base.entries, { type: 'symlink', path: 'x', target: 'y' }] },
    { ...base, entries: [...base.entries, { type: 'symlink', path: 'x', target: 'z' }] },
  ];
  const made = [];
  for (const variant of variants) made.push(await makeLayer(variant, store));
  assert.ok(made.every(({ cached }) => !cached));
  assert.equal(new Set(made.map(({ layer }) => layer.digest)).size, variants.length);
});

test('a file that changed since its digest was taken leaves neither a layer nor a memory of one', async (t) => {
  const { store, folder } = await sampleStore(t);
  const content = await writeContent(join(folder, 'api'), pseudoRandom(10_000));
  await writeFile(content.file, pseudoRandom(10_000, 2));
  await assert.rejects(makeLayer(binaryLayer(content), store), { code: 'E_IO', message: /changed/ });
  assert.deepEqual(await readdir(join(folder, 'cache', 'incoming')), []);
  await writeFile(content.file, pseudoRandom(10_000));
  assert.equal((await makeLayer(binaryLayer(content), store)).cached, false);
});

test('many runs may make one layer at the same time', async (t) => {
  const { folder } = await sampleStore(t);
  const content = await writeContent(join(folder, 'api'), pseudoRandom(300_000));
  const runs = Array.from({ length: 6 }, () =>
    makeLayer(binaryLayer(content), openBlobStore(join(folder, 'cache'))),
  );
  const digests = (await Promise.all(runs)).map(({ layer }) => layer.digest);
  assert.equal(new Set(digests).size, 1);
  assert.equal((await readdir(join(folder, 'cache', 'blobs', 'sha256'))).length, 1);
});

for (const compression of [
  { algorithm: 'gzip', level: 6 },
  { algorithm: 'zstd', level: 3 },
] as const) {
  test(`what is read back of a layer while it is written is what its ${compression.algorithm} blob holds`, async (t) => {
    const { store, folder } = await sampleStore(t);
    const program = Buffer.concat([Buffer.from('\x7fELF'), pseudoRandom(2_500_000), Buffer.alloc(900_000)]);
    const request = binaryLayer(await writeContent(join(folder, 'api'), program), { compression });
    const { layer } = await makeLayer(request, store);
    const blob = await store.find(layer.digest);
    assert.ok(blob);
    assert.deepEqual(
      await recallScan(store, layer.digest, compression.algorithm),
      JSON.parse(JSON.stringify(await scanLayer(blob, layer.digest, compression.algorithm)), revived),
    );
  });
}

/** A scan as JSON, with the starts of files as the buffers they were. */
function revived(key: string, value: unknown): unknown {
  return key === 'head' ? Buffer.from(Object.values(value as Record<string, number>)) : value;
}
