import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ToldDeadCode } from '../../src/size/dead-code-change.ts';
import { decodeSnapshot } from '../../src/size/read-snapshot.ts';
import { encodeSnapshot, type SizeSnapshot, type SnapshotPackage } from '../../src/size/snapshot.ts';
import type { SnapshotVerdict } from '../../src/size/snapshot-verdicts.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { pathsOf, replaced } from '../support/json-paths.ts';

const name = fc.string({ minLength: 1, maxLength: 40 });
const bytes = fc.maxSafeNat();
const linked: fc.Arbitrary<SnapshotPackage> = fc.record(
  { path: name, module: name, bytes, wireBytes: bytes, retainedBytes: bytes, importedBy: name },
  { requiredKeys: ['path', 'module', 'bytes'] },
);
const digest = fc.constant(`sha256:${'0a'.repeat(32)}`);
const deadCode: fc.Arbitrary<ToldDeadCode> = fc.record({
  pruned: fc.boolean(),
  pruningBytes: bytes,
  blockers: fc.array(
    fc.record(
      { symbol: name, package: name, bytes, imports: fc.array(name), hint: name },
      { requiredKeys: ['symbol', 'package', 'bytes', 'imports'] },
    ),
  ),
});
const attribution = fc.record(
  {
    method: fc.constantFrom('objects' as const, 'twin' as const, 'pclntab' as const),
    attributedBytes: bytes,
    unattributedBytes: bytes,
    packages: fc.array(linked),
    versions: fc.dictionary(name, name),
    retained: fc.dictionary(name, bytes),
    deadCode,
  },
  { requiredKeys: ['method', 'attributedBytes', 'unattributedBytes', 'packages', 'versions'] },
);
const image = fc.record(
  {
    platform: name,
    diskBytes: bytes,
    pullBytes: bytes,
    program: fc.record({ path: name, bytes, digest }),
    attribution,
  },
  { requiredKeys: ['platform', 'program'] },
);
const verdict: fc.Arbitrary<SnapshotVerdict> = fc.record(
  {
    check: name,
    target: name,
    platform: name,
    answer: fc.oneof(
      fc.record({ status: fc.constantFrom('pass' as const, 'skip' as const) }),
      fc.record({
        status: fc.constant('fail' as const),
        severity: fc.constantFrom('info' as const, 'warn' as const, 'approve' as const, 'block' as const),
        detail: fc.string(),
      }),
    ),
  },
  { requiredKeys: ['check', 'answer'] },
);
const snapshot: fc.Arbitrary<SizeSnapshot> = fc.record(
  {
    slipway: name,
    commit: fc.constantFrom('0a'.repeat(20), 'b1'.repeat(32)),
    created: name,
    targets: fc.array(
      fc.record({
        name,
        importPath: name,
        settings: fc.dictionary(name, name),
        images: fc.array(image),
      }),
    ),
    checks: fc.array(verdict),
  },
  { requiredKeys: ['slipway', 'targets'] },
);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a size snapshot', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(snapshot, (one) => {
        assert.deepEqual(plain(decodeSnapshot(encodeSnapshot(one), 'x')), plain(one));
      }),
    );
  });

  it('is read when a later version wrote more into it', () => {
    const text = encodeSnapshot({ slipway: '9.0.0', targets: [] });
    const more = JSON.stringify({ ...(JSON.parse(text) as object), later: { any: [1] } });
    assert.deepEqual(plain(decodeSnapshot(more, 'x')), { slipway: '9.0.0', targets: [] });
  });

  it('of another format is refused, with what to do', () => {
    const text = encodeSnapshot({ slipway: '9.0.0', targets: [] }).replace(
      '"schemaVersion":1',
      '"schemaVersion":2',
    );
    assert.throws(() => decodeSnapshot(text, 'main.json'), {
      code: 'E_CONFIG',
      message: 'main.json is a size snapshot of format 2, and this Slipway reads 1',
    });
  });

  it('with a commit that is no hash, a target without a name or a budget that is none is refused', () => {
    const target = { name: 'api', importPath: 'a/b', settings: {}, images: [] };
    const refused = (one: SizeSnapshot): void =>
      assert.throws(() => decodeSnapshot(encodeSnapshot(one), 'm'), { code: 'E_CONFIG', message: /is not/ });
    for (const commit of ['', 'main', '\u001b[31mred', '0a'.repeat(19), '0A'.repeat(20)]) {
      refused({ slipway: '1', commit, targets: [target] });
    }
    refused({ slipway: '1', targets: [{ ...target, name: '' }] });
    refused({ slipway: '1', targets: [{ ...target, importPath: '' }] });
    for (const budget of [
      { pull: { max: 'much' } },
      { nothing: 1 },
      'off',
      null,
      [],
      { pull: 'x'.repeat(9000) },
    ]) {
      refused({ slipway: '1', targets: [{ ...target, budget }] });
    }
    const budget = {
      modules: Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`a/${at}`, 'off'])),
    };
    const long: SizeSnapshot = { slipway: '1', targets: [{ ...target, budget }] };
    assert.deepEqual(plain(decodeSnapshot(encodeSnapshot(long), 'm')), long);
  });

  it('that is damaged is refused with the place, never read wrong', () => {
    const good = JSON.parse(
      encodeSnapshot({
        slipway: '1',
        targets: [
          {
            ...{ name: 'api', importPath: 'a/b', settings: { go: 'go1.26.8' } },
            images: [
              {
                platform: 'linux/amd64',
                program: { path: '/api', bytes: 9, digest: `sha256:${'0a'.repeat(32)}` },
                attribution: {
                  ...{ method: 'twin', attributedBytes: 8, unattributedBytes: 1 },
                  packages: [{ path: 'a/b', module: 'a', bytes: 8, retainedBytes: 9, importedBy: 'a' }],
                  versions: { a: 'v1.2.3' },
                  retained: { a: 9 },
                  deadCode: {
                    ...{ pruned: false, pruningBytes: 3 },
                    blockers: [{ symbol: 'a.f', package: 'a', bytes: 1, imports: ['a/b', 'a'], hint: 'do' }],
                  },
                },
              },
            ],
          },
        ],
        checks: [
          { check: 'image/user', target: 'api', answer: { status: 'pass' } },
          {
            ...{ check: 'binary/static', target: 'api', platform: 'linux/amd64' },
            answer: { status: 'fail', severity: 'block', detail: 'asks for libc.so.6' },
          },
        ],
      }),
    ) as unknown;
    const places = pathsOf(good);
    assert.ok(places.length > 40);
    for (const path of places) {
      for (const wrong of [null, -2, 1e300, 'x'.repeat(5000), [], {}, [[]]]) {
        try {
          decodeSnapshot(JSON.stringify(replaced(good, path, wrong)), 'main.json');
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_CONFIG', String(error));
          assert.match(error.message, /^main\.json is (no|a) size snapshot/);
        }
      }
    }
    assert.throws(() => decodeSnapshot(JSON.stringify(replaced(good, ['names'], [])), 'm'), {
      message: /targets\[0\]\.images\[0\]\.attribution\.\w+(\.path)? is not .*numbers of names/,
    });
    const image = ['targets', 0, 'images', 0, 'attribution'] as const;
    for (const [path, wrong] of [
      [
        ['packages', 'retainedBytes'],
        [1, 2],
      ],
      [['packages', 'retainedBytes'], [-2]],
      [['retained'], [0]],
      [['retained'], [0, -1]],
      [['retained'], [99, 1]],
      [['deadCode', 'pruned'], 1],
      [['deadCode', 'pruningBytes'], -1],
      [['deadCode', 'blockers', 0, 'symbol'], 99],
      [
        ['deadCode', 'blockers', 0, 'imports'],
        [0, 99],
      ],
    ] as const) {
      const text = JSON.stringify(replaced(good, [...image, ...path], wrong));
      assert.throws(() => decodeSnapshot(text, 'm'), { message: /attribution\.\w+.* is not / }, path.join());
    }
    for (const column of ['status', 'severity']) {
      assert.throws(() => decodeSnapshot(JSON.stringify(replaced(good, ['checks', column], [0, 0])), 'm'), {
        message: /checks\.(status|severity) is not (pass|info)/,
      });
    }
    assert.throws(() => decodeSnapshot(JSON.stringify(replaced(good, ['checks', 'target'], [0])), 'm'), {
      message: /checks\.check is not as long as the other columns/,
    });
    assert.throws(() => decodeSnapshot('{', 'm'), { code: 'E_CONFIG' });
    assert.throws(() => decodeSnapshot('[]', 'm'), { code: 'E_CONFIG' });
  });

  it('of a large program for four platforms is shorter than 200 KB when it is packed', () => {
    const packages = Array.from({ length: 2500 }, (_, at) => ({
      path: `github.com/organisation-${at % 90}/module-${at % 300}/internal/package${at}`,
      module: `github.com/organisation-${at % 90}/module-${at % 300}`,
      bytes: (at * 7919) % 300_000,
      wireBytes: (at * 104_729) % 90_000,
      // Of every second one it is too little to be kept.
      ...(at % 2 === 0 && { retainedBytes: (at * 7879) % 400_000 }),
      importedBy: `github.com/organisation-${(at + 1) % 90}/module-${(at + 1) % 300}/internal/package${(at + 1) % 2500}`,
    }));
    const images = ['amd64', 'arm64', 'arm/v7', 'riscv64'].map((architecture, shift) => ({
      platform: `linux/${architecture}`,
      program: { path: '/app', bytes: 60_000_000, digest: `sha256:${'0a'.repeat(32)}` as const },
      attribution: {
        ...{ method: 'twin' as const, attributedBytes: 1, unattributedBytes: 1 },
        packages: packages.map((each) => ({ ...each, bytes: each.bytes + shift * 13 })),
        versions: Object.fromEntries(packages.map(({ module }, at) => [module, `v1.${at}.0`])),
        retained: Object.fromEntries(packages.map(({ module }, at) => [module, at * 7877])),
      },
    }));
    const text = encodeSnapshot({
      slipway: '0.1.0',
      targets: [{ name: 'app', importPath: 'example.com/app', settings: {}, images }],
    });
    const packed = gzipSync(text).length;
    assert.ok(packed < 200_000, `${packed}`);
  });

  it('has the checks of fifty targets for four platforms in a few kilobytes', () => {
    const names = Array.from({ length: 50 }, (_, at) => `service-${at}`);
    const checks = names.flatMap((target) =>
      Array.from({ length: 30 }, (_, at) =>
        ['amd64', 'arm64', 'riscv64', 's390x'].map((architecture): SnapshotVerdict => {
          const check = `area-${at % 3}/check-${at}`;
          const fails = { status: 'fail', severity: 'warn', detail: `is wrong in ${target}` } as const;
          const answer = at === 7 ? fails : { status: 'pass' as const };
          return { check, target, platform: `linux/${architecture}`, answer };
        }),
      ).flat(),
    );
    const packed = gzipSync(encodeSnapshot({ slipway: '0.1.0', targets: [], checks })).length;
    assert.ok(packed < 10_000, `${packed}`);
  });
});
