import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TagSetChange, TagsInspection } from '../../src/report/tags-inspection.ts';
import { formatTagsInspection } from '../../src/report/tags-text.ts';

const digest = `sha256:${'0f'.repeat(32)}` as const;
const same = { packages: { added: [], removed: [] }, modules: { added: [], removed: [] } };
const MiB = 1 << 20;

/** Invented numbers that add up. */
const change: TagSetChange = {
  fileBytes: { before: 8 * MiB, after: 7 * MiB },
  graph: {
    packages: { added: ['example.com/api/plain'], removed: ['golang.org/x/net/trace', 'text/template'] },
    modules: {
      added: [],
      removed: [{ path: 'golang.org/x/net', version: 'v0.50.0' }, { path: 'example.com/w' }],
    },
  },
  modules: [
    { name: 'std', before: 3 * MiB, after: 2.5 * MiB },
    { name: '', before: 0, after: 1024 },
  ],
  packages: [{ path: 'text/template', before: 512 << 10, after: 0 }],
  others: [{ name: 'padding', before: 513 << 10, after: 1024 }],
  otherBytes: -512 << 10,
};
const answer: TagsInspection = {
  question: 'tags',
  source: '.',
  toolchain: { go: 'go1.26.8', source: 'PATH' },
  platform: { os: 'linux', architecture: 'arm', variant: 'v7' },
  targets: [
    {
      name: 'api',
      importPath: 'example.com/api',
      sets: [
        { tags: [], file: { bytes: 8 * MiB, digest }, graph: { packages: 212, modules: 1 }, method: 'twin' },
        {
          tags: ['notrace', 'plain'],
          file: { bytes: 7 * MiB, digest },
          graph: { packages: 211, modules: 0 },
          method: 'twin',
          change,
          marginal: [
            { tag: 'notrace', fileBytes: change.fileBytes, graph: change.graph },
            { tag: 'plain', error: { code: 'E_BUILD', message: 'api does not compile' } },
          ],
        },
        {
          tags: ['nothing'],
          file: { bytes: 8 * MiB, digest },
          graph: { packages: 212, modules: 1 },
          change: {
            fileBytes: { before: 8 * MiB, after: 8 * MiB },
            graph: same,
            modules: [],
            packages: [{ path: 'runtime', before: 10, after: 8 }],
            others: [],
            otherBytes: 2,
          },
        },
        {
          tags: ['broken'],
          error: { code: 'E_BUILD', message: 'api does not compile\n\x1b[2Jx.go:1', hint: 'mend it' },
        },
      ],
    },
  ],
  notices: ['no build constraint mentions the tag nothing'],
};

test('sets of build tags are told as a table, then by what each one changes, then what went wrong', () => {
  assert.equal(
    formatTagsInspection(answer),
    `api   linux/arm/v7 · go1.26.8
  no tags         8.0 MiB              212 packages, 1 module
  notrace,plain   7.0 MiB   −1.0 MiB   +1 package, −2 packages, −2 modules
    notrace                 −1.0 MiB   +1 package, −2 packages, −2 modules
    plain                              does not compile without it
  nothing         8.0 MiB       ±0 B   the same packages
  broken                               does not compile

  Below a set: what each of its tags changes, given the others. These need not
  sum to what the set changes: two tags may bring in, or prune, the same package.

api with notrace,plain, against no tags
  8.0 MiB → 7.0 MiB   −1.0 MiB (−12.5 %)
  +1 package      example.com/api/plain
  −2 packages     golang.org/x/net/trace, text/template
  −2 modules      golang.org/x/net v0.50.0, example.com/w

modules
    −512 KiB  standard library
    +1.0 KiB  unknown module  new

packages
    −512 KiB  text/template  gone

of no package: −512 KiB
    −512 KiB  padding

error E_BUILD: broken: api does not compile
  x.go:1
  mend it

note: no build constraint mentions the tag nothing
`,
  );
});

test('of many packages those are named that there is room for, and the others counted', () => {
  const added = Array.from({ length: 40 }, (_, at) => `example.com/api/internal/package${at}`);
  const file = { bytes: 8 * MiB, digest };
  const graph = { packages: 212, modules: 1 };
  const many = { ...change, graph: { ...same, packages: { added, removed: [] } } };
  const sets = [
    { tags: [], file, graph },
    { tags: ['many'], file, graph, change: many },
  ];
  const text = formatTagsInspection(
    { ...answer, targets: [{ name: 'api', importPath: 'example.com/api', sets }] },
    { columns: 90, color: true },
  );
  const [, list = ''] = /^( {2}\+40 packages[\s\S]*?)\n\n/m.exec(text) ?? [];
  const lines = list.split('\n');
  assert.equal(lines.length, 4, list);
  assert.ok(
    lines.every((line) => line.length <= 90),
    list,
  );
  const named = lines.join(' ').match(/package\d+/g)?.length ?? 0;
  assert.match(lines.at(-1) ?? '', new RegExp(`^ +and ${40 - named} more$`));
  assert.doesNotMatch(text, /need not sum/);
});
