import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ByteSource, bytesSource } from '../../src/binary/byte-source.ts';
import { zeroTest } from '../../src/binary/zero-test.ts';

const length = 200_000;
const bytes = Buffer.alloc(length);
for (const at of [0, 100, 65_535, 65_536, 131_071, length - 1]) bytes[at] = 1;

describe('whether a range of a file is zeros', () => {
  const ranges: readonly (readonly [offset: number, bytes: number])[] = [
    [1, 31],
    [90, 10],
    [90, 11],
    [65_500, 35],
    [65_500, 36],
    [65_536, 1],
    [65_537, 65_534],
    [131_072, 31],
    [131_060, 31],
    // Longer than a window, and from behind to the front.
    [131_072, length - 131_072 - 1],
    [131_072, length - 131_072],
    [1, 99],
    [1, 100],
    [length - 1, 1],
    [length, 0],
  ];
  const truth = ranges.map(([offset, count]) =>
    bytes.subarray(offset, offset + count).every((byte) => byte === 0),
  );

  it('is told as by reading it, whichever was asked about before', () => {
    const isZero = zeroTest(bytesSource(bytes));
    assert.deepEqual(
      ranges.map(([offset, count]) => isZero(offset, count)),
      truth,
    );
    assert.deepEqual(new Set(truth), new Set([true, false]));
  });

  it('takes a read for each window of ranges that lie near each other', () => {
    let reads = 0;
    const counted: ByteSource = {
      length,
      read: (...range) => {
        reads += 1;
        return bytesSource(bytes).read(...range);
      },
    };
    const isZero = zeroTest(counted);
    for (let offset = 0; offset + 31 <= length; offset += 64) isZero(offset, 31);
    assert.ok(reads <= 4, `${reads}`);
  });

  it('that does not lie in the file is an error', () => {
    assert.throws(() => zeroTest(bytesSource(bytes))(length - 1, 2), { code: 'E_BINARY' });
  });
});
