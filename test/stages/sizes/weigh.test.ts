import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InventedTarget } from '../../support/invented-build.ts';
import {
  amd64,
  before,
  failed,
  image,
  kib,
  main,
  own,
  sizeOf,
  told,
  weighed,
  withPackages,
} from '../../support/weighing.ts';

describe('against a baseline', () => {
  it('nothing changed: nothing is said to have', () => {
    const sizing = weighed([before], [before]);
    const { targets, settings, excesses } = sizeOf(sizing);
    assert.deepEqual([settings, excesses, sizing.notices, failed(sizing)], [[], [], [], []]);
    const [{ packages, modules } = {}] = targets[0]?.images ?? [];
    assert.deepEqual([packages, modules], [[], []]);
    assert.match(told(sizeOf(sizing)).comment, /^📦 Size: unchanged · .*\n$/);
  });

  it('a new package has its chain, and is judged by its bytes alone', () => {
    const chain = { 'example.com/shop/metrics': { bytes: 300 * kib, importedBy: 'example.com/shop/store' } };
    const sizing = weighed([before], [withPackages(chain)]);
    const [compared] = sizeOf(sizing).targets[0]?.images ?? [];
    assert.deepEqual(compared?.packages, [
      {
        path: 'example.com/shop/metrics',
        ...{ before: 0, after: 300 * kib },
        chain: [main, 'example.com/shop/store', 'example.com/shop/metrics'],
      },
    ]);
    assert.equal(compared.brought?.[0]?.name, 'example.com/shop/metrics');
    assert.ok(
      failed(sizing).includes(
        `approve budget/package api (${amd64}): example.com/shop/metrics is new and has 300 KiB, and more than 256 KiB ask for approval`,
      ),
      failed(sizing).join('\n'),
    );
  });

  it('a package that is gone is gone, and asks for nothing', () => {
    const { 'example.com/shop/store': _, ...fewer } = own;
    const sizing = weighed([before], [{ images: { [amd64]: { ...image, packages: fewer } } }]);
    const [compared] = sizeOf(sizing).targets[0]?.images ?? [];
    assert.deepEqual(compared?.packages, [{ path: 'example.com/shop/store', before: 50 * kib, after: 0 }]);
    assert.deepEqual([compared.brought, failed(sizing)], [[], []]);
    assert.match(told(sizeOf(sizing)).comment, /shrinks/);
  });

  it('a new module is named with its version and the chain to it', () => {
    const packages = {
      ...own,
      'b.example/prom/metrics': { bytes: 30 * kib, module: 'b.example/prom', importedBy: main },
      'c.example/proto': { bytes: 5 * kib, module: 'c.example/proto', importedBy: 'b.example/prom/metrics' },
    };
    const versions = { ...image.versions, 'b.example/prom': 'v1.20.0' };
    const sizing = weighed([before], [{ images: { [amd64]: { packages, versions } } }]);
    const [compared] = sizeOf(sizing).targets[0]?.images ?? [];
    assert.deepEqual(compared?.modules[0], {
      name: 'b.example/prom',
      ...{ before: 0, after: 30 * kib },
      versions: { after: 'v1.20.0' },
      chain: [main, 'b.example/prom/metrics'],
    });
    const [brought] = compared.brought ?? [];
    assert.deepEqual(
      [brought?.name, brought?.bytes, brought?.modules],
      ['b.example/prom', 35 * kib, ['c.example/proto']],
    );
    assert.match(
      told(sizeOf(sizing)).comment,
      /<code>b\.example\/prom<\/code> v1\.20\.0 is new and brings 35\.0 KiB with <code>c\.example\/proto<\/code>/,
    );
  });

  it('a module at another version is told with both, also where its bytes stayed', () => {
    for (const bytes of [40 * kib, 44 * kib]) {
      const packages = { ...own, 'example.com/log': { bytes, module: 'example.com/log', importedBy: main } };
      const versions = { 'example.com/log': 'v1.3.0' };
      const { size } = weighed([before], [{ images: { [amd64]: { packages, versions } } }]);
      const [compared] = size?.targets[0]?.images ?? [];
      assert.deepEqual(compared?.modules, [
        {
          name: 'example.com/log',
          ...{ before: 40 * kib, after: bytes },
          versions: { before: 'v1.2.0', after: 'v1.3.0' },
        },
      ]);
      assert.deepEqual(compared.brought, []);
    }
  });

  it('a module at another major version is new in place of the one that is gone', () => {
    const { 'example.com/log': log, ...rest } = own;
    assert.ok(log !== undefined);
    const packages = { ...rest, 'example.com/log/v2': { ...log, module: 'example.com/log/v2' } };
    const versions = { 'example.com/log/v2': 'v2.0.1' };
    const size = sizeOf(weighed([before], [{ images: { [amd64]: { packages, versions } } }]));
    const [compared] = size.targets[0]?.images ?? [];
    const names = compared?.modules.map(({ name, formerName }) => [name, formerName]);
    assert.deepEqual(names, [
      ['example.com/log', undefined],
      ['example.com/log/v2', 'example.com/log'],
    ]);
    const { comment, terminal } = told(size);
    assert.match(comment, /log\/v2<\/code> v2\.0\.1 takes the place of <code>example\.com\/log<\/code>/);
    assert.doesNotMatch(comment, /is gone/);
    assert.match(terminal, /example\.com\/log\/v2 is new, in place of example\.com\/log: 40\.0 KiB/);
  });

  it('only a major version makes another path the same module', () => {
    const former = (old: string, now: string): string | undefined => {
      const of = (module: string): InventedTarget => withPackages({ [module]: { bytes: kib, module } });
      const [image] = sizeOf(weighed([of(old)], [of(now)])).targets[0]?.images ?? [];
      return image?.modules.find(({ name }) => name === now)?.formerName;
    };
    assert.equal(former('gopkg.in/yaml.v2', 'gopkg.in/yaml.v3'), 'gopkg.in/yaml.v2');
    assert.equal(former('a.example/x/v2', 'a.example/x/v3'), 'a.example/x/v2');
    assert.equal(former('a.example/x/v2', 'a.example/x'), 'a.example/x/v2');
    for (const [old, now] of [
      ['a.example/x', 'a.example/y'],
      ['a.example/x/v1', 'a.example/x'],
      ['a.example/yaml.v2', 'a.example/yaml.v3'],
      ['a.example/v2/x', 'a.example/v3/x'],
    ] as const) {
      assert.equal(former(old, now), undefined, now);
    }
  });

  it('a target under another name is its former self, with what it grew by', () => {
    const now = {
      ...withPackages({ 'example.com/shop/more': { bytes: 60 * kib, importedBy: main } }),
      name: 'server',
    };
    const sizing = weighed([before], [now]);
    const size = sizeOf(sizing);
    assert.deepEqual(
      size.targets.map(({ name, formerName, images }) => [name, formerName, images.length]),
      [['server', 'api', 1]],
    );
    const disk = size.targets[0]?.images[0]?.diskBytes;
    assert.equal((disk?.after ?? 0) - (disk?.before ?? 0), 60 * kib);
    assert.deepEqual(sizing.notices, ['the target api is called server now']);
    assert.match(failed(sizing)[0] ?? '', /^approve budget\/disk server \(linux\/amd64\): grows 5\.5 %/);
    const { comment, terminal } = told(size);
    assert.match(comment, /^### ✋ Size: needs approval — server grows/);
    assert.match(comment, /\| \*\*server\*\* \(was api\) linux\/amd64 \|/);
    assert.match(terminal, /server \(was api\) linux\/amd64 /);
    assert.doesNotMatch(comment, /gone|pulled \| new \|/);
  });

  it('a target that has another name only is told as that, its settings compared', () => {
    const settings = { go: 'go1.27.0' };
    const size = sizeOf(weighed([before], [{ ...before, name: 'server', settings }]));
    assert.match(told(size).comment, /^### 📦 Size: api is called server now$/m);
    assert.deepEqual(size.settings, [
      { target: 'server', name: 'go', before: 'go1.26.8', after: 'go1.27.0' },
    ]);
  });

  it('targets of one main package are known by their names, and where nobody can tell they are new and gone', () => {
    const named = (...names: readonly string[]) => names.map((name) => ({ ...before, name }));
    const targets = (old: readonly string[], now: readonly string[]) =>
      sizeOf(weighed(named(...old), named(...now))).targets.map(({ name, formerName, images }) => {
        const [{ diskBytes } = {}] = images;
        const state = diskBytes?.before === 0 ? 'new' : diskBytes?.after === 0 ? 'gone' : 'both';
        return [name, formerName ?? '', state].join(' ').trimEnd();
      });
    assert.deepEqual(targets(['api'], ['api', 'debug']), ['api  both', 'debug  new']);
    assert.deepEqual(targets(['api', 'debug'], ['api', 'trace']), ['api  both', 'trace debug both']);
    assert.deepEqual(targets(['a', 'b'], ['c', 'd']), ['a  gone', 'b  gone', 'c  new', 'd  new']);
    assert.deepEqual(targets(['a', 'b'], ['c']), ['a  gone', 'b  gone', 'c  new']);
  });

  it('a target of the same name is compared also where its main package moved', () => {
    const size = sizeOf(weighed([before], [{ ...before, importPath: 'example.com/shop/v2/cmd/api' }]));
    assert.deepEqual(
      size.targets.map(({ name, formerName }) => [name, formerName]),
      [['api', undefined]],
    );
  });

  it('a new platform and a new target grow by nothing, and are new', () => {
    const both = { images: { [amd64]: image, 'linux/arm64': image } };
    const job = { ...before, name: 'job', importPath: 'example.com/shop/cmd/job' };
    const sizing = weighed([before], [both, job]);
    assert.deepEqual(failed(sizing), []);
    const { comment } = told(sizeOf(sizing));
    assert.match(comment, /\*\*api\*\* linux\/arm64 \| [^|]+\| new \|/);
    assert.match(comment, /\*\*job\*\* linux\/amd64 \| [^|]+\| new \|/);
    assert.match(comment, /\*\*api\*\* linux\/amd64 \| [^|]+\| unchanged \|/);
  });

  it('a platform in place of another is new, not grown', () => {
    const sizing = weighed([before], [{ images: { 'linux/arm64': image } }]);
    const { targets } = sizeOf(sizing);
    assert.deepEqual(
      targets[0]?.images.map(({ platform, diskBytes }) => [platform, diskBytes?.before === 0]),
      [
        [amd64, false],
        ['linux/arm64', true],
      ],
    );
    assert.deepEqual([sizing.notices, failed(sizing)], [[], []]);
  });

  it('a target that is gone is said to be, and is judged by nothing', () => {
    const job = { ...before, name: 'job', importPath: 'example.com/shop/cmd/job' };
    const sizing = weighed([before, job], [before], { disk: { max: { block: 1 } } });
    assert.deepEqual(
      sizing.verdicts.map(({ subject }) => subject),
      [`api (${amd64})`],
    );
    assert.match(told(sizeOf(sizing)).comment, /\*\*job\*\* linux\/amd64 \| ~~.*~~ \| gone \| ~~.*~~ \|/);
  });

  it('bare files are weighed by their length', () => {
    const file = (bytes: number): InventedTarget => ({
      files: { 'darwin/arm64': { packages: { [main]: { bytes } } } },
    });
    const sizing = weighed([file(500 * kib)], [file(600 * kib)]);
    const [compared] = sizeOf(sizing).targets[0]?.images ?? [];
    assert.deepEqual(
      [compared?.platform, compared?.diskBytes, compared?.pullBytes],
      ['darwin/arm64', undefined, undefined],
    );
    assert.deepEqual(compared?.fileBytes, { before: 500 * kib + 1100, after: 600 * kib + 1100 });
    assert.deepEqual(
      failed(sizing).map((line) => line.split(':')[0]),
      ['approve budget/disk api (darwin/arm64)', 'block budget/package api (darwin/arm64)'],
    );
  });

  it('another Go version, base or flag is said for each target, and settings that stay are not', () => {
    const old = { go: 'go1.26.8', base: 'static sha256:aa', 'build tags': 'netgo' };
    const now = { go: 'go1.27.0', base: 'static sha256:aa', cgo: 'on' };
    const size = sizeOf(weighed([{ ...before, settings: old }], [{ ...before, settings: now }]));
    assert.deepEqual(size.settings, [
      { target: 'api', name: 'go', before: 'go1.26.8', after: 'go1.27.0' },
      { target: 'api', name: 'build tags', before: 'netgo', after: '' },
      { target: 'api', name: 'cgo', before: '', after: 'on' },
    ]);
  });
});
