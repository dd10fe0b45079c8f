import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {
  amount,
  anyJson,
  either,
  flag,
  length,
  listOf,
  Misfit,
  matching,
  object,
  oneOf,
  optional,
  recordOf,
  text,
} from '../../src/support/shapes.ts';

const shape = object({
  name: matching(/^[a-z]+$/, 'a name'),
  bytes: length,
  seconds: optional(amount),
  kind: oneOf('a', 'b'),
  on: flag,
  parts: listOf(object({ path: text })),
  words: recordOf(text),
  end: either(object({ left: text }), object({ right: length })),
  rest: optional(anyJson),
});
const value = {
  name: 'api',
  bytes: 3,
  kind: 'b',
  on: true,
  parts: [{ path: 'x' }],
  words: { one: 'two' },
  end: { right: 4 },
  rest: { deep: [1, null, { more: 'text' }] },
};

test('what fits is read, and members that nobody named are passed over', () => {
  assert.deepEqual(shape.read({ ...value, unknown: 1, parts: [{ path: 'x', more: 2 }] }, ''), value);
});

const wrong: readonly (readonly [object, string])[] = [
  [{ name: 'API' }, 'name is not a name'],
  [{ bytes: -1 }, 'bytes is not a length'],
  [{ bytes: 1.5 }, 'bytes is not a length'],
  [{ bytes: undefined }, 'bytes is not a length'],
  [{ seconds: '1' }, 'seconds is not a number'],
  [{ kind: 'c' }, 'kind is not a or b'],
  [{ on: 1 }, 'on is not true or false'],
  [{ parts: [{ path: 'x' }, { path: 1 }] }, 'parts[1].path is not a text'],
  [{ parts: {} }, 'parts is not a list'],
  [{ words: { one: 1 } }, 'words.one is not a text'],
  [{ words: [] }, 'words is not an object'],
  [{ end: { left: 1 } }, 'end.right is not a length'],
];
for (const [change, said] of wrong) {
  test(`what does not fit is named by its place: ${said}`, () => {
    assert.throws(() => shape.read({ ...value, ...change }, ''), new Misfit(...partsOf(said)));
  });
}

function partsOf(said: string): [string, string] {
  const [at = '', what = ''] = said.split(' is not ');
  return [at, what];
}

test('JSON without end is refused', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100; level += 1) deep = [deep];
  assert.throws(() => anyJson.read(deep, 'rest'), /rest is not JSON of a sensible depth/);
});

test('the schema takes what is read, and nothing else', () => {
  const validate = new Ajv2020({ strict: false }).compile(shape.schema);
  const reads = (candidate: unknown): boolean => {
    try {
      shape.read(candidate, '');
      return true;
    } catch (error) {
      if (error instanceof Misfit) return false;
      throw error;
    }
  };
  assert.ok(validate(value));
  const members = fc.constantFrom(...Object.keys(value), 'seconds');
  fc.assert(
    fc.property(members, fc.jsonValue(), (name, member) => {
      const candidate = JSON.parse(JSON.stringify({ ...value, [name]: member })) as unknown;
      assert.equal(validate(candidate), reads(candidate), JSON.stringify(candidate));
    }),
  );
});
