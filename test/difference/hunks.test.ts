import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { hunksOf } from '../../src/difference/hunks.ts';
import { firstOtherOrder, isReordered } from '../../src/difference/order.ts';

const text = (content: string): Buffer => Buffer.from(content, 'latin1');

/** What is removed and what stands in its place. */
function edits(a: string, b: string): string[] {
  const { list } = hunksOf(text(a), text(b));
  return list.map((hunk) => `${a.slice(hunk.a.from, hunk.a.to)}→${b.slice(hunk.b.from, hunk.b.to)}`);
}

/** Numbers that are each there once, so that what moved can be found again. */
const long = Array.from({ length: 400 }, (_, at) => `${at * at * 7919};`).join('');

describe('the differences of two pieces', () => {
  it('are the bytes at their places where nothing moved', () => {
    assert.deepEqual(edits('one two', 'one too'), ['w→o']);
    assert.deepEqual(edits(long, long.replace('7919;', '7819;')), ['9→8']);
  });

  it('are what was put in and taken out where the rest moved', () => {
    const changed = `${long.slice(0, 500)}NEW TEXT${long.slice(500, 900)}${long.slice(1000)}`;
    assert.deepEqual(edits(long, changed), ['→NEW TEXT', `${long.slice(900, 1000)}→`]);
  });

  it('count the longer one of two lengths', () => {
    assert.equal(hunksOf(text('abc'), text('abxyzc')).bytes, 3);
    assert.equal(hunksOf(text(''), text('abc')).bytes, 3);
  });

  it('make B of A, whatever the two are', () => {
    const piece = fc.oneof(
      fc.constant('a'.repeat(40)),
      fc.string({ maxLength: 60 }),
      fc.constant(long.slice(0, 300)),
    );
    const pieces = fc.array(piece, { maxLength: 12 }).map((all) => text(all.join('')));
    fc.assert(
      fc.property(pieces, pieces, (a, b) => {
        const { bytes, list } = hunksOf(a, b);
        assert.equal(bytes === 0, a.equals(b));
        const made: Buffer[] = [];
        let end = 0;
        let sum = 0;
        for (const hunk of list) {
          made.push(a.subarray(end, hunk.a.from), b.subarray(hunk.b.from, hunk.b.to));
          sum += Math.max(hunk.a.to - hunk.a.from, hunk.b.to - hunk.b.from);
          end = hunk.a.to;
        }
        made.push(a.subarray(end));
        assert.ok(Buffer.concat(made).equals(b));
        assert.equal(sum, bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('of what has little in common are found in time that grows with the length alone', () => {
    const noise = (seed: number): Buffer => {
      let state = seed;
      const next = (): number => {
        state = Math.imul(state, 1_103_515_245) + 12_345;
        return state >>> 24;
      };
      return Buffer.from(Array.from({ length: 1 << 18 }, next));
    };
    const found = hunksOf(noise(1), noise(2).subarray(1));
    assert.ok(found.bytes > 200_000);
    assert.ok(found.list.length <= 1 << 14);
  });
});

describe('another order', () => {
  const isOther = (a: string, b: string): boolean =>
    isReordered(text(a), text(b), hunksOf(text(a), text(b)).list);

  it('is the same bytes at other places', () => {
    assert.ok(isOther('alpha beta  gamma', 'gamma beta  alpha'));
    assert.ok(!isOther('alpha beta  gamma', 'gamma beta  alphx'));
  });

  it('is not two digits that changed places, which may be chance', () => {
    assert.ok(!isOther('2026-01-02', '2026-02-01'));
  });

  it('of lists is told by the first item of each that is elsewhere, without what is in one alone', () => {
    assert.deepEqual(firstOtherOrder(['a', 'b', 'c'], ['a', 'c', 'b']), ['b', 'c']);
    assert.equal(firstOtherOrder(['a', 'b', 'c'], ['x', 'a', 'c', 'y']), undefined);
  });
});
