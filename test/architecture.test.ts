import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { slipwayVersion } from '../src/version.ts';
import { repository } from './support/slipway.ts';

interface Import {
  /** Path of the importing file, from src/. */
  readonly from: string;
  /** Path from src/ for a file of ours, else a package or a module of Node's. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = new Map(
  globSync('**/*.ts', { cwd: join(repository, 'src') })
    .sort()
    .map((file) => [file, readFileSync(join(repository, 'src', file), 'utf8')]),
);
const imports: readonly Import[] = [...files].flatMap(([from, text]) => {
  const found = text.matchAll(
    /^(?:import|export)\b( type\b)?[^;'"]*?(?:from )?'([^']+)';|\bimport\('([^']+)'\)/gm,
  );
  return [...found].map(([, type, named, loaded]) => {
    const to = named ?? loaded ?? '';
    return {
      from,
      to: to.startsWith('.') ? normalize(join(dirname(from), to)) : to,
      typeOnly: type !== undefined,
    };
  });
});

/** The first element of a path below src/: a folder, or a file that stands alone. */
const folderOf = (path: string): string => path.split('/')[0] ?? '';
const lines = (found: readonly Import[]): string[] =>
  found.map(({ from, to, typeOnly }) => `${from} → ${to}${typeOnly ? ' (types)' : ''}`);

test('every import of a file of ours leads to a file that is there', () => {
  const ours = imports.filter(({ to }) => to.endsWith('.ts'));
  assert.ok(ours.length > 300, `only ${ours.length} imports were found: this test cannot read them`);
  assert.deepEqual(lines(ours.filter(({ to }) => !files.has(to))), []);
});

/** Data moves to the right (docs/architecture.md); nothing imports from its right. */
const way = [
  'version.ts',
  'support',
  'request',
  'forge',
  'tags',
  'cache',
  'toolchain',
  'gobuild',
  'binary',
  'size',
  'image',
  'difference',
  'registry',
  'engine',
  'verify',
  'sandbox',
  'pack',
  'attest',
  'output',
  'report',
  'stages',
  'results.ts',
  'pipeline.ts',
  'merge.ts',
  'outside.ts',
  'process.ts',
  'console.ts',
  'commands',
  'actions',
  'run-reproduce.ts',
  'run-build.ts',
  'run-command.ts',
  'program.ts',
  'action.ts',
  'comment.ts',
  'post.ts',
  'object-worker.ts',
  'cli.ts',
];

/** Words that all share: their types may be used from the left. */
const vocabulary = new Set(['verify/verdict.ts', 'report/model.ts', 'report/progress.ts']);

test('data moves to the right only: no folder imports from its right', () => {
  const unknown = new Set([...files.keys()].map(folderOf).filter((folder) => !way.includes(folder)));
  assert.deepEqual([...unknown], [], 'give a new folder its place on the way');
  const wrong = imports.filter(
    ({ from, to, typeOnly }) =>
      files.has(to) &&
      way.indexOf(folderOf(to)) > way.indexOf(folderOf(from)) &&
      !(typeOnly && vocabulary.has(to)),
  );
  assert.deepEqual(lines(wrong), []);
});

test('what reads or makes bytes has no port: it runs nothing, asks no network, knows no store but by its type', () => {
  const outside =
    /^(support\/(exec|http|retry|lock)\.ts|cache\/|toolchain\/|node:(child_process|https?|http2|net|tls|dgram|dns)|undici)/;
  const pure = imports.filter(({ from }) => /^(binary|image|size|difference)\//.test(from));
  assert.ok(pure.length > 20);
  const wrong = pure.filter(
    ({ to, typeOnly }) => outside.test(to) && !(typeOnly && to === 'cache/blob-store.ts'),
  );
  assert.deepEqual(lines(wrong), []);
});

test('only the adapters know GitHub Actions', () => {
  const theirs = imports.filter(({ to }) => to.startsWith('@actions/'));
  assert.ok(theirs.length > 0);
  const wrong = theirs.filter(({ from }) => folderOf(from) !== 'actions');
  assert.deepEqual(lines(wrong), []);
});

test('only an entry runs the pipeline', () => {
  const ways = new Set(['pipeline.ts', 'merge.ts']);
  const importers = imports.filter(({ to }) => ways.has(to)).map(({ from }) => from);
  const entries = new Set(['cli.ts', 'program.ts', 'commands/build.ts', 'commands/merge.ts', 'action.ts']);
  assert.ok(importers.length > 0);
  assert.deepEqual(
    importers.filter((from) => !entries.has(from)),
    [],
  );
});

test('a build that packs nothing loads nothing of packing', () => {
  const statically = /^(?:import|export)\b(?! type\b)[^;'"]*?(?:from )?'(\.[^']+)';/gm;
  const loaded = new Set(['pipeline.ts']);
  for (const file of loaded) {
    for (const [, to = ''] of files.get(file)?.matchAll(statically) ?? [])
      loaded.add(normalize(join(dirname(file), to)));
  }
  assert.ok(loaded.size > 200, `only ${loaded.size} files are loaded: this test cannot read imports`);
  assert.deepEqual(
    [...loaded].filter((file) => /^(pack\/|stages\/pack\/(?!packing\.ts))/.test(file)),
    [],
  );
});

test('support holds no word of the domain: it imports nothing of ours', () => {
  const wrong = imports.filter(
    ({ from, to }) => folderOf(from) === 'support' && files.has(to) && !/^(support\/|version\.ts$)/.test(to),
  );
  assert.deepEqual(lines(wrong), []);
});

test('no file needs itself to be loaded', () => {
  const needs = new Map([...files.keys()].map((file) => [file, new Set<string>()]));
  for (const { from, to, typeOnly } of imports) if (!typeOnly && files.has(to)) needs.get(from)?.add(to);
  // What needs nothing that is left is taken away until nothing can be.
  for (let before = -1; before !== needs.size; ) {
    before = needs.size;
    for (const [file, needed] of needs)
      if (![...needed].some((other) => needs.has(other))) needs.delete(file);
  }
  assert.deepEqual([...needs.keys()], []);
});

/** Files that may read what is outside of the program's arguments: the entries, and the default of the port Exec. */
const readsProcess = new Set([
  'cli.ts',
  'action.ts',
  'comment.ts',
  'post.ts',
  'program.ts',
  'run-command.ts',
  'run-build.ts',
  'console.ts',
  'outside.ts',
  'process.ts',
  'run-reproduce.ts',
  'support/exec.ts',
  // A program of its own, kept as text.
  'sandbox/probe-script.ts',
]);

test('the environment and the current folder are read by the entries, and printing is theirs too', () => {
  const wrong = [...files].filter(
    ([file, text]) =>
      !readsProcess.has(file) &&
      /\bprocess\.(env|cwd|argv|stdout|stderr|exit\b)|\bconsole\./.test(code(text)),
  );
  assert.deepEqual(
    wrong.map(([file]) => file),
    [],
  );
});

test('no file is long, every value has a type of its own, nothing is told to look away', () => {
  const fitting = (fits: (text: string) => boolean): string[] =>
    [...files].filter(([, text]) => fits(text)).map(([file]) => file);
  assert.deepEqual(
    fitting((text) => text.split('\n').length > 301),
    [],
  );
  assert.deepEqual(
    fitting((text) => /(?::|<|\bas) any\b|\bexport default\b/.test(code(text))),
    [],
  );
  // The comments that silence a compiler, linter or coverage tool: named here so that no file can use one.
  const blinkers = /@ts-(ignore|expect-error|nocheck)|biome-ignore|c8 ignore|istanbul ignore/;
  assert.deepEqual(
    fitting((text) => blinkers.test(text)),
    [],
  );
});

/** A file's text without its comments. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

test('the package, its lock and the program have one version', () => {
  const read = (name: string): { version?: string } =>
    JSON.parse(readFileSync(join(repository, name), 'utf8'));
  assert.equal(read('package.json').version, slipwayVersion);
  assert.equal(read('package-lock.json').version, slipwayVersion);
});
