import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { layerBefore } from '../../src/image/deflated-before.ts';
import { type DeflatedBefore, gzipCut, gzipped } from '../../src/image/gzip.ts';
import { makeLayer } from '../../src/image/layer.ts';
import { all, pieces, pseudoRandom, sampleStore, writeContent } from './sample.ts';

const block = gzipCut.blockBytes;
const program = (changed = -1): Buffer => {
  const content = Buffer.from(
    pseudoRandom(4 * block)
      .toString('latin1')
      .replaceAll(/[^a-z]/g, 'the '),
    'latin1',
  ).subarray(0, 6 * block + 1000);
  if (changed >= 0) content[changed] = 0;
  return content;
};

/** What was deflated before, with a count of what was asked for and found. */
function counting(before: DeflatedBefore): {
  before: DeflatedBefore;
  found: () => number;
  asked: () => number;
} {
  let [found, asked] = [0, 0];
  const find: DeflatedBefore['find'] = async (key) => {
    const packed = await before.find(key);
    asked++;
    if (packed !== undefined) found++;
    return packed;
  };
  return { before: { ...before, find }, found: () => found, asked: () => asked };
}

async function packed(store: BlobStore, content: Buffer) {
  await using known = await layerBefore(store, 'a place');
  const { before, found, asked } = counting(known);
  const bytes = await all(gzipped(pieces(content, 100_000), 6, before));
  await known.remember(await store.put(bytes));
  return { bytes, found: found(), asked: asked() };
}

test('blocks that are the same again are not deflated again, and the bytes are those of a first time', async (t) => {
  const { store } = await sampleStore(t);
  const first = await packed(store, program());
  assert.deepEqual([first.found, first.asked], [0, 7]);
  const at = 3 * block + 5;
  const second = await packed(store, program(at));
  assert.equal(
    second.found,
    6,
    'all but the one that changed, which lies before what the next looks back to',
  );
  assert.ok(second.bytes.equals(await all(gzipped(pieces(program(at), 65_536), 6))));
  assert.ok(gunzipSync(second.bytes).equals(program(at)));
  const third = await packed(store, program(4 * block - 5));
  assert.equal(third.found, 5, 'nor the next, which looks back to it');
  assert.ok(third.bytes.equals(await all(gzipped(pieces(program(4 * block - 5), 65_536), 6))));
  const longer = Buffer.concat([program(4 * block - 5), pseudoRandom(block)]);
  assert.equal((await packed(store, longer)).found, 6);
});

async function layerAndCount(t: TestContext, spoil: (path: string) => Promise<unknown>) {
  const { store, folder } = await sampleStore(t);
  const file = join(folder, 'api');
  const request = async (content: Buffer) => ({
    kind: 'binary' as const,
    entries: [
      {
        type: 'file' as const,
        path: 'usr/local/bin/api',
        mode: 0o755,
        content: await writeContent(file, content),
      },
    ],
    compression: { algorithm: 'gzip' as const, level: 6 },
    mtime: 0,
  });
  const { layer } = await makeLayer(await request(program()), store);
  const blob = await store.find(layer.digest);
  assert.ok(blob);
  await spoil(blob.path);
  const again = openBlobStore(join(folder, 'cache'));
  const { layer: changed } = await makeLayer(await request(program(3 * block)), again);
  const made = await again.find(changed.digest);
  assert.ok(made);
  const elsewhere = openBlobStore(join(folder, 'elsewhere'));
  const { layer: alone } = await makeLayer(await request(program(3 * block)), elsewhere);
  assert.deepEqual(changed, alone);
  assert.ok(gunzipSync(await readFile(made.path)).includes(program(3 * block)));
}

test('a layer that is made after another is what it is when it is the first, whatever became of the other', async (t) => {
  await layerAndCount(t, async () => undefined);
  await layerAndCount(t, (path) => rm(path));
  await layerAndCount(t, (path) => truncate(path, 5000));
  await layerAndCount(t, async (path) => {
    const bytes = await readFile(path);
    bytes.fill(0x55, 1000, 100_000);
    await writeFile(path, bytes);
  });
});

test('a block that was remembered with the wrong length gives no layer', async (t) => {
  const { store } = await sampleStore(t);
  await packed(store, program());
  const known = (await store.recall('deflated blocks a place')) as { blocks: [string, number][] };
  for (const wrong of ['far', 0, -4, 1e300, null]) {
    const blocks = known.blocks.map(([key]) => [key, wrong]);
    await store.remember('deflated blocks a place', { ...known, blocks });
    const { bytes, found } = await packed(store, program());
    assert.equal(found, 0);
    assert.ok(gunzipSync(bytes).equals(program()));
  }
});
