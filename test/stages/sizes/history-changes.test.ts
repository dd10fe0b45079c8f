import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SizeSnapshot, SnapshotImage, SnapshotPackage } from '../../../src/size/snapshot.ts';
import { changesBetween, predecessorOf, type ReadEntry } from '../../../src/stages/sizes/history-changes.ts';

const KiB = 1024;

type Packages = readonly (readonly [
  module: string,
  path: string,
  bytes: number,
  importedBy?: string | undefined,
])[];

function imageOf(
  platform: string,
  packages: Packages,
  versions: Readonly<Record<string, string>>,
): SnapshotImage {
  const bytes = packages.reduce((sum, [, , each]) => sum + each, 0);
  const digest = `sha256:${platform.length}${JSON.stringify(packages)}${JSON.stringify(versions)}` as const;
  return {
    platform,
    diskBytes: bytes,
    program: { path: 'api', bytes, digest },
    attribution: {
      method: 'twin',
      attributedBytes: bytes,
      unattributedBytes: 0,
      versions,
      packages: packages.map(
        ([module, path, each, importedBy]): SnapshotPackage => ({
          module,
          path,
          bytes: each,
          ...(importedBy !== undefined && { importedBy }),
        }),
      ),
    },
  };
}

function entryOf(
  name: string,
  packages: Packages,
  {
    versions = {},
    platforms = ['linux/amd64'],
    version = name,
  }: {
    readonly versions?: Readonly<Record<string, string>>;
    readonly platforms?: readonly string[];
    readonly version?: string | undefined;
  } = {},
): ReadEntry {
  const images = platforms.map((platform) => imageOf(platform, packages, versions));
  const target = { name: 'api', importPath: 'example.com/shop/cmd/api', settings: {}, images };
  const snapshot: SizeSnapshot = { slipway: '0.1.0', targets: [target] };
  return { name, version, snapshot };
}

const own = 'example.com/shop';

test('modules that are new, gone or moved are told whole; of those that stayed, and of the own one, packages', () => {
  const before = entryOf(
    '1.0.0',
    [
      [own, `${own}/cmd/api`, 10 * KiB],
      [own, `${own}/store`, 20 * KiB],
      ['std', 'net/http', 300 * KiB],
      ['github.com/a/moved', 'github.com/a/moved', 40 * KiB],
      ['github.com/a/moved', 'github.com/a/moved/inner', 4 * KiB],
      ['github.com/a/gone', 'github.com/a/gone', 50 * KiB],
      ['github.com/a/still', 'github.com/a/still', 50 * KiB],
    ],
    { versions: { [own]: 'v1.0.0', 'github.com/a/moved': 'v1.0.0', 'github.com/a/still': 'v1.0.0' } },
  );
  const after = entryOf(
    '1.1.0',
    [
      [own, `${own}/cmd/api`, 10 * KiB + 100],
      [own, `${own}/store`, 26 * KiB],
      ['std', 'net/http', 302 * KiB],
      ['github.com/a/moved', 'github.com/a/moved', 41 * KiB],
      ['github.com/a/moved', 'github.com/a/moved/inner', 7 * KiB],
      ['github.com/a/new', 'github.com/a/new', 60 * KiB],
      ['github.com/a/new', 'github.com/a/new/x', 6 * KiB],
      ['github.com/a/still', 'github.com/a/still', 50 * KiB],
    ],
    { versions: { [own]: 'v1.1.0', 'github.com/a/moved': 'v1.2.0', 'github.com/a/still': 'v1.0.0' } },
  );
  const [change, ...more] = changesBetween(before, after);
  assert.equal(more.length, 0);
  assert.deepEqual(change, {
    target: 'api',
    platform: 'linux/amd64',
    since: '1.0.0',
    parts: [
      { kind: 'module', name: 'github.com/a/new', before: 0, after: 66 * KiB },
      { kind: 'module', name: 'github.com/a/gone', before: 50 * KiB, after: 0 },
      { kind: 'package', name: `${own}/store`, before: 20 * KiB, after: 26 * KiB },
      {
        kind: 'module',
        name: 'github.com/a/moved',
        before: 44 * KiB,
        after: 48 * KiB,
        versions: { before: 'v1.0.0', after: 'v1.2.0' },
      },
      { kind: 'package', name: 'net/http', before: 300 * KiB, after: 302 * KiB },
    ],
    rest: { parts: 1, bytes: 100 },
  });
});

test('what a new import brought is told as one, with all that came by it', () => {
  const main = [own, `${own}/cmd/api`, 10 * KiB] as const;
  const before = entryOf('1.0.0', [main, ['std', 'fmt', 20 * KiB, `${own}/cmd/api`]]);
  const after = entryOf(
    '1.1.0',
    [
      main,
      ['std', 'fmt', 22 * KiB, `${own}/cmd/api`],
      ['github.com/a/metrics', 'github.com/a/metrics', 30 * KiB, `${own}/cmd/api`],
      ['github.com/b/proto', 'github.com/b/proto', 50 * KiB, 'github.com/a/metrics'],
      ['std', 'regexp', 40 * KiB, 'github.com/b/proto'],
      ['std', 'html/template', 60 * KiB, `${own}/cmd/api`],
    ],
    { versions: { 'github.com/a/metrics': 'v1.2.0', 'github.com/b/proto': 'v1.3.0' } },
  );
  const [change] = changesBetween(before, after);
  assert.deepEqual(change?.parts, [
    {
      kind: 'module',
      name: 'github.com/a/metrics',
      before: 0,
      after: 120 * KiB,
      versions: { after: 'v1.2.0' },
      brings: { modules: 1, packages: 1 },
    },
    { kind: 'package', name: 'html/template', before: 0, after: 60 * KiB },
    { kind: 'package', name: 'fmt', before: 20 * KiB, after: 22 * KiB },
  ]);
});

test('it is told of one platform, which both have; where there is none, or nothing but noise, nothing is', () => {
  const packages: Packages = [['std', 'fmt', 30 * KiB]];
  const grown: Packages = [['std', 'fmt', 40 * KiB]];
  const platforms = ['linux/amd64', 'linux/arm64'];
  const before = entryOf('1.0.0', packages, { platforms: ['linux/arm64'] });
  const [change, ...more] = changesBetween(before, entryOf('1.1.0', grown, { platforms }));
  assert.deepEqual([change?.platform, more.length], ['linux/arm64', 0]);
  assert.deepEqual(changesBetween(before, entryOf('1.1.0', grown, { platforms: ['linux/amd64'] })), []);
  const noise = entryOf('1.1.0', [['std', 'fmt', 30 * KiB + 200]], { platforms });
  assert.deepEqual(changesBetween(before, noise), []);
});

test('where nobody says what is in one of the programs, or they were read in other ways, nothing is told', () => {
  const before = entryOf('1.0.0', [['std', 'fmt', 30 * KiB]]);
  const after = entryOf('1.1.0', [['std', 'fmt', 90 * KiB]]);
  assert.equal(changesBetween(before, after).length, 1);
  const read = (change: (image: SnapshotImage) => SnapshotImage): ReadEntry => ({
    ...after,
    snapshot: {
      ...after.snapshot,
      targets: after.snapshot.targets.map((target) => ({ ...target, images: target.images.map(change) })),
    },
  });
  const bare = read(({ attribution: _, ...image }) => image);
  const other = read((image) => ({
    ...image,
    ...(image.attribution && { attribution: { ...image.attribution, method: 'pclntab' } }),
  }));
  for (const entry of [bare, other]) {
    assert.deepEqual(changesBetween(before, entry), []);
    assert.deepEqual(changesBetween(entry, before), []);
  }
});

test('no byte is told twice or lost: parts and rest add up to what the packages grew by', () => {
  const bytes = fc.nat(90 * KiB);
  const module = fc.constantFrom(own, 'std', 'github.com/a/b', 'github.com/a/b/v2', 'github.com/c/d', '');
  const packages = fc.uniqueArray(fc.tuple(module, fc.constantFrom('x', 'y', 'z/w', '')), {
    selector: ([in_, path]) => `${in_}/${path}`,
    maxLength: 18,
  });
  const version = fc.constantFrom('v1.0.0', 'v1.1.0');
  const side = packages.chain((list) => {
    const paths = list.map(([in_, path]) => `${in_ || 'unknown'}/${path}`);
    const importedBy = fc.option(fc.constantFrom(`${own}/x`, ...paths), { nil: undefined });
    const all = list.map(([in_], at) =>
      fc.tuple(bytes, importedBy).map(([each, by]) => [in_, paths[at] ?? '', each, by] as const),
    );
    const versions = fc.dictionary(fc.constantFrom(own, 'github.com/a/b', 'github.com/c/d'), version);
    return fc.tuple(fc.tuple(...all), versions);
  });
  fc.assert(
    fc.property(side, side, ([old, oldVersions], [now, nowVersions]) => {
      const total = (list: Packages): number => list.reduce((sum, [, , each]) => sum + each, 0);
      const before = entryOf('1.0.0', old, { versions: oldVersions });
      const after = entryOf('1.1.0', now, { versions: nowVersions });
      for (const { parts, rest } of changesBetween(before, after)) {
        const told = parts.reduce((sum, part) => sum + part.after - part.before, rest.bytes);
        assert.equal(told, total(now) - total(old));
      }
    }),
    { numRuns: 1500 },
  );
});

test('a release is compared with the release before it, whatever lies between; what is no release with what is next', () => {
  const named = (name: string, version: string | undefined = name): ReadEntry => ({
    name,
    version,
    snapshot: { slipway: '0.1.0', targets: [] },
  });
  const commit = (name: string): ReadEntry => ({ ...named(name), version: undefined });
  const entries = [
    commit('abc'),
    named('2.0.0'),
    named('2.0.0-rc.2'),
    commit('def'),
    named('1.9.1'),
    named('2.0.0-rc.1'),
    named('1.10.0'),
    named('1.9.0'),
  ];
  const before = entries.map((entry) => predecessorOf(entry, entries)?.name);
  assert.deepEqual(before, ['2.0.0', '1.10.0', '2.0.0-rc.1', '1.9.1', '1.9.0', '1.10.0', '1.9.1', undefined]);
  const early = [named('1.0.0'), named('1.0.0-rc.1')];
  assert.equal(predecessorOf(early[0] ?? named(''), early)?.name, '1.0.0-rc.1');
});
