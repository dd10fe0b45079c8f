import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { goVersionsPage } from '../../../src/report/go-versions/page.ts';
import { browserOf } from '../../support/browser/browser.ts';
import type { Tab, TabOptions } from '../../support/browser/tab.ts';
import { inventedGoComparison, inventedProgram } from '../../support/invented-go-versions.ts';
import { repository } from '../../support/slipway.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';

const skip = lacks('chromium');

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

test('the page loads and runs nothing, and has the looks that its reader has', { skip }, async (t) => {
  const html = goVersionsPage(inventedGoComparison());
  assert.doesNotMatch(html, /<script|javascript:|https?:\/\/(?!www\.w3\.org)/);
  const tab = await (await opener(t))(html);
  assert.deepEqual(tab.problems, []);
  assert.equal(tab.requests.length, 1);
  const colours = `['.back', '.bar.first', '.bar:not(.first)'].map((name) => getComputedStyle(document.querySelector('.slipway-versions ' + name)).fill)`;
  const light = await tab.read<string[]>(colours);
  assert.equal(light[0], 'rgb(255, 255, 255)');
  await tab.media({ 'prefers-color-scheme': 'dark' });
  const dark = await tab.read<string[]>(colours);
  assert.equal(dark[0], 'rgb(15, 19, 24)');
  assert.equal(new Set([...light, ...dark]).size, 6, 'policy lets the styles of the chart hold');
});

test('the table has the numbers of the chart, and each bar is as long as its number says', {
  skip,
}, async (t) => {
  const tab = await (await opener(t))(goVersionsPage(inventedGoComparison()));
  const rows = await tab.read<string[][]>(
    `[...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.innerText.trim().replaceAll('\\u00a0', ' ')))`,
  );
  assert.deepEqual(rows, [
    ['go1.26.8 *', '6.3 MiB', '4.2 MiB', '', '1.8 MiB', '', '1.8 MiB (42 %)', '2.6 ms (2.5–2.8)'],
    ['go1.24.10', 'the go line of go.mod asks for Go 1.25, and go1.24.10 is older'],
    ['1.99.1', 'go1.99.1 cannot be had: no such version'],
    ['go1.27.1', '6.8 MiB', '4.5 MiB', '+8.1 %', '2.0 MiB', '+8.1 %', '1.9 MiB (42 %)', '2.9 ms (2.8–3.1)'],
    ['go1.27.1', 'code +10.0 %, pclntab +10.0 %, funcdata +10.0 %', 'encoding/json/v2 +271 KiB'],
  ]);
  const heads = await tab.read(
    `[...document.querySelectorAll('.slipway-versions .head')].map((each) => each.textContent)`,
  );
  assert.deepEqual(heads, ['Stripped', 'Pulled', 'With symbols', 'Packed', 'Start (median)']);
  const widths = await tab.read<number[]>(
    `[...document.querySelectorAll('.slipway-versions .bar')].map((each) => each.width.baseVal.value)`,
  );
  const [first = 0, second = 0] = widths;
  const { file } = inventedProgram('a');
  const { file: larger } = inventedProgram('b', 1.1);
  assert.ok(Math.abs(first / second - (file?.bytes ?? 0) / (larger?.bytes ?? 1)) < 0.002);
});

test('the page is no wider than a usual window', { skip }, async (t) => {
  const long = { path: 'crypto/internal/fips140/nistec/fiat/'.repeat(4), before: 0, after: 90_000 };
  const found = inventedGoComparison();
  const [target] = found.targets;
  const [linux] = target?.platforms ?? [];
  assert.ok(target !== undefined && linux !== undefined);
  const programs = linux.programs.map((each) => ({ ...each, packages: [long, long] }));
  const targets = [{ ...target, platforms: [{ ...linux, programs }] }];
  const tab = await (await opener(t))(goVersionsPage({ ...found, targets }), { width: 1000 });
  assert.equal(await tab.read('document.documentElement.scrollWidth <= innerWidth'), true);
});

test('nothing in the picture lies over anything else, or outside', { skip }, async (t) => {
  const tab = await (await opener(t))(goVersionsPage(inventedGoComparison()));
  const clashes = await tab.read<string[]>(`(() => {
    const svg = document.querySelector('.slipway-versions');
    const frame = svg.getBoundingClientRect();
    const all = [...svg.querySelectorAll('text, .bar')].map((each) => ({ name: each.textContent || 'bar', box: each.getBoundingClientRect() }));
    const out = all.filter(({ box }) => box.left < frame.left || box.right > frame.right || box.bottom > frame.bottom);
    const over = all.flatMap((one, at) => all.slice(at + 1).filter((other) =>
      one.box.left < other.box.right - 1 && other.box.left < one.box.right - 1 &&
      one.box.top < other.box.bottom - 1 && other.box.top < one.box.bottom - 1).map((other) => one.name + ' / ' + other.name));
    return [...out.map(({ name }) => name + ' outside'), ...over];
  })()`);
  assert.deepEqual(clashes, []);
});

test('axe finds no barrier, light or dark, wide or narrow', { skip }, async (t) => {
  const open = await opener(t);
  const html = goVersionsPage(inventedGoComparison());
  for (const options of [{}, { dark: true }, { width: 390 }])
    assert.deepEqual(await barriers(await open(html, options)), [], JSON.stringify(options));
});

test('names stay text, whatever they hold', { skip }, async (t) => {
  const tab = await (await opener(t))(goVersionsPage(inventedGoComparison()));
  const markup = fc.constantFrom(
    '</td></table><script>alert(1)</script>',
    '"/><img src=x onerror=alert(1)>',
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
      const program = {
        ...inventedProgram(a),
        packages: [{ path: b, before: 0, after: 5000 }],
        start: { kind: 'none', why: c },
      } as const;
      const platform = { os: 'linux', architecture: 'amd64' } as const;
      const platforms = [
        { platform, compression: b, programs: [program, { ...inventedProgram(`${a}2`, 2), packages: [] }] },
      ];
      return goVersionsPage(
        inventedGoComparison({
          source: b,
          versions: [
            { asked: [c], go: a },
            { asked: [c], go: `${a}2` },
            { asked: [b], error: { code: 'E_TOOLCHAIN', message: c } },
          ],
          targets: [{ name: c, importPath: a, platforms }],
          notices: [a, b],
        }),
      );
    }),
    { numRuns: 100, seed: 7 },
  );
  const kinds = await tab.read<string[]>(`${JSON.stringify(pages)}.map((html) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const all = [...parsed.querySelectorAll('*')];
    const attributes = all.flatMap((each) => [...each.attributes].map(({ name }) => name)).filter((name) => /^on|^src|style/.test(name));
    return [all.length, ...new Set(all.map((each) => each.localName)), ...attributes].join(' ');
  })`);
  assert.equal(kinds.length, 100);
  assert.equal(new Set(kinds).size, 1, [...new Set(kinds)].join('\n'));
  assert.doesNotMatch(kinds[0] ?? '', /script|img/);
});
