import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { openBlobStore } from '../../src/cache/local-store.ts';
import type { PackedBefore } from '../../src/image/blocks.ts';
import { blocksOf, compressed } from '../../src/image/compress.ts';
import { gzipCut } from '../../src/image/gzip.ts';
import { knownZstdLength, type LayerRequest, makeLayer } from '../../src/image/layer.ts';
import { layerBefore } from '../../src/image/packed-before.ts';
import { zstdCut } from '../../src/image/zstd.ts';
import { parseCompression } from '../../src/request/compression.ts';
import { all, pieces, pseudoRandom, sampleStore, writeContent } from './sample.ts';

/** How a stream is cut for each, and whether a block looks back into the one before. */
const ways = [
  { spelling: 'gzip:6', block: gzipCut.blockBytes, looksBack: true },
  { spelling: 'zstd:1', block: zstdCut(1).blockBytes, looksBack: false },
] as const;
type Way = (typeof ways)[number];

const unpackers = { gzip: gunzipSync, zstd: zstdDecompressSync };

function unpacked({ spelling }: Way, bytes: Buffer): Buffer {
  return unpackers[parseCompression(spelling).algorithm](bytes);
}

/** Six blocks and a piece, each another one. */
function program({ block }: Way, changed = -1): Buffer {
  const words = pseudoRandom(1 << 18)
    .toString('latin1')
    .replaceAll(/[^a-z]/g, 'the ');
  const content = Buffer.alloc(6 * block + 1000, words, 'latin1');
  for (let at = 0; at < content.length; at += block) content.writeUInt32LE(at, at);
  if (changed >= 0) content[changed] = 0;
  return content;
}

/** What was packed before, with a count of what was asked for and found. */
function counting(before: PackedBefore): {
  before: PackedBefore;
  found: () => number;
  asked: () => number;
} {
  let [found, asked] = [0, 0];
  const find: PackedBefore['find'] = async (key) => {
    const packed = await before.find(key);
    asked++;
    if (packed !== undefined) found++;
    return packed;
  };
  return { before: { ...before, find }, found: () => found, asked: () => asked };
}

function alone({ spelling }: Way, content: Buffer): Promise<Buffer> {
  return all(compressed(pieces(content, 65_536), parseCompression(spelling)));
}

async function packed(way: Way, store: BlobStore, content: Buffer) {
  const compression = parseCompression(way.spelling);
  await using known = await layerBefore(store, 'a place', blocksOf(compression));
  const { before, found, asked } = counting(known);
  const bytes = await all(compressed(pieces(content, 100_000), compression, before));
  await known.remember(await store.put(bytes));
  return { bytes, found: found(), asked: asked() };
}

for (const way of ways) {
  const { spelling, block, looksBack } = way;

  test(`${spelling}: blocks that are the same again are not packed again, and the bytes are those of a first time`, async (t) => {
    const { store } = await sampleStore(t);
    const first = await packed(way, store, program(way));
    assert.deepEqual([first.found, first.asked], [0, 7]);
    const early = program(way, 3 * block + 5);
    const second = await packed(way, store, early);
    assert.equal(second.found, 6, 'all but the one that changed, before what the next looks back to');
    assert.ok(second.bytes.equals(await alone(way, early)));
    assert.ok(unpacked(way, second.bytes).equals(early));
    const late = program(way, 4 * block - 5);
    const third = await packed(way, store, late);
    assert.equal(third.found, looksBack ? 5 : 6, 'nor the next, where that looks back to it');
    assert.ok(third.bytes.equals(await alone(way, late)));
    const longer = Buffer.concat([late, pseudoRandom(block)]);
    assert.equal((await packed(way, store, longer)).found, 6);
  });

  test(`${spelling}: a layer that is made after another is what it is when it is the first, whatever became of the other`, async (t) => {
    await layerAndCount(way, t, async () => undefined);
    await layerAndCount(way, t, (path) => rm(path));
    await layerAndCount(way, t, (path) => truncate(path, 5000));
    await layerAndCount(way, t, async (path) => {
      const bytes = await readFile(path);
      bytes.fill(0x55, 1000, 5000);
      await writeFile(path, bytes);
    });
  });

  test(`${spelling}: a block that was remembered with the wrong length gives no layer`, async (t) => {
    const { store } = await sampleStore(t);
    const content = program(way);
    await packed(way, store, content);
    const known = (await store.recall('packed blocks a place')) as { blocks: [string, number][] };
    for (const wrong of ['far', 0, -4, 1e300, null]) {
      const blocks = known.blocks.map(([key]) => [key, wrong]);
      await store.remember('packed blocks a place', { ...known, blocks });
      const { bytes, found } = await packed(way, store, content);
      assert.equal(found, 0);
      assert.ok(unpacked(way, bytes).equals(content));
    }
  });
}

test('how long a layer of zstd would be is how long it is, of whatever was measured before', async (t) => {
  const { store, folder } = await sampleStore(t);
  const way = ways[1];
  const request = requestFor(way, join(folder, 'api'));
  const { blockBytes } = zstdCut(1);
  for (const at of [-1, 3 * blockBytes, 3 * blockBytes, 6 * blockBytes + 5]) {
    const made = await request(program(way, at));
    const bytes = await knownZstdLength(made, store);
    const elsewhere = openBlobStore(join(folder, `elsewhere ${at}`));
    assert.equal(bytes, (await makeLayer(made, elsewhere)).layer.compressedBytes);
  }
  const none = { ...(await request(Buffer.alloc(0))), entries: [] };
  assert.equal(await knownZstdLength(none, store), (await makeLayer(none, store)).layer.compressedBytes);
});

function requestFor({ spelling }: Way, file: string) {
  return async (content: Buffer): Promise<LayerRequest> => ({
    kind: 'binary',
    entries: [
      { type: 'file', path: 'usr/local/bin/api', mode: 0o755, content: await writeContent(file, content) },
    ],
    compression: parseCompression(spelling),
    mtime: 0,
  });
}

async function layerAndCount(way: Way, t: TestContext, spoil: (path: string) => Promise<unknown>) {
  const { store, folder } = await sampleStore(t);
  const request = requestFor(way, join(folder, 'api'));
  const { layer } = await makeLayer(await request(program(way)), store);
  const blob = await store.find(layer.digest);
  assert.ok(blob);
  await spoil(blob.path);
  const again = openBlobStore(join(folder, 'cache'));
  const changed = program(way, 3 * way.block);
  const { layer: second } = await makeLayer(await request(changed), again);
  const made = await again.find(second.digest);
  assert.ok(made);
  const elsewhere = openBlobStore(join(folder, 'elsewhere'));
  const { layer: only } = await makeLayer(await request(changed), elsewhere);
  assert.deepEqual(second, only);
  assert.ok(unpacked(way, await readFile(made.path)).includes(changed));
}
