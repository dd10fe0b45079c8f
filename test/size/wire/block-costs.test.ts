import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocksOf, compressed } from '../../../src/image/compress.ts';
import { gzipCut } from '../../../src/image/gzip.ts';
import type { Compression } from '../../../src/request/request.ts';
import {
  type BlockCosts,
  type BlockLayer,
  blockShares,
  type RangesWithin,
} from '../../../src/size/wire/block-costs.ts';
import { layerCost } from '../../../src/size/wire/layer-cost.ts';
import type { OwnedRanges } from '../../../src/size/wire/ranges.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { all, pieces, pseudoRandom } from '../../image/sample.ts';

const compression: Compression = { algorithm: 'gzip', level: 6 };
const { blockBytes } = gzipCut;

/** Words, noise and runs, of three blocks and a piece. */
function sample(changed = -1): Buffer {
  const words = pseudoRandom(1 << 16)
    .toString('latin1')
    .replaceAll(/[^a-z]/g, 'the ');
  const content = Buffer.alloc(3 * blockBytes + 1000, words, 'latin1');
  pseudoRandom(9000).copy(content, blockBytes - 4000);
  content.fill(0, 2 * blockBytes - 70, 2 * blockBytes + 70);
  if (changed >= 0) content[changed] = 7;
  return content;
}

interface Made {
  readonly gzip: Buffer;
  readonly layer: BlockLayer;
  /** Offsets of the blocks that were read. */
  readonly read: number[];
}

async function made(content: Buffer): Promise<Made> {
  const blocks: { key: string; bytes: number }[] = [];
  const before = {
    find: async () => undefined,
    note: (key: string, bytes: number) => blocks.push({ key, bytes }),
  };
  const gzip = await all(compressed(pieces(content, 100_000), compression, before));
  const read: number[] = [];
  const layer: BlockLayer = {
    ...{ compressedBytes: gzip.length, uncompressedBytes: content.length, blocks },
    start: blocksOf(compression).start,
    mostUnpacked: blockBytes,
    read: (offset, bytes) => {
      read.push(offset);
      return gzip.subarray(offset, offset + bytes);
    },
  };
  return { gzip, layer, read };
}

/** Of three owners in turns; some lie over the borders of blocks, some begin or end there, and between some is nothing. */
function ranges(bytes: number): OwnedRanges {
  const [starts, ends, owners]: [number[], number[], number[]] = [[], [], []];
  const steps = [1, 700, 33_000, blockBytes, 5, blockBytes - 33_706, 90_000];
  for (let at = 0, turn = 0; at < bytes; turn += 1) {
    const end = Math.min(bytes, at + (steps[turn % steps.length] ?? 1));
    if (turn % 5 !== 4) {
      starts.push(at);
      ends.push(end);
      owners.push(turn % 3);
    }
    at = end;
  }
  return {
    ...{ starts: Float64Array.from(starts), ends: Float64Array.from(ends) },
    ...{ owners: Uint32Array.from(owners), ownerCount: 3 },
  };
}

/** All that lie in a part. */
function within({ starts, ends, owners, ownerCount }: OwnedRanges): RangesWithin {
  return (from, to) => {
    const own = [...starts.keys()].filter((at) => (ends[at] ?? 0) > from && (starts[at] ?? 0) < to);
    return {
      ...{
        starts: starts.filter((_, at) => own.includes(at)),
        ends: ends.filter((_, at) => own.includes(at)),
      },
      ...{ owners: owners.filter((_, at) => own.includes(at)), ownerCount },
    };
  };
}

const none: BlockCosts = new Map();

test('part by part a layer costs what it costs as a whole', async () => {
  const content = sample();
  const { gzip, layer } = await made(content);
  const own = ranges(content.length);
  const { compressedBytes, uncompressedBytes, owners, unowned, overheadBits } = layerCost(
    { compression: 'gzip', compressedBytes: gzip.length, uncompressedBytes: content.length, content: [gzip] },
    own,
  );
  const whole = { compressedBytes, uncompressedBytes, owners, unowned, overheadBits };
  assert.deepEqual(blockShares(layer, within(own), 3, none)?.shares, whole);
  assert.ok(whole.owners.every((bits) => bits > 0) && whole.unowned > 0);
});

test('parts that are known are not read, and the sum is the same', async () => {
  const before = await made(sample());
  const own = ranges(sample().length);
  const known = blockShares(before.layer, within(own), 3, none)?.costs ?? none;
  assert.equal(known.size, 4);
  const after = await made(sample(2 * blockBytes + 9));
  const found = blockShares(after.layer, within(own), 3, known);
  assert.equal(after.read.length, 1);
  assert.deepEqual(found, blockShares((await made(sample(2 * blockBytes + 9))).layer, within(own), 3, none));
  // The same at another place has other owners.
  const moved = await made(Buffer.concat([Buffer.alloc(blockBytes, 'x'), sample()]));
  blockShares(moved.layer, within(ranges(moved.layer.uncompressedBytes)), 3, known);
  assert.equal(moved.read.length, 5);
});

test('what is not made of the parts is not told; what is damaged is said', async () => {
  const { layer, gzip } = await made(sample());
  const own = ranges(layer.uncompressedBytes);
  const [first, ...rest] = layer.blocks;
  assert.equal(blockShares({ ...layer, blocks: layer.blocks.slice(0, -1) }, within(own), 3, none), undefined);
  const isDamaged = (error: unknown) => error instanceof SlipwayError && error.code === 'E_BASE';
  const cut = [{ key: 'cut', bytes: (first?.bytes ?? 0) - 9 }, ...rest];
  assert.throws(() => blockShares({ ...layer, blocks: cut }, within(own), 3, none), isDamaged);
  const last = { key: 'last', bytes: gzip.length - layer.start };
  assert.throws(() => blockShares({ ...layer, blocks: [last] }, within(own), 3, none), isDamaged);
  assert.equal(blockShares({ ...layer, uncompressedBytes: 5 }, within(own), 3, none), undefined);
});
