import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comparison, ProgramComparison } from '../../src/report/comparison.ts';
import { comparisonMarkdown } from '../../src/report/comparison-markdown.ts';
import { formatComparison } from '../../src/report/comparison-text.ts';
import { validateReport } from '../support/report-schema.ts';

const main = 'example.com/api/cmd/api';
const toProm = [main, 'example.com/api/internal/metrics', 'github.com/acme/metrics/prom'];
const toWire = [...toProm, 'github.com/acme/metrics/text', 'b.example/proto/wire'];

const program: ProgramComparison = {
  fileBytes: { before: 4_000_000, after: 4_400_000 },
  modules: [
    { name: 'b.example/proto', before: 0, after: 300_000, chain: toWire },
    { name: 'github.com/acme/metrics', before: 0, after: 90_000, chain: toProm },
    { name: 'c.example/hash', before: 0, after: 2048, chain: [main, 'c.example/hash'] },
    { name: 'std', before: 3_000_000, after: 3_010_000 },
  ],
  packages: [{ path: 'b.example/proto/wire', before: 0, after: 300_000, chain: toWire }],
  brought: [
    {
      name: 'github.com/acme/metrics',
      kind: 'module',
      bytes: 398_336,
      ownBytes: 90_000,
      chain: toProm,
      modules: ['b.example/proto', 'c.example/hash'],
      packages: ['encoding/xml'],
    },
    {
      name: 'html',
      kind: 'package',
      bytes: 1024,
      ownBytes: 1024,
      chain: [main, 'html'],
      modules: [],
      packages: [],
    },
  ],
  mainModule: 'example.com/api',
};

function comparison(
  image: ProgramComparison & Partial<Comparison['targets'][number]['images'][number]>,
): Comparison {
  const images = [{ platform: 'linux/amd64', sections: [], ...image }];
  return { before: 'a.json', after: 'b.json', targets: [{ name: 'api', images }], verdicts: [], notices: [] };
}

test('what is new is told with the imports that bring it and with what it brings', () => {
  const told = comparison(program);
  validateReport(told, 'comparison');
  const text = formatComparison(told);
  assert.equal(
    text.split('\n\n')[2],
    [
      'what brings what is new',
      '    +389 KiB  github.com/acme/metrics is new and brings 2 modules, 1 package',
      '              cmd/api → internal/metrics → github.com/acme/metrics/prom',
      '    +293 KiB    b.example/proto',
      '                … → github.com/acme/metrics/text → b.example/proto/wire',
      '    +2.0 KiB    c.example/hash',
      '                cmd/api → c.example/hash',
      '    +1.0 KiB  html is new',
      '              cmd/api → html',
    ].join('\n'),
  );
  for (const line of formatComparison(told, { columns: 60 }).split('\n')) {
    if (line.includes('→')) assert.ok(line.length <= 60, line);
  }
});

test('Markdown tells the same as a table', () => {
  const text = comparisonMarkdown(comparison(program));
  const rows =
    text
      .split('\n\n')
      .find((part) => part.startsWith('| what brings'))
      ?.split('\n') ?? [];
  assert.deepEqual(rows.slice(0, 4), [
    '| what brings what is new | | imports |',
    '|---|--:|---|',
    '| <code>github.com/acme/metrics</code> is new and brings 2 modules, 1 package | +389 KiB | <code>cmd/api</code> → <code>internal/metrics</code> → <code>github.com/acme/metrics/prom</code> |',
    '| ↳ <code>b.example/proto</code> | +293 KiB | … → <code>github.com/acme/metrics/text</code> → <code>b.example/proto/wire</code> |',
  ]);
  assert.equal(rows.length, 6);
});

test('a main package at the root of its module is called by the last of its name', () => {
  const at = (mainModule: string) => {
    const chain = [mainModule, 'html'];
    const brought = [{ ...program.brought?.[1], chain } as NonNullable<ProgramComparison['brought']>[number]];
    return formatComparison(comparison({ ...program, brought, mainModule }));
  };
  assert.match(at('github.com/acme/tool'), /^ {14}tool → html$/m);
  assert.match(at('github.com/acme/tool/v2'), /^ {14}tool\/v2 → html$/m);
});

test('of more than there is room for the rest is summed', () => {
  const one = program.brought?.[1];
  assert.ok(one !== undefined);
  const modules = Array.from({ length: 9 }, (_, at) => ({ name: `m.example/${at}`, before: 0, after: 1024 }));
  const first = { ...one, modules: modules.map(({ name }) => name) };
  const brought = [first, ...Array.from({ length: 9 }, (_, at) => ({ ...one, name: `p${at}` }))];
  const text = formatComparison(comparison({ ...program, modules, brought }));
  assert.match(text, /^ {4}\+4\.0 KiB {4}in 4 more$/m);
  assert.match(text, /^ {4}\+2\.0 KiB {2}in 2 more$/m);
  const markdown = comparisonMarkdown(comparison({ ...program, modules, brought }));
  assert.match(markdown, /^\| ↳ and 4 more \| \| \|$/m);
  assert.match(markdown, /^\| and 2 more \| \| \|$/m);
});

test('programs of an image are told one by one, each with its own lists', () => {
  const images = comparison({
    modules: [],
    packages: [],
    files: [{ name: '/app/a', before: 1, after: 2 }],
    programs: [
      { path: '/app/a', ...program },
      { path: '/app/b', fileBytes: { before: 0, after: 1024 }, modules: [], packages: [] },
    ],
  });
  validateReport(images, 'comparison');
  const text = formatComparison(images);
  assert.match(text, /^\/app\/a\n {2}file {6}3\.8 MiB → 4\.2 MiB/m);
  assert.match(text, /^\/app\/b\n {2}file {6}0 B → 1\.0 KiB/m);
  assert.ok(text.indexOf('/app/a\n  file') < text.indexOf('what brings what is new'));
  assert.match(comparisonMarkdown(images), /^#### <code>\/app\/b<\/code>$/m);
});

test('an image in which nothing differs says so, and what is written by others is one line of plain text', () => {
  assert.match(formatComparison(comparison({ modules: [], packages: [] })), /nothing differs/);
  const chain = [main, 'evil\u001b[31m\n.example'];
  const brought = [{ ...program.brought?.[1], name: 'evil\u001b[31m', chain }] as never;
  const told = comparison({ ...program, modules: [], packages: [], brought });
  for (const text of [formatComparison(told), comparisonMarkdown(told)]) assert.ok(!text.includes('\u001b'));
});

test('a module at another version is told with both, and one at another major version with what it replaces', () => {
  const image: ProgramComparison = {
    modules: [
      { name: 'a.example/log', before: 10_240, after: 0, versions: { before: 'v1.2.0' } },
      {
        name: 'a.example/log/v2',
        formerName: 'a.example/log',
        ...{ before: 0, after: 20_480, versions: { after: 'v2.0.0' } },
      },
      { name: 'b.example/db', before: 4096, after: 4096, versions: { before: 'v1.0.0', after: 'v1.1.0' } },
    ],
    packages: [],
  };
  const told = comparison(image);
  validateReport(told, 'comparison');
  const text = formatComparison(told, { columns: 100 });
  assert.match(text, /\+20\.0 KiB {2}a\.example\/log\/v2 {2}new in place of a\.example\/log\n/);
  assert.match(text, /\+0 B {2}b\.example\/db {2}v1\.0\.0 → v1\.1\.0\n/);
  assert.match(text, /−10\.0 KiB {2}a\.example\/log {2}gone\n/);
});
