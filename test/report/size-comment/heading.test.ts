import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import type { TargetExcess } from '../../../src/report/size-report.ts';
import type { VerdictChange } from '../../../src/size/verdict-changes.ts';
import { readable } from '../../support/github-markdown.ts';
import {
  from,
  kib,
  metricsAdded,
  mib,
  type SampleSizes,
  sampleImage,
  sampleReport,
} from '../../support/size-sample.ts';

const grown = sampleImage('linux/amd64', from(8 * mib, 9 * mib));
const same = sampleImage('linux/amd64', from(4 * mib, 4 * mib));

function comment(sizes: SampleSizes): string[] {
  return readable(formatSizeComment(sampleReport(sizes))).split('\n');
}

function heading(sizes: SampleSizes): string | undefined {
  return comment(sizes)[0];
}

function excess(change: Partial<TargetExcess>): TargetExcess {
  return {
    target: 'api',
    platform: 'linux/amd64',
    measure: 'disk',
    name: '',
    rule: 'growth',
    gate: 'approve',
    limit: { percent: 2 },
    ...from(8 * mib, 9 * mib),
    ...change,
  };
}

describe('the heading of the size comment', () => {
  const verdict = (...excesses: readonly Partial<TargetExcess>[]): string | undefined =>
    heading({ targets: { api: [grown] }, excesses: excesses.map(excess) });

  it('is the verdict with its reason and the limit', () => {
    assert.equal(verdict({}), '### ✋ Size: needs approval — api grows 12.5 % (1.0 MiB), limit 2 %');
    assert.equal(
      verdict({ gate: 'block', rule: 'max', limit: { bytes: 8 * mib }, measure: 'pull' }),
      '### ❌ Size: refused — api has 9.0 MiB to pull, limit 8.0 MiB',
    );
    assert.equal(verdict({ gate: 'warn' }), '### ⚠️ Size: api grows 12.5 % (1.0 MiB), limit 2 %');
    assert.equal(
      verdict({
        measure: 'package',
        name: 'a.example/b',
        rule: 'new',
        limit: { bytes: 256 * kib },
        before: 0,
      }),
      '### ✋ Size: needs approval — `a.example/b` in api is new and has 9.0 MiB, limit 256 KiB',
    );
  });

  it('is of the gravest limit, of these of a whole image, of these of what grows most', () => {
    const warned = { gate: 'warn', after: 20 * mib } as const;
    const part = { measure: 'package', name: 'a.example/b', after: 19 * mib } as const;
    const less = { measure: 'disk', target: 'worker', after: 8.5 * mib } as const;
    assert.match(verdict(warned, part, less, { after: 8.6 * mib }) ?? '', /approval — api grows 7\.5 %/);
    assert.match(verdict(warned, part) ?? '', /approval — `a\.example\/b` in api/);
  });

  it('says what changed where no limit is passed', () => {
    assert.equal(heading({ targets: { api: [grown] } }), '### 📦 Size: api grows 12.5 % (1.0 MiB)');
    assert.equal(
      heading({ targets: { api: [sampleImage('linux/amd64', from(8 * mib, 7 * mib))] } }),
      '### 📦 Size: api shrinks 12.5 % (1.0 MiB)',
    );
    const moved = sampleImage('linux/amd64', from(8 * mib, 8 * mib), {
      packages: [{ path: 'a.example/b', ...from(0, 100) }],
    });
    assert.equal(
      heading({ targets: { api: [moved] } }),
      '### 📦 Size: api changes, and stays as large as it was',
    );
  });

  it('counts the other targets that change', () => {
    const targets = {
      api: [grown],
      web: [sampleImage('linux/amd64', from(4 * mib, 4.5 * mib))],
      cron: [same],
    };
    assert.match(heading({ targets }) ?? '', /api grows 12\.5 % \(1\.0 MiB\), another target changes$/);
    const more = { ...targets, worker: [sampleImage('linux/amd64', from(0, 4 * mib))] };
    assert.match(
      heading({ targets: more }) ?? '',
      /Size: worker is new \(4\.0 MiB\), 2 other targets change$/,
    );
  });

  it('tells a target that is new or gone, and a platform of one that is there', () => {
    const fresh = sampleImage('linux/riscv64', from(0, 7 * mib));
    const gone = sampleImage('linux/386', from(7 * mib, 0));
    assert.equal(heading({ targets: { api: [same], web: [fresh] } }), '### 📦 Size: web is new (7.0 MiB)');
    assert.equal(heading({ targets: { api: [same], web: [gone] } }), '### 📦 Size: web is gone (7.0 MiB)');
    assert.equal(
      heading({ targets: { api: [same, fresh] } }),
      '### 📦 Size: api is new for linux/riscv64 (7.0 MiB)',
    );
    assert.equal(
      heading({ targets: { api: [same, gone] } }),
      '### 📦 Size: api is gone for linux/386 (7.0 MiB)',
    );
  });
});

describe('a run in which only checks say another thing than before', () => {
  const change = (check: string, severity: 'info' | 'warn'): VerdictChange => ({
    ...{ check, target: 'api', before: { status: 'pass' } },
    after: { status: 'fail', severity, detail: 'is root' },
  });
  const said = (...changes: readonly VerdictChange[]) => comment({ targets: { api: [same] }, changes });

  it('has them as its news, a failure that came or went, and is no line alone', () => {
    const [first, ...more] = said(change('image/user', 'warn'), change('binary/relro', 'info'));
    assert.equal(first, '### 📦 Size: unchanged, a check changes');
    assert.ok(more.includes('| image/user | api | pass | fail (warn) | is root |'), more.join('\n'));
    const mended: VerdictChange = {
      ...{ check: 'image/user', target: 'api', after: { status: 'pass' } },
      before: { status: 'fail', severity: 'block', detail: '' },
    };
    const [several] = said(mended, change('image/platform', 'warn'));
    assert.equal(several, '### 📦 Size: unchanged, checks change');
  });

  it('says so in one line where it is a note or a check that passes', () => {
    const gone: VerdictChange = { check: 'image/old', target: 'api', before: { status: 'pass' } };
    const [line = '', ...more] = said(change('binary/relro', 'info'), gone);
    assert.match(line, /^📦 Size: unchanged · api/);
    assert.deepEqual(more, ['']);
  });

  it('has sizes in its heading where they change too', () => {
    const [first] = comment({ targets: { api: [grown] }, changes: [change('image/user', 'warn')] });
    assert.equal(first, '### 📦 Size: api grows 12.5 % (1.0 MiB)');
  });
});

describe('a run that changes nothing', () => {
  it('is one line, without a table', () => {
    assert.deepEqual(comment({ targets: { api: [same] } }), [
      '📦 Size: unchanged · api 4.0 MiB, 1.6 MiB pulled · against `3f9c2d1` (built again) · go1.26.8 both sides',
      '',
    ]);
  });

  it('is one line also where some bytes of noise differ, and names no target of several', () => {
    const noise = sampleImage('linux/amd64', from(4 * mib, 4 * mib + 1000), {
      packages: [{ path: 'example.com/shop', ...from(900, 1900) }],
    });
    assert.deepEqual(comment({ targets: { api: [noise], web: [same] } }), [
      '📦 Size: unchanged · against `3f9c2d1` (built again) · go1.26.8 both sides',
      '',
    ]);
  });

  it('has a heading all the same where it weighs more than it may', () => {
    const max = excess({ gate: 'block', rule: 'max', limit: { bytes: mib }, ...from(4 * mib, 4 * mib) });
    const lines = comment({ targets: { api: [same] }, excesses: [max] });
    assert.equal(lines[0], '### ❌ Size: refused — api has 4.0 MiB, limit 1.0 MiB');
    assert.ok(lines.includes('| **api** linux/amd64 | 4.0 MiB | unchanged | 1.6 MiB |  |'));
    assert.ok(
      lines.includes(
        '**To go on:** make it smaller, or raise the limit in the `budget` of slipway.yaml, in a pull request of its own.',
      ),
    );
  });
});

it('the foot tells the whole report, what was compared with, and who says so', () => {
  const [foot] = readable(
    formatSizeComment(metricsAdded(), { address: 'https://github.com/a/b/actions/runs/1' }),
  )
    .split('\n')
    .slice(-2);
  assert.match(
    foot ?? '',
    /^<sub>\[whole report\]\(<https:\/\/github\.com\/a\/b\/actions\/runs\/1>\) · against `3f9c2d1` \(built again\) · go1\.26\.8 both sides · slipway \d/,
  );
  const registry = sampleReport({
    targets: { api: [grown] },
    baseline: { kind: 'registry', name: 'ghcr.io/acme/shop:main' },
  });
  assert.match(
    readable(formatSizeComment(registry)),
    /<sub>against `3f9c2d1` \(ghcr\.io\/acme\/shop:main\) · /,
  );
});
