import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { makeLayer } from '../../../src/image/layer.ts';
import { recallScan } from '../../../src/image/read/known-scan.ts';
import { contentOf, layerCost, type PackedLayer, wholeBytes } from '../../../src/size/wire/layer-cost.ts';
import { contentOffset, rangesInArchive } from '../../../src/size/wire/ranges.ts';
import { shareOut } from '../../../src/size/wire/share-out.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { readTar, type TarEntry } from '../../../src/support/tar/read-tar.ts';
import { pieces, pseudoRandom, sampleStore, writeContent } from '../../image/sample.ts';
import { shippedHello } from '../../support/go-programs.ts';
import { makeTar, paxRecord } from '../../support/tar-archive.ts';
import { byteRanges, rangesOf, type Triple } from './measuring.ts';
import { referenceCosts } from './reference.ts';

function hasCode(code: string, message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof SlipwayError && error.code === code && message.test(error.message);
}

function layerOf(
  archive: Buffer,
  compression: PackedLayer['compression'],
  changes: Partial<PackedLayer> = {},
): PackedLayer {
  const pack = { none: (bytes: Buffer) => bytes, gzip: gzipSync, zstd: zstdCompressSync }[compression];
  const blob = pack(archive);
  return {
    compression,
    compressedBytes: blob.length,
    uncompressedBytes: archive.length,
    content: contentOf(bytesSource(blob)),
    ...changes,
  };
}

async function entriesOf(archive: Buffer): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  for await (const item of readTar(pieces(archive, 1000))) {
    assert.equal(item.kind, 'entry');
    if (item.kind === 'entry') entries.push(item.entry);
  }
  return entries;
}

const zip = (text: string): Buffer => Buffer.from(text.repeat(3000));
const archive = makeTar([
  { name: 'a', content: zip('one thing and another, ') },
  { name: 'b', content: pseudoRandom(50_000) },
]);

describe('what a layer costs is shared to the last bit', () => {
  const triples: Triple[] = [
    [600, 9000, 1],
    [9000, 9000, 2],
    [20_000, 100_000, 0],
    [100_000, archive.length, 1],
  ];
  const ranges = rangesOf(triples, 4);
  const methods = { none: 'uncompressed exact', gzip: 'deflate-bits exact', zstd: 'ratio estimate' } as const;
  for (const compression of ['none', 'gzip', 'zstd'] as const) {
    test(`${compression}: it says how that is known, and sums are its length, in bits and in bytes`, () => {
      const layer = layerOf(archive, compression);
      const cost = layerCost(layer, ranges);
      assert.equal(`${cost.method} ${cost.certainty}`, methods[compression]);
      assert.deepEqual(
        [cost.compressedBytes, cost.uncompressedBytes],
        [layer.compressedBytes, layer.uncompressedBytes],
      );
      assert.equal(cost.owners.length, 4);
      assert.equal(
        cost.owners.reduce((sum, bits) => sum + bits, 0) + cost.unowned + cost.overheadBits,
        layer.compressedBytes * 8,
      );
      assert.deepEqual([cost.owners[2], cost.owners[3]], [0, 0]);
      const bytes = wholeBytes(cost);
      assert.equal(
        bytes.owners.reduce((sum, each) => sum + each, 0) + bytes.unowned + bytes.overhead,
        layer.compressedBytes,
      );
      for (const [owner, each] of bytes.owners.entries())
        assert.ok(Number.isInteger(each) && Math.abs(each - (cost.owners[owner] ?? 0) / 8) < 1);
    });
  }

  test('noise costs what it is, and text far less, in gzip; zstd is not looked into', () => {
    const [text, noise] = [600, 80_000];
    const each: Triple[] = [
      [text, text + 10_000, 0],
      [noise, noise + 10_000, 1],
    ];
    const gzip = layerCost(layerOf(archive, 'gzip'), rangesOf(each));
    assert.ok((gzip.owners[0] ?? 0) < 5000, `${gzip.owners[0]}`);
    assert.ok((gzip.owners[1] ?? 0) >= 80_000 && (gzip.owners[1] ?? 0) < 81_000, `${gzip.owners[1]}`);
    const zstd = layerCost(layerOf(archive, 'zstd'), rangesOf(each));
    assert.ok(Math.abs((zstd.owners[0] ?? 0) - (zstd.owners[1] ?? 0)) <= 1);
  });

  test('of a layer that holds nothing, all is overhead', () => {
    for (const compression of ['gzip', 'zstd'] as const) {
      const layer = layerOf(Buffer.alloc(0), compression);
      const cost = layerCost(layer, rangesOf([], 2));
      assert.deepEqual([[...cost.owners], cost.unowned], [[0, 0], 0]);
      assert.equal(cost.overheadBits, layer.compressedBytes * 8);
      assert.equal(wholeBytes(cost).overhead, layer.compressedBytes);
    }
    assert.equal(wholeBytes(layerCost(layerOf(Buffer.alloc(0), 'none'), rangesOf([], 0))).overhead, 0);
  });

  test('a blob that is not as long as is said, packed or unpacked, is refused', () => {
    for (const compression of ['none', 'gzip'] as const) {
      for (const length of ['compressedBytes', 'uncompressedBytes'] as const) {
        const layer = layerOf(archive, compression);
        const wrong = { ...layer, [length]: layer[length] + 1 };
        assert.throws(
          () => layerCost(wrong, rangesOf([])),
          hasCode('E_BASE', /^the layer is said to be \d+ bytes that unpack to \d+, and is \d+ bytes that/),
        );
      }
    }
  });
});

describe('ranges', () => {
  const wrong: Readonly<Record<string, readonly [triples: Triple[], owners: number, message: RegExp]>> = {
    'that overlap': [
      [
        [0, 10, 0],
        [9, 12, 0],
      ],
      1,
      /out of order: one from 9 to 12 follows one that ends at 10/,
    ],
    'that go backwards': [[[10, 5, 0]], 1, /out of order/],
    'that begin before the start': [[[-1, 5, 0]], 1, /out of order/],
    'of broken bytes': [[[0, 1.5, 0]], 1, /out of order/],
    'that are no numbers': [[[0, Number.NaN, 0]], 1, /out of order/],
    'of an owner that is not there': [[[0, 5, 3]], 3, /name owner 3 of 3/],
    'behind the end': [[[0, archive.length + 1, 0]], 1, /end at byte \d+, where there are \d+ bytes/],
  };
  for (const [name, [triples, owners, message]] of Object.entries(wrong)) {
    test(`${name} are our own fault`, () => {
      for (const compression of ['none', 'gzip', 'zstd'] as const) {
        const work = () => layerCost(layerOf(archive, compression), rangesOf(triples, owners));
        assert.throws(work, hasCode('E_INTERNAL', message), compression);
      }
    });
  }

  test('in columns of different lengths are our own fault', () => {
    const ranges = { ...rangesOf([[0, 1, 0]]), ends: new Float64Array(2) };
    assert.throws(() => layerCost(layerOf(archive, 'gzip'), ranges), hasCode('E_INTERNAL', /columns/));
  });

  test('of a file are moved to where its content is, also behind long names and pax records', async () => {
    const name = `${'deep/'.repeat(30)}program`;
    const entries = [
      { name: 'etc/motd', content: 'hello' },
      { name: 'pax', type: 'x', content: paxRecord('path', name) },
      { name: 'short', content: pseudoRandom(3000) },
      { name: '././@LongLink', type: 'L', content: `${name}2\0` },
      { name: 'short', content: pseudoRandom(700, 2) },
    ];
    const tar = makeTar(entries);
    const found = await entriesOf(tar);
    assert.deepEqual(
      found.map(({ path }) => path),
      ['etc/motd', name, `${name}2`],
    );
    for (const [at, content] of [Buffer.from('hello'), pseudoRandom(3000), pseudoRandom(700, 2)].entries()) {
      const entry = found[at];
      assert.ok(entry);
      const offset = contentOffset(entry);
      assert.ok(tar.subarray(offset, offset + entry.size).equals(content));
      const moved = rangesInArchive(rangesOf([[2, 5, 7]]), entry);
      assert.deepEqual(moved, rangesOf([[2 + offset, 5 + offset, 7]]));
      assert.throws(
        () => rangesInArchive(rangesOf([[0, entry.size + 1, 0]]), entry),
        hasCode('E_INTERNAL', /end at byte/),
      );
    }
  });
});

test("a program in a layer of Slipway's costs the same by its functions as byte by byte", async (t) => {
  const { store, folder } = await sampleStore(t);
  const bytes = readFileSync(shippedHello('linux', 'amd64').path).subarray(0, 800_000);
  const content = await writeContent(join(folder, 'hello'), bytes);
  const request = {
    kind: 'binary' as const,
    entries: [{ type: 'file' as const, path: 'usr/local/bin/hello', mode: 0o755, content }],
    compression: { algorithm: 'gzip' as const, level: 6 },
    mtime: 0,
  };
  const { layer } = await makeLayer(request, store);
  const scan = await recallScan(store, layer.digest, 'gzip');
  const entry = scan?.entries.find(({ path }) => path === 'usr/local/bin/hello');
  const blob = await store.find(layer.digest);
  assert.ok(scan && entry && blob);
  const { uncompressedBytes } = scan;

  const packed = readFileSync(blob.path);
  const { bits } = referenceCosts(packed);
  const tar = gunzipSync(packed);
  const offset = tar.indexOf('\x7fELF');
  const slices = Array.from({ length: 800 }, (_, at): Triple => [at * 1000, at * 1000 + 990, at % 3]);
  const expected = [0, 0, 0];
  for (const [start, end, owner] of slices) {
    const costs = bits.slice(offset + start, offset + end);
    expected[owner] = costs.reduce((sum, each) => sum + each, expected[owner] ?? 0);
  }
  const cost = withFileSource(blob.path, (source) =>
    layerCost(
      { ...layer, uncompressedBytes, compression: 'gzip', content: contentOf(source) },
      rangesInArchive(rangesOf(slices), entry),
    ),
  );
  assert.deepEqual([...cost.owners], expected);
  assert.ok(cost.method === 'deflate-bits' && cost.overhead.codes > 0);
});

test('a layer of a file is read in windows', async (t) => {
  const { folder } = await sampleStore(t);
  const path = join(folder, 'layer');
  const blob = gzipSync(Buffer.concat([pseudoRandom(3 << 20), archive]));
  writeFileSync(path, blob);
  const lengths = withFileSource(path, (source) => [...contentOf(source)].map(({ length }) => length));
  assert.ok(Math.max(...lengths) <= 1 << 20);
  assert.equal(
    lengths.reduce((sum, each) => sum + each, 0),
    blob.length,
  );
});

describe('shares', () => {
  const weights = fc.array(fc.oneof(fc.nat(5), fc.nat(2 ** 31 - 1), fc.constant(0)), {
    minLength: 1,
    maxLength: 50,
  });
  test('are whole, sum to the total, are less than one away from the quota, and follow the weights', () => {
    fc.assert(
      fc.property(weights, fc.maxSafeNat(), (list, total) => {
        const all = Float64Array.from(list);
        const sum = list.reduce((before, each) => before + BigInt(each), 0n);
        const shares = [...shareOut(total, all)];
        if (sum === 0n) return assert.ok(shares.every((share) => share === 0));
        assert.equal(
          shares.reduce((before, each) => before + BigInt(each), 0n),
          BigInt(total),
        );
        for (const [at, share] of shares.entries()) {
          const weight = list[at] ?? 0;
          const away = BigInt(share) * sum - BigInt(total) * BigInt(weight);
          assert.ok(away > -sum && away < sum);
          if (weight === 0) assert.equal(share, 0);
          const [next = 0, nextShare = 0] = [list[at + 1], shares[at + 1]];
          if (next > weight) assert.ok(nextShare >= share);
        }
      }),
    );
  });
  test('give what is left to the largest fractions, and to the first of equal ones', () => {
    assert.deepEqual([...shareOut(10, Float64Array.from([1, 1, 1]))], [4, 3, 3]);
    const votes = Float64Array.from([47_000, 16_000, 15_800, 12_000, 6100, 3100]);
    assert.deepEqual([...shareOut(10, votes)], [5, 2, 1, 1, 1, 0]);
    assert.deepEqual([...shareOut(0, byteRanges(3).ends)], [0, 0, 0]);
  });
});
