import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HistoryPoint } from '../../../src/report/history/history.ts';
import { formatHistoryMarkdown } from '../../../src/report/history/markdown.ts';
import { elementsOf, linkedLater, readable, renderMarkdown } from '../../support/github-markdown.ts';
import { changedPoints, historyPoints } from '../../support/history-points.ts';

const MiB = 1 << 20;
const on = (name: string, bytes: number, more: Partial<HistoryPoint> = {}): HistoryPoint => ({
  name,
  targets: [{ name: 'api', platform: 'linux/amd64', diskBytes: bytes, pullBytes: bytes / 2 }],
  ...more,
});

test('a short history is a chart, its legend, a table with the newest on top, and what the newest added', () => {
  const [, changed] = changedPoints(2);
  const points = [
    on('1.0.0', 8 * MiB, { isRelease: true }),
    on('1.1.0', 10 * MiB, { isRelease: true }),
    on('abcdef0', 9.5 * MiB, changed?.changes === undefined ? {} : { changes: changed.changes }),
  ];
  const [head, , ...rest] = formatHistoryMarkdown(points).split('\n');
  assert.equal(head, '#### Size history');
  const chart = rest.slice(0, rest.lastIndexOf('```') + 1);
  assert.equal(chart[0], '```mermaid');
  assert.equal(
    readable(rest.slice(chart.length).join('\n')),
    `
🟦 api linux/amd64

| | api linux/amd64 on disk | api linux/amd64 pulled |
|---|--:|--:|
| \`abcdef0\` | 9.5 MiB ▼ 512 KiB | 4.8 MiB ▼ 256 KiB |
| **1.1.0** | 10.0 MiB ▲ 2.0 MiB | 5.0 MiB ▲ 1.0 MiB |
| **1.0.0** | 8.0 MiB | 4.0 MiB |

- **abcdef0** since v1.0.0, api linux/amd64: \`github.com/prometheus/client_golang\` v1.20.0 new +389 KiB, \`github.com/old/thing\` v0.1.0 gone −68.4 KiB, \`github.com/jackc/pgx/v5\` v5.5.0 → v5.6.1 +17.6 KiB, \`net/http\` −9.8 KiB, 14 more +3.0 KiB
`,
  );
});

test('a long table is folded, and with many series only what is pulled of the largest is in it', () => {
  const markdown = formatHistoryMarkdown(historyPoints({ points: 12, series: 7 }));
  const html = renderMarkdown(markdown);
  assert.match(html, /<details><summary>All sizes<\/summary>\s*<table>/);
  assert.equal(html.match(/<tr>/g)?.length, 13);
  assert.equal(html.match(/<th[ >]/g)?.length, 5);
  assert.match(markdown, /^3 more on the page of the history\.$/m);
  assert.doesNotMatch(markdown, /on disk/);
});

test('one point is no history, and nothing is told', () => {
  assert.equal(formatHistoryMarkdown([on('1.0.0', MiB)]), '');
  assert.equal(formatHistoryMarkdown([]), '');
  assert.equal(
    formatHistoryMarkdown([
      { name: 'a', targets: [] },
      { name: 'b', targets: [] },
    ]),
    '',
  );
});

test('nothing that a repository or a registry names is markup, a link or the end of the chart', () => {
  const piece = fc.constantFrom(
    '```',
    '\n\n```\n# out\n',
    '~~~',
    '|',
    '</code>',
    '<img src=x>',
    '@octocat',
    '#1',
    'https://evil.example',
    'a@b.example',
    '**',
    '[a](b)',
    '</details>',
    '\n',
    '&lt;',
    ':tada:',
    '%%{init: {}}%%',
    '"',
  );
  const text = fc
    .tuple(fc.string({ unit: 'binary', maxLength: 8 }), piece, piece)
    .map((parts) => parts.join(''));
  const names = fc.array(text, { minLength: 8, maxLength: 8 });
  const plain = shapeOf(Array.from({ length: 8 }, (_, at) => `n${at}`));
  fc.assert(
    fc.property(names, (hostile) => {
      const html = renderMarkdown(markdownOf(hostile));
      assert.deepEqual(elementsOf(html), plain, html);
      assert.deepEqual(linkedLater(html.replace(/<pre>[\s\S]*?<\/pre>/, '')), [], html);
    }),
    { numRuns: 300 },
  );
});

test('a name of blanks alone is shown', () => {
  const names = ['a', 'b', '\n\n', 'd', ' ', 'f', 'g', 'h'];
  assert.deepEqual(shapeOf(names), shapeOf(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']));
});

function shapeOf(names: readonly string[]): ReturnType<typeof elementsOf> {
  return elementsOf(renderMarkdown(markdownOf(names)));
}

function markdownOf([
  a = '',
  b = '',
  c = '',
  d = '',
  e = '',
  f = '',
  g = '',
  h = '',
]: readonly string[]): string {
  const targets = [{ name: a, platform: b, diskBytes: MiB, pullBytes: MiB }];
  const change = {
    target: a,
    platform: b,
    since: c,
    parts: [
      { kind: 'module', name: d, before: 0, after: MiB, versions: { after: e } },
      {
        kind: 'module',
        name: f,
        formerName: g,
        before: MiB,
        after: MiB / 2,
        versions: { before: h, after: e },
      },
    ],
    rest: { parts: 0, bytes: 0 },
  } as const;
  return formatHistoryMarkdown([
    { name: c, targets, isRelease: true },
    { name: d, targets },
    { name: e, targets, changes: [change], isRelease: true },
  ]);
}
