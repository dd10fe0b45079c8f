import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { inParallel } from '../../src/support/concurrency.ts';

test('work goes on for so many items at a time, and its results keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 5 })),
      fc.integer({ min: 1, max: 6 }),
      async (turns, atOnce) => {
        let running = 0;
        let most = 0;
        const results = await inParallel(turns, atOnce, async (count) => {
          most = Math.max(most, ++running);
          for (let left = count; left > 0; left--) await turn();
          running--;
          return count * 2;
        });
        assert.deepEqual(
          results,
          turns.map((count) => count * 2),
        );
        assert.equal(most, Math.min(atOnce, turns.length));
      },
    ),
  );
});

test('after a failure nothing more begins, and it is thrown once the rest has come to an end', async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = async (item: number): Promise<void> => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('the second fails');
    await turn();
    ended.push(item);
  };
  await assert.rejects(inParallel([0, 1, 2, 3, 4, 5], 3, work), /the second fails/);
  assert.deepEqual(begun, [0, 1, 2]);
  assert.deepEqual(ended, [0, 2]);
});
