import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HistoryPoint } from '../../../src/report/history/history.ts';
import { formatHistory } from '../../../src/report/history/text.ts';
import { changedPoints, historyPoints } from '../../support/history-points.ts';

const MiB = 1 << 20;
const on = (name: string, bytes: number, more: Partial<HistoryPoint> = {}): HistoryPoint => ({
  name,
  targets: [{ name: 'api', platform: 'linux/amd64', diskBytes: bytes, pullBytes: bytes / 2 }],
  ...more,
});

test('each target and platform has a table, the newest on top, with the change to the one before', () => {
  const points: HistoryPoint[] = [
    on('v1.0.0', 8 * MiB),
    on('v1.1.0', 10 * MiB),
    on('v1.2.0', 10 * MiB),
    { name: 'v1.3.0', targets: [{ name: 'worker', platform: 'linux/arm/v7', pullBytes: 3 * MiB }] },
    on('v2.0.0', 5 * MiB),
  ];
  assert.equal(
    formatHistory(points),
    `api linux/amd64   8.0 MiB → 5.0 MiB   −3.0 MiB (−37.5 %)
           on disk    pulled
  v2.0.0   5.0 MiB   2.5 MiB  █████████            −5.0 MiB (−50.0 %)
  v1.2.0  10.0 MiB   5.0 MiB  ██████████████████          ·
  v1.1.0  10.0 MiB   5.0 MiB  ██████████████████   +2.0 MiB (+25.0 %)
  v1.0.0   8.0 MiB   4.0 MiB  ██████████████▍

worker linux/arm/v7
           on disk    pulled
  v1.3.0         –   3.0 MiB  ██████████████████
`,
  );
});

test('where only what is pulled is known, that is compared', () => {
  const pulled = (name: string, pullBytes: number): HistoryPoint => ({
    name,
    targets: [{ name: 'api', platform: 'linux/amd64', pullBytes }],
  });
  const text = formatHistory([pulled('a', 2 * MiB), pulled('b', 3 * MiB), pulled('c', 3 * MiB + 1)]);
  assert.match(text, /^api linux\/amd64 {3}2\.0 MiB → 3\.0 MiB {3}\+1\.0 MiB \(50\.0 %\), pulled$/m);
  assert.match(text, /^ {2}b .* – {3}3\.0 MiB .*\+1\.0 MiB \(\+50\.0 %\)$/m);
  assert.match(text, /\+1 B \(<0\.1 %\)$/m);
});

test('no points, and points without sizes, are said to be nothing', () => {
  assert.equal(formatHistory([]), 'no sizes are known\n');
  assert.equal(formatHistory([{ name: 'v1', targets: [] }]), 'no sizes are known\n');
});

test('days stand beside the names where there is room', () => {
  const points = [on('v1.0.0', MiB, { created: '2026-03-01T23:30:00-05:00' }), on('v1.0.1', MiB)];
  assert.match(formatHistory(points, { columns: 100 }), /^ {2}v1\.0\.0 {2}2026-03-01 /m);
  assert.doesNotMatch(formatHistory(points), /2026/);
});

test('colours change nothing but colours', () => {
  const points = historyPoints({ points: 12, series: 3 });
  const coloured = formatHistory(points, { color: true });
  assert.notEqual(coloured, formatHistory(points));
  assert.equal(coloured.replaceAll(/\x1b\[\d+m/g, '').replaceAll(/ +$/gm, ''), formatHistory(points));
});

test('no line is wider than the terminal', () => {
  for (const columns of [56, 60, 72, 80, 100, 160]) {
    for (const [points, series] of [
      [1, 1],
      [12, 2],
      [60, 11],
    ] as const) {
      const nameOf = (name: string, at: number): string =>
        at % 4 === 1 ? `${name}-with-a-very-long-name` : name;
      const lines = formatHistory(historyPoints({ points, series, nameOf }), { columns }).split('\n');
      assert.equal(
        Math.max(...lines.map((line) => line.length)) <= columns,
        true,
        `${columns}\n${lines.slice(0, 20).join('\n')}`,
      );
    }
  }
});

test('names steer no terminal and add no line, whatever they hold', () => {
  const name = fc.string({ unit: 'binary', maxLength: 60 });
  const sequence = fc.constantFrom(
    '\x1b[2J',
    '\x1b]0;title\x07',
    '\x9b31m',
    '\n::error::x',
    '\r',
    '\u202e',
    '\u2028',
  );
  const hostile = fc.oneof(
    name,
    fc.tuple(name, sequence, name).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(hostile, hostile, hostile, (point, target, platform) => {
      const targets = [{ name: target, platform, diskBytes: MiB, pullBytes: 1024 }];
      const text = formatHistory([
        { name: point, targets, created: point },
        { name: `${point}2`, targets },
      ]);
      assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      assert.doesNotMatch(text, /^\s*::/m);
      assert.equal(text.split('\n').length, 5, text);
    }),
    { numRuns: 300 },
  );
});

test('what each release added follows, the newest first; of many the newest ten', () => {
  const text = formatHistory(changedPoints(3));
  assert.equal(
    text.slice(text.indexOf('\n\nv1.2.0 since') + 2),
    `v1.2.0 since v1.1.0  api linux/amd64
    +389 KiB  github.com/prometheus/client_golang  new
   −68.4 KiB  github.com/old/thing  gone
   +17.6 KiB  github.com/jackc/pgx/v5  v5.5.0 → v5.6.1
    −9.8 KiB  net/http
    +3.0 KiB  in 14 more

v1.1.0 since v1.0.0  api linux/amd64
    +389 KiB  github.com/prometheus/client_golang  new
   −68.4 KiB  github.com/old/thing  gone
   +17.6 KiB  github.com/jackc/pgx/v5  v5.5.0 → v5.6.1
    −9.8 KiB  net/http
    +3.0 KiB  in 14 more
`,
  );
  const many = formatHistory(changedPoints(15));
  assert.equal(many.match(/^v1\.\d+\.0 since /gm)?.length, 10);
  assert.match(many, /\n\n4 older: --html and --json tell all of them\n$/);
  const lines = formatHistory(changedPoints(3), { columns: 56 }).split('\n');
  assert.ok(Math.max(...lines.map((line) => line.length)) <= 56);
});

test('what comes with a new import is counted', () => {
  const brings = { modules: 1, packages: 12 };
  const part = { kind: 'module', name: 'github.com/a/b', before: 0, after: MiB, brings } as const;
  const change = {
    target: 'api',
    platform: 'linux/amd64',
    since: 'v1.0.0',
    parts: [part],
    rest: { parts: 0, bytes: 0 },
  };
  const text = formatHistory([on('v1.0.0', MiB), on('v1.1.0', 2 * MiB, { changes: [change] })]);
  assert.match(text, /^ {4}\+1\.0 MiB {2}github\.com\/a\/b {2}new, brings 1 module, 12 packages$/m);
});

test('a history of one point is a row, without a change', () => {
  assert.equal(
    formatHistory([on('v1.0.0', 8 * MiB)]),
    `api linux/amd64
           on disk    pulled
  v1.0.0   8.0 MiB   4.0 MiB  ██████████████████
`,
  );
});
