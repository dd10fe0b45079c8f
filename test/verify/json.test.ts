import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJson } from '../../src/verify/json.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
/** Plain objects, as JSON.parse makes them. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a JSON document', () => {
  test('is read as JSON.parse reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const document = parseJson(bytes(text));
        assert.deepEqual(document.faults, []);
        assert.deepEqual(plain(document.value), JSON.parse(text));
      }),
    );
  });

  test('is refused exactly when JSON.parse refuses it', () => {
    const almost = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:\\ \n0-.e1tfnu/'.split(''), ''))
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(almost, (text) => {
        let right = true;
        try {
          JSON.parse(text);
        } catch {
          right = false;
        }
        assert.equal(parseJson(bytes(text)).value !== undefined, right, text);
      }),
      { numRuns: 1000 },
    );
  });

  test('is never more than a fault when it is any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
        const { value, faults } = parseJson(content);
        assert.ok(value !== undefined || faults.length > 0);
      }),
    );
  });

  const faulty: readonly (readonly [string, string | Uint8Array, string, RegExp])[] = [
    ['a key that is there twice', '{"a":{"b/c":1,"b/c":2}}', '/a/b~1c', /is there twice/],
    ['a key twice by its escapes', '{"a":1,"\\u0061":2}', '/a', /is there twice/],
    ['bytes that are not UTF-8', Buffer.from('22ff22', 'hex'), '', /not UTF-8/],
    ['a byte order mark', '\ufeff{}', '', /expected a value at line 1, column 1/],
    ['half a surrogate pair', '["\\ud800"]', '/0', /surrogate/],
    ['text behind the end', '{}\n{}', '', /expected the end of the document at line 2, column 1/],
    ['a comma too many', '{"a":[1,\n 2,]}', '/a/2', /expected a value at line 2, column 4/],
    ['a missing quote', '{"a":"x}', '/a', /a closing quote/],
    ['single quotes', "{'a':1}", '', /expected a key in quotes at line 1, column 2/],
    ['a line break in a string', '"a\nb"', '', /a closing quote/],
    ['nothing', '', '', /expected a value/],
    ['too deep a nesting', '['.repeat(100_000), '/0'.repeat(65), /deeper than 64/],
    ['a number that is none', '{"size":NaN}', '/size', /expected a value/],
    ['a number with a leading zero', '[01]', '', /expected "," or "\]"/],
  ];
  for (const [what, text, pointer, message] of faulty) {
    test(`with ${what} has its place told`, () => {
      const { faults } = parseJson(typeof text === 'string' ? bytes(text) : text);
      assert.equal(faults.length, 1, JSON.stringify(faults));
      assert.equal(faults[0]?.pointer, pointer);
      assert.match(faults[0]?.message ?? '', message);
    });
  }

  test('with faults that leave it readable has them all told, and the last value taken', () => {
    const { value, faults } = parseJson(bytes('{"a":1,"a":2,"b":"\\udc00","a":3}'));
    assert.deepEqual(plain(value), { a: 3, b: '\udc00' });
    assert.deepEqual(
      faults.map(({ pointer }) => pointer),
      ['/a', '/b', '/a'],
    );
  });

  test('cannot reach the prototype of anything', () => {
    const { value, faults } = parseJson(
      bytes('{"__proto__":{"polluted":true},"constructor":1,"toString":2}'),
    );
    assert.deepEqual(faults, []);
    assert.equal((value as Record<string, unknown>)['polluted'], undefined);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor', 'toString']);
  });
});
