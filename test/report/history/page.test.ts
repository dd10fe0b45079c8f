import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import type { HistoryPoint } from '../../../src/report/history/history.ts';
import { historyPage } from '../../../src/report/history/page.ts';
import { browserOf } from '../../support/browser/browser.ts';
import type { Tab, TabOptions } from '../../support/browser/tab.ts';
import { changedPoints, historyPoints } from '../../support/history-points.ts';
import { repository } from '../../support/slipway.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';

const skip = lacks('chromium');
const of = ['ghcr.io/acme/shop'];

/** Opens pages in a real browser, one after the other. */
async function opener(t: TestContext): Promise<(html: string, options?: TabOptions) => Promise<Tab>> {
  const browser = await browserOf(t);
  const folder = await folderOf(t);
  let count = 0;
  return async (html, options) => {
    const path = join(folder, `${count++}.html`);
    await writeFile(path, html);
    return browser.open(pathToFileURL(path).href, options);
  };
}

const axe = await readFile(join(repository, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

/** What axe finds against WCAG 2.2 AA and its own good practice. */
async function barriers(tab: Tab): Promise<string[]> {
  await tab.read(`(() => { ${axe}; })()`);
  return tab.read(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 120))))`);
}

const rowsOf = (table: string): string =>
  `[...document.querySelectorAll(${JSON.stringify(`${table} tbody tr`)})].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))`;

test('the page loads and runs nothing, and its policy lets nothing but its own styles in', {
  skip,
}, async (t) => {
  const html = historyPage(changedPoints(12), { of });
  assert.doesNotMatch(html, /<script|javascript:|https?:\/\/(?!www\.w3\.org)/);
  const tab = await (await opener(t))(html);
  assert.deepEqual(tab.problems, []);
  assert.equal(tab.requests.length, 1);
  const colours = `['body', '.slipway-history .back'].map((name) => { const style = getComputedStyle(document.querySelector(name)); return name === 'body' ? style.backgroundColor : style.fill; })`;
  assert.deepEqual(await tab.read(colours), ['rgb(255, 255, 255)', 'rgb(255, 255, 255)']);
  await tab.media({ 'prefers-color-scheme': 'dark' });
  assert.deepEqual(await tab.read(colours), ['rgb(15, 19, 24)', 'rgb(15, 19, 24)']);
  const added = await tab.read<string[]>(`(() => {
    const style = document.createElement('style');
    style.textContent = 'h1 { color: rgb(1, 2, 3) }';
    document.head.append(style);
    const image = document.createElement('img');
    image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
    document.body.append(image);
    return [getComputedStyle(document.querySelector('h1')).color, String(image.naturalWidth)];
  })()`);
  assert.notEqual(added[0], 'rgb(1, 2, 3)');
  assert.equal(added[1], '0');
});

test('a table has the numbers of the chart: the newest on top, each with the change to the one before', {
  skip,
}, async (t) => {
  const MiB = 1 << 20;
  const sized = (name: string, diskBytes: number, pullBytes: number, more = {}): HistoryPoint => ({
    name,
    targets: [{ name: 'api', platform: 'linux/amd64', diskBytes, pullBytes }],
    ...more,
  });
  const points = [
    sized('1.0.0', 8 * MiB, 4 * MiB, { isRelease: true, created: '2026-03-01T23:30:00-05:00' }),
    { name: 'none', targets: [] },
    sized('1.1.0', 10 * MiB, 4 * MiB, { isRelease: true, commit: '3f9c2d1'.padEnd(40, '0') }),
    sized('abcdef0', 9 * MiB, 4 * MiB + 1, { commit: 'abcdef0'.padEnd(40, '0') }),
  ];
  const tab = await (await opener(t))(historyPage(points, { of }));
  assert.deepEqual(await tab.read(rowsOf('table')), [
    ['abcdef0', '', '9.0 MiB', '−1.0 MiB (10.0 %)', '4.0 MiB', '+1 B (<0.1 %)'],
    ['1.1.0 3f9c2d1', '', '10.0 MiB', '+2.0 MiB (25.0 %)', '4.0 MiB', 'unchanged'],
    ['1.0.0', '2026-03-01', '8.0 MiB', '', '4.0 MiB', ''],
  ]);
  assert.equal(
    await tab.text('header'),
    'Size history\n\nghcr.io/acme/shop\n\n1.0.0 – abcdef0 · 2 releases · 2 commits',
  );
  assert.equal(await tab.read(`document.querySelector('#added')`), null, 'nobody knows what they added');
});

test('what each release added is told, and the row of a release leads there', { skip }, async (t) => {
  const tab = await (await opener(t))(historyPage(changedPoints(3), { of, notices: ['a <b>notice</b>'] }));
  assert.deepEqual(await tab.read(rowsOf('section:first-of-type')), [
    ['github.com/prometheus/client_golang new module', 'v1.20.0', '–', '389 KiB', '+389 KiB'],
    ['github.com/old/thing gone module', 'v0.1.0', '68.4 KiB', '–', '−68.4 KiB'],
    ['github.com/jackc/pgx/v5 module', 'v5.5.0 → v5.6.1', '500 KiB', '518 KiB', '+17.6 KiB (3.5 %)'],
    ['net/http package', '', '684 KiB', '674 KiB', '−9.8 KiB (1.4 %)'],
    ['and 14 more', '', '', '', '+3.0 KiB'],
  ]);
  await tab.click('table a', 'v1.1.0');
  const place = `document.querySelector(':target h3').innerText + ' ' + document.querySelector(':target caption').innerText`;
  assert.equal(await tab.read(place), 'v1.1.0 api linux/amd64 since v1.0.0');
  assert.match(await tab.text('main ul'), /^a <b>notice<\/b>$/);
});

test('axe finds no barrier, light or dark, wide or narrow', { skip }, async (t) => {
  const open = await opener(t);
  const html = historyPage(changedPoints(8), { of });
  for (const options of [{}, { dark: true }, { width: 390 }])
    assert.deepEqual(await barriers(await open(html, options)), [], JSON.stringify(options));
});

test('it is printed in full, light whatever the screen is', { skip }, async (t) => {
  const tab = await (await opener(t))(historyPage(changedPoints(40), { of }), { dark: true });
  await tab.read(`matchMedia('print').addEventListener('change', ({ matches }) => {
    if (!matches) return;
    const fill = getComputedStyle(document.querySelector('.back')).fill;
    window.onPaper = [fill, getComputedStyle(document.querySelector('h1')).color];
  })`);
  const pdf = await tab.pdf();
  assert.deepEqual(await tab.read('window.onPaper'), ['rgb(255, 255, 255)', 'rgb(23, 32, 44)']);
  assert.ok((pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0) > 3, 'more than three sheets');
});

test('of more series than can be told apart each target has a chart of its own', () => {
  const charts = (series: number): number =>
    historyPage(historyPoints({ points: 5, series }), { of }).match(/<svg /g)?.length ?? 0;
  assert.deepEqual([charts(8), charts(9), charts(12)], [1, 5, 6]);
});

test('a history of one point, and one of nothing, is a page too', () => {
  const one = historyPage(historyPoints({ points: 1, series: 2, releases: true }), { of });
  assert.match(one, /<p class="quiet">v1\.0\.0 · 1 release<\/p>/);
  assert.match(historyPage([], { of: [] }), />No sizes are known\.</);
});

test('names stay text, whatever they hold', { skip }, async (t) => {
  const tab = await (await opener(t))(historyPage([], { of }));
  const markup = fc.constantFrom(
    '</th></table><script>alert(1)</script>',
    '"/><img src=x onerror=alert(1)>',
    "' onclick='",
    '</style>',
    '<!--',
    ']]>',
    '\ud800',
    '&lt;',
    '</title>',
  );
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const hostile = fc.tuple(text, markup, text).map((parts) => parts.join(''));
  const pages = fc.sample(
    fc.tuple(hostile, hostile, hostile).map(([a, b, c]) => {
      const part = { kind: 'module', before: 0, after: 5000 } as const;
      const parts = [
        { ...part, name: c, versions: { before: a, after: b } },
        { ...part, name: a, formerName: b, versions: { after: c } },
      ];
      const change = { target: a, platform: b, since: c, parts, rest: { parts: 1, bytes: -3 } };
      const targets = [{ name: b, platform: c, diskBytes: 1024, pullBytes: 512 }];
      const point = { name: a, created: b, commit: c, targets, changes: [change] };
      return historyPage([point, { ...point, name: `${a}2` }], { of: [a], notices: [b, c] });
    }),
    { numRuns: 150, seed: 11 },
  );
  const kinds = await tab.read<string[]>(`${JSON.stringify(pages)}.map((html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const all = [...parsed.querySelectorAll('*')];
    const names = all.map((each) => each.localName);
    const attributes = all.flatMap((each) => [...each.attributes].map(({ name }) => name)).filter((name) => /^on|^src|style/.test(name));
    return [names.length, ...new Set(names), ...attributes].join(' ');
  })`);
  assert.equal(kinds.length, 150);
  assert.equal(new Set(kinds).size, 1, [...new Set(kinds)].join('\n'));
  assert.doesNotMatch(kinds[0] ?? '', /script|img/);
});
