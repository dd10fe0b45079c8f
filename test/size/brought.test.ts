import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LinkedPackage, newsOf } from '../../src/size/brought.ts';

const api = 'example.com/api';

function linked(path: string, bytes: number, importedBy?: string, module?: string): LinkedPackage {
  const named =
    module ?? (path.startsWith(api) ? api : path.includes('.') ? path.split('/', 2).join('/') : 'std');
  return { path, module: named, bytes, ...(importedBy !== undefined && { importedBy }) };
}

const before = [
  linked(`${api}/cmd/api`, 10),
  linked(`${api}/internal/web`, 20, `${api}/cmd/api`),
  linked('net/http', 500, `${api}/internal/web`),
  linked('strings', 50, 'net/http'),
];

test('new modules are told with the first of them on their chain, and packages of Go with them', () => {
  const after = [
    ...before,
    linked('a.com/metrics/prom', 100, `${api}/internal/web`),
    linked('a.com/metrics/text', 40, 'a.com/metrics/prom'),
    linked('b.com/proto/wire', 30, 'a.com/metrics/text'),
    linked('b.com/proto/impl', 300, 'b.com/proto/wire'),
    linked('c.com/hash', 7, 'a.com/metrics/prom'),
    linked('encoding/xml', 70, 'b.com/proto/impl'),
  ];
  const { brought, moduleChains, packageChains } = newsOf(before, after);
  const chain = [`${api}/cmd/api`, `${api}/internal/web`, 'a.com/metrics/prom'];
  assert.deepEqual(brought, [
    {
      name: 'a.com/metrics',
      kind: 'module',
      bytes: 547,
      ownBytes: 140,
      chain,
      modules: ['b.com/proto', 'c.com/hash'],
      packages: ['encoding/xml'],
    },
  ]);
  assert.deepEqual(moduleChains.get('b.com/proto'), [...chain, 'a.com/metrics/text', 'b.com/proto/wire']);
  assert.deepEqual(moduleChains.get('a.com/metrics'), chain);
  assert.deepEqual([...moduleChains.keys()].sort(), ['a.com/metrics', 'b.com/proto', 'c.com/hash']);
  assert.equal(packageChains.get('encoding/xml')?.length, 7);
  assert.equal(packageChains.size, 6);
});

test('a module of which nothing is in the file brings others all the same', () => {
  const after = [
    ...before,
    linked('a.com/facade', 0, `${api}/cmd/api`, 'a.com/facade'),
    linked('b.com/heavy', 900, 'a.com/facade', 'b.com/heavy'),
  ];
  const [only, ...others] = newsOf(before, after).brought;
  assert.deepEqual(others, []);
  assert.deepEqual(
    [only?.name, only?.bytes, only?.ownBytes, only?.modules],
    ['a.com/facade', 900, 0, ['b.com/heavy']],
  );
});

test('what the file would be smaller without it is told of a new module and of a new package, where it is known', () => {
  const prom = linked('a.com/metrics/prom', 100, `${api}/internal/web`);
  const feed = { ...linked('encoding/xml', 70, `${api}/internal/web`), retainedBytes: 9500 };
  const little = { ...linked('html', 9, 'net/http'), retainedBytes: 90 };
  const after = [...before, prom, feed, little];
  const kept = (retained?: ReadonlyMap<string, number>) =>
    newsOf(before, after, retained).brought.map(({ name, retainedBytes }) => [name, retainedBytes]);
  assert.deepEqual(kept(new Map([['a.com/metrics', 400]])), [
    ['a.com/metrics', 400],
    ['encoding/xml', 9500],
    ['html', undefined],
  ]);
  assert.deepEqual(kept()[0], ['a.com/metrics', undefined]);
});

test('without a new module the first new package is told, each by itself', () => {
  const after = [
    ...before,
    linked(`${api}/internal/feed`, 5, `${api}/cmd/api`),
    linked('encoding/xml', 70, `${api}/internal/feed`),
    linked('html', 9, 'net/http'),
  ];
  assert.deepEqual(
    newsOf(before, after).brought.map(({ name, kind, bytes, packages }) => [name, kind, bytes, packages]),
    [
      [`${api}/internal/feed`, 'package', 75, ['encoding/xml']],
      ['html', 'package', 9, []],
    ],
  );
});

test('what was imported before and has bytes only now is brought by nothing new, but has its chain', () => {
  const empty = linked('embed', 0, `${api}/cmd/api`);
  const { brought, packageChains } = newsOf([...before, empty], [...before, { ...empty, bytes: 12 }]);
  assert.deepEqual(brought, []);
  assert.deepEqual(packageChains.get('embed'), [`${api}/cmd/api`, 'embed']);
});

test('where the same is on both sides, or less, nothing is new', () => {
  for (const after of [before, before.slice(0, 2)]) {
    const { brought, moduleChains, packageChains } = newsOf(before, after);
    assert.deepEqual([brought.length, moduleChains.size, packageChains.size], [0, 0, 0]);
  }
});

test('chains in a circle, to nowhere or without end are none', () => {
  const circle = [linked('x', 1, 'y'), linked('y', 1, 'x'), linked('z', 1, 'nowhere'), linked('alone', 1)];
  const long = Array.from({ length: 5000 }, (_, at) => linked(`l${at}`, 1, at === 0 ? 'l' : `l${at - 1}`));
  const { packageChains, brought } = newsOf(before, [
    ...before,
    ...circle,
    linked('l', 1, `${api}/cmd/api`),
    ...long,
  ]);
  for (const path of ['x', 'y', 'z', 'alone', 'l4999'])
    assert.equal(packageChains.get(path), undefined, path);
  assert.ok(packageChains.has('l50'));
  assert.equal(brought.length, 1);
});

test('whatever the tree, what is new is told once, and by a chain of imports', () => {
  const node = fc.record({
    parent: fc.nat(),
    module: fc.nat({ max: 5 }),
    bytes: fc.nat({ max: 99 }),
    old: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(node, { minLength: 1, maxLength: 30 }), (nodes) => {
      const after = nodes.map(({ parent, module, bytes }, at) =>
        linked(`p${at}`, bytes, at === 0 ? undefined : `p${parent % at}`, `m${module}`),
      );
      const old = after.filter((_, at) => at === 0 || nodes[at]?.old === true);
      const { brought, packageChains } = newsOf(old, after);
      const known = new Set(old.map(({ path }) => path));
      const fresh = after.filter(({ path, bytes }) => bytes > 0 && !known.has(path));
      const total = (items: readonly { bytes: number }[]) => items.reduce((sum, { bytes }) => sum + bytes, 0);
      for (const { path } of fresh) assert.equal(packageChains.get(path)?.[0], 'p0');
      // A module that had no bytes before may be known all the same, and comes by what was there.
      assert.ok(total(brought) <= total(after.filter(({ path }) => path !== 'p0')));
      for (const group of brought) {
        assert.equal(known.has(group.chain.at(-1) ?? ''), false);
        for (const [at, path] of group.chain.slice(1).entries()) {
          assert.equal(after.find((each) => each.path === path)?.importedBy, group.chain[at]);
        }
      }
      const oldModules = new Set(old.map(({ module }) => module));
      const linkedModules = new Set(old.filter(({ bytes }) => bytes > 0).map(({ module }) => module));
      const told = brought.flatMap(({ kind, name, modules, packages }) => [
        `${kind} ${name}`,
        ...modules.map((each) => `module ${each}`),
        ...packages.map((each) => `package ${each}`),
      ]);
      assert.equal(new Set(told).size, told.length);
      for (const { path, module } of fresh) {
        if (linkedModules.has(module)) assert.ok(told.includes(`package ${path}`), path);
        else if (!oldModules.has(module)) assert.ok(told.includes(`module ${module}`), module);
      }
    }),
  );
});
