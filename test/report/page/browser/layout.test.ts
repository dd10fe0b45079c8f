import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Cell, cellAt, layout } from '../../../../src/report/page/browser/layout.ts';
import { areasOf, type Lens } from '../../../../src/report/page/browser/lens.ts';
import { type Item, type Tree, treeOf } from '../../../../src/report/page/browser/tree.ts';
import { pageData } from '../../../../src/report/page/shape.ts';
import { inventedInspection, largeInspection } from '../../../support/invented-inspection.ts';

const disk: Lens = { sides: 1, measure: 0, changesOnly: false, retained: false };
const whole = { x: 0, y: 0, width: 900, height: 600 };

function cellsOf(tree: Tree, at: Item = tree.root, box = whole): Cell[] {
  const areas = areasOf(tree.items, disk, at);
  return layout(at, box, { areaOf: ({ id }) => areas[id] ?? 0, groupOf: ({ kind }) => kind });
}

const tree = treeOf(pageData([largeInspection(6000)], 1_000_000));

/** What items are under a cell: one, or those that are too small. */
const itemsOf = ({ item, small }: Cell): readonly Item[] => (small.length > 0 ? small : [item]);

test('the children of what is gone into have areas as their bytes, and fill the picture', () => {
  for (const at of [tree.root, ...tree.root.children.slice(0, 3)]) {
    const cells = cellsOf(tree, at).filter(({ depth }) => depth === 1);
    const bytes = at.numbers[0] ?? 0;
    let sum = 0;
    for (const cell of cells) {
      const own = itemsOf(cell).reduce((all, { numbers }) => all + (numbers[0] ?? 0), 0);
      const share = (cell.width * cell.height) / (whole.width * whole.height);
      assert.ok(Math.abs(share - own / bytes) < 1e-6, `${cell.item.label}: ${share} for ${own / bytes}`);
      sum += own;
    }
    assert.equal(sum, bytes, 'nothing is left out');
  }
});

test('every cell lies in the one of its parent, and no two of one depth lie over each other', () => {
  const cells = cellsOf(tree);
  assert.ok(cells.length > 2000, `only ${cells.length} cells`);
  const homes = new Map(cells.filter(({ small }) => small.length === 0).map((cell) => [cell.item, cell]));
  const near = 1e-6;
  for (const cell of cells) {
    if (cell.depth === 0) continue;
    const home = homes.get(itemsOf(cell)[0]?.parent ?? tree.root);
    assert.ok(home !== undefined && home.depth === cell.depth - 1);
    assert.ok(cell.x >= home.x - near && cell.x + cell.width <= home.x + home.width + near);
    assert.ok(cell.y >= home.y + home.strip - near && cell.y + cell.height <= home.y + home.height + near);
  }
  for (const depth of [1, 2]) {
    const own = cells.filter((cell) => cell.depth === depth);
    const clash = own.find((a) =>
      own.some(
        (b) =>
          a !== b &&
          Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > near &&
          Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > near,
      ),
    );
    assert.equal(clash, undefined);
  }
});

test('of a package with thousands of symbols only those are drawn that can be seen', () => {
  const functions = Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`f${at}`, 1 + (at % 50)]));
  const one = inventedInspection({ packages: [{ path: 'm/p', module: 'm', functions }] });
  const cells = cellsOf(treeOf(pageData([one], 2_000_000)));
  assert.ok(cells.length < 20_000, `${cells.length} cells`);
  const small = cells.find((cell) => cell.small.length > 0);
  assert.ok(small !== undefined && small.small.length > 10_000);
});

test('any sizes of program and window give cells with numbers, and the innermost one is found at any point', () => {
  const program = fc.array(
    fc.record({
      functions: fc.dictionary(fc.stringMatching(/^[a-z]{1,2}$/), fc.integer({ min: 1, max: 1e9 }), {
        maxKeys: 9,
      }),
      type: fc.integer({ min: 0, max: 1e6 }),
    }),
    { maxLength: 9 },
  );
  const length = fc.double({ min: 0.5, max: 3000, noNaN: true });
  fc.assert(
    fc.property(
      program,
      length,
      length,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (packages, width, height, at) => {
        const one = inventedInspection({
          packages: packages.map(({ functions, type }, index) => ({
            path: `m${index % 3}/p${index}`,
            module: `m${index % 3}`,
            functions,
            parts: { type },
          })),
        });
        const small = treeOf(pageData([one], 1_000_000));
        const cells = cellsOf(small, small.root, { x: 0, y: 0, width, height });
        for (const { x, y, width: w, height: h } of cells) assert.ok([x, y, w, h].every(Number.isFinite));
        for (const { width: w, height: h } of cells) assert.ok(w >= -1e-6 && h >= -1e-6);
        const found = cellAt(cells, at * width, at * height);
        assert.ok(found !== undefined);
        assert.equal(
          cells.some((cell) => cell.depth > found.depth && cellAt([cell], at * width, at * height)),
          false,
        );
      },
    ),
  );
});

test('symbols of one kind lie together', () => {
  const functions = { a: 100, b: 90, c: 80 };
  const one = inventedInspection({
    packages: [{ path: 'm/p', module: 'm', functions, parts: { type: 300 } }],
  });
  const small = treeOf(pageData([one], 100_000));
  const at = small.items.find(({ level }) => level === 'package');
  const cells = cellsOf(small, at).filter(({ depth }) => depth === 1);
  const code = cells.filter(({ item }) => item.kind === 0);
  assert.equal(code.length, 3);
  const right = Math.max(...code.map(({ x, width }) => x + width));
  const below = Math.max(...code.map(({ y, height }) => y + height));
  const area = code.reduce((sum, { width, height }) => sum + width * height, 0);
  assert.ok(Math.abs(right * below - area) < 1, 'together they are one rectangle');
});
