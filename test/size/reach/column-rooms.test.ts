import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnRooms, zeroColumns } from '../../../src/size/reach/column-rooms.ts';

test('columns of zeros share a piece of memory that is no longer than they are, and do not overlap', () => {
  const zeros = zeroColumns(8 * 5 + 7 + 4 * 9);
  const columns = [zeros(Float64Array, 5), zeros(Uint8Array, 7), zeros(Uint32Array, 9)];
  assert.deepEqual(
    columns.map((column) => [...column]),
    [5, 7, 9].map((length) => new Array<number>(length).fill(0)),
  );
  const [piece, ...more] = new Set(columns.map(({ buffer }) => buffer));
  assert.deepEqual(more, []);
  assert.ok((piece?.byteLength ?? 0) < 1024);
  for (const [at, column] of columns.entries()) column.fill(at + 1);
  assert.deepEqual(
    columns.map((column) => new Set<number>(column)),
    [new Set([1]), new Set([2]), new Set([3])],
  );
});

test('places of any length begin at a multiple of 8, also beyond one piece of memory', () => {
  const { lasting, rules } = columnRooms();
  const places = [3, 16, 0, 40 << 20, 5].map((bytes) => lasting(bytes));
  assert.deepEqual(
    places.map(({ byteOffset, length }) => [byteOffset % 8, length]),
    [3, 16, 0, 40 << 20, 5].map((bytes) => [0, bytes]),
  );
  assert.equal(new Set(places.map(({ buffer }) => buffer)).size, 3);
  assert.notEqual(rules(8).buffer, places[0]?.buffer);
});
