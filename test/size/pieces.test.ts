import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { filledWith, kindCode, none, type Pieces, pieceBuilder, pieceKinds } from '../../src/size/pieces.ts';

type Range = readonly [start: number, end: number, owner: number];

function piecesOf(ranges: readonly Range[]): Pieces {
  const builder = pieceBuilder(1);
  for (const [start, end, owner] of ranges) builder.add(start, end, kindCode('data'), owner, none);
  return builder.build();
}

function rangesOf({ count, starts, bytes, owners }: Pieces): Range[] {
  return Array.from({ length: count }, (_, i) => {
    const start = starts[i] ?? 0;
    return [start, start + (bytes[i] ?? 0), owners[i] ?? 0] as const;
  });
}

test('where the upper has nothing the lower shows through, cut at the edges', () => {
  const upper = piecesOf([
    [10, 20, 1],
    [30, 40, 1],
  ]);
  const lower = piecesOf([
    [0, 12, 2],
    [15, 35, 3],
    [38, 50, 4],
  ]);
  assert.deepEqual(rangesOf(filledWith(upper, lower)), [
    [0, 10, 2],
    [10, 20, 1],
    [20, 30, 3],
    [30, 40, 1],
    [40, 50, 4],
  ]);
});

test('what lies side by side in the upper comes out as it is, however many they are', () => {
  const many = Array.from({ length: 100 }, (_, index): Range => [10 + index, 11 + index, index]);
  const joined = rangesOf(filledWith(piecesOf([...many, [120, 130, 7]]), piecesOf([[0, 200, 8]])));
  assert.deepEqual(joined, [[0, 10, 8], ...many, [110, 120, 8], [120, 130, 7], [130, 200, 8]]);
});

/** Sorted ranges with gaps, none over another. */
const ranges = (owner: number) =>
  fc.array(fc.tuple(fc.nat(5), fc.nat(7)), { maxLength: 12 }).map((steps) => {
    let at = 0;
    return steps.map(([gap, length]) => {
      const start = at + gap;
      at = start + length;
      return [start, at, owner] as const;
    });
  });

test('every byte is the upper one’s, else the lower one’s, else nobody’s', () => {
  fc.assert(
    fc.property(ranges(1), ranges(2), (above, below) => {
      const joined = rangesOf(filledWith(piecesOf(above), piecesOf(below)));
      const ownerIn = (all: readonly Range[], at: number) =>
        all.find(([start, end]) => start <= at && at < end)?.[2];
      for (let at = 0; at < 160; at += 1) {
        assert.equal(ownerIn(joined, at), ownerIn(above, at) ?? ownerIn(below, at));
      }
      for (const [index, [start, end]] of joined.entries()) {
        assert.ok(start < end && start >= (joined[index - 1]?.[1] ?? 0));
      }
    }),
  );
});

test('a kind has one number', () => {
  assert.deepEqual(pieceKinds.map(kindCode), [...pieceKinds.keys()]);
});
