import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspectionPage } from '../../../src/report/page/page.ts';
import { inventedInspection } from '../../support/invented-inspection.ts';
import { keptProgram, referencesToProm } from '../../support/reach-sample.ts';
import { api, cellsOf, clickCell, colourAt, crumbsOf, middleOf, opener, rowOf } from './used.ts';

const { skip, open } = opener();
const page = inspectionPage(keptProgram);
const metrics = 'github.com/acme/metrics';

test('what would go away is drawn from where one is: modules, then packages, each with what only it keeps in others', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await tab.click('.switch label', 'Retained');
  assert.deepEqual(await cellsOf(tab), [
    'standard library, module, 250 KiB, stays, 62.5 %',
    `${metrics}, module, 100 KiB would go, 25.0 %`,
    'example.com/api, module, 50.0 KiB, stays, 12.5 %',
    'structures of the file, part of the file, 40.0 KiB, stays, 10.0 %',
  ]);
  assert.match(await tab.text('#panel'), /It does not add up: what two keep together is in neither/);
  const legend = await tab.text('#legend');
  assert.match(legend, /of others, kept by it alone\s+pale: stays/);
  assert.doesNotMatch(legend, /KiB/, 'what would go does not add up');
  await clickCell(tab, metrics);
  assert.deepEqual(await cellsOf(tab), [
    'prom, package, 90.0 KiB would go, 22.5 %',
    'text, package, 10.0 KiB would go, 2.5 %',
  ]);
  await clickCell(tab, 'prom');
  assert.deepEqual(await cellsOf(tab), [
    'in other packages, of others, 50.0 KiB, 12.5 %',
    '(*Registry).Gather, function, 20.0 KiB, 5.0 %',
    'New, function, 20.0 KiB, 5.0 %',
  ]);
  await clickCell(tab, 'in other packages');
  assert.match(
    await tab.text('#panel'),
    /50\.0 KiB of others would go with it, since nothing else needs them/,
  );
  await tab.click('.switch label', 'Disk');
  assert.deepEqual(await cellsOf(tab), [
    '(*Registry).Gather, function, 20.0 KiB, 5.0 %',
    'New, function, 20.0 KiB, 5.0 %',
  ]);
  assert.deepEqual(tab.problems, []);
});

test('what cannot go as a whole is pale, and packages of the standard library may go', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, 'standard library');
  const onDisk = await colourAt(tab, await middleOf(tab, 'runtime'));
  await tab.click('.switch label', 'Retained');
  assert.deepEqual(await cellsOf(tab), [
    'net/http, package, 250 KiB would go, 62.5 %',
    'runtime, package, 50.0 KiB, stays, 12.5 %',
  ]);
  const [red = 0, green = 0, blue = 0] = await colourAt(tab, await middleOf(tab, 'runtime'));
  assert.ok(red > (onDisk[0] ?? 0) && green > (onDisk[1] ?? 0) && blue > (onDisk[2] ?? 0) + 40);
  assert.match(await tab.text('#panel'), /It cannot go away as a whole; packages of it may\./);
});

test('the table and the search say what would go, and what is not known of symbols they do not say', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await tab.click('.switch label', 'Retained');
  await tab.click('.switch label', 'Table');
  assert.equal(await tab.read(`document.querySelector('#table [aria-sort]').textContent`), 'Retained');
  assert.deepEqual(await rowOf(tab, metrics), [metrics, 'module', '60.0 KiB', '15.0 %', '100 KiB']);
  assert.equal((await rowOf(tab, 'standard library'))?.at(-1), '–');
  await tab.click('#table tbody button', metrics);
  await tab.click('#table tbody button', 'prom');
  assert.deepEqual(await rowOf(tab, 'in other packages'), [
    'in other packages',
    'of others',
    '–',
    '–',
    '50.0 KiB',
  ]);
  assert.deepEqual(await rowOf(tab, 'New'), ['New', 'function', '20.0 KiB', '5.0 %', '–']);
  await tab.press('/');
  await tab.type('metric');
  assert.equal(await tab.text('#found'), `1 match\n\n${metrics}\n100 KiB\nmodule`);
  await tab.press('Escape');
  await tab.type('open');
  assert.match(await tab.text('#found'), /Open\n30\.0 KiB own\nfunction in/);
  await tab.press('Escape');
  await tab.type('in other');
  assert.equal(await tab.text('#found'), 'Nothing has this in its name.');
});

test('the panel says what a module keeps, who imports it and why it is alive, and leads along the imports', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  await clickCell(tab, metrics);
  const about = (await tab.text('#panel')).replaceAll('\u00a0', ' ');
  assert.match(
    about,
    /The file would be 100 KiB smaller \(25\.0 %\): 60\.0 KiB of its own, 40\.0 KiB of others that only it keeps\./,
  );
  // The nearest package is imported by one of which nothing is in the file.
  assert.match(
    about,
    /Imported through\nexample\.com\/api\/cmd\/api\nexample\.com\/api\/internal\/wire\nexample\.com\/api\/internal\/store\ngithub\.com\/acme\/metrics\/prom\n/,
  );
  assert.match(
    about,
    /Why it is alive\n_rt0_amd64_linux\nthe list of packages to initialise\ninit of github\.com\/acme\/metrics\/text\nwhen the program starts \(init\)/,
  );
  await tab.click('#panel .chain button', `${metrics}/prom`);
  assert.deepEqual(await crumbsOf(tab), ['Program', metrics, 'prom']);
  const prom = await tab.text('#panel');
  assert.match(
    prom,
    /\(\*Store\)\.Close\nthrough an interface\n.*\(\*Registry\)\.Gather\nsince methods are looked up by name \(reflection\)/,
  );
  await tab.click('#panel .chain button', 'example.com/api/cmd/api');
  assert.match(await tab.text('#panel'), /It cannot go away by itself\./, 'though its data have a number');
  assert.deepEqual(tab.problems, []);
});

test('of a long chain the middle is shown when one asks', { skip }, async (t) => {
  const steps = Array.from(
    { length: 20 },
    (_, at) => ({ symbol: `m.f${at}`, package: 'm', by: 'reference' }) as const,
  );
  const one = inventedInspection({
    packages: [{ path: 'm/p', module: 'm', parts: { data: 9 }, references: [...referencesToProm, ...steps] }],
  });
  const tab = await open(t, inspectionPage(one));
  await clickCell(tab, 'm');
  const links = `[...document.querySelectorAll('.chain > li')].length`;
  assert.equal(await tab.read(links), 11);
  await tab.click('.chain button', '15 more');
  assert.equal(await tab.read(links), 25);
});

test('imports that go in a circle are no chain', { skip }, async (t) => {
  const one = inventedInspection({
    packages: [
      { path: 'm/a', module: 'm', parts: { data: 9 }, importedBy: 'm/b' },
      { path: 'm/b', module: 'm', parts: { data: 5 }, importedBy: 'm/a' },
      { path: 'm/c', module: 'm', parts: { data: 4 }, importedBy: 'm/main' },
    ],
  });
  const tab = await open(t, inspectionPage(one));
  await clickCell(tab, 'm');
  assert.equal(await tab.text('#panel .chain'), 'm/main\nm/c', 'the other package has one');
  await clickCell(tab, 'a');
  assert.doesNotMatch(await tab.text('#panel'), /Imported/);
});

test('what would make the program smaller is told beside it, with what keeps unused methods', {
  skip,
}, async (t) => {
  const tab = await open(t, page);
  assert.match(await tab.text('#figures'), /Unused methods\nkept\n3\.1 MiB could go$/);
  const about = await tab.text('#panel');
  assert.match(about, /What would make it smaller\n−389 KiB\nnet\/http brings HTTP\/2.* Show it\n/);
  assert.match(
    about,
    /Dead-code elimination is off\n+2 functions look methods up.*3\.1 MiB smaller, 1\.8 MiB if only such methods went\./,
  );
  assert.match(
    about,
    /−2\.3 MiB\n+text\/template\.\(\*state\)\.evalField\n+0 B\n+github\.com\/acme\/metrics\/prom\.lookup\[…\]/,
  );
  await tab.click('#panel summary', 'text/template.(*state).evalField');
  const opened = await tab.text('#panel');
  for (const text of [
    'strings that are put together by hand need no template',
    '2.8 MiB less',
    'example.com/api/internal/mail',
    'through an interface',
  ])
    assert.ok(opened.includes(text), `${text} is not in ${opened}`);
  await tab.click('#panel .savings button', 'Show it');
  assert.deepEqual(await crumbsOf(tab), ['Program', 'standard library', 'net/http']);
  assert.deepEqual(tab.problems, []);
});

test('where unused methods are left out the head says so, and where nothing is known the page is as before', {
  skip,
}, async (t) => {
  const { attribution, ...rest } = keptProgram;
  assert.ok(attribution !== undefined);
  const deadCode = { pruned: true, pruningBytes: 0, bytes: 0, blockers: [] };
  const pruned = await open(
    t,
    inspectionPage({ ...rest, attribution: { ...attribution, deadCode, advice: [] } }),
  );
  assert.match(await pruned.text('#figures'), /Unused methods\nleft out\ndead-code elimination is on$/);
  assert.doesNotMatch(await pruned.text('#panel'), /Dead-code|make it smaller/);
  const plain = await open(t, inspectionPage(api));
  const offered = `[...document.querySelectorAll('.switch label')].filter((each) => each.checkVisibility()).map((each) => each.textContent)`;
  assert.deepEqual((await plain.read<string[]>(offered)).slice(0, 2), ['Disk', 'Wire']);
  assert.equal((await plain.read<string[]>(offered)).includes('Retained'), false);
  await clickCell(plain, 'standard library');
  assert.doesNotMatch(await plain.text('#panel'), /Without it|Imported through|alive/);
});
