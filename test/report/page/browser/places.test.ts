import assert from 'node:assert/strict';
import { test } from 'node:test';
import { find } from '../../../../src/report/page/browser/find.ts';
import { areasOf, changeOf, type Lens, stays } from '../../../../src/report/page/browser/lens.ts';
import { labelOf, shorterLabels } from '../../../../src/report/page/browser/names.ts';
import { type Direction, neighbour } from '../../../../src/report/page/browser/neighbours.ts';
import { addressOf, placeAt, startOf } from '../../../../src/report/page/browser/place.ts';
import { type Item, type Tree, treeOf } from '../../../../src/report/page/browser/tree.ts';
import {
  grouped,
  percent,
  relativeGrowth,
  signedBytes,
  spoken,
} from '../../../../src/report/page/browser/words.ts';
import { pageData } from '../../../../src/report/page/shape.ts';
import { type InventedPackage, inventedInspection } from '../../../support/invented-inspection.ts';
import { keptProgram } from '../../../support/reach-sample.ts';

const packages: InventedPackage[] = [
  { path: 'net/http', module: 'std', functions: { '(*conn).serve': 50, Get: 10 }, wireBytes: 40 },
  { path: 'encoding/json', module: 'std', functions: { Marshal: 20 }, wireBytes: 10 },
  { path: 'example.com/api/json', module: 'example.com/api', functions: { Serve: 5 }, wireBytes: 5 },
];
const before = inventedInspection({ packages, structures: { padding: 9 }, wireOverhead: 2 });
const tree = treeOf(pageData([before], 100_000));

function named(from: Tree, fullName: string): Item {
  const found = from.items.find((item) => item.fullName === fullName);
  assert.ok(found, `no ${fullName}`);
  return found;
}

const names = (items: readonly Item[]): string[] => items.map(({ fullName }) => fullName);

test('module, package and symbol lie in each other, with what belongs to no package beside the modules', () => {
  assert.deepEqual(names(tree.root.children), [
    'example.com/api',
    'standard library',
    'structures of the file',
    'around the program',
  ]);
  const module = named(tree, 'standard library');
  assert.deepEqual(names(module.children), ['net/http', 'encoding/json']);
  assert.deepEqual(module.numbers, [160, 50]);
  const [serve] = named(tree, 'net/http').children;
  assert.equal(serve?.label, '(*conn).serve');
  assert.equal(serve?.fullName, 'net/http.(*conn).serve');
  assert.deepEqual(tree.root.numbers, [before.file.bytes, 57]);
});

test('a text is found in names, and what it is found in does not bring all that lies in it', () => {
  assert.deepEqual(names(find(tree.items, ' JSON ').items), ['example.com/api/json', 'encoding/json']);
  assert.deepEqual(names(find(tree.items, 'serve').items), [
    'example.com/api/json.Serve',
    'net/http.(*conn).serve',
  ]);
  assert.deepEqual(names(find(tree.items, 'http.(*conn)').items), ['net/http.(*conn).serve']);
  assert.deepEqual(find(tree.items, '  ').items, []);
  const { marks } = find(tree.items, 'marshal');
  const marked = (mark: number): string[] => names(tree.items.filter(({ id }) => marks[id] === mark));
  assert.deepEqual(marked(1), ['encoding/json.Marshal']);
  assert.deepEqual(marked(2), ['out/api', 'standard library', 'encoding/json']);
});

test('the address of a place leads back to it', () => {
  const limits = { measures: ['disk', 'wire'] as const, isComparison: true };
  const start = startOf(tree);
  assert.equal(addressOf(start), '');
  const place = {
    at: named(tree, 'net/http'),
    chosen: named(tree, 'net/http.(*conn).serve'),
    measure: 'wire',
    changesOnly: true,
    view: 'table',
    query: 'a&b=c #%',
  } as const;
  assert.deepEqual(placeAt(`#${addressOf(place)}`, tree, limits), place);
});

test('an address that names what is not there leads to the start', () => {
  const address = '#at=package:none&item=symbol:0:x:y&bytes=wire&show=changes&view=other';
  const limits = { measures: ['disk'] as const, isComparison: false };
  assert.deepEqual(placeAt(address, tree, limits), startOf(tree));
  assert.equal(placeAt('#at=symbol:0:net/http:.Get', tree, limits).at, tree.root, 'a symbol holds nothing');
  assert.deepEqual(placeAt('#%E0%A4%A', tree, limits), startOf(tree));
});

test('in a comparison the area is the larger of both, or the change alone', () => {
  const after = inventedInspection({
    packages: [
      { path: 'net/http', module: 'std', functions: { '(*conn).serve': 55, Head: 7 } },
      { path: 'encoding/json', module: 'std', functions: { Marshal: 20 } },
    ],
    structures: { padding: 9 },
  });
  const both = treeOf(pageData([before, after], 100_000));
  const all: Lens = { sides: 2, measure: 0, changesOnly: false, retained: false };
  const areas = areasOf(both.items, all, both.root);
  const changed = areasOf(both.items, { ...all, changesOnly: true }, both.root);
  const look = (name: string) => {
    const item = named(both, name);
    return [changeOf(item, all), areas[item.id], changed[item.id], relativeGrowth(item, all)];
  };
  assert.deepEqual(look('net/http.(*conn).serve'), ['grown', 110, 10, '+10.0 %']);
  assert.deepEqual(look('net/http.Get'), ['gone', 20, 20, 'gone']);
  assert.deepEqual(look('net/http.Head'), ['new', 14, 14, 'new']);
  assert.deepEqual(look('encoding/json'), ['same', 40, 0, '–']);
  assert.deepEqual(look('net/http'), ['grown', 144, 44, '+3.3 %']);
  assert.deepEqual(look('example.com/api'), ['gone', 10, 10, 'gone']);
  assert.equal(
    spoken(named(both, 'net/http'), { lens: all, at: both.root, areas }, 1000),
    'net/http, package, grown, +4 B, now 124 B',
  );
});

test('what would go is as large as that for what one could take away from where one is, and divided into all of it', () => {
  const kept = treeOf(pageData([keptProgram], 100_000));
  const lens: Lens = { sides: 1, measure: 0, changesOnly: false, retained: true };
  const metrics = named(kept, 'github.com/acme/metrics');
  const prom = named(kept, 'github.com/acme/metrics/prom');
  const text = named(kept, 'github.com/acme/metrics/text');
  const inside = ({ children }: Item, areas: Float64Array): number =>
    children.reduce((sum, { id }) => sum + (areas[id] ?? 0), 0);
  const fromAbove = areasOf(kept.items, lens, kept.root);
  assert.deepEqual(
    [metrics, prom, text].map(({ id }) => fromAbove[id]),
    [102_400, 40_960, 20_480],
  );
  assert.equal(inside(metrics, fromAbove), 102_400);
  const fromWithin = areasOf(kept.items, lens, metrics);
  // Of text others need some: less would go than it has.
  assert.deepEqual(
    [prom, text].map(({ id }) => fromWithin[id]),
    [92_160, 10_240],
  );
  assert.equal(inside(prom, fromWithin), 92_160);
  assert.equal(inside(metrics, fromWithin), 102_400, 'what only the module keeps is not among its packages');
  assert.equal(inside(prom, areasOf(kept.items, lens, prom)), 92_160);
  const onDisk = areasOf(kept.items, { ...lens, retained: false }, kept.root);
  assert.equal(onDisk[kept.root.id], keptProgram.file.bytes, 'on disk nothing is there twice');
  const main = named(kept, 'example.com/api');
  assert.deepEqual(
    [main, metrics, prom].map((item) => stays(item, kept.root, lens)),
    [true, false, false],
  );
  assert.equal(stays(named(kept, 'example.com/api/internal/store'), main, lens), false);
  const [added, opened] = [
    named(kept, 'github.com/acme/metrics/prom.New'),
    named(kept, 'example.com/api/internal/store.Open'),
  ];
  assert.deepEqual(
    [added, opened].map((item) => stays(item, kept.root, lens)),
    [false, true],
    'as what they lie in',
  );
});

test('the arrow keys go to the nearest cell on their side', () => {
  const box = (name: string, x: number, y: number, width: number, height: number) => ({
    name,
    x,
    y,
    width,
    height,
  });
  const large = box('large', 0, 0, 100, 100);
  const top = box('top', 100, 0, 50, 30);
  const low = box('low', 100, 30, 50, 70);
  const far = box('far', 150, 0, 50, 100);
  const all = [large, top, low, far];
  const go = (from: (typeof all)[number], direction: Direction) => neighbour(all, from, direction)?.name;
  assert.equal(go(large, 'right'), 'low');
  assert.equal(go(top, 'down'), 'low');
  assert.equal(go(low, 'up'), 'top');
  assert.equal(go(far, 'left'), 'low');
  assert.equal(go(top, 'left'), 'large');
  assert.equal(go(top, 'right'), 'far');
  assert.equal(go(large, 'left'), undefined);
  assert.equal(go(large, 'up'), undefined);
});

test('numbers are written as people read them', () => {
  assert.equal(grouped(1_234_567), '1,234,567');
  assert.equal(grouped(999), '999');
  assert.equal(signedBytes(-2048), '−2.0 KiB');
  assert.equal(signedBytes(0), 'no change');
  assert.equal(percent(1, 10_000), '<0.1 %');
  assert.equal(percent(0, 10), '0.0 %');
  assert.equal(percent(1, 0), '–');
  assert.equal(percent(205_75, 10), '205,750 %');
});

test('a label is what an item adds to where it lies, and has shorter forms', () => {
  assert.equal(labelOf('net/http', 'std'), 'net/http');
  assert.equal(labelOf('example.com/api/cmd/api', 'example.com/api'), 'cmd/api');
  assert.equal(labelOf('example.com/api', 'example.com/api'), 'api');
  assert.equal(labelOf('example.com/api/v2', 'example.com/api/v2'), 'api/v2');
  assert.deepEqual(shorterLabels('(*Server).Serve', false), ['(*Server).Serve', 'Serve']);
  assert.deepEqual(shorterLabels('a/b/c', true), ['a/b/c', '…/b/c', '…/c']);
});
