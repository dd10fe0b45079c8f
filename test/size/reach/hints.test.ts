import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hintFor } from '../../../src/size/reach/hints.ts';

test('what replaces a known function that looks methods up is said', () => {
  const known: readonly [symbol: string, path: string, hint: RegExp][] = [
    ['text/template.(*state).evalField', 'text/template', /cobra .* since v1\.9/],
    ['github.com/modern-go/reflect2.(*safeType).Method', 'github.com/modern-go/reflect2', /encoding\/json/],
    [
      'github.com/google/go-cmp/cmp/internal/value.appendTypeName',
      'github.com/google/go-cmp/cmp/internal/value',
      /for tests/,
    ],
    ['github.com/jinzhu/copier.copier', 'github.com/jinzhu/copier', /assignments/],
    ['reflect.Value.Methods.func1', 'reflect', /protobuf .* v1\.36\.12/],
    ['github.com/acme/jinzhu/v2.copier', 'github.com/jinzhu/copier/v2', /assignments/],
  ];
  for (const [symbol, path, hint] of known) assert.match(hintFor(symbol, path) ?? '', hint, symbol);
});

test('of other functions, and of other packages whose paths begin alike, nothing is said', () => {
  const others = [
    ['reflect.(*Value).MethodByName', 'reflect'],
    ['example.com/text/template.New', 'example.com/text/template'],
    ['github.com/google/go-cmp-fork/cmp.Diff', 'github.com/google/go-cmp-fork/cmp'],
    ['main.main', 'main'],
  ] as const;
  for (const [symbol, path] of others) assert.equal(hintFor(symbol, path), undefined, symbol);
});
