import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moduleSums } from '../../../src/gobuild/vendor/go-sum.ts';
import { ownersOf, parseModulesTxt } from '../../../src/gobuild/vendor/modules-txt.ts';

const text = `## workspace
# example.com/a v1.0.0
## explicit; go 1.24
example.com/a
example.com/a/deep
# example.com/a/nested v0.2.0 => example.com/fork v0.3.0
## explicit
example.com/a/nested/x
# example.com/near v0.0.0 => ./near
## go 1.21
example.com/near
# example.com/unused => ../unused
# a comment
not/of/a/module
`;

test('modules.txt has modules with what replaces them, and their packages', () => {
  const { workspace, modules } = parseModulesTxt(text);
  assert.equal(workspace, true);
  assert.deepEqual(modules, [
    {
      path: 'example.com/a',
      version: 'v1.0.0',
      explicit: true,
      packages: ['example.com/a', 'example.com/a/deep'],
      goVersion: '1.24',
    },
    {
      path: 'example.com/a/nested',
      version: 'v0.2.0',
      explicit: true,
      packages: ['example.com/a/nested/x'],
      replacement: { path: 'example.com/fork', version: 'v0.3.0' },
    },
    {
      path: 'example.com/near',
      version: 'v0.0.0',
      explicit: false,
      packages: ['example.com/near'],
      replacement: { path: './near' },
      goVersion: '1.21',
    },
    {
      path: 'example.com/unused',
      version: '',
      explicit: false,
      packages: [],
      replacement: { path: '../unused' },
    },
  ]);
});

test('a package that cannot be of its module is none: nothing leads out of the vendor folder', () => {
  const names = ['b', 'ab', 'a/../b', 'a/./b', 'a//b'].map((name) => `example.com/${name}`);
  const { modules } = parseModulesTxt(`# example.com/a v1.0.0\n${names.join('\n')}\n/etc\n`);
  assert.deepEqual(modules[0]?.packages, []);
});

test('a file is of the nearest package or module above it', () => {
  const ownerOf = ownersOf(parseModulesTxt(text).modules);
  const told = (path: string) => [ownerOf(path)?.module.path, ownerOf(path)?.package];
  assert.deepEqual(told('example.com/a/a.go'), ['example.com/a', 'example.com/a']);
  assert.deepEqual(told('example.com/a/deep/files/x.txt'), ['example.com/a', 'example.com/a/deep']);
  assert.deepEqual(told('example.com/a/nested/LICENSE'), ['example.com/a/nested', undefined]);
  assert.deepEqual(told('example.com/a/nested/x/x.go'), ['example.com/a/nested', 'example.com/a/nested/x']);
  assert.deepEqual(told('example.com/unused/x.go'), [undefined, undefined]);
  assert.deepEqual(told('stray.go'), [undefined, undefined]);
});

test('any text is read to its end', () => {
  const lines = ['# example.com/a v1.0.0', '## explicit', '# x =>', 'example.com/a/b', '# a v1 => b v2 c'];
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...lines), fc.string())), (all) => {
      const { modules } = parseModulesTxt(all.join('\n'));
      for (const { packages } of modules) assert.ok(packages.every((name) => !/\.\.|^\//.test(name)));
    }),
  );
});

test('go.sum has the hashes of zips, not those of go.mod files, nor of algorithms that are not known', () => {
  const sums = moduleSums([
    'example.com/a v1.0.0 h1:AAA=\nexample.com/a v1.0.0/go.mod h1:BBB=\n',
    'example.com/a v1.0.0 h2:CCC=\nexample.com/a v1.0.0 h1:DDD=\nbroken\n',
  ]);
  assert.deepEqual([...sums], [['example.com/a v1.0.0', new Set(['h1:AAA=', 'h1:DDD='])]]);
});
