import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparisonPage } from '../../../src/report/page/page.ts';
import { api, cellsOf, clickCell, crumbsOf, laterApi, opener, rowOf } from './used.ts';

const { skip, open } = opener();
const page = comparisonPage(api, laterApi);

test('a comparison says how large the program was and is, and what changed most', { skip }, async (t) => {
  const tab = await open(t, page);
  assert.equal(await tab.text('h1'), 'out/api');
  assert.equal(
    await tab.text('#figures'),
    [
      'Before',
      '586 KiB\n181 KiB on the wire',
      'After',
      '631 KiB\n194 KiB on the wire',
      'Change',
      '+44.9 KiB\n+7.7 %',
    ].join('\n'),
  );
  assert.deepEqual(
    (await tab.text('#facts')).split('\n').filter((line) => /^(before|after)$/.test(line)),
    ['before', 'after'],
  );
  const panel = (await tab.text('#panel')).replaceAll(/\s+/g, ' ');
  assert.match(panel, /What changed most standard library \+44\.9 KiB$/);
  assert.deepEqual(tab.problems, []);
});

test('what grew, shrank, is new or gone is told with its sign, and not by colour alone', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  assert.equal(
    (await tab.text('#legend')).replaceAll('\n', ' '),
    'unchanged ▲ grown +19.5 KiB ✚ new +44.9 KiB ✕ gone −19.5 KiB',
  );
  await clickCell(tab, 'standard library');
  assert.deepEqual(await cellsOf(tab), [
    'net/http, package, grown, +15.6 KiB, now 270 KiB',
    'encoding/json, package, 117 KiB, no change',
    'unicode, package, 107 KiB, no change',
    'log/slog, package, new, +29.3 KiB, now 29.3 KiB',
  ]);
  await clickCell(tab, 'net/http');
  assert.deepEqual((await cellsOf(tab)).sort(), [
    '(*Transport).RoundTrip, function, 58.6 KiB, no change',
    '(*conn).serve, function, grown, +19.5 KiB, now 137 KiB',
    'Get, function, gone, −19.5 KiB, now 0 B',
    'Head, function, new, +15.6 KiB, now 15.6 KiB',
    'padding and other, other, 9.8 KiB, no change',
    'types, types, 48.8 KiB, no change',
  ]);
});

test('only what changed may be shown, as large as its change', { skip }, async (t) => {
  const tab = await open(t, page);
  await tab.click('.switch label', 'Changes');
  assert.deepEqual(await cellsOf(tab), ['standard library, module, grown, +44.9 KiB, now 523 KiB']);
  await clickCell(tab, 'standard library');
  await clickCell(tab, 'net/http');
  const widths = await tab.read<number[]>(`(() => {
    const areas = [...document.querySelectorAll('[role=treeitem]')].map((each) => {
      const { width, height } = each.getBoundingClientRect();
      return [each.ariaLabel.split(',')[0], width * height];
    });
    return ['(*conn).serve', 'Get', 'Head'].map((name) => areas.find(([each]) => each === name)[1]);
  })()`);
  const sum = widths.reduce((a, b) => a + b, 0);
  const expected = [20_000, 20_000, 16_000].map((bytes) => bytes / 56_000);
  for (const [index, width] of widths.entries())
    assert.ok(Math.abs(width / sum - (expected[index] ?? 0)) < 0.01, `${widths}`);
  await tab.click('.switch label', 'Table');
  assert.equal(await tab.text('#table caption'), 'net/http: 3 rows');
});

test('where nothing changed the page says so', { skip }, async (t) => {
  const tab = await open(t, comparisonPage(api, api));
  assert.match(await tab.text('#figures'), /Change\nno change/);
  await tab.click('.switch label', 'Changes');
  assert.equal(await tab.text('#nothing'), 'Nothing changed here.');
  assert.deepEqual(await cellsOf(tab), []);
});

test('the table of a comparison has before, after and change, the largest change first', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await tab.click('.switch label', 'Table');
  await tab.click('#table tbody button', 'standard library');
  assert.deepEqual(await rowOf(tab, 'log/slog'), [
    'log/slog',
    'package',
    '0 B',
    '29.3 KiB',
    '+29.3 KiB',
    'new',
    '0 B',
    '8.8 KiB',
    '+8.8 KiB',
    'new',
  ]);
  assert.deepEqual(await rowOf(tab, 'net/http'), [
    'net/http',
    'package',
    '254 KiB',
    '270 KiB',
    '+15.6 KiB',
    '+6.2 %',
    '87.9 KiB',
    '92.8 KiB',
    '+4.9 KiB',
    '+5.6 %',
  ]);
  const names = `[...document.querySelectorAll('#table tbody th')].map((each) => each.textContent)`;
  assert.deepEqual(await tab.read(names), ['log/slog', 'net/http', 'encoding/json', 'unicode']);
  await tab.click('#table thead button', 'In percent');
  assert.deepEqual(await tab.read(names), ['log/slog', 'net/http', 'encoding/json', 'unicode']);
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
  assert.deepEqual(tab.problems, []);
});
