import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FileInspection } from '../../../src/report/inspection.ts';
import type { PackageRow, PageData } from '../../../src/report/page/data.ts';
import { pageData } from '../../../src/report/page/shape.ts';
import type { ReferenceStep } from '../../../src/size/reach/findings.ts';
import { inventedInspection } from '../../support/invented-inspection.ts';
import { keptProgram } from '../../support/reach-sample.ts';

const plenty = 1_000_000;

/** The sum of a column over all rows of a package. */
function columnSum({ sizes, names, smaller, rest }: PackageRow, column: number): number {
  const columns = sizes.length / Math.max(1, names.length);
  const symbols = sizes.filter((_, index) => index % columns === column);
  const folded = smaller.map((row) => row[2 + column] ?? 0);
  return [...symbols, ...folded, ...rest.map((row) => row[1 + column] ?? 0)].reduce((a, b) => a + b, 0);
}

function packageIn(data: PageData, path: string): PackageRow {
  const found = data.packages.find((each) => each.path === path);
  assert.ok(found, `no package ${path}`);
  return found;
}

const bytes = fc.integer({ min: 1, max: 100_000 });
const programs = fc
  .array(
    fc.record({
      name: fc.integer({ min: 0, max: 6 }),
      functions: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), bytes, { maxKeys: 8 }),
      parts: fc.record({ type: bytes, string: bytes, embedded: bytes }, { requiredKeys: [] }),
      wireBytes: bytes,
    }),
    { maxLength: 5 },
  )
  .map((packages) => {
    const byName = new Map(packages.map(({ name, ...more }) => [`m/p${name}`, more]));
    return inventedInspection({
      packages: [...byName].map(([path, more]) => ({ path, module: 'm', ...more })),
      wireOverhead: 7,
    });
  });

test('what a package is shown to be made of has its bytes, on disk and on the wire, however many symbols are folded', () => {
  fc.assert(
    fc.property(programs, programs, fc.integer({ min: 0, max: 2000 }), (before, after, room) => {
      for (const files of [[before], [before, after]]) {
        const data = pageData(files, room);
        assert.deepEqual(data.measures, ['disk', 'wire']);
        for (const [side, { attribution }] of files.entries()) {
          for (const { path, bytes, wireBytes } of attribution?.packages ?? []) {
            const row = packageIn(data, path);
            assert.equal(columnSum(row, side), bytes);
            assert.equal(columnSum(row, files.length + side), wireBytes);
            const parts = row.parts.reduce((sum, part) => sum + (part[1 + side] ?? 0), 0);
            assert.equal(parts, bytes);
          }
        }
      }
    }),
  );
});

test('the symbols that are folded are the smallest ones, and those of equal size are folded together', () => {
  const functions = Object.fromEntries(
    Array.from({ length: 200 }, (_, at) => [`f${at}`, 10 * (1 + (at % 20))]),
  );
  const one = inventedInspection({ packages: [{ path: 'm/p', module: 'm', functions }] });
  const [row] = pageData([one], 180 + 1500).packages;
  assert.ok(row !== undefined && row.names.length > 0 && row.names.length < 200, 'some are folded, not all');
  const least = Math.min(...row.sizes);
  assert.equal(row.names.length % 10, 0, 'each size is there ten times');
  assert.deepEqual(row.smaller, [
    [0, 200 - row.names.length, (10 * 2 * 10 * (least / 20 - 1) * (least / 20)) / 2],
  ]);
});

test('in a comparison what changed is kept before what is only large', () => {
  const program = (changed: number): FileInspection =>
    inventedInspection({
      packages: [{ path: 'm/p', module: 'm', functions: { large: 5000, changed, alsoLarge: 4000 } }],
    });
  const [row] = pageData([program(100), program(900)], 180 + 24).packages;
  assert.deepEqual(row?.names, ['.changed']);
  assert.deepEqual(row?.sizes, [200, 1800]);
  assert.deepEqual(row?.smaller, [[0, 2, 18_000, 18_000]]);
});

test('a comparison has what either file has, with zero for the other', () => {
  const before = inventedInspection({
    packages: [
      { path: 'm/old', module: 'm', functions: { gone: 10 } },
      { path: 'm/both', module: 'm', functions: { stays: 30, gone: 5 } },
    ],
    structures: { padding: 7 },
  });
  const after = inventedInspection({
    packages: [
      { path: 'm/both', module: 'moved', functions: { stays: 31, added: 2 } },
      { path: 'm/new', module: 'm', functions: {} },
    ],
    structures: { padding: 9, tables: 1 },
    unattributed: { '.data': 3 },
  });
  const data = pageData([before, after], plenty);
  assert.deepEqual(packageIn(data, 'm/old').sizes, [20, 0]);
  const both = packageIn(data, 'm/both');
  assert.equal(data.modules[both.module], 'moved');
  assert.deepEqual(both.names, ['.stays', '.gone', '.added']);
  assert.deepEqual(both.sizes, [60, 62, 10, 0, 0, 4]);
  assert.deepEqual(data.groups, [
    {
      name: 'structures of the file',
      kind: 6,
      rows: [
        ['padding', 7, 9],
        ['tables', 0, 1],
      ],
    },
    { name: 'not attributed', kind: 7, rows: [['.data', 0, 3]] },
  ]);
});

test('wire bytes are shown when each file has them, with what the layer has besides the program', () => {
  const packages = [{ path: 'm/p', module: 'm', functions: { f: 100 }, wireBytes: 61 }];
  const wired = inventedInspection({ packages, wireOverhead: 9 });
  const plain = inventedInspection({ packages });
  assert.deepEqual(pageData([plain, wired], plenty).measures, ['disk']);
  const data = pageData([wired], plenty);
  assert.deepEqual(data.files[0]?.wire, { bytes: 70, certainty: 'exact' });
  // The function has no wire bytes of its own: they are the package's, in a row beside it.
  assert.deepEqual(data.packages[0]?.sizes, [200, 0]);
  assert.deepEqual(data.packages[0]?.rest, [[0, 0, 61]]);
  assert.deepEqual(data.groups.at(-1)?.rows, [
    ['archive and other files', 0, 0],
    ['compression itself', 0, 9],
  ]);
});

test('symbols that have wire bytes keep them, and only what is left is beside them', () => {
  const plain = inventedInspection({
    packages: [{ path: 'm/p', module: 'm', functions: { f: 100 }, wireBytes: 61 }],
    wireOverhead: 0,
  });
  const wired = { ...plain, symbols: plain.symbols?.map((symbol) => ({ ...symbol, wireBytes: 60 })) ?? [] };
  const [row] = pageData([wired], plenty).packages;
  assert.deepEqual(row?.sizes, [200, 60]);
  assert.deepEqual(row?.rest, [[0, 0, 1]]);
});

test('a function has its tables with it; what no symbol has is told by kind', () => {
  const parts = { type: 40, itab: 2, embedded: 30, padding: 5 };
  const one = inventedInspection({ packages: [{ path: 'm/p', module: 'm', functions: { f: 100 }, parts }] });
  const [row] = pageData([one], plenty).packages;
  assert.deepEqual(row?.sizes, [200]);
  assert.deepEqual(row?.rest, [
    [2, 42],
    [5, 30],
    [7, 5],
  ]);
  assert.deepEqual(row?.parts, [
    [0, 100],
    [1, 100],
    [2, 42],
    [5, 30],
    [7, 5],
  ]);
});

test('a datum that is an embedded file takes its bytes from those', () => {
  const parts = { data: 10, embedded: 500 };
  const one = inventedInspection({ packages: [{ path: 'm/p', module: 'm', parts }] });
  const symbols = [{ name: 'm/p.files', package: 'm/p', kind: 'data', bytes: 400 }] as const;
  const [row] = pageData([{ ...one, symbols }], plenty).packages;
  assert.deepEqual(row?.rest, [[5, 110]]);
});

test('a file without packages is shown by its sections', () => {
  const { attribution: _, ...other } = inventedInspection({ packages: [] });
  const sections = [
    { name: '.text', kind: 'section', bytes: 70 },
    { name: '.text', kind: 'section', bytes: 2 },
  ];
  const data = pageData([{ ...other, sections, notices: ['it is no Go program'] }], plenty);
  assert.deepEqual(data.groups, [{ name: 'sections of the file', kind: 6, rows: [['.text', 72]] }]);
  assert.deepEqual(data.notices, ['it is no Go program']);
});

test('names are shown on one line, with nothing that turns the direction of writing, and not endless', () => {
  const functions = { 'a\u202eb\nc': 1, [`x${'y'.repeat(5000)}`]: 1, 'größe[go.shape.int]': 1 };
  const one = inventedInspection({ packages: [{ path: 'm/p', module: 'm', functions }] });
  const [first, second = '', third] = pageData([one], plenty).packages[0]?.names ?? [];
  assert.equal(first, '.ab c');
  assert.equal(second.length, 300);
  assert.ok(second.endsWith('y…'));
  assert.equal(third, '.größe[go.shape.int]');
});

test('what would go away is told of modules and packages that can go, and of one file alone', () => {
  const data = pageData([keptProgram], plenty);
  assert.deepEqual(data.modules, ['example.com/api', 'github.com/acme/metrics', 'std']);
  assert.deepEqual(data.retained, [-1, 102_400, -1], 'without the others there is no program');
  assert.equal(packageIn(data, 'github.com/acme/metrics/prom').retained, 92_160);
  assert.equal(packageIn(data, 'example.com/api/cmd/api').retained, undefined);
  assert.equal(packageIn(data, 'runtime').retained, undefined);
  const both = pageData([keptProgram, keptProgram], plenty);
  assert.equal(both.retained, undefined);
  assert.equal(packageIn(both, 'net/http').retained, undefined);
  assert.equal(both.deadCode, undefined);
  assert.deepEqual(both.reasons, data.reasons);
});

test('chains that begin alike have their beginning once, and those that have no room are left out', () => {
  const step = (symbol: string): ReferenceStep => ({ symbol, package: 'm', by: 'reference' });
  const beginning = [step('start'), step('main.main')];
  const one = inventedInspection({
    packages: [
      { path: 'm/a', module: 'm', parts: { data: 30 }, references: [...beginning, step('m/a.F')] },
      { path: 'm/b', module: 'm', parts: { data: 20 }, references: [...beginning, step('m/b.F')] },
      { path: 'm/c', module: 'm', parts: { data: 10 }, references: beginning },
    ],
  });
  assert.deepEqual(pageData([one], plenty).reasons, {
    passed: [],
    importers: [-1, -1, -1],
    links: [
      ['start', 1, -1],
      ['main.main', 1, 0],
      ['m/a.F', 1, 1],
      ['m/b.F', 1, 1],
    ],
    ends: [2, 3, 1],
  });
  assert.deepEqual(pageData([one], 60).reasons?.ends, [2, -1, -1]);
});
