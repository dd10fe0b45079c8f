import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { formatBytes } from '../../../src/report/format-bytes.ts';
import { changeText } from '../../../src/report/size-comment/words.ts';
import { sizePage } from '../../../src/report/size-page/size-page.ts';
import { barriers } from '../../support/browser/barriers.ts';
import type { Tab } from '../../support/browser/tab.ts';
import { builtSnapshot, comparedBuild, metricsBuild } from '../../support/compared-build.ts';
import { repository } from '../../support/slipway.ts';
import { cellsOf, clickCell, crumbsOf, opener, rowOf } from '../page/used.ts';

const { skip, open } = opener();
const source = metricsBuild();
const page = sizePage(source, { address: 'https://github.com/acme/shop/actions/runs/1' });

/** The rows of a table, cell by cell. */
async function rowsOf(tab: Tab, selector: string): Promise<string[][]> {
  return tab.read(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((row) =>
    [...row.cells].map((cell) => cell.innerText))`);
}

const rowsIn = (title: string): string => `#${title}-name + .rows tbody tr`;

test('the page says the verdict, why, and each target on each platform, as the report has them', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  assert.match(await tab.text('h1'), /^Size: needs approval — api grows \d/);
  assert.equal(await tab.read('document.title'), `${await tab.text('h1')} · Slipway`);
  assert.match(await tab.text('.verdict .facts'), /^against bbbbbbb \(built again\) · go1\.26\.8 both sides/);
  assert.match(await tab.text('.why'), /^Why: .*example\.com\/metrics is new and brings 244 KiB/);
  assert.match(await tab.text('.why'), /To go on: add the label size-approved/);
  const rows = await rowsOf(tab, rowsIn('targets'));
  const expected = source.report.size.targets.flatMap(({ name, images }) =>
    images.map(({ platform, diskBytes: disk, pullBytes: pull }) => {
      const [now, old] = [disk?.after ?? 0, disk?.before ?? 0];
      if (old === 0)
        return [`${name} ${platform}`, formatBytes(now), 'new', formatBytes(pull?.after ?? 0), 'new'];
      const texts = [disk, pull].flatMap((each) => (each ? [formatBytes(each.after), changeText(each)] : []));
      return [`${name} ${platform}`, ...texts];
    }),
  );
  assert.deepEqual(rows.toSorted(), expected.toSorted());
  assert.equal(rows.length, 4);
  assert.deepEqual(tab.problems, []);
  assert.equal(tab.requests.length, 1, 'it loads nothing');
});

test('limits that are passed are all told', { skip }, async (t) => {
  const tab = await open(t, page);
  const rows = await rowsOf(tab, rowsIn('limits'));
  assert.equal(rows.length, source.report.size.excesses.length);
  assert.ok(rows.length >= 4);
  const [first] = rows;
  assert.match(
    first?.join(' | ') ?? '',
    /^api linux\/a\w+ \| on disk \| \+[\d.]+ % \([\d.]+ KiB\) \| \+2 % \| needs approval$/,
  );
});

test('settings and budgets that change and checks that failed are told in full, and what targets have alike once', {
  skip,
}, async (t) => {
  const detail = `it asks for libc\n  because of cgo\n${'x'.repeat(400)}`;
  const check = { check: 'binary/static', status: 'fail', severity: 'block', detail } as const;
  const report = {
    ...source.report,
    verdicts: ['linux/amd64', 'linux/arm64'].map((platform) => ({ ...check, subject: `api (${platform})` })),
    size: {
      ...source.report.size,
      settings: [{ target: 'api', name: 'base', before: '', after: 'static' }],
      budgets: [{ target: 'api', before: '{"disk":"off"}', after: '{"disk":{"max":1}}' }],
    },
  };
  const tab = await open(t, sizePage({ ...source, report }));
  assert.deepEqual(await rowsOf(tab, rowsIn('settings')), [['api', 'base', 'none', 'static']]);
  assert.deepEqual(await rowsOf(tab, rowsIn('budgets')), [['api', '{"disk":"off"}', '{"disk":{"max":1}}']]);
  const [first, ...others] = await rowsOf(tab, rowsIn('checks'));
  assert.deepEqual(first, [
    'binary/static',
    'api (linux/amd64)\napi (linux/arm64)',
    detail.replace('\n  ', '\n'),
    'block',
  ]);
  assert.deepEqual(others, []);
  assert.match(await tab.text('.why'), /Part of it may not be the code’s/);
});

test('each target and platform has a treemap of its packages, coloured by change', { skip }, async (t) => {
  const tab = await open(t, page);
  const names = `[...document.querySelectorAll('#chooser option')].map((each) => each.textContent)`;
  // A target that is new has grown most.
  assert.deepEqual(await tab.read(names), [
    'tool linux/amd64',
    'api linux/arm64',
    'api linux/amd64',
    'worker linux/amd64',
  ]);
  await tab.click('#targets-name + .rows a', 'api linux/amd64');
  assert.deepEqual((await cellsOf(tab)).toSorted(), [
    'example.com/metrics, module, new, +244 KiB, now 244 KiB',
    'example.com/old, module, gone, −29.3 KiB, now 0 B',
    'example.com/shop, module, 19.5 KiB, no change',
    'example.com/wire, module, new, +68.4 KiB, now 68.4 KiB',
    'not of packages, part of the file, 3.9 KiB, no change',
    'standard library, module, grown, +19.5 KiB, now 1.1 MiB',
  ]);
  assert.match(await tab.read('location.hash'), /^#image=api\+linux%2Famd64/);
  await clickCell(tab, 'standard library');
  assert.deepEqual((await cellsOf(tab)).toSorted(), [
    'net/http, package, grown, +19.5 KiB, now 410 KiB',
    'runtime, package, 586 KiB, no change',
    'unicode, package, 87.9 KiB, no change',
  ]);
  await tab.press('Escape');
  assert.deepEqual(await crumbsOf(tab), ['Program']);
  assert.deepEqual(tab.problems, []);
});

test('the figures and the lists of what changed are those of what is chosen', { skip }, async (t) => {
  const tab = await open(t, `${page}`);
  await tab.read(`(() => {
    const list = document.querySelector('#chooser select');
    list.value = String([...list.options].findIndex((each) => each.text === 'api linux/amd64'));
    list.dispatchEvent(new Event('change'));
  })()`);
  const [image] = source.report.size.targets.find(({ name }) => name === 'api')?.images ?? [];
  assert.ok(image?.diskBytes !== undefined);
  const figures = (await tab.text('#figures')).split('\n');
  assert.deepEqual(figures.slice(0, 2), ['On disk', formatBytes(image.diskBytes.after)]);
  assert.match(figures[2] ?? '', /^\+303 KiB, \d/);
  const heads = await tab.read<string[]>(
    `[...document.querySelectorAll('#changes h3')].map((each) => each.textContent)`,
  );
  assert.deepEqual(heads, [
    'What brings what is new',
    'Modules that changed (4)',
    'Packages that grew (3)',
    'Packages that shrank (1)',
  ]);
  const rows = await rowsOf(tab, '#changes tbody tr');
  const told = new Map(rows.map(([name = '', ...rest]) => [name.split('\n')[0], rest]));
  for (const { path, before, after } of image.packages) {
    const bytes = (of: number): string => (of === 0 ? '–' : formatBytes(of));
    assert.deepEqual(told.get(path)?.slice(0, 2), [bytes(before), bytes(after)], path);
  }
  const [exported] = rows.filter(([name]) => name?.startsWith('example.com/metrics/export'));
  assert.deepEqual(exported, ['example.com/metrics/export\nby cmd/api', '–', '244 KiB', 'new']);
  assert.match(
    (await tab.text('.brought')).replaceAll(/\s+/g, ' '),
    /example\.com\/metrics is new: \+244 KiB cmd\/api → example\.com\/metrics\/export/,
  );
});

test('a reload and the browser’s way back keep the place', { skip }, async (t) => {
  const tab = await open(t, page);
  await tab.click('#targets-name + .rows a', 'worker linux/amd64');
  await clickCell(tab, 'standard library');
  await tab.reload();
  const chosen = `document.querySelector('#chooser select').selectedOptions[0].text`;
  assert.equal(await tab.read(chosen), 'worker linux/amd64');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
  await tab.read('history.back()');
  await tab.until(`document.querySelectorAll('#crumbs li').length === 1`);
  assert.equal(await tab.read(chosen), 'worker linux/amd64');
  await tab.read('history.back()');
  await tab.until(`${chosen} === 'tool linux/amd64'`);
});

test('the table has what the treemap has, on disk and on the wire', { skip }, async (t) => {
  const tab = await open(t, page);
  await tab.click('#targets-name + .rows a', 'api linux/amd64');
  await tab.click('.switch label', 'Table');
  await tab.click('#table tbody button', 'standard library');
  const row = ['net/http', 'package', '391 KiB', '410 KiB', '+19.5 KiB', '+5.0 %'];
  const wire = ['195 KiB', '205 KiB', '+9.8 KiB', '+5.0 %'];
  assert.deepEqual(await rowOf(tab, 'net/http'), [...row, ...wire]);
});

test('wire bytes that are not known are not offered, and images of which nothing is known not shown', {
  skip,
}, async (t) => {
  const packages = { 'std fmt': 90_000 };
  const more = { 'std fmt': 190_000 };
  const before = builtSnapshot({
    a: { 'linux/amd64': { packages, unwired: true } },
    b: { 'linux/amd64': { packages, unknown: true } },
  });
  const after = builtSnapshot({
    a: { 'linux/amd64': { packages: more, unwired: true } },
    b: { 'linux/amd64': { packages: more } },
  });
  const tab = await open(t, sizePage(comparedBuild(before, after)));
  assert.equal(await tab.text('#chooser'), 'a linux/amd64');
  assert.equal((await tab.text('#switches')).includes('Wire'), false);
  assert.equal((await rowsOf(tab, rowsIn('targets'))).length, 2);
  assert.equal(await tab.read(`document.querySelectorAll('#targets-name + .rows a').length`), 1);
  const nothing = comparedBuild(
    builtSnapshot({ b: { 'linux/amd64': { packages, unknown: true } } }),
    builtSnapshot({ b: { 'linux/amd64': { packages: more, unknown: true } } }),
  );
  const empty = await open(t, sizePage(nothing));
  assert.equal(await empty.read(`document.querySelector('#image').checkVisibility()`), false);
  assert.equal((await rowsOf(empty, rowsIn('targets'))).length, 1);
  assert.deepEqual([...tab.problems, ...empty.problems], []);
});

test('axe finds no barrier, light or dark, wide or narrow', { skip }, async (t) => {
  const axe = await readFile(join(repository, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  for (const options of [{}, { dark: true }, { width: 360, height: 640 }]) {
    const tab = await open(t, page, options);
    assert.deepEqual(await barriers(tab, axe), [], JSON.stringify(options));
    await tab.click('.switch label', 'Table');
    assert.deepEqual(await barriers(tab, axe), [], `${JSON.stringify(options)}, the table`);
  }
});

test('at the width of a telephone nothing is cut off', { skip }, async (t) => {
  const tab = await open(t, page, { width: 360, height: 640 });
  const wide = `[...document.querySelectorAll('body *')].filter((each) =>
    each.checkVisibility() && !each.closest('.unseen, .skip, table') && each.getBoundingClientRect().right > innerWidth + 0.5,
  ).map((each) => each.outerHTML.slice(0, 80))`;
  assert.deepEqual(await tab.read(wide), []);
  assert.equal(await tab.read('document.documentElement.scrollWidth <= innerWidth'), true);
});

test('on paper there are the report, the picture and what changed', { skip }, async (t) => {
  const tab = await open(t, page, { dark: true });
  await tab.read(`addEventListener('beforeprint', () => {
    window.onPaper = {
      rows: document.querySelectorAll('#print tr').length,
      width: document.querySelector('#canvas').width,
      targets: document.querySelectorAll('${rowsIn('targets')}').length,
    };
  })`);
  const pdf = await tab.pdf();
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.deepEqual(await tab.read('window.onPaper'), { rows: 6, width: 2184, targets: 4 });
  assert.deepEqual(tab.problems, []);
});

test('without its script the page still says what the comment says', { skip }, async (t) => {
  const tab = await open(t, page.replaceAll(/<script>[\s\S]*?<\/script>/g, ''));
  assert.match(await tab.text('h1'), /^Size: needs approval/);
  assert.equal((await rowsOf(tab, rowsIn('targets'))).length, 4);
});
