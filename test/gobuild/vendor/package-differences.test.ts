import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paddingTag } from '../../../src/gobuild/vendor/build-both.ts';
import { differingLines, lacksSumOnly } from '../../../src/gobuild/vendor/build-info-lines.ts';
import type { CompiledPackage } from '../../../src/gobuild/vendor/compiled-packages.ts';
import { packageDifferences } from '../../../src/gobuild/vendor/package-differences.ts';

const usual: CompiledPackage = {
  importPath: '',
  content: 'same',
  module: 'example.com',
  version: 'v1.0.0',
  goVersion: '1.24',
  imports: [],
  files: ['x.go'],
};
const packages = (all: Readonly<Record<string, Partial<CompiledPackage>>>): Map<string, CompiledPackage> =>
  new Map(Object.entries(all).map(([importPath, one]) => [importPath, { ...usual, importPath, ...one }]));

test('a package with other code and nothing that explains it is told as that', () => {
  const found = packageDifferences(
    packages({ a: { content: '1' } }),
    packages({ a: { content: '2' } }),
    new Set(['a/other.go', 'b/x.go']),
  );
  assert.deepEqual(found, [{ path: 'a', module: 'example.com', reason: 'unknown', files: [], imports: [] }]);
});

test('a cause is found through packages that are the same, and imports in a circle end', () => {
  const program = (content: string) =>
    packages({
      main: { content, imports: ['between'] },
      between: { imports: ['cause', 'main'] },
      cause: { content },
    });
  const found = packageDifferences(program('1'), program('2'), new Set(['cause/x.go']));
  assert.deepEqual(
    found.map(({ path, reason, imports }) => [path, reason, imports]),
    [
      ['cause', 'files', []],
      ['main', 'imports', ['cause']],
    ],
  );
});

test('a package of another version, or in one program only, is told by that', () => {
  const found = packageDifferences(
    packages({ a: { content: '1' }, only: {} }),
    packages({ a: { content: '2', version: 'v1.1.0' } }),
    new Set(['only/x.go']),
  );
  assert.deepEqual(
    found.map(({ path, reason, versions, files }) => [path, reason, versions, files]),
    [
      ['a', 'module version', { vendored: 'v1.0.0', downloaded: 'v1.1.0' }, []],
      ['only', 'only vendored', undefined, ['only/x.go']],
    ],
  );
});

test('rows of build info are compared by what they are about', () => {
  const vendored = 'path\tmain\ndep\ta\tv1\t\ndep\tb\tv1\n=>\t./b\t(devel)\t\nbuild\t-tags=x\n';
  const downloaded = 'path\tmain\ndep\ta\tv1\th1:AAA=\ndep\tb\tv1\n=>\t./c\t(devel)\t\nbuild\tGOOS=linux\n';
  const lines = differingLines(vendored, downloaded);
  assert.deepEqual(lines, [
    { vendored: 'dep\ta\tv1\t', downloaded: 'dep\ta\tv1\th1:AAA=' },
    { vendored: '=>\t./b\t(devel)\t', downloaded: '=>\t./c\t(devel)\t' },
    { vendored: 'build\t-tags=x' },
    { downloaded: 'build\tGOOS=linux' },
  ]);
  assert.deepEqual(lines.map(lacksSumOnly), [true, false, false, false]);
});

test('a padding tag makes up exactly for what the build info lacks', () => {
  const row = (all: readonly string[]): string => (all.length === 0 ? '' : `build\t-tags=${all.join(',')}\n`);
  for (const [bytes, tags] of [
    [47, []],
    [94, ['netgo']],
  ] as const) {
    const padded = row([...tags, paddingTag(bytes, tags) ?? '']);
    assert.equal(padded.length - row(tags).length, bytes);
  }
  assert.equal(paddingTag(5, []), undefined);
});
