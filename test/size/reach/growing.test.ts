import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded, growing } from '../../../src/size/reach/growing.ts';

test('a column takes as much as comes', () => {
  const column = growing((length) => new Uint32Array(length), 2);
  for (const value of [5, 6, 7, 8, 9]) column.push(value);
  assert.deepEqual([...column.values.subarray(0, column.length)], [5, 6, 7, 8, 9]);
});

test('one whose room is known stays the same, and takes no more than that', () => {
  const values = new Uint8Array(2);
  const column = bounded(values);
  column.push(5);
  column.push(6);
  assert.throws(() => column.push(7), RangeError);
  assert.equal(column.values, values);
  assert.deepEqual([...values], [5, 6]);
});
