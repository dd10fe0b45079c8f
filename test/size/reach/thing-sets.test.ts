import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { smallestFirst } from '../../../src/size/reach/smallest-first.ts';
import { everything, nothing, type ThingSets, thingSets } from '../../../src/size/reach/thing-sets.ts';

const drawn = fc.array(fc.uniqueArray(fc.nat(40), { maxLength: 12 }), { minLength: 2, maxLength: 60 });

function setOf(sets: ThingSets, things: readonly number[]): number {
  return things.reduce((set, thing) => sets.union(set, sets.of(thing)), nothing);
}

describe('sets of things', () => {
  it('have the same number where they hold the same, in whatever order it came', () => {
    fc.assert(
      fc.property(drawn, (lists) => {
        const sets = thingSets();
        for (const things of lists) {
          const set = setOf(sets, things);
          assert.equal(setOf(sets, things.toReversed()), set);
          const sorted = things.toSorted((a, b) => a - b);
          assert.deepEqual([...sets.members(set)], sorted);
          assert.equal(sets.size(set), things.length);
        }
        assert.ok(sets.count <= sets.things + 2, 'none is there twice, or empty');
      }),
    );
  });

  it('are united and intersected as sets are', () => {
    fc.assert(
      fc.property(drawn, (lists) => {
        const sets = thingSets();
        const known = lists.map((things) => [setOf(sets, things), new Set(things)] as const);
        for (const [first, a] of known) {
          for (const [second, b] of known) {
            assert.deepEqual(new Set(sets.members(sets.union(first, second))), new Set([...a, ...b]));
            assert.deepEqual(
              sets.members(sets.intersection(first, second)),
              Uint32Array.from([...a].filter((each) => b.has(each)).sort((one, other) => one - other)),
            );
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('know nothing, and everything', () => {
    const sets = thingSets();
    const some = setOf(sets, [3, 1]);
    const { union, intersection } = sets;
    assert.deepEqual([union(some, nothing), union(nothing, some)], [some, some]);
    assert.deepEqual([intersection(some, nothing), intersection(nothing, some)], [nothing, nothing]);
    assert.deepEqual([union(some, everything), union(everything, some)], [everything, everything]);
    assert.deepEqual([intersection(some, everything), intersection(everything, some)], [some, some]);
    assert.deepEqual([union(nothing, everything), union(everything, nothing)], [everything, everything]);
    assert.deepEqual(
      [intersection(nothing, everything), intersection(everything, nothing)],
      [nothing, nothing],
    );
    assert.deepEqual([...sets.members(nothing), ...sets.members(everything)], []);
  });

  it('stay what they are where there are more than are remembered', () => {
    const sets = thingSets();
    const pairs = Array.from({ length: 400 }, (_, a) => Array.from({ length: a }, (__, b) => [b, a])).flat();
    const numbers = pairs.map((pair) => setOf(sets, pair));
    assert.equal(new Set(numbers).size, pairs.length);
    const last = sets.of(400);
    for (const [at, set] of numbers.entries()) {
      assert.equal(setOf(sets, pairs[at] ?? []), set);
      assert.deepEqual([...sets.members(set)], pairs[at]);
      assert.deepEqual([...sets.members(sets.union(last, set))], [...(pairs[at] ?? []), 400]);
    }
  });
});

describe('of what there is to do', () => {
  it('the smallest comes first, each once, with the least size that it was given', () => {
    const step = fc.option(
      fc.tuple(
        fc.nat(9),
        fc.oneof({ weight: 5, arbitrary: fc.nat(5) }, { weight: 1, arbitrary: fc.constant(100_000) }),
      ),
      { freq: 2 },
    );
    fc.assert(
      fc.property(fc.array(step, { size: 'medium' }), (steps) => {
        const queue = smallestFirst(10);
        const expected = new Map<number, number>();
        const take = (): void => {
          const item = queue.take();
          const least = Math.min(...expected.values());
          if (item === undefined) assert.equal(expected.size, 0);
          else assert.equal(expected.get(item), least);
          expected.delete(item ?? -1);
        };
        for (const each of steps) {
          if (each === null) take();
          else {
            const [item, size] = each;
            queue.add(item, size);
            expected.set(item, Math.min(expected.get(item) ?? size, size));
          }
        }
        while (expected.size > 0) take();
        assert.equal(queue.take(), undefined);
      }),
    );
  });
});
