import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectionPage } from '../../../src/report/page/page.ts';
import { api, cellsOf, clickCell, colourAt, crumbsOf, focused, middleOf, opener } from './used.ts';

const { skip, open } = opener();
const page = inspectionPage(api);

test('a page opens from a file, says what the program is, asks for nothing else and moves nothing about', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  assert.equal(await tab.text('h1'), 'out/api');
  const facts = await tab.text('#facts');
  for (const fact of [
    'linux/amd64',
    'static',
    'stripped',
    'go1.26.8',
    'example.com/api v1.2.3',
    `sha256:${'0f'.repeat(32)}`,
  ])
    assert.ok(facts.includes(fact), `${fact} is not in ${facts}`);
  assert.equal(
    await tab.text('#figures'),
    [
      'On disk',
      '586 KiB\n600,000 bytes',
      'On the wire',
      '181 KiB\n185,000 bytes',
      'Attributed',
      '95.0 %\nby the symbols of the same link, proved equal section by section',
    ].join('\n'),
  );
  assert.deepEqual(await cellsOf(tab), [
    'standard library, module, 479 KiB, 81.7 %',
    'example.com/api, module, 58.6 KiB, 10.0 %',
    'not attributed, part of the file, 29.3 KiB, 5.0 %',
    'structures of the file, part of the file, 19.5 KiB, 3.3 %',
  ]);
  const shift = await tab.read(
    `new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const { value } of list.getEntries()) sum += value; })
        .observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 100);
    })`,
  );
  assert.equal(shift, 0);
  assert.equal(tab.requests.length, 1, tab.requests.join('\n'));
  assert.match(tab.requests[0] ?? '', /^file:.*page\.html$/);
  assert.deepEqual(tab.problems, []);
});

test('clicks go into a module, a package and to a symbol; Escape goes out again, a step at a time', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, 'standard library');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
  assert.deepEqual(
    (await cellsOf(tab)).map((each) => each.split(',')[0]),
    ['net/http', 'encoding/json', 'unicode'],
  );
  await clickCell(tab, 'net/http');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library', 'net/http']);
  await clickCell(tab, '(*conn).serve');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library', 'net/http']);
  const panel = await tab.text('#panel');
  for (const text of [
    '(*conn).serve',
    'function in net/http',
    '117 KiB',
    '120,000',
    'of the program',
    '20.0 %',
    '46.2 %',
  ])
    assert.ok(panel.includes(text), `${text} is not in ${panel}`);
  assert.equal(
    await tab.read(`document.querySelector('[aria-selected=true]').ariaLabel`),
    '(*conn).serve, function, 117 KiB, 20.0 %',
  );
  await tab.press('Escape');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
  await tab.press('Escape');
  await tab.press('Escape');
  assert.deepEqual(await crumbsOf(tab), ['Program']);
  await clickCell(tab, 'standard library');
  await clickCell(tab, 'encoding/json');
  await tab.click('#crumbs button', 'Program');
  assert.deepEqual(await crumbsOf(tab), ['Program']);
  assert.deepEqual(tab.problems, []);
});

test('the panel tells what a module is made of, by kind and by size, and leads there', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, 'standard library');
  const lines = (await tab.text('#panel')).split('\n');
  const after = (text: string): string | undefined => lines[lines.indexOf(text) + 1];
  assert.equal(after('code'), '156 KiB · 32.7 %');
  assert.equal(after('tables'), '156 KiB · 32.7 %');
  assert.equal(after('data'), '107 KiB · 22.4 %');
  assert.equal(after('types'), '48.8 KiB · 10.2 %');
  assert.equal(after('encoding/json'), '117 KiB');
  await tab.click('#panel button', 'unicode');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library', 'unicode']);
  const legend = (await tab.text('#legend')).split('\n');
  assert.deepEqual(legend, ['data', '107 KiB']);
});

test('everything can be done with the keyboard alone, and the focus is never lost', { skip }, async (t) => {
  const tab = await open(t, page, { width: 1400, height: 700 });
  for (let steps = 0; !(await focused(tab)).startsWith('standard library'); steps += 1) {
    assert.ok(steps < 12, 'Tab does not come to the treemap');
    await tab.press('Tab');
  }
  const outline = await tab.read(`getComputedStyle(document.activeElement).outlineStyle`);
  assert.equal(outline, 'solid', 'the focus is seen');
  await tab.press('ArrowRight');
  assert.doesNotMatch(await focused(tab), /^standard library/);
  await tab.press('ArrowLeft');
  assert.match(await focused(tab), /^standard library/);
  await tab.press('End');
  assert.match(await focused(tab), /^structures of the file/);
  await tab.press('Home');
  await tab.press('Enter');
  assert.match(await focused(tab), /^net\/http/);
  await tab.press('ArrowRight');
  assert.match(await focused(tab), /^encoding\/json/);
  await tab.press('Enter');
  assert.match(await focused(tab), /^Marshal, function/);
  await tab.press(' ');
  assert.match(await tab.text('#panel'), /^Marshal\n+function in encoding\/json/);
  assert.match(await focused(tab), /^Marshal, function/);
  await tab.press('Escape');
  assert.match(await focused(tab), /^encoding\/json/, 'what was left has the focus');
  await tab.press('Escape');
  assert.match(await focused(tab), /^standard library/);
  assert.match(await tab.text('#said'), /^out\/api, program/);
  assert.deepEqual(tab.problems, []);
});

test('a slash goes to the search: it lists what has the text in its name, with bytes, and Enter goes there', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await tab.press('/');
  await tab.type('ma');
  assert.equal(await tab.text('#foundSum'), '2 matches, 117 KiB');
  assert.equal(
    await tab.text('#matches'),
    'Marshal\n78.1 KiB\nfunction in encoding/json\nUnmarshal\n39.1 KiB\nfunction in encoding/json',
  );
  await tab.press('ArrowDown');
  await tab.press('Enter');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library', 'encoding/json']);
  assert.match(await tab.text('#panel'), /^Unmarshal\n/);
  assert.equal(await tab.read(`document.querySelector('#found').hidden`), true);
  await tab.press('Escape');
  assert.equal(await tab.read(`document.querySelector('#query').value`), '');
  await tab.type('zebra');
  assert.equal(await tab.text('#found'), 'Nothing has this in its name.');
  await tab.press('Escape');
  await tab.press('Escape');
  await tab.press('Escape');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library']);
});

test('what a search does not find grows pale in the picture', { skip }, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, 'standard library');
  await clickCell(tab, 'net/http');
  const places = await Promise.all(['(*conn).serve', 'Get'].map((name) => middleOf(tab, name)));
  const look = () => Promise.all(places.map((place) => colourAt(tab, place)));
  const [serve, get] = await look();
  assert.deepEqual(serve, [163, 200, 240], 'the colour of code');
  assert.deepEqual(get, serve);
  await tab.press('/');
  await tab.type('conn');
  const [stillServe, paleGet] = await look();
  assert.deepEqual(stillServe, serve);
  assert.ok((paleGet?.[0] ?? 0) > 220, `${paleGet}`);
});

test('the pointer is told what it is over', { skip }, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, 'standard library');
  const { x, y } = await middleOf(tab, 'unicode');
  await tab.pointAt(x, y);
  assert.equal(await tab.text('#tip'), 'data of unicode\n107 KiB · 18.3 % · data');
  const inside = await tab.read(`(() => {
    const { left, top, right, bottom } = document.querySelector('#tip').getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  })()`);
  assert.equal(inside, true);
  await tab.pointAt(2, 2);
  assert.equal(await tab.read(`document.querySelector('#tip').hidden`), true);
});
