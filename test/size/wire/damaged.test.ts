import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { constants, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { gzipBits } from '../../../src/size/wire/gzip-bits.ts';
import type { SlipwayError } from '../../../src/support/errors.ts';
import { pseudoRandom } from '../../image/sample.ts';
import { type BitWriter, bitWriter, memberOf } from './bit-writer.ts';
import { assertLikeReference, isDamage, noRanges, sumOf } from './measuring.ts';

const text = Buffer.from('a stitch in time saves nine, a stitch in time saves ninety, '.repeat(9));
const mixed = Buffer.concat([text, pseudoRandom(400), Buffer.alloc(700), text]);

const fixedBlock = (): BitWriter => bitWriter().number(1, 1).number(1, 2);

/** The last block, up to the lengths of the codes, whose own code's lengths are given by symbol. */
function ownBlock(literals: number, distances: number, lengthOf: (symbol: number) => number): BitWriter {
  const block = bitWriter().number(1, 1).number(2, 2);
  block
    .number(literals - 257, 5)
    .number(distances - 1, 5)
    .number(15, 4);
  for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
    block.number(lengthOf(symbol), 3);
  return block;
}

/** A block with these lengths of codes; a text such as `138 zeros` stands for many. */
function blockOf(literals: number, distances: number, lengths: readonly (number | string)[]): BitWriter {
  // Each has two bits, which gives them these codes.
  const codes: Readonly<Record<number, string>> = { 0: '00', 1: '01', 2: '10', 18: '11' };
  const block = ownBlock(literals, distances, (symbol) => (symbol in codes ? 2 : 0));
  for (const length of lengths) {
    if (typeof length === 'number') block.code(codes[length] ?? '');
    else block.code('11').number(Number.parseInt(length, 10) - 11, 7);
  }
  return block;
}

describe('damaged deflate data is refused with the place, and zlib refuses it too', () => {
  const damage: Readonly<Record<string, readonly [block: BitWriter, message: RegExp]>> = {
    'a kind of block that there is not': [bitWriter().number(1, 1).number(3, 2), /byte 10: a block is of no/],
    'a stored block whose length does not fit': [
      bitWriter().number(1, 8).number(5, 16).number(5, 16),
      /byte 11: the length of a stored block/,
    ],
    'more literals than there are': [
      ownBlock(287, 1, () => 4),
      /byte 10: a block has codes for 287 literals and 1 distances/,
    ],
    'more distances than there are': [ownBlock(257, 31, () => 4), /for 257 literals and 31 distances/],
    'too many lengths of codes in a code': [
      ownBlock(257, 1, () => 4),
      /the code of lengths of codes has more codes than/,
    ],
    'a code of lengths of codes that is not complete': [
      ownBlock(257, 1, (symbol) => (symbol < 3 ? 2 : 0)),
      /the code of lengths of codes is not complete/,
    ],
    'a code of lengths of codes with one code': [
      ownBlock(257, 1, (symbol) => (symbol === 0 ? 1 : 0)),
      /the code of lengths of codes is not complete/,
    ],
    'no lengths of codes': [ownBlock(257, 1, () => 0), /the code of lengths of codes is not complete/],
    'a length that repeats the one before the first': [
      ownBlock(257, 1, (symbol) => (symbol === 0 || symbol === 16 ? 1 : 0))
        .code('1')
        .number(0, 2),
      /the first length of a code/,
    ],
    'more lengths than it says': [
      blockOf(257, 1, ['138 zeros', '121 zeros']),
      /a block has more lengths of codes than it says/,
    ],
    'no code for the end': [blockOf(257, 1, [1, 1, '138 zeros', '118 zeros']), /no code for its end/],
    'too many literals': [
      blockOf(257, 1, [1, 1, '138 zeros', '116 zeros', 1, 0]),
      /the code of literals and lengths has more codes than/,
    ],
    'a code of literals that is not complete': [
      blockOf(257, 1, [2, '138 zeros', '117 zeros', 2, 0]),
      /the code of literals and lengths is not complete/,
    ],
    'a code of distances that is not complete': [
      blockOf(257, 1, [1, '138 zeros', '117 zeros', 1, 2]),
      /the code of distances is not complete/,
    ],
    'a code that is no literal': [
      blockOf(257, 1, ['138 zeros', '118 zeros', 1, 0]).code('1'),
      /no literal and no length has this code/,
    ],
    'a distance where none has a code': [
      blockOf(258, 1, ['138 zeros', '118 zeros', 1, 1, 0]).code('1'),
      /no distance has this code/,
    ],
    'a length that is none': [
      fixedBlock().code('11000110'),
      /byte 10: no literal and no length has this code/,
    ],
    'a distance that is none': [
      fixedBlock().code('00110000').code('0000001').code('11110'),
      /byte 12: no distance has this code/,
    ],
    'a copy from before the start': [
      fixedBlock().code('00110000').code('0000001').code('00001'),
      /it copies from 2 bytes before, where there are 1/,
    ],
  };
  for (const [name, [block, message]] of Object.entries(damage)) {
    test(name, () => {
      const deflated = Buffer.concat([block.bytes(), Buffer.alloc(40)]);
      assert.throws(() => inflateRawSync(deflated), { code: 'Z_DATA_ERROR' });
      assert.throws(() => gzipBits([memberOf(deflated, 0)], noRanges), isDamage(message));
    });
  }
});

describe('what zlib takes although it is odd', () => {
  const odd: Readonly<Record<string, BitWriter>> = {
    'a block with nothing but a code for its end': blockOf(257, 1, ['138 zeros', '118 zeros', 1, 0]).code(
      '0',
    ),
    'a single distance, of one bit': blockOf(258, 1, [2, '138 zeros', '117 zeros', 2, 1, 1])
      .code('10')
      .code('0')
      .code('0')
      .code('11'),
    'no distances, where nothing is copied': blockOf(257, 1, [1, '138 zeros', '117 zeros', 1, 0])
      .code('0')
      .code('0')
      .code('1'),
  };
  for (const [name, block] of Object.entries(odd)) {
    test(name, () => {
      const output = inflateRawSync(block.bytes());
      assertLikeReference(memberOf(block.bytes(), output.length), output);
    });
  }
});

describe('a damaged gzip file', () => {
  const gzip = gzipSync(mixed);
  const edited = (edit: (copy: Buffer) => void): Buffer => {
    const copy = Buffer.from(gzip);
    edit(copy);
    return copy;
  };

  test('is refused when it is cut anywhere', () => {
    for (let length = 0; length < gzip.length; length++) {
      const cut = gzip.subarray(0, length);
      assert.throws(() => gzipBits([cut], noRanges), isDamage(), `${length}`);
    }
    assert.throws(
      () => gzipBits([gzip.subarray(0, 300)], noRanges),
      isDamage(/is cut: it ends at byte 300$/),
    );
    assert.throws(() => gzipBits([], noRanges), isDamage(/is cut: it ends at byte 0$/));
    const stored = gzipSync(mixed, { level: 0 });
    assert.throws(
      () => gzipBits([stored.subarray(0, 700)], noRanges),
      isDamage(/is cut: it ends at byte 700$/),
    );
  });

  const damage: Readonly<Record<string, readonly [file: Buffer, message: RegExp]>> = {
    'that does not begin as one': [edited((copy) => copy.fill(0, 0, 2)), /byte 0: no gzip member/],
    'of another method': [edited((copy) => copy.fill(7, 2, 3)), /byte 0: its method/],
    'with flags of the future': [edited((copy) => copy.fill(0x20, 3, 4)), /byte 0: its header has flags/],
    'whose extra field is longer than it': [
      edited((copy) => copy.fill(4, 3, 4).fill(0xff, 10, 12)),
      /is cut/,
    ],
    'whose name never ends': [
      Buffer.concat([Buffer.from('1f8b08080000000000ff', 'hex'), Buffer.alloc(300_000, 'x')]),
      /is cut: it ends at byte 300010/,
    ],
    'whose length is not what it says': [
      edited((copy) => copy.writeUInt32LE(5, copy.length - 4)),
      new RegExp(
        `byte ${gzip.length - 8}: it says that it unpacks to 5 bytes, and unpacks to ${mixed.length}`,
      ),
    ],
    'with something after it': [
      Buffer.concat([gzip, Buffer.from('something')]),
      new RegExp(`byte ${gzip.length}: no gzip member begins here`),
    ],
    'with zeros after it': [Buffer.concat([gzip, Buffer.alloc(512)]), /no gzip member begins here/],
    'with part of a member after it': [Buffer.concat([gzip, gzip.subarray(0, 40)]), /is cut/],
    'whose second member copies from the first': [
      Buffer.concat([gzip, memberOf(fixedBlock().code('0000001').code('00000').code('0000000').bytes(), 3)]),
      new RegExp(`byte ${gzip.length + 11}: it copies from 1 bytes before, where there are 0`),
    ],
  };
  for (const [name, [file, message]] of Object.entries(damage)) {
    test(`${name} is refused`, () => assert.throws(() => gzipBits([file], noRanges), isDamage(message)));
  }
});

/** Bytes put in the place of others, anywhere. */
function changesIn(victims: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const change = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.oneof(fc.nat(255), fc.constantFrom(0, 255)),
  );
  const shape = fc.tuple(fc.constantFrom(...victims), fc.array(change, { minLength: 1, maxLength: 4 }));
  return shape.map(([victim, changes]) => {
    const copy = Buffer.from(victim);
    for (const [place, value] of changes) copy[Math.floor(place ** 3 * (copy.length - 1))] = value;
    return copy;
  });
}

test('any damage to deflate data is answered as zlib answers it, and what zlib takes is measured to the bit', () => {
  const victims = [
    ...[0, 1, 6, 9].map((level) => deflateRawSync(mixed, { level })),
    deflateRawSync(mixed, { memLevel: 1 }),
    deflateRawSync(text, { strategy: constants.Z_FIXED }),
    deflateRawSync(text.subarray(0, 90), { strategy: constants.Z_HUFFMAN_ONLY }),
    deflateRawSync(mixed, { strategy: constants.Z_RLE }),
  ];
  const told = { taken: 0, damaged: 0, cut: 0 };
  fc.assert(
    fc.property(changesIn(victims), (deflated) => {
      const answer = inflated(deflated);
      if (typeof answer === 'object') {
        assertLikeReference(memberOf(answer.used, answer.output.length), answer.output);
        told.taken++;
        return;
      }
      const file = memberOf(deflated, 0).subarray(0, 10 + deflated.length);
      // Where the data ends inside a code, zlib waits for the rest, and here zeros are read that may be no code.
      const atEnd = new RegExp(`byte (${[1, 2, 3, 4, 5, 6].map((left) => file.length - left).join('|')}):`);
      const message = answer === 'Z_DATA_ERROR' ? /is damaged at/ : new RegExp(`is cut|${atEnd.source}`);
      assert.throws(() => gzipBits([file], noRanges), isDamage(message), answer);
      told[answer === 'Z_DATA_ERROR' ? 'damaged' : 'cut']++;
    }),
    { numRuns: 2000 },
  );
  for (const [answer, times] of Object.entries(told)) assert.ok(times > 20, `${answer}: ${times}`);
});

/** What zlib says: what it used and what came out, or its error. */
function inflated(deflated: Buffer): { used: Buffer; output: Buffer } | string {
  try {
    const { buffer, engine } = inflateRawSync(deflated, { info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { used: deflated.subarray(0, engine.bytesWritten), output: buffer };
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

test('any damage to a gzip file is refused with its place, or all of its bits are accounted for', () => {
  const victims = [
    gzipSync(mixed),
    Buffer.concat([gzipSync(text), gzipSync(mixed, { level: 0 }), gzipSync('')]),
  ];
  let refused = 0;
  fc.assert(
    fc.property(changesIn(victims), (file) => {
      try {
        const found = gzipBits([file], noRanges);
        assert.equal(found.compressedBytes, file.length);
        assert.equal(sumOf(found), file.length * 8);
      } catch (error) {
        assert.ok(isDamage()(error), String(error));
        const place = Number(/at byte (\d+)/.exec((error as SlipwayError).message)?.[1]);
        assert.ok(place <= file.length);
        assert.throws(() => gunzipSync(file));
        refused++;
      }
    }),
    { numRuns: 1000 },
  );
  assert.ok(refused > 100, `only ${refused}`);
});
