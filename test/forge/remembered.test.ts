import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Given } from '../../src/forge/given-approval.ts';
import {
  askingKey,
  decodeMemory,
  encodeMemory,
  joinMemories,
  longestMemory,
  mostAsking,
  notCovered,
  type Remembered,
  remembering,
} from '../../src/forge/remembered.ts';
import { longestBody } from '../../src/forge/sticky-comment.ts';
import { markerOf } from '../../src/forge/sticky-marker.ts';
import { mostCharacters } from '../../src/report/size-comment/comment.ts';

const commits = fc.constantFrom('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(64));
const byteCounts = fc.nat({ max: 999_999_999_999_999 });
const keys = fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { maxLength: 5 }).map(askingKey);
const asking = fc.array(fc.record({ key: keys, bytes: byteCounts }, { noNullPrototype: true }), {
  maxLength: 4,
});
const fields = {
  by: fc.constantFrom('label' as const, 'review' as const),
  id: fc.integer({ min: 1, max: 5 }),
  commit: commits,
  asking,
};
const entries: fc.Arbitrary<Remembered> = fc.record(fields, { noNullPrototype: true });
const memories = fc.array(entries, { maxLength: 6 });

test('a memory is read as it was written, and what is written cannot do anything in a comment', () => {
  fc.assert(
    fc.property(memories, (some) => {
      const memory = joinMemories(some, []);
      const text = encodeMemory(memory);
      assert.match(text, /^[\w:@.,;-]*$/);
      assert.deepEqual(decodeMemory(text), memory);
    }),
  );
});

test('damage makes less of a memory, and never another approval', () => {
  fc.assert(
    fc.property(
      memories,
      fc.nat(),
      fc.constantFrom('', 'x', ';', ':', '@', ',', '.', '9', '\n'),
      (some, at, sign) => {
        const memory = joinMemories(some, []);
        const text = encodeMemory(memory);
        const place = text === '' ? 0 : at % text.length;
        const damaged = `${text.slice(0, place)}${sign}${text.slice(place)}`;
        for (const one of decodeMemory(damaged)) {
          assert.ok(
            ['label', 'review'].includes(one.by) && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(one.commit),
          );
          assert.ok(one.asking.every(({ key, bytes }) => key.length === 16 && bytes >= 0));
        }
      },
    ),
  );
  assert.deepEqual(decodeMemory('label:1@abc:'), []);
  assert.deepEqual(decodeMemory(`team:1@${'a'.repeat(40)}:`), []);
  assert.deepEqual(decodeMemory('x'.repeat(longestMemory + 1)), []);
});

test('runs that add to a memory at once come to the same, and adding again changes nothing', () => {
  fc.assert(
    fc.property(memories, memories, memories, (before, first, second) => {
      const ids = (memory: readonly Remembered[]) => memory.map(({ by, id }) => `${by} ${id}`);
      const one = joinMemories(joinMemories(before, first), second);
      const other = joinMemories(joinMemories(before, second), first);
      assert.deepEqual(ids(one), ids(other));
      assert.deepEqual(joinMemories(one, first), one);
      assert.deepEqual(joinMemories(one, second), one);
      const old = joinMemories(before, []);
      for (const kept of one) {
        const known = old.find(({ by, id }) => by === kept.by && id === kept.id);
        if (known !== undefined) assert.deepEqual(kept, known, 'what was remembered first stays');
      }
    }),
  );
});

const given: Given = {
  by: 'review',
  id: 1,
  commit: 'a'.repeat(40),
  at: '2026-11-29T10:00:00Z',
  login: 'ada',
};
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ key: askingKey([`${at}`]), bytes: 999_999_999_999_999 }));

test('of more than can be remembered only the commit is', () => {
  assert.equal(remembering(given, many(mostAsking)).asking.length, mostAsking);
  const none = { by: 'review', id: 1, commit: given.commit, asking: [] };
  assert.deepEqual(remembering(given, many(mostAsking + 1)), none);
  assert.deepEqual(remembering(given, undefined), none);
  assert.ok(notCovered(remembering(given, undefined), many(1), 1024) !== undefined);
});

test('the longest memory and the longest key leave room for the longest comment', () => {
  const longest = { ...given, commit: 'c'.repeat(64) };
  const all = [1, 2, 3, 4, 5].flatMap((at) =>
    (['label', 'review'] as const).map((by) =>
      remembering({ ...longest, by, id: 999_999_999_999_990 + at }, many(mostAsking)),
    ),
  );
  const memory = joinMemories(all, []);
  assert.deepEqual(
    memory.map(({ by, id }) => [by, id % 10]),
    [
      ['label', 5],
      ['review', 5],
      ['review', 4],
    ],
  );
  const text = encodeMemory(memory);
  assert.ok(text.length > longestMemory * 0.9 && text.length <= longestMemory, `${text.length}`);
  assert.deepEqual(decodeMemory(text), memory);
  const marker = markerOf('k'.repeat(400), { id: 999_999_999_999_999, attempt: 999_999_999 }, memory);
  assert.ok(marker.length + 1 + longestBody <= 65_536, `${marker.length}`);
  assert.ok(mostCharacters <= longestBody);
});
