import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { backgrounds, seriesLooks } from '../../../src/report/history/chart-style.ts';
import type { HistoryPoint } from '../../../src/report/history/history.ts';
import { historySvg } from '../../../src/report/history/svg.ts';
import { browserOf } from '../../support/browser/browser.ts';
import type { Tab } from '../../support/browser/tab.ts';
import { contrast } from '../../support/contrast.ts';
import { historyPoints } from '../../support/history-points.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';

const skip = lacks('chromium');

/** Opens charts in a real browser, one after the other. */
async function opener(t: TestContext): Promise<(svg: string, dark?: boolean) => Promise<Tab>> {
  const browser = await browserOf(t);
  const folder = await folderOf(t);
  let count = 0;
  return async (svg, dark = false) => {
    const path = join(folder, `${count++}.svg`);
    await writeFile(path, svg);
    return browser.open(pathToFileURL(path).href, { width: 800, height: 320, dark });
  };
}

/** What can be seen of texts: those that leave the picture, and those that lie on another one. */
const misplaced = `(() => {
  const boxes = [...document.querySelectorAll("text")].map((text) => ({ text: text.textContent,
    box: text.getBoundingClientRect() }));
  const out = boxes.filter(({ box }) => box.left < 0 || box.top < 0 || box.right > 800 || box.bottom > 320);
  const on = boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) =>
    a.box.left < b.box.right && b.box.left < a.box.right && a.box.top + 2 < b.box.bottom - 2 && b.box.top + 2 < a.box.bottom - 2)
    .map((b) => a.text + ' / ' + b.text));
  return [...out.map(({ text }) => text + ' leaves the picture'), ...on];
})()`;

const shapes = [
  { points: 1, series: 1 },
  { points: 2, series: 2, releases: true },
  { points: 12, series: 2 },
  { points: 12, series: 8, releases: true },
  { points: 60, series: 11 },
  {
    points: 60,
    series: 1,
    nameOf: (name: string, at: number) =>
      at % 2 === 0 ? `WWWW${name}-${name}` : '日本語のとても長い名前です',
  },
] as const;

test('no text of a chart lies on another one or is cut, with few points or many', { skip }, async (t) => {
  const open = await opener(t);
  for (const shape of shapes) {
    const tab = await open(historySvg(historyPoints(shape)));
    assert.deepEqual(await tab.read(misplaced), [], JSON.stringify(shape));
    assert.deepEqual(tab.problems, []);
    assert.equal(tab.requests.length, 1, 'the chart loads nothing');
  }
});

test('a chart is dark where the reader wants it dark', { skip }, async (t) => {
  const open = await opener(t);
  const svg = historySvg(historyPoints({ points: 12, series: 2 }));
  const colours = `['.back', 'text.head', '.mark'].map((name) => getComputedStyle(document.querySelector(name)).fill)`;
  assert.deepEqual(await (await open(svg)).read(colours), [
    'rgb(255, 255, 255)',
    'rgb(23, 32, 44)',
    'rgb(26, 95, 180)',
  ]);
  assert.deepEqual(await (await open(svg, true)).read(colours), [
    'rgb(15, 19, 24)',
    'rgb(232, 237, 243)',
    'rgb(125, 180, 245)',
  ]);
});

test('each point is drawn where its bytes are on the axis', { skip }, async (t) => {
  const MiB = 1 << 20;
  const points = [4, 6, 5].map(
    (size, at): HistoryPoint => ({
      name: `v${at}`,
      targets: [{ name: 'api', platform: 'linux/amd64', diskBytes: size * MiB }],
    }),
  );
  const tab = await (await opener(t))(historySvg(points));
  const seen = await tab.read<{ labels: Record<string, number>; marks: number[] }>(`({
    labels: Object.fromEntries([...document.querySelectorAll('text[text-anchor=end]')].map((text) => [text.textContent, Number(text.getAttribute('y')) - 4])),
    marks: [...document.querySelectorAll('.mark:has(title)')].map((mark) => mark.transform.baseVal[0].matrix.f),
  })`);
  assert.deepEqual(
    seen.marks.map((y) =>
      Object.keys(seen.labels).find((label) => Math.abs((seen.labels[label] ?? 0) - y) < 0.2),
    ),
    ['4.0 MiB', '6.0 MiB', '5.0 MiB'],
  );
  assert.equal(
    await tab.read(`document.querySelectorAll('.line').length`),
    1,
    'nothing is known of the pull',
  );
});

test('of more than eight series the largest are drawn and the rest is counted', () => {
  const svg = historySvg(historyPoints({ points: 5, series: 11 }));
  assert.equal(svg.match(/class="line /g)?.length, 16, 'eight on either side');
  assert.match(svg, />3 smaller not drawn</);
  assert.doesNotMatch(historySvg(historyPoints({ points: 5, series: 8 })), /not drawn/);
});

test('releases among commits are marked, and where all are releases none is', () => {
  assert.equal(historySvg(historyPoints({ points: 20, series: 1 })).match(/class="release"/g)?.length, 4);
  assert.doesNotMatch(
    historySvg(historyPoints({ points: 20, series: 1, releases: true })),
    /class="release"/,
  );
});

test('who cannot see a chart hears what it shows', () => {
  const svg = historySvg(historyPoints({ points: 12, series: 1 }));
  assert.match(svg, /<desc>api linux\/amd64: on disk 3\.0 MiB → [^<]*, pulled 1\.2 MiB → [^<]*<\/desc>/);
});

test('nothing to draw is said', () => {
  for (const points of [[], [{ name: 'v1', targets: [{ name: 'api', platform: 'linux/amd64' }] }]]) {
    assert.match(historySvg(points), />No sizes are known\.</);
  }
});

test('every colour of a series can be told from the background', () => {
  for (const look of seriesLooks) {
    for (const theme of ['light', 'dark'] as const) {
      const ratio = contrast(look[theme], backgrounds[theme]);
      assert.ok(ratio >= 3, `${look[theme]} on ${backgrounds[theme]}: ${ratio.toFixed(2)}`);
    }
  }
});

test('names stay text, whatever they hold: a browser sees well-formed XML with the same elements', {
  skip,
}, async (t) => {
  const tab = await (await opener(t))(historySvg([]));
  const name = fc.string({ unit: 'binary', maxLength: 40 });
  const markup = fc.constantFrom(
    '</text><script>alert(1)</script>',
    '"/><image href="x"/>',
    ']]>',
    '<!--',
    '&#0;',
    '\ud800',
    '\uffff',
    '\0',
    '</style>',
    '--><g onload="x">',
  );
  const hostile = fc.oneof(
    name,
    fc.tuple(name, markup, name).map((parts) => parts.join('')),
  );
  const documents = fc.sample(
    fc.tuple(hostile, hostile, hostile, hostile).map(([first, second, target, platform]) =>
      historySvg(
        [first, second].map((point, at) => ({
          name: point,
          isRelease: at === 0,
          targets: [{ name: target, platform, diskBytes: 1024 * (at + 1), pullBytes: 512 }],
        })),
      ),
    ),
    { numRuns: 300, seed: 7 },
  );
  const kinds = await tab.read<string[]>(`${JSON.stringify(documents)}.map((svg) => {
    const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return [...parsed.querySelectorAll('*')].map((each) => each.localName).sort().join(' ') + [...parsed.querySelectorAll('*')].flatMap((each) => [...each.attributes].map((a) => a.name).filter((name) => name.startsWith('on') || name === 'href')).join(' ');
  })`);
  assert.equal(kinds.length, 300);
  for (const [at, kind] of kinds.entries())
    assert.equal(
      kind.replaceAll(/\b(\w+)( \1)*\b/g, '$1'),
      'desc path rect style svg text title',
      documents[at],
    );
});
