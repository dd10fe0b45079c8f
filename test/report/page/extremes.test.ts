import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectionPage } from '../../../src/report/page/page.ts';
import { inventedInspection, largeInspection } from '../../support/invented-inspection.ts';
import { cellsOf, clickCell, focused, opener } from './used.ts';

const { skip, open } = opener();

test('names that look like markup are text', { skip }, async (t) => {
  const name = '<img src=x onerror=hacked=1></script><script>hacked=1</script>';
  const hostile = inventedInspection({
    name,
    packages: [{ path: name, module: name, functions: { [name]: 10, other: 5 } }],
  });
  const tab = await open(t, inspectionPage({ ...hostile, notices: [name] }));
  assert.equal(await tab.text('h1'), name);
  await clickCell(tab, name);
  await clickCell(tab, '');
  await tab.press('/');
  await tab.type('<img');
  await tab.click('.switch label', 'Table');
  await tab.until(`document.querySelector('#table tbody tr') !== null`);
  assert.equal(await tab.read('typeof hacked'), 'undefined');
  assert.equal(await tab.read(`document.querySelectorAll('img').length`), 0);
  assert.equal(tab.requests.length, 1);
  assert.deepEqual(tab.problems, []);
});

test('a program with 100,000 symbols is shown, searched and listed', { skip }, async (t) => {
  const tab = await open(t, inspectionPage(largeInspection(100_000)));
  assert.match((await cellsOf(tab))[0] ?? '', /^standard library, module, /);
  await tab.press('/');
  await tab.type('methodWithAnOrdinaryName77');
  assert.match(await tab.text('#foundSum'), /^\d+ matches, \d/);
  await tab.press('Enter');
  assert.match(await tab.text('#panel'), /\(\*Receiver\d+\)\.methodWithAnOrdinaryName77/);
  await tab.press('Escape');
  await tab.click('.switch label', 'Table');
  assert.match(await tab.text('#table tbody'), /\d+ smaller functions/);
  assert.deepEqual(tab.problems, []);
});

test('a table of more rows than one reads is shown in parts', { skip }, async (t) => {
  const functions = Object.fromEntries(Array.from({ length: 1200 }, (_, at) => [`f${at}`, 2000 - at]));
  const tab = await open(
    t,
    inspectionPage(inventedInspection({ packages: [{ path: 'm/p', module: 'm', functions }] })),
  );
  await tab.click('.switch label', 'Table');
  await tab.click('#table tbody button', 'm');
  await tab.click('#table tbody button', 'p');
  const rows = `document.querySelectorAll('#table tbody tr').length`;
  assert.equal(await tab.read(rows), 500);
  await tab.click('#table button', 'Show 500 more of 1200');
  assert.equal(await tab.read(rows), 1000);
  assert.equal(await focused(tab), 'f500', 'the focus is on the first of the new rows');
  await tab.click('#table button', 'Show 200 more of 1200');
  assert.equal(await tab.read(rows), 1200);
});

test('a file that Go did not make is shown by its sections, with what there is to know', {
  skip,
}, async (t) => {
  const {
    attribution: _,
    go: __,
    ...file
  } = inventedInspection({ name: 'lib.so', packages: [{ path: 'm', module: 'm', parts: { data: 900 } }] });
  const sections = [
    { name: '.text', kind: 'section', bytes: 600 },
    { name: '.data', kind: 'section', bytes: 300 },
  ];
  const notices = ['lib.so is not a Go program'];
  const verdict = {
    check: 'binary/static',
    subject: 'lib.so',
    status: 'fail',
    severity: 'block',
    detail: 'it asks for libc',
  } as const;
  const tab = await open(t, inspectionPage({ ...file, sections, notices, verdicts: [verdict] }));
  assert.match(await tab.text('#facts'), /not made by Go, or packed/);
  assert.equal((await tab.text('#figures')).includes('Attributed'), false);
  assert.match(
    await tab.text('#panel'),
    /To know\n+lib\.so is not a Go program\n+binary\/static: it asks for libc$/,
  );
  assert.deepEqual(await cellsOf(tab), ['sections of the file, part of the file, 900 B, 100.0 %']);
  await clickCell(tab, 'sections of the file');
  assert.deepEqual(await cellsOf(tab), [
    '.text, part of the file, 600 B, 66.7 %',
    '.data, part of the file, 300 B, 33.3 %',
  ]);
  assert.deepEqual(tab.problems, []);
});
