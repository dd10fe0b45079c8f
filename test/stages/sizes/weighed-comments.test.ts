import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImageReport, TargetReport } from '../../../src/report/model.ts';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import { type Budget, usualBudget } from '../../../src/request/budget.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { modulesOf } from '../../../src/size/attribution.ts';
import { snapshotOf } from '../../../src/stages/sizes/snapshot.ts';
import { type Baseline, weigh } from '../../../src/stages/sizes/weigh.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { readable } from '../../support/github-markdown.ts';
import { from, kib, mib, sampleReport } from '../../support/size-sample.ts';

/** Module → bytes of its only package, which has its path; `std` has `runtime`. The main package imports each. */
type Packages = Readonly<Record<string, number>>;

const main = 'example.com/shop';
const usual: Packages = { [main]: 100 * kib, std: 4 * mib };

function image(platform: string, packages: Packages | undefined, disk?: number): ImageReport {
  const bytes = Object.values(packages ?? usual).reduce((sum, each) => sum + each, 0);
  const digest = sha256(JSON.stringify([platform, packages, disk]));
  const all = Object.entries(packages ?? {}).map(([path, own]) => ({
    path: path === 'std' ? 'runtime' : path,
    module: path,
    bytes: own,
    parts: {},
    ...(path !== main && { importedBy: main }),
  }));
  return {
    platform: parsePlatform(platform),
    manifestDigest: digest,
    configDigest: digest,
    diskBytes: disk ?? bytes,
    pullBytes: Math.round((disk ?? bytes) * 0.4),
    executable: {
      path: '/usr/local/bin/shop',
      bytes,
      digest,
      goVersion: 'go1.26.8',
      linkage: 'static',
      stripped: true,
      trimpath: true,
    },
    layers: [],
    ...(packages !== undefined && {
      attribution: {
        method: 'twin',
        attributedBytes: bytes,
        unattributedBytes: 0,
        packages: all,
        modules: modulesOf(all, new Map([['a.example/x', 'v1.2.3']])),
        structures: [],
        unattributed: [],
      },
    }),
  };
}

function target(
  name: string,
  images: readonly ImageReport[],
  settings: Readonly<Record<string, string>> = { go: 'go1.26.8' },
): TargetReport {
  return { name, importPath: main, base: { reference: 'static' }, settings, images, outputs: [] };
}

function baseline(...targets: readonly TargetReport[]): Baseline {
  const snapshot = snapshotOf({ slipway: '0.1.0', targets });
  return { kind: 'rebuild', name: 'merge base', commit: '3f9c2d1', snapshot };
}

/** What is said of a build in a line each: excesses, and verdicts that did not pass. */
function judged(
  after: readonly TargetReport[],
  before: Baseline | undefined,
  budget: Budget = usualBudget,
): string[] {
  return weigh(after, before, () => budget)
    .verdicts.filter(({ status }) => status === 'fail')
    .map(({ check, subject, severity, detail }) => `${severity} ${check} ${subject}: ${detail}`);
}

const amd64 = (packages?: Packages, disk?: number) => image('linux/amd64', packages, disk);

describe('a build held against its baseline', () => {
  it('tells sizes of both, what is new with its version, and which limits are passed', () => {
    const after = [target('api', [amd64({ ...usual, 'a.example/x': 400 * kib })])];
    const { size, verdicts } = weigh(after, baseline(target('api', [amd64(usual)])), () => usualBudget);
    assert.ok(size !== undefined);
    const [compared] = size.targets[0]?.images ?? [];
    assert.deepEqual(compared?.diskBytes, from(4196 * kib, 4596 * kib));
    assert.deepEqual(compared?.modules, [
      {
        name: 'a.example/x',
        ...from(0, 400 * kib),
        versions: { after: 'v1.2.3' },
        chain: [main, 'a.example/x'],
      },
    ]);
    assert.deepEqual(
      size.excesses.map(({ measure, name, rule, gate }) => `${gate} ${measure} ${name} ${rule}`),
      ['approve disk  growth', 'approve package a.example/x new', 'approve pull  growth'],
    );
    assert.deepEqual(size.baseline, { kind: 'rebuild', name: 'merge base', commit: '3f9c2d1' });
    assert.deepEqual(
      verdicts.map(({ check, status, severity }) => `${check} ${status} ${severity}`),
      ['budget/disk fail approve', 'budget/pull fail approve', 'budget/package fail approve'],
    );
    const comment = readable(formatSizeComment({ ...sampleReport({ targets: {} }), size, verdicts }));
    assert.match(comment, /^### ✋ Size: needs approval — api grows 9\.5 % \(400 KiB\), limit 2 %\n/);
  });

  it('passes each check of the budget where nothing changed', () => {
    const same = target('api', [amd64(usual)]);
    const { size, verdicts } = weigh([same], baseline(same), () => usualBudget);
    assert.deepEqual(
      verdicts.map(({ check, status }) => `${check} ${status}`),
      ['budget/disk pass', 'budget/pull pass', 'budget/package pass'],
    );
    assert.deepEqual([size?.excesses, size?.settings], [[], []]);
  });

  it('lets the standard library grow, and judges what of it a pattern names', () => {
    const grown = [target('api', [amd64({ ...usual, std: 4.05 * mib })])];
    const before = baseline(target('api', [amd64(usual)]));
    const budget: Budget = { package: { growth: { block: { percent: 1 } } } };
    assert.deepEqual(judged(grown, before, budget), []);
    assert.deepEqual(judged(grown, before, { packages: { runtime: budget.package ?? {} } }), [
      'block budget/package api (linux/amd64): runtime grows 1.2 % (51.2 KiB), and 1 % are refused',
    ]);
  });

  it('does not let a target or a platform grow that is new', () => {
    const before = baseline(target('api', [amd64(usual)]));
    const arm64 = image('linux/arm64', { ...usual, 'a.example/x': mib });
    assert.deepEqual(judged([target('api', [amd64(usual), arm64]), target('web', [arm64])], before), []);
  });

  it('tells a target that is gone', () => {
    const [api, web] = [target('api', [amd64(usual)]), target('web', [amd64(usual)])];
    const { size } = weigh([api], baseline(api, web), () => usualBudget);
    const gone = size?.targets.find(({ name }) => name === 'web')?.images[0];
    assert.deepEqual(gone?.diskBytes, from(4196 * kib, 0));
  });

  it('judges no packages where one side does not know them', () => {
    const after = [target('api', [amd64({ ...usual, 'a.example/x': mib }, 4196 * kib)])];
    const before = baseline(target('api', [amd64(undefined, 4196 * kib)]));
    const { size, notices, verdicts } = weigh(after, before, () => usualBudget);
    assert.deepEqual([size?.excesses, size?.targets[0]?.images[0]?.packages], [[], []]);
    assert.deepEqual(
      verdicts.map(({ check }) => check),
      ['budget/disk', 'budget/pull'],
    );
    assert.match(notices.join('\n'), /packages are not compared/);
  });

  it('tells what else bytes follow from, of targets that both have', () => {
    const before = baseline(target('api', [amd64(usual)], { go: 'go1.25.4', GOAMD64: 'v1' }));
    const after = [
      target('api', [amd64(usual)], { go: 'go1.26.8', 'build tags': 'netgo', GOAMD64: 'v1' }),
      target('web', [amd64(usual)], { go: 'go1.26.8' }),
    ];
    assert.deepEqual(weigh(after, before, () => usualBudget).size?.settings, [
      { target: 'api', name: 'go', before: 'go1.25.4', after: 'go1.26.8' },
      { target: 'api', name: 'build tags', before: '', after: 'netgo' },
    ]);
  });
});

describe('a build without a baseline', () => {
  const built = [target('api', [amd64(usual)]), target('web', [amd64({ ...usual, std: mib })])];

  it('is held against nothing but what may not be passed at all', () => {
    const budget: Budget = { ...usualBudget, disk: { max: { warn: mib, block: 4 * mib } } };
    assert.deepEqual(judged(built, undefined, budget), [
      'block budget/disk api (linux/amd64): has 4.1 MiB, and more than 4.0 MiB are refused',
      'warn budget/disk web (linux/amd64): has 1.1 MiB, and more than 1.0 MiB are worth a look',
    ]);
    assert.equal(weigh(built, undefined, () => budget).size, undefined);
  });

  it('has no verdicts where nothing is forbidden', () => {
    assert.deepEqual(
      weigh(built, undefined, () => usualBudget),
      { verdicts: [], notices: [] },
    );
  });

  it('tells ten packages of a target, and counts the others', () => {
    const many = Object.fromEntries(Array.from({ length: 14 }, (_, at) => [`a.example/${at}`, 10 * kib]));
    const [line = ''] = judged([target('api', [amd64({ ...usual, ...many })])], undefined, {
      package: { max: { block: 1 } },
    });
    assert.equal(line.split('\n').length, 11);
    assert.match(line, /\nand 5 more$/);
  });
});
