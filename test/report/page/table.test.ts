import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectionPage } from '../../../src/report/page/page.ts';
import { inventedInspection } from '../../support/invented-inspection.ts';
import { api, cellsOf, clickCell, crumbsOf, focused, opener, rowOf } from './used.ts';

const { skip, open } = opener();
const page = inspectionPage(api);

test('the table says the same as the picture, and is sorted as one likes', { skip }, async (t) => {
  const tab = await open(t, page);
  await tab.click('.switch label', 'Table');
  const column = (index: number): Promise<string[]> =>
    tab.read(
      `[...document.querySelectorAll('#table tbody tr')].map((row) => row.cells[${index}].textContent)`,
    );
  assert.equal(await tab.text('#table caption'), 'out/api: 4 rows');
  assert.deepEqual(await rowOf(tab, 'standard library'), [
    'standard library',
    'module',
    '479 KiB',
    '81.7 %',
    '146 KiB',
    '81.1 %',
  ]);
  assert.deepEqual(await column(2), ['479 KiB', '58.6 KiB', '29.3 KiB', '19.5 KiB']);
  assert.equal(await tab.read(`document.querySelector('#table [aria-sort]').textContent`), 'On disk');
  await tab.click('#table thead button', 'On disk');
  assert.deepEqual(await column(2), ['19.5 KiB', '29.3 KiB', '58.6 KiB', '479 KiB']);
  assert.equal(await tab.read(`document.querySelector('#table [aria-sort]').ariaSort`), 'ascending');
  await tab.click('#table thead button', 'Name');
  assert.deepEqual(await column(0), [
    'example.com/api',
    'not attributed',
    'standard library',
    'structures of the file',
  ]);
  await tab.click('#table tbody button', 'standard library');
  await tab.click('#table tbody button', 'net/http');
  assert.deepEqual(await column(0), [
    '(*Transport).RoundTrip',
    '(*conn).serve',
    'Get',
    'padding and other',
    'types',
  ]);
  await tab.click('#table tbody button', 'Get');
  assert.match(await tab.text('#panel'), /^Get\n+function in net\/http/);
  await tab.press('Escape');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
  assert.deepEqual(tab.problems, []);
});

test('a link for who does not see the picture leads to the table', { skip }, async (t) => {
  const tab = await open(t, page);
  await tab.press('Tab');
  assert.equal(await focused(tab), 'Skip to the table');
  await tab.press('Enter');
  assert.equal(await focused(tab), 'Table');
  assert.equal(await tab.read(`document.querySelector('#map').hidden`), true);
});

test('bytes of the wire take the place of bytes on disk', { skip }, async (t) => {
  const tab = await open(t, page);
  await tab.click('.switch label', 'Wire');
  assert.deepEqual(await cellsOf(tab), [
    'standard library, module, 146 KiB, 81.1 %',
    'example.com/api, module, 29.3 KiB, 16.2 %',
    'around the program, part of the file, 4.9 KiB, 2.7 %',
  ]);
  await clickCell(tab, 'standard library');
  await clickCell(tab, 'encoding/json');
  assert.deepEqual(await cellsOf(tab), ['not by symbol, code, 48.8 KiB, 27.0 %']);
});

test('a program whose wire bytes are not known has no such switch', { skip }, async (t) => {
  const tab = await open(
    t,
    inspectionPage(inventedInspection({ packages: [{ path: 'm/p', module: 'm', parts: { data: 9 } }] })),
  );
  assert.equal((await tab.text('#switches')).replaceAll('\n', ' '), 'Map Table Auto Light Dark');
  assert.equal((await tab.text('#figures')).includes('wire'), false);
});

test('the address keeps the place: a reload comes back to it, and Back goes where one was', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, 'standard library');
  await clickCell(tab, 'net/http');
  await clickCell(tab, 'Get');
  await tab.click('.switch label', 'Wire');
  await tab.click('.switch label', 'Table');
  await tab.reload();
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library', 'net/http']);
  assert.match(await tab.text('#panel'), /^Get\n/);
  assert.equal(await tab.text('#table caption'), 'net/http: 1 row');
  assert.deepEqual(await tab.read(`[...document.querySelectorAll(':checked')].map(({ value }) => value)`), [
    'wire',
    'table',
    'auto',
  ]);
  await tab.read('history.back()');
  await tab.until(`document.querySelectorAll('#crumbs li').length === 2`);
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
  assert.deepEqual(tab.problems, []);
});
