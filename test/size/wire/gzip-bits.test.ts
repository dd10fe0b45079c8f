import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { constants, deflateRawSync, gunzipSync, gzipSync, type ZlibOptions } from 'node:zlib';
import fc from 'fast-check';
import { compressed } from '../../../src/image/compress.ts';
import { gzipCut } from '../../../src/image/gzip.ts';
import { gzipBits } from '../../../src/size/wire/gzip-bits.ts';
import { all, pieces, pseudoRandom } from '../../image/sample.ts';
import { shippedHello } from '../../support/go-programs.ts';
import { memberOf } from './bit-writer.ts';
import { assertLikeReference, byteRanges, noRanges, rangesOf, sumOf, type Triple } from './measuring.ts';
import { referenceCosts } from './reference.ts';

const words = Buffer.from(pseudoRandom(9000).toString('hex').replaceAll('7', ' the quick brown fox '));
const program = readFileSync(shippedHello('linux', 'amd64').path).subarray(300_000, 350_000);
const contents: Readonly<Record<string, Buffer>> = {
  nothing: Buffer.alloc(0),
  'a single byte': Buffer.from('x'),
  text: words,
  'a part of a program': program,
  noise: pseudoRandom(70_000),
  zeros: Buffer.alloc(100_000),
  'some of each': Buffer.concat([words, pseudoRandom(20_000), Buffer.alloc(3000), words, program]),
};

const settings: Readonly<Record<string, ZlibOptions>> = {
  'level 0': { level: 0 },
  'level 1': { level: 1 },
  'level 6': { level: 6 },
  'level 9': { level: 9 },
  'fixed codes': { strategy: constants.Z_FIXED },
  'no copies': { strategy: constants.Z_HUFFMAN_ONLY },
  runs: { strategy: constants.Z_RLE },
  'filtered, small blocks': { strategy: constants.Z_FILTERED, memLevel: 1 },
  'a small window': { windowBits: 9, level: 9 },
};

describe('what each byte costs is what one reads off bit by bit, and the sum is the length', () => {
  for (const [setting, options] of Object.entries(settings)) {
    for (const [name, content] of Object.entries(contents)) {
      test(`zlib, ${setting}: ${name}`, () => {
        assertLikeReference(gzipSync(content, options), content);
      });
    }
  }

  test('all kinds of blocks were among them', () => {
    const kinds = (options: ZlibOptions, content: Buffer) => gzipBits([gzipSync(content, options)], noRanges);
    const stored = kinds({ level: 0 }, words);
    assert.equal(stored.overhead.codes + stored.overhead.ends, 0);
    assert.equal(stored.unowned, words.length * 8);
    const fixed = kinds({ strategy: constants.Z_FIXED }, words);
    assert.equal(fixed.overhead.codes, 0);
    assert.ok(fixed.overhead.ends > 0 && fixed.overhead.ends % 7 === 0);
    assert.ok(kinds({ level: 6 }, words).overhead.codes > 300);
    const zeros = gzipBits([gzipSync(Buffer.alloc(100_000))], byteRanges(100_000));
    assert.ok(
      zeros.owners.subarray(1).every((bits) => bits <= 3),
      'a copy is not shared evenly',
    );
  });

  test("Slipway's own layers, whose blocks end on bytes and copy from the block before", async () => {
    const content = Buffer.concat([...Array(16).fill(words), pseudoRandom(30_000), Buffer.alloc(600_000)]);
    assert.ok(content.length > 2 * gzipCut.blockBytes);
    const gzip = await all(compressed(pieces(content, 100_000), { algorithm: 'gzip', level: 6 }));
    const { overhead } = assertLikeReference(gzip, content);
    assert.ok(overhead.blocks >= 3 * (3 + 32), 'the empty stored blocks were not seen');
  });

  test('of several members, some of them empty, each with all that a header may have', () => {
    const member = (content: Buffer, fields: { flags: number; bytes: string }): Buffer => {
      const plain = gzipSync(content);
      plain[3] = fields.flags;
      return Buffer.concat([plain.subarray(0, 10), Buffer.from(fields.bytes, 'latin1'), plain.subarray(10)]);
    };
    const [extra, name, comment, checksum] = [
      '\x05\x00AB\x01\x00x',
      'layer.tar\0',
      'made by hand\0',
      '\x12\x34',
    ];
    const parts = [
      member(words, { flags: 0, bytes: '' }),
      member(Buffer.alloc(0), { flags: 4, bytes: extra }),
      member(program, { flags: 8, bytes: name }),
      member(words, { flags: 16, bytes: comment }),
      member(words, { flags: 2, bytes: checksum }),
      member(words, { flags: 1 | 2 | 4 | 8 | 16, bytes: extra + name + comment + checksum }),
      member(Buffer.alloc(0), { flags: 0, bytes: '' }),
    ];
    const content = Buffer.concat([words, program, words, words, words]);
    const { overhead } = assertLikeReference(Buffer.concat(parts), content);
    const fields = 2 * (extra.length + name.length + comment.length + checksum.length);
    assert.equal(overhead.members, 8 * (7 * 18 + fields));
  });
});

/** Content that compresses in every way: pieces of noise, runs, and copies of what was before, near and far. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => ({ bytes, back: 0, length: 0 })),
      fc.record({ bytes: fc.constant(new Uint8Array(0)), back: fc.nat(40_000), length: fc.nat(2000) }),
      fc.nat(5000).map((length) => ({ bytes: new Uint8Array(length), back: 0, length: 0 })),
    ),
    { maxLength: 14 },
  )
  .map((parts) => {
    let made = Buffer.alloc(0);
    for (const { bytes, back, length } of parts) {
      const from = Math.max(0, made.length - back);
      made = Buffer.concat([made, bytes, made.subarray(from, from + length)]);
    }
    return made;
  });

const options = fc.record({
  level: fc.nat(9),
  strategy: fc.nat(4),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
});

/** Ranges in order, some of them empty, some side by side, of up to four owners. */
function rangesWithin(bytes: number): fc.Arbitrary<Triple[]> {
  const places = fc.array(fc.nat(bytes), { maxLength: 40 }).map((all) => all.sort((a, b) => a - b));
  return fc.tuple(places, fc.array(fc.nat(3), { minLength: 40, maxLength: 40 })).map(([all, owners]) =>
    owners.flatMap((owner, at): Triple[] => {
      const [start, end] = [all[at], all[at + 1]];
      // Owner 3 leaves its range out, so that there are gaps.
      return start === undefined || end === undefined || owner === 3 ? [] : [[start, end, owner]];
    }),
  );
}

test('owners of any ranges pay what their bytes cost, and what nobody owns is told', () => {
  const input = content.chain((bytes) => fc.tuple(fc.constant(bytes), options, rangesWithin(bytes.length)));
  fc.assert(
    fc.property(input, ([bytes, how, triples]) => {
      const gzip = gzipSync(bytes, how);
      const { bits } = referenceCosts(gzip);
      const expected = [0, 0, 0];
      let owned = 0;
      for (const [start, end, owner] of triples) {
        const sum = bits.slice(start, end).reduce((before, each) => before + each, 0);
        expected[owner] = (expected[owner] ?? 0) + sum;
        owned += sum;
      }
      const found = gzipBits([gzip], rangesOf(triples, 3));
      assert.deepEqual([...found.owners], expected);
      assert.equal(found.unowned, bits.reduce((before, each) => before + each, 0) - owned);
      assert.equal(sumOf(found), gzip.length * 8);
    }),
    { numRuns: 150 },
  );
});

test('it does not matter how the data is cut into windows, nor that they are written over', () => {
  const gzip = Buffer.concat([gzipSync(contents['some of each'] ?? ''), gzipSync(words, { level: 0 })]);
  const ranges = byteRanges(gunzipSync(gzip).length);
  const whole = gzipBits([gzip], ranges);
  function* cut(lengths: readonly number[]): Generator<Uint8Array> {
    const window = Buffer.alloc(Math.max(1, ...lengths));
    for (let at = 0, turn = 0; at < gzip.length; turn++) {
      const length = lengths[turn % lengths.length] ?? 1;
      window.fill(0xa5);
      const copied = gzip.copy(window, 0, at, at + length);
      yield window.subarray(0, copied);
      at += copied;
    }
  }
  for (const lengths of [[1], [7], [0, 1, 0, 0, 3], [65_535], [65_536], [65_537, 1], [65_552], [200_000]])
    assert.deepEqual(gzipBits(cut(lengths), ranges), whole, `cut by ${lengths}`);
});

test('the windows are closed, also when the data is damaged in the first of them', () => {
  let closed = 0;
  function* windows(first: Uint8Array): Generator<Uint8Array> {
    try {
      yield first;
      yield* Array(1000).fill(Buffer.alloc(1 << 16));
    } finally {
      closed++;
    }
  }
  assert.throws(() => gzipBits(windows(Buffer.alloc(1 << 16)), noRanges));
  assert.equal(closed, 1);
});

test('what windows fail with is passed on as it is', () => {
  const failure = new Error('the disk went away');
  function* windows(): Generator<Uint8Array> {
    yield gzipSync(words).subarray(0, 1000);
    throw failure;
  }
  assert.throws(() => gzipBits(windows(), noRanges), failure);
});

test('a member of five gigabytes is counted to the byte, in windows of which one is held', () => {
  const piece = deflateRawSync(Buffer.alloc(1 << 26), { level: 1, finishFlush: constants.Z_FULL_FLUSH });
  const count = 80;
  const bytes = count * 2 ** 26;
  const lastBlock = Buffer.from([0x03, 0x00]);
  function* windows(): Generator<Uint8Array> {
    const frame = memberOf(lastBlock, bytes);
    yield frame.subarray(0, 10);
    for (let each = 0; each < count; each++) yield piece;
    yield frame.subarray(10);
  }
  const border = 2 ** 32 + 12_345;
  const found = gzipBits(
    windows(),
    rangesOf([
      [0, 2 ** 31, 0],
      [border, border + 2 ** 26, 1],
      [border + 2 ** 26, bytes, 2],
    ]),
  );
  assert.equal(found.uncompressedBytes, bytes);
  assert.equal(found.compressedBytes, 10 + count * piece.length + 10);
  assert.equal(sumOf(found), found.compressedBytes * 8);
  const one = gzipBits([memberOf(Buffer.concat([piece, lastBlock]), 2 ** 26)], noRanges);
  assert.equal(found.owners[0], 32 * one.unowned);
  // A piece costs the same from any place on, but for how a copy of 258 bytes is parted.
  assert.ok(Math.abs((found.owners[1] ?? 0) - one.unowned) < 100);
});
