import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeLines } from '../../src/report/size-text.ts';
import { styleOf } from '../../src/report/style.ts';
import { from, kib, metricsAdded, mib, sampleImage, sampleReport } from '../support/size-sample.ts';

type Targets = Parameters<typeof sampleReport>[0]['targets'];

function lines(targets: Targets, columns = 80): string[] {
  return sizeLines(sampleReport({ targets }).size, columns, styleOf(false));
}

test('a row for each target and platform, the largest change first, then the import that brought most', () => {
  assert.deepEqual(sizeLines(metricsAdded().size, 80, styleOf(false)), [
    '  size against 3f9c2d1 (merge base)',
    '  api linux/amd64      7.9 MiB ▲ 412 KiB (5.4 %)   3.2 MiB pulled ▲ 165 KiB',
    '  api linux/arm64      7.5 MiB ▲ 401 KiB (5.5 %)   3.0 MiB pulled ▲ 160 KiB',
    '  worker linux/amd64   4.1 MiB unchanged',
    '  worker linux/arm64   3.9 MiB unchanged',
    '  github.com/prometheus/client_golang is new and brings 2 modules: 389 KiB',
    '    cmd/api → internal/metrics',
    '    → github.com/prometheus/client_golang/prometheus/promhttp',
    '    go.mod:14, internal/metrics/server.go:9',
  ]);
});

test('what a new module keeps alive is said in place of what it brings, where that is known', () => {
  const { size } = metricsAdded();
  const targets = size.targets.map(({ images, ...target }) => ({
    ...target,
    images: images.map((image) => ({
      ...image,
      ...(image.brought && { brought: image.brought.map((one) => ({ ...one, retainedBytes: 420 * kib })) }),
    })),
  }));
  assert.equal(
    sizeLines({ ...size, targets }, 100, styleOf(false))[5],
    '  github.com/prometheus/client_golang is new, keeps 420 KiB alive and brings 2 modules',
  );
});

test('where there is room the bytes to pull have their share too', () => {
  const [, row] = lines({ api: [sampleImage('linux/amd64', from(8 * mib, 9 * mib))] }, 100);
  assert.equal(row, '  api linux/amd64   9.0 MiB ▲ 1.0 MiB (12.5 %)   3.6 MiB pulled ▲ 410 KiB (12.5 %)');
});

test('a long name keeps its ends, and no row is wider than the terminal', () => {
  const image = sampleImage('linux/amd64', from(8 * mib, 9 * mib));
  const [, row = ''] = lines({ 'a-service-with-a-very-long-name-in-a-monorepo': [image] });
  assert.equal(row, '  a-service-with-a-ver…me-in-a-monorepo linux/amd64   9.0 MiB ▲ 1.0 MiB (12.5 %)');
  assert.equal(row.length, 80);
});

test('of many targets what changed most is told, and what did not is counted', () => {
  const targets: Targets = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [
      `service-${at}`,
      ['amd64', 'arm64'].map((name) =>
        sampleImage(`linux/${name}`, from(8 * mib, 8 * mib + Math.max(0, at - 4) * 40 * kib)),
      ),
    ]),
  );
  const told = lines(targets);
  assert.equal(told.length, 14);
  assert.equal(told[1], '  service-11 linux/amd64   8.3 MiB ▲ 280 KiB (3.4 %)    3.3 MiB pulled');
  assert.equal(told.at(-1), '  2 more changed, 5 targets are unchanged');
  assert.ok(told.every(({ length }) => length <= 80));
  const [, row = ''] = told;
  for (const other of told.slice(1, 13)) assert.equal(other.indexOf('▲'), row.indexOf('▲'), 'in columns');
});

test('checks that say another thing than before are told, the first of them', () => {
  const images = [sampleImage('linux/amd64', from(mib, mib)), sampleImage('linux/arm64', from(mib, mib))];
  const after = { status: 'fail', severity: 'block', detail: 'is wrong\x1b[2J' } as const;
  const changes = Array.from({ length: 7 }, (_, at) => ({
    ...{ check: `binary/check-${at}`, target: 'api', before: { status: 'pass' as const }, after },
    ...(at === 0 && { platform: 'linux/arm64\x1b[2J' }),
  }));
  const told = sizeLines(sampleReport({ targets: { api: images }, changes }).size, 80, styleOf(false));
  assert.deepEqual(told.slice(3), [
    '  binary/check-0: pass → fail (block), api linux/arm64',
    ...[1, 2, 3, 4].map((at) => `  binary/check-${at}: pass → fail (block), api`),
    '  and 2 more checks change',
  ]);
});

test('what is new or gone is called so', () => {
  const at = (before: number, after: number) => [sampleImage('linux/amd64', from(before * mib, after * mib))];
  assert.deepEqual(lines({ api: at(0, 4), web: at(3, 0) }).slice(1), [
    '  api linux/amd64   4.0 MiB new    1.6 MiB pulled',
    '  web linux/amd64   3.0 MiB gone',
  ]);
});

test('nothing is told without a baseline, and a name cannot steer the terminal', () => {
  assert.deepEqual(sizeLines(undefined, 80, styleOf(false)), []);
  const image = sampleImage('linux/amd64\x1b[2J', from(8 * mib, 9 * mib));
  assert.ok(lines({ 'a\x1b[31m\nb': [image] }).every((line) => !/[\x1b\n]/.test(line)));
});
