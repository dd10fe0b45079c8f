import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Attribution, modulesOf, type Owner, totalsOf } from '../../src/size/attribution.ts';
import { kindCode, none, type PieceKind, pieceBuilder } from '../../src/size/pieces.ts';
import { symbolsOf } from '../../src/size/symbols.ts';

const owners: readonly Owner[] = [
  { kind: 'package', path: 'net/http', module: 'std' },
  { kind: 'package', path: 'example.com/api', module: 'example.com/api' },
  { kind: 'package', path: 'example.com/api/db', module: 'example.com/api' },
  { kind: 'structure', name: 'ELF header' },
  { kind: 'unattributed', name: '.rodata' },
];
const names = ['net/http.Get', 'main.main', 'example.com/api/db.open'];

/** Pieces one after the other: kind, owner, symbol, length. */
function attributionOf(...parts: readonly (readonly [PieceKind, number, number, number])[]): Attribution {
  const builder = pieceBuilder();
  let at = 0;
  for (const [kind, owner, symbol, bytes] of parts) {
    builder.add(at, at + bytes, kindCode(kind), owner, symbol);
    at += bytes;
  }
  const symbolName = (symbol: number): string => names[symbol] ?? '';
  return {
    method: 'pclntab',
    fileBytes: at,
    pieces: builder.build(),
    owners,
    symbolName,
    parts: [],
    versions: new Map(),
  };
}

const sample = attributionOf(
  ['structure', 3, none, 64],
  ['function', 0, 0, 100],
  ['function', 1, 1, 30],
  ['padding', 1, none, 2],
  ['function', 2, 2, 50],
  ['pclntab', 0, 0, 40],
  ['pclntab', 1, 1, 10],
  ['type', 2, none, 7],
  ['unattributed', 4, none, 1000],
);

test('an attribution adds up to the file: packages, structures, and what is left', () => {
  const totals = totalsOf(sample);
  assert.equal(totals.attributedBytes + totals.unattributedBytes, sample.fileBytes);
  assert.deepEqual(
    totals.packages.map(({ path, bytes }) => [path, bytes]),
    [
      ['net/http', 140],
      ['example.com/api/db', 57],
      ['example.com/api', 42],
    ],
  );
  assert.deepEqual(totals.packages[2]?.parts, { function: 30, pclntab: 10, padding: 2 });
  assert.deepEqual(totals.structures, [{ name: 'ELF header', bytes: 64 }]);
  assert.deepEqual(totals.unattributed, [{ name: '.rodata', bytes: 1000 }]);
});

test('modules are the sums of their packages', () => {
  assert.deepEqual(modulesOf(totalsOf(sample).packages), [
    { path: 'std', bytes: 140, packages: 1 },
    { path: 'example.com/api', bytes: 99, packages: 2 },
  ]);
});

test('a function is its code, its lines in pclntab and its funcdata together', () => {
  assert.deepEqual(symbolsOf(sample), [
    { name: 'net/http.Get', package: 'net/http', kind: 'function', bytes: 140 },
    { name: 'example.com/api/db.open', package: 'example.com/api/db', kind: 'function', bytes: 50 },
    { name: 'main.main', package: 'example.com/api', kind: 'function', bytes: 40 },
  ]);
});
