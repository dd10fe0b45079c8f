import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { comparisonPage, inspectionPage } from '../../../src/report/page/page.ts';
import { barriers } from '../../support/browser/barriers.ts';
import type { Tab } from '../../support/browser/tab.ts';
import { largeInspection } from '../../support/invented-inspection.ts';
import { keptProgram } from '../../support/reach-sample.ts';
import { repository } from '../../support/slipway.ts';
import { api, clickCell, colourAt, laterApi, middleOf, opener } from './used.ts';

const { skip, open } = opener();
const page = inspectionPage(api);

/** The colour of the picture in the middle of a cell. */
async function colourOf(tab: Tab, start: string): Promise<number[]> {
  return colourAt(tab, await middleOf(tab, start));
}

const background = `getComputedStyle(document.body).backgroundColor`;

test('the page is light or dark as the system is, or as one chooses, and remembers that', {
  skip,
}, async (t) => {
  const tab = await open(t, page, { dark: true });
  await clickCell(tab, 'standard library');
  assert.equal(await tab.read(background), 'rgb(15, 19, 24)');
  assert.deepEqual(await colourOf(tab, 'unicode'), [122, 87, 19], 'the colour of data in the dark');
  await tab.media({ 'prefers-color-scheme': 'light' });
  assert.equal(await tab.read(background), 'rgb(255, 255, 255)');
  assert.deepEqual(await colourOf(tab, 'unicode'), [244, 212, 145]);
  await tab.click('.switch label', 'Dark');
  assert.deepEqual(await colourOf(tab, 'unicode'), [122, 87, 19]);
  await tab.reload();
  assert.equal(await tab.read(background), 'rgb(15, 19, 24)');
  assert.deepEqual(await colourOf(tab, 'unicode'), [122, 87, 19]);
  await tab.click('.switch label', 'Auto');
  assert.equal(await tab.read(background), 'rgb(255, 255, 255)');
  assert.deepEqual(tab.problems, []);
});

test('at the width of a telephone nothing is cut off, and all of it can be reached', { skip }, async (t) => {
  for (const html of [page, comparisonPage(api, laterApi), inspectionPage(keptProgram)]) {
    const tab = await open(t, html, { width: 360, height: 640 });
    const wide = `[...document.querySelectorAll('body *')].filter((each) =>
      each.checkVisibility() && !each.closest('.unseen, .skip, table') && each.getBoundingClientRect().right > innerWidth + 0.5,
    ).map((each) => each.outerHTML.slice(0, 80))`;
    assert.deepEqual(await tab.read(wide), []);
    assert.equal(await tab.read('document.documentElement.scrollWidth <= innerWidth'), true);
    await clickCell(tab, 'standard library');
    await tab.press('/');
    await tab.type('json');
    assert.deepEqual(await tab.read(wide), []);
    await tab.press('Enter');
    await tab.click('.switch label', 'Table');
    assert.equal(await tab.read('document.documentElement.scrollWidth <= innerWidth'), true);
    assert.deepEqual(tab.problems, []);
  }
});

test('the picture fills the window as that changes its size', { skip }, async (t) => {
  const tab = await open(t, page, { width: 1280, height: 800 });
  const fills = `(() => {
    const canvas = document.querySelector('#canvas');
    const map = document.querySelector('#map').getBoundingClientRect();
    const cells = [...document.querySelectorAll('[role=treeitem]')].map((each) => each.getBoundingClientRect());
    const right = Math.max(...cells.map((each) => each.right));
    const bottom = Math.max(...cells.map((each) => each.bottom));
    return canvas.width === Math.round(map.width) && Math.abs(right - map.right) < 1 && Math.abs(bottom - map.bottom) < 1;
  })()`;
  const width = (): Promise<number> => tab.read(`document.querySelector('#map').clientWidth`);
  await tab.until(fills);
  const before = await width();
  await tab.resize(900, 700);
  await tab.until(fills);
  assert.equal(before - (await width()), 380);
  await tab.resize(1600, 1000);
  await tab.until(fills);
});

test('going in moves, unless one wants less motion, and ends in the same picture', { skip }, async (t) => {
  const picture = `document.querySelector('#canvas').toDataURL()`;
  const still = await open(t, page);
  await clickCell(still, 'standard library');
  await still.pointAt(1, 1);
  const moving = await open(t, page, { reducedMotion: false });
  const frames = `(() => {
    window.frames_ = 0;
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...all) {
      window.frames_ += 1;
      return draw.apply(this, all);
    };
  })()`;
  await moving.read(frames);
  await still.read(frames);
  await clickCell(moving, 'standard library');
  await moving.pointAt(1, 1);
  await moving.until(`${picture} === ${JSON.stringify(await still.read(picture))}`);
  assert.ok((await moving.read<number>('window.frames_')) > 4, 'there were steps between');
  await still.press('Escape');
  assert.ok((await still.read<number>('window.frames_')) <= 1);
  await moving.press('Escape');
  await moving.until(`${picture} === ${JSON.stringify(await still.read(picture))}`);
  assert.deepEqual(moving.problems, []);
});

test('on paper there are the head, the picture in light colours, and a table of packages', {
  skip,
}, async (t) => {
  const tab = await open(t, page, { dark: true });
  await tab.read(`addEventListener('beforeprint', () => {
    const rows = [...document.querySelectorAll('#print tr')];
    const dot = new OffscreenCanvas(1, 1).getContext('2d');
    dot.drawImage(document.querySelector('#canvas'), -2, -2);
    window.onPaper = {
      rows: rows.map((row) => [...row.cells].map((cell) => cell.textContent)),
      width: document.querySelector('#canvas').width,
      colour: [...dot.getImageData(0, 0, 1, 1).data.slice(0, 3)],
    };
  })`);
  const pdf = await tab.pdf();
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  assert.match(pdf.toString('latin1'), /\/MediaBox \[0 0 59\d\.?\d* 84\d\.?\d*\]/);
  const { rows, width, colour } = await tab.read<{ rows: string[][]; width: number; colour: number[] }>(
    'window.onPaper',
  );
  assert.deepEqual(rows[0], ['Name', 'What', 'On disk', 'Share', 'On the wire', 'Share']);
  assert.deepEqual(rows[1], ['net/http', 'package', '254 KiB', '43.3 %', '87.9 KiB', '48.6 %']);
  assert.deepEqual(
    rows.slice(2).map(([name]) => name),
    [
      'encoding/json',
      'unicode',
      'example.com/api/internal/store',
      'not attributed',
      'structures of the file',
    ],
  );
  assert.equal(width, 2184);
  assert.deepEqual(colour, [230, 234, 240], 'the light colour of a module');
  assert.equal(await tab.text('#print'), '');
  assert.equal(await tab.read(background), 'rgb(15, 19, 24)');
  assert.equal(
    await tab.read(`document.querySelector('#canvas').width === document.querySelector('#map').clientWidth`),
    true,
  );
  assert.deepEqual(tab.problems, []);
});

const axe = await readFile(join(repository, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

async function withoutBarriers(
  t: TestContext,
  html: string,
  steps: (tab: Tab) => Promise<void>,
): Promise<void> {
  for (const dark of [false, true]) {
    const tab = await open(t, html, { dark });
    await steps(tab);
    assert.deepEqual(await barriers(tab, axe), [], dark ? 'in the dark' : 'in the light');
  }
}

test('axe finds no barrier in the picture, in a search, in the table and in a comparison', {
  skip,
}, async (t) => {
  await withoutBarriers(t, page, async () => undefined);
  await withoutBarriers(t, page, async (tab) => {
    await clickCell(tab, 'standard library');
    await clickCell(tab, 'net/http');
    await clickCell(tab, 'Get');
    await tab.press('/');
    await tab.type('e');
  });
  await withoutBarriers(t, comparisonPage(api, laterApi), async (tab) => {
    await clickCell(tab, 'standard library');
  });
  await withoutBarriers(t, inspectionPage(keptProgram), async (tab) => {
    await tab.click('.switch label', 'Retained');
    await tab.click('#panel summary', 'text/template.(*state).evalField');
  });
  await withoutBarriers(t, inspectionPage(keptProgram), async (tab) => {
    await clickCell(tab, 'github.com/acme/metrics');
  });
  await withoutBarriers(t, inspectionPage(largeInspection(3000)), async (tab) => {
    await tab.click('.switch label', 'Table');
  });
});
