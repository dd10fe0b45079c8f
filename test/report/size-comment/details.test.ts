import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSizeComment, mostCharacters } from '../../../src/report/size-comment/comment.ts';
import type { VerdictChange } from '../../../src/size/verdict-changes.ts';
import type { Severity } from '../../../src/verify/verdict.ts';
import { readable, renderMarkdown, visibleText } from '../../support/github-markdown.ts';
import { validateReport } from '../../support/report-schema.ts';
import { from, kib, metricsAdded, mib, sampleImage, sampleReport } from '../../support/size-sample.ts';

/** What is folded away, by title. */
function details(report: ReturnType<typeof sampleReport>): Map<string, string[]> {
  const [, folded = ''] = readable(formatSizeComment(report)).split('</summary>\n\n');
  const [own = ''] = folded.split('</details>');
  return new Map(
    own
      .split(/^\*\*(?=\S.*\*\*$)/m)
      .slice(1)
      .map((part) => {
        const [title = '', ...lines] = part.trim().split('\n');
        return [title.replace(/\*\*$/, ''), lines.slice(1)];
      }),
  );
}

test('the details are limits, then what changed by module and package, with the ways to what others bring', () => {
  const report = metricsAdded();
  validateReport(report.size, 'size');
  assert.match(formatSizeComment(report), /<summary>Limits · modules · packages<\/summary>/);
  const found = details(report);
  assert.deepEqual(
    [...found.keys()],
    [
      'Limits that are passed',
      'api linux/amd64: modules',
      'api linux/amd64: what leads to them',
      'api linux/amd64: packages that grew',
    ],
  );
  assert.deepEqual(found.get('api linux/amd64: modules')?.slice(2), [
    '| `google.golang.org/protobuf` v1.34.2 | – | 310 KiB | new |',
    '| `github.com/prometheus/client_golang` v1.20.0 | – | 61.0 KiB | new |',
    '| `github.com/prometheus/common` v0.55.0 | – | 18.0 KiB | new |',
    '| standard library | 5.0 MiB | 5.0 MiB | ▲ 21.0 KiB (0.4 %) |',
  ]);
  const bridge = 'github.com/prometheus/client_golang/prometheus/promhttp';
  assert.deepEqual(found.get('api linux/amd64: what leads to them'), [
    `- \`${bridge} → github.com/prometheus/client_golang/prometheus → google.golang.org/protobuf/proto\``,
    `- \`${bridge} → github.com/prometheus/common/expfmt\``,
  ]);
});

test('a limit that several platforms pass is one row, with the one that passes it by most', () => {
  const report = metricsAdded();
  const limits = (all: typeof report): string[] | undefined =>
    details(all).get('Limits that are passed')?.slice(2);
  assert.deepEqual(limits(report), ['| api: on disk | +5.4 % (412 KiB) | +2 % | needs approval |']);
  const one = { ...report, size: { ...report.size, excesses: report.size.excesses.slice(1) } };
  assert.deepEqual(limits(one), ['| api linux/arm64: on disk | +5.5 % (401 KiB) | +2 % | needs approval |']);
});

test('what failed beside budgets is told, and budgets are not told twice', () => {
  const verdict = {
    subject: 'api (linux/amd64)',
    status: 'fail',
    severity: 'warn',
    detail: 'first\nsecond',
  } as const;
  const report = {
    ...metricsAdded(),
    verdicts: [
      { ...verdict, check: 'budget/disk' },
      { ...verdict, check: 'binary/build-paths' },
    ],
  };
  assert.deepEqual(details(report).get('Checks')?.slice(2), [
    '| binary/build-paths | api (linux/amd64) | warn | first |',
  ]);
});

const fail = (severity: Severity, detail: string) => ({ status: 'fail', severity, detail }) as const;
const pass = { status: 'pass' } as const;

test('checks that say another thing than before are told first, and what fails beside them is not told twice', () => {
  const sample = metricsAdded();
  const alike = ['linux/amd64', 'linux/arm64'].map((platform) => ({ target: 'worker', platform }));
  const changes: VerdictChange[] = [
    {
      ...{ check: 'binary/static', target: 'api', platform: 'linux/arm64', before: pass },
      after: fail('block', 'cannot start on the base "static"'),
    },
    ...alike.map((place) => ({
      ...{ check: 'image/user', ...place, before: pass },
      after: fail('warn', 'is root'),
    })),
    {
      check: 'binary/lookups',
      target: 'api',
      platform: 'linux/amd64',
      before: fail('warn', 'x'),
      after: pass,
    },
    { check: 'layout/old', target: 'api', before: { status: 'skip' } },
    { check: 'source/cgo-stubs', after: fail('warn', 'has packages without C') },
  ];
  const report = { ...sample, size: { ...sample.size, verdicts: changes } };
  validateReport(report.size, 'size');
  const verdict = { status: 'fail', severity: 'block', detail: 'cannot start' } as const;
  const all = details({
    ...report,
    verdicts: [
      { ...verdict, check: 'binary/static', subject: 'api (linux/arm64)' },
      { ...verdict, check: 'binary/static', subject: 'api (linux/amd64)' },
      { ...verdict, check: 'source/cgo-stubs', subject: 'the source' },
    ],
  });
  assert.equal([...all.keys()][0], 'Checks that change');
  assert.deepEqual(all.get('Checks that change')?.slice(2), [
    '| binary/static | api linux/arm64 | pass | fail (block) | cannot start on the base "static" |',
    '| image/user | worker | pass | fail (warn) | is root |',
    '| binary/lookups | api linux/amd64 | fail (warn) | pass |  |',
    '| layout/old | api | skip | gone |  |',
    '| source/cgo-stubs | the source | new | fail (warn) | has packages without C |',
  ]);
  assert.deepEqual(all.get('Other checks that fail')?.slice(2), [
    '| binary/static | api (linux/amd64) | block | cannot start |',
  ]);
  assert.match(formatSizeComment(report), /<summary>Checks · limits · modules · packages<\/summary>/);
});

test('of checks that change in many places a row says in how many, and of many checks how many more', () => {
  const names = Array.from({ length: 20 }, (_, at) => `job-${at}`);
  const images = [sampleImage('linux/amd64', from(mib, mib)), sampleImage('linux/arm64', from(mib, mib))];
  const targets = Object.fromEntries(names.map((name) => [name, images]));
  const after = (at: number) => fail('warn', `is wrong in ${at}`);
  const wide = names.map((target, at) => ({ check: 'image/user', target, before: pass, after: after(at) }));
  const many = Array.from({ length: 17 }, (_, at) => ({
    ...{ check: `binary/check-${at}`, target: 'job-3', platform: 'linux/arm64' },
    ...{ before: fail('warn', ''), after: pass },
  }));
  const rows = details(sampleReport({ targets, changes: [...wide, ...many] })).get('Checks that change');
  assert.equal(rows?.length, 18);
  assert.equal(
    rows?.[2],
    '| image/user | job-0, job-1, job-2 and 17 more | pass | fail (warn) | is wrong in 0 … |',
  );
  assert.equal(rows?.at(-1), '| and 3 more | | | | |');
});

test('what changed little is summed, what shrank stands apart, and a long path loses its middle', () => {
  const long = 'github.com/an-organisation/a-module-of-its-own/internal/generated/v1beta1';
  const packages = [
    { path: long, ...from(10 * kib, 40 * kib) },
    { path: 'example.com/shop/cmd/api', ...from(10 * kib, 10 * kib + 500) },
    { path: 'net', ...from(10 * kib, 10 * kib + 524) },
    { path: 'strconv', ...from(9 * kib, 4 * kib) },
  ];
  const found = details(
    sampleReport({ targets: { api: [sampleImage('linux/amd64', from(8 * mib, 9 * mib), { packages })] } }),
  );
  assert.deepEqual(found.get('api linux/amd64: packages that grew')?.slice(2), [
    '| `github.com/…/internal/generated/v1beta1` | 10.0 KiB | 40.0 KiB | ▲ 30.0 KiB (300 %) |',
    '| and 2 more | | | ▲ 1.0 KiB |',
  ]);
  assert.deepEqual(found.get('api linux/amd64: packages that shrank')?.slice(2), [
    '| `strconv` | 9.0 KiB | 4.0 KiB | ▼ 5.0 KiB (55.6 %) |',
  ]);
});

/** Every target has its own modules and packages, more of each than are shown. */
function large(targets: number): ReturnType<typeof sampleReport> {
  const image = (target: number, platform: string) =>
    sampleImage(`linux/${platform}`, from(8 * mib, 8 * mib + (targets - target) * 40 * kib), {
      packages: Array.from({ length: 30 }, (_, at) => ({
        path: `github.com/organisation-${target}/module-${at}/internal/package`,
        ...from(10 * kib, (40 - at) * kib),
      })),
    });
  const platforms = ['amd64', 'arm64', 'riscv64', 's390x'];
  const names = Array.from({ length: targets }, (_, at) => `service-with-a-long-name-${at}`);
  return sampleReport({
    targets: Object.fromEntries(
      names.map((name, at) => [name, platforms.map((platform) => image(at, platform))]),
    ),
    excesses: names.flatMap((target) =>
      platforms.map((platform) => ({
        target,
        platform: `linux/${platform}`,
        measure: 'disk',
        name: '',
        rule: 'growth',
        gate: 'approve',
        limit: { percent: 2 },
        ...from(8 * mib, 9 * mib),
      })),
    ),
  });
}

test('a report of 200 targets for four platforms fits, the most important first, and says what it leaves out', () => {
  const text = formatSizeComment(large(200));
  assert.ok(text.length <= mostCharacters, `${text.length} characters`);
  assert.ok(text.length > mostCharacters / 2, 'the room is used');
  const told = readable(text);
  assert.match(told, /^### ✋ Size: needs approval — service-with-a-long-name-0 grows 12\.5 %/);
  assert.match(told, /\n\| and 760 more \|/);
  assert.match(told, /\n- \*\*service-with-a-long-name-0\*\*: `github\.com\/organisation-0/);
  assert.match(told, /\n\*\*To go on:\*\* add the label/);
  assert.ok(told.indexOf('Limits that are passed') < told.indexOf('packages that grew'));
  assert.match(told, /\n… the rest is in report\.json\n\n?<\/details>\n\n<sub>.*<\/sub>\n$/s);
  assert.match(visibleText(renderMarkdown(text)), /and 185 more/);
});

test('a report that fits is told in full', () => {
  assert.doesNotMatch(formatSizeComment(large(2)), /the rest is in report\.json/);
});

test('where the comment is cut, the page has the rest; without one it is in report.json', () => {
  const named = (at: number): string => `target-${at}-${'n'.repeat(90)}`;
  const verdicts = Array.from({ length: 60 }, (_, at) => ({
    ...({ check: `image/x${at}`, subject: named(at), status: 'fail', severity: 'warn' } as const),
    detail: '<'.repeat(120),
  }));
  const packages = Array.from({ length: 30 }, (_, at) => ({
    path: `example.com/${at}/${'<'.repeat(100)}`,
    ...from(9 * kib, 90 * kib),
  }));
  const images = [sampleImage('linux/amd64', from(8 * mib, 9 * mib), { packages })];
  const targets = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [named(at), images]));
  const report = sampleReport({ targets, verdicts });
  const page = 'https://github.com/acme/shop/actions/runs/1/artifacts/9';
  assert.match(formatSizeComment(report), /^… the rest is in report\.json$/m);
  const linked = formatSizeComment(report, { page });
  assert.ok(linked.includes(`\n… the rest is in [the page](<${page}>)\n`));
  assert.ok(linked.includes(`<sub>[Treemap](<${page}>) · against `), linked.slice(-300));
  assert.ok(linked.length <= mostCharacters);
  assert.doesNotMatch(formatSizeComment(report, { page: 'x)](javascript:' }), /Treemap|the page/);
});
