import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type HistoryPoint, seriesOf } from '../../../src/report/history/history.ts';
import { chartColours, mermaidChart, mermaidLabel } from '../../../src/report/history/mermaid.ts';
import { historyPoints } from '../../support/history-points.ts';
import { mermaidOf } from '../../support/mermaid.ts';
import { lacks } from '../../support/tools.ts';

const skip = lacks('chromium');
const MiB = 1 << 20;

const chartOf = (points: readonly HistoryPoint[]) => mermaidChart(points, seriesOf(points));

/** What stands in the block. */
function textOf(points: readonly HistoryPoint[]): string {
  const { lines } = chartOf(points) ?? assert.fail('there is no chart');
  assert.deepEqual([lines[0], lines.at(-1)], ['```mermaid', '```']);
  return lines.slice(1, -1).join('\n');
}

const pulled = (name: string, ...bytes: readonly (number | undefined)[]): HistoryPoint => ({
  name,
  targets: bytes.flatMap((pullBytes, at) =>
    pullBytes === undefined ? [] : [{ name: `t${at}`, platform: 'linux/amd64', pullBytes }],
  ),
});

test('Mermaid draws a line for each series in the colours of the legend, and each point has its name', {
  skip,
}, async (t) => {
  const points = historyPoints({ points: 12, series: 6, releases: true });
  const chart = chartOf(points);
  assert.equal(chart?.drawn.length, 4);
  const [drawn] = await (await mermaidOf(t))([textOf(points)]);
  assert.deepEqual(
    drawn?.labels,
    points.map(({ name }) => name),
  );
  assert.deepEqual(
    drawn?.lines,
    chartColours.map(({ colour }) => colour),
  );
});

test('the numbers are those of the axis, in its unit', () => {
  const text = textOf([pulled('a', 2 * MiB), pulled('b', 3 * MiB), pulled('c', 2.5 * MiB + 1)]);
  assert.match(text, /^ {2}x-axis \["a", "b", "c"\]$/m);
  assert.match(text, /^ {2}y-axis "MiB pulled" 2 --> 3$/m);
  assert.match(text, /^ {2}line \[2, 3, 2\.5\]$/m);
});

test('a line has no gaps: the largest series says which points there are, and who lacks one is not drawn', () => {
  const points = [
    pulled('a', MiB),
    pulled('b', MiB, 5 * MiB),
    pulled('c', undefined, 6 * MiB),
    pulled('d', MiB, 7 * MiB),
  ];
  const chart = chartOf(points);
  assert.deepEqual(
    chart?.drawn.map(({ series }) => series.name),
    ['t1 linux/amd64'],
  );
  assert.match(textOf(points), /^ {2}line \[5, 6, 7\]$/m);
  assert.match(textOf(points), /x-axis \["b", "c", "d"\]/);
});

test('less than two points are no line, and where nothing is pulled the disk counts', () => {
  assert.equal(chartOf([]), undefined);
  assert.equal(chartOf([pulled('a', MiB)]), undefined);
  assert.equal(chartOf([pulled('a', MiB), pulled('b')]), undefined);
  const bare = (name: string): HistoryPoint => ({
    name,
    targets: [{ name: 't', platform: 'linux/amd64', diskBytes: MiB }],
  });
  assert.match(textOf([bare('a'), bare('b')]), /"MiB on disk"/);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .tuple(
      fc.string({ maxLength: 6 }),
      fc.constantFrom(
        '"] \n line [1]',
        '"',
        '%%{init: {"theme":"dark","themeCSS":"* { display: none }"}}%%',
        '%% x',
        '```\n# out',
        '#quot;',
        '&quot;',
        '<img src=x onerror=alert(1)>',
        '"`**md**`"',
        '---\ntitle: x\n---',
        '\u2028',
        '\ud800',
        '\u{1f600}',
        '',
        ' ',
        'javascript:alert(1)',
        'accDescr {',
        '_',
      ),
      fc.string({ maxLength: 6 }),
    )
    .map((parts) => parts.join('')),
);

test('a label never leaves its quotes, whatever a tag or a target is called', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      assert.match(mermaidLabel(name), /^"[\p{L}\p{N} ._+/…-]{1,14}"$/u);
      assert.doesNotMatch(mermaidLabel(name), /^" *"$/);
    }),
    { numRuns: 2000 },
  );
  assert.equal(mermaidLabel('1.2.0-rc.1'), '"1.2.0-rc.1"');
  assert.equal(mermaidLabel('日本語'), '"日本語"');
});

test("with hostile names Mermaid's own parser sees the same chart", { skip }, async (t) => {
  const draw = await mermaidOf(t);
  const names = fc.sample(fc.tuple(hostile, hostile, hostile), { numRuns: 60, seed: 5 });
  const texts = names.map((three) => textOf(three.map((name, at) => pulled(name, MiB * (at + 1)))));
  const [plain] = await draw([textOf([pulled('a', MiB), pulled('b', MiB * 2), pulled('c', MiB * 3)])]);
  for (const [at, drawn] of (await draw(texts)).entries()) {
    const labels = (names[at] ?? []).map((name) => mermaidLabel(name).slice(1, -1));
    const words = (list: readonly string[]) => list.map((label) => label.trim().replaceAll(/\s+/g, ' '));
    assert.deepEqual(words(drawn.labels), words(labels), texts[at]);
    assert.deepEqual([drawn.lines, drawn.elements], [plain?.lines, plain?.elements], texts[at]);
  }
});

test('Mermaid refuses and obeys what is not made safe: the tests above can fail', { skip }, async (t) => {
  const draw = await mermaidOf(t);
  const text = textOf([pulled('aaa', MiB), pulled('b', MiB * 2)]);
  await assert.rejects(() => draw([text.replace('aaa', 'a"a')]));
  const [more] = await draw([text.replace('aaa', 'a"]\n  line [1, 2]\n  x-axis ["a')]);
  assert.equal(more?.lines.length, 2);
});

test('every colour of a line can be told from a light and from a dark page', () => {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  // The pages of github.com, light and dark.
  for (const page of ['#ffffff', '#0d1117']) {
    for (const { colour } of chartColours) {
      const [low = 0, high = 0] = [luminance(page), luminance(colour)].sort((a, b) => a - b);
      assert.ok((high + 0.05) / (low + 0.05) >= 3, `${colour} on ${page}`);
    }
  }
});
