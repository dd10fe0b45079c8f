import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Importing, importChain, importChains } from '../../src/gobuild/import-chain.ts';
import { readJsonStream } from '../../src/gobuild/packages.ts';
import { exec } from '../../src/support/exec.ts';
import { folderOf } from '../support/temporary.ts';
import { goEnvironment } from '../support/tools.ts';

const diamond: readonly Importing[] = [
  { ImportPath: 'main', Imports: ['z', 'b', 'a'] },
  { ImportPath: 'z', Imports: ['end'] },
  { ImportPath: 'a', Imports: ['long'] },
  { ImportPath: 'long', Imports: ['end'] },
  { ImportPath: 'b', Imports: ['end'] },
  { ImportPath: 'end' },
];

test('the shortest chain is told, of equal ones the first by name, in whatever order packages are listed', () => {
  assert.deepEqual(importChain(diamond, 'main', 'end'), ['main', 'b', 'end']);
  assert.deepEqual(importChain([...diamond].reverse(), 'main', 'end'), ['main', 'b', 'end']);
  assert.deepEqual(importChain(diamond, 'main', 'main'), ['main']);
});

test('where no import leads there is no chain, nor from a package that is not listed', () => {
  assert.equal(importChain(diamond, 'a', 'b'), undefined);
  assert.equal(importChain(diamond, 'main', 'elsewhere'), undefined);
  assert.equal(importChain(diamond, 'elsewhere', 'elsewhere'), undefined);
});

test('a path that is listed for two platforms has the imports of both', () => {
  const both = [
    { ImportPath: 'z', Imports: ['first'] },
    { ImportPath: 'z', Imports: ['second'] },
    ...diamond,
  ];
  assert.deepEqual(importChain(both, 'main', 'first'), ['main', 'z', 'first']);
  assert.deepEqual(importChain(both, 'main', 'second'), ['main', 'z', 'second']);
});

test('in any graph, with circles too, a chain is made of imports and none is shorter', () => {
  const node = fc.integer({ min: 0, max: 11 });
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { maxLength: 40 }), (edges) => {
      const packages = edges.map(([from, to]) => ({ ImportPath: `p${from}`, Imports: [`p${to}`] }));
      const lookup = importChains(packages, 'p0');
      const steps = distances(edges);
      const listed = edges.some(([from]) => from === 0);
      for (let to = 0; to < 12; to++) {
        const chain = lookup(`p${to}`);
        assert.equal(chain?.length, listed && Number.isFinite(steps[to]) ? (steps[to] ?? 0) + 1 : undefined);
        for (const [at, path] of (chain ?? []).slice(1).entries()) {
          assert.ok(edges.some(([a, b]) => `p${a}` === chain?.[at] && `p${b}` === path));
        }
      }
    }),
  );
});

/** Steps from 0 to each node, by going over all edges as often as there are nodes (Bellman and Ford). */
function distances(edges: readonly (readonly [number, number])[]): number[] {
  const steps = Array.from({ length: 12 }, (_, at) => (at === 0 ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < 12; round++) {
    for (const [from, to] of edges) steps[to] = Math.min(steps[to] ?? 0, (steps[from] ?? 0) + 1);
  }
  return steps;
}

/** Go's own answer begins at any package of the main module, so that one has no other. */
test('it is as long as the one that go mod why finds', async (t) => {
  const cwd = await folderOf(t, {
    'go.mod':
      'module example.com/app\n\ngo 1.24\n\nrequire example.com/db v0.0.0\nreplace example.com/db => ./db\n',
    'main.go': 'package main\n\nimport (\n\t_ "example.com/db"\n\t_ "net/http"\n)\n\nfunc main() {}\n',
    'db/go.mod': 'module example.com/db\n\ngo 1.24\n',
    'db/db.go': 'package db\n\nimport _ "database/sql"\n',
  });
  const go = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await exec({ file: 'go', args, cwd, env: goEnvironment() });
    assert.equal(status, 0, stderr);
    return stdout;
  };
  const listed = readJsonStream(await go('list', '-deps', '-json=ImportPath,Imports', '.')) as Importing[];
  const lookup = importChains(listed, 'example.com/app');
  const asked = [
    'database/sql/driver',
    'math/bits',
    'vendor/golang.org/x/net/idna',
    'crypto/x509',
    'unicode/utf8',
  ];
  const why = (await go('mod', 'why', ...asked))
    .split('\n# ')
    .map((part) => part.trim().split('\n').slice(1));
  assert.equal(why.length, asked.length);
  for (const [at, path] of asked.entries()) {
    const chain = lookup(path);
    assert.equal(chain?.at(-1), path);
    assert.equal(chain?.length, why[at]?.length, `${chain?.join(' ')} and ${why[at]?.join(' ')}`);
  }
});
