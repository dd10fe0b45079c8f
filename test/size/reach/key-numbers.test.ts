import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keyNumbers } from '../../../src/size/reach/key-numbers.ts';

/** Some that meet in a hash, and any others. */
const word = fc.oneof(fc.constantFrom(0, 1, 127, 128, 0x8000_0000, 0xffff_ffff), fc.integer(), fc.nat());

test('keys get numbers in the order in which they come, each one, however many there are', () => {
  const keys = fc.array(fc.tuple(word, word), { maxLength: 3000, size: 'max' });
  const property = fc.property(keys, fc.nat(4096), (asked, expected) => {
    const numbers = keyNumbers(expected);
    const known = new Map<string, number>();
    for (const [first, second] of asked) {
      const key = `${first >>> 0} ${second >>> 0}`;
      assert.equal(numbers.known(first, second), known.get(key));
      const number = known.get(key) ?? known.size;
      known.set(key, number);
      assert.equal(numbers.of(first, second), number);
    }
    assert.equal(numbers.count, known.size);
    for (const [first, second] of asked) {
      assert.equal(numbers.known(first, second), known.get(`${first >>> 0} ${second >>> 0}`));
    }
  });
  fc.assert(property, { numRuns: 30 });
});

test('the two halves of a key are not the same as each other', () => {
  const numbers = keyNumbers();
  assert.deepEqual([numbers.of(1, 2), numbers.of(2, 1), numbers.of(1, 2)], [0, 1, 0]);
  assert.equal(numbers.known(2, 2), undefined);
});
