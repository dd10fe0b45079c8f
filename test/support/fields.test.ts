import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFields, parseFields, parseForeignJson } from '../../src/support/fields.ts';

test('JSON of others is an object with its fields, or nothing: never an error', () => {
  assert.deepEqual(parseFields('{"a":{"b":1}}'), { a: { b: 1 } });
  assert.deepEqual(parseFields(Buffer.from('{"ä":[]}')), { ä: [] });
  for (const text of ['', '[]', 'null', '7', '"{}"', '{', '{"a":1}x', '\ufeff{}', '{"a":\u0000}']) {
    assert.equal(parseFields(text), undefined, text);
    assert.equal(parseFields(Buffer.from(text)), undefined, text);
  }
});

test('whatever the bytes are, they are read as JSON.parse does, or not at all', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        value = undefined;
      }
      assert.deepEqual(parseForeignJson(text), value);
      assert.deepEqual(parseFields(text), isFields(value) ? value : undefined);
    }),
  );
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseFields(bytes)));
});

test('an array and null have no fields', () => {
  assert.deepEqual([{}, { a: 1 }, [], null, undefined, 'a', 1, () => 1].map(isFields), [
    true,
    true,
    ...Array(6).fill(false),
  ]);
});
