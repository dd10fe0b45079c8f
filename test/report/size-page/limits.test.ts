import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SizePageData } from '../../../src/report/page/data.ts';
import { sizePage } from '../../../src/report/size-page/size-page.ts';
import {
  type BuiltTargets,
  builtSnapshot,
  comparedBuild,
  metricsBuild,
  type SidePackages,
} from '../../support/compared-build.ts';

/** What lies in the page for its script. */
function dataIn(html: string): SizePageData {
  const [, json = ''] = /id="data">([\s\S]*?)<\/script>/.exec(html) ?? [];
  return JSON.parse(json) as SizePageData;
}

/** The sum of a column over all packages of an image, those that are not listed among them. */
function columnSum({ images }: SizePageData, name: string, column: number): number {
  const image = images.find((each) => each.name === name);
  assert.ok(image, name);
  const columns = image.measures.length * 2;
  const listed = image.sizes.filter((_, at) => at % columns === column);
  return [...listed, ...image.others.map((row) => row[2 + column] ?? 0)].reduce((a, b) => a + b, 0);
}

/** So many packages of so many modules, each a little larger in the second state where it grows. */
function manyPackages(count: number, grows: (at: number) => boolean): [SidePackages, SidePackages] {
  const name = (at: number): string =>
    `github.com/owner${at % 40}/project github.com/owner${at % 40}/project/internal/with/a/long/path/part${at}`;
  const list = Array.from({ length: count }, (_, at) => [name(at), 1000 + at] as const);
  return [
    Object.fromEntries(list),
    Object.fromEntries(list.map(([path, bytes], at) => [path, grows(at) ? bytes + 100 + at : bytes])),
  ];
}

test('200 targets on two platforms are within five megabytes: each that changed with what changed', () => {
  const [before, after] = manyPackages(500, (at) => at % 5 === 0);
  const targets = (packages: SidePackages): BuiltTargets =>
    Object.fromEntries(
      Array.from({ length: 200 }, (_, at) => {
        const own = { packages: { ...packages, [`example.com/own${at} example.com/own${at}/main`]: 5000 } };
        return [`target-${at}`, { 'linux/amd64': own, 'linux/arm64': own }];
      }),
    );
  const html = sizePage(comparedBuild(builtSnapshot(targets(before)), builtSnapshot(targets(after))));
  assert.ok(Buffer.byteLength(html) <= 5_000_000, `${Buffer.byteLength(html)} bytes`);
  assert.ok(Buffer.byteLength(html) > 2_500_000, 'the room is used');
  const data = dataIn(html);
  assert.equal(data.images.length, 400);
  assert.equal(html.match(/href="#image=/g)?.length, 400);
  for (const { paths, sizes, measures } of data.images) {
    const grown = paths.filter(
      (_, at) => sizes[at * measures.length * 2] !== sizes[at * measures.length * 2 + 1],
    );
    assert.equal(grown.length, 100);
  }
});

test('what has no room is left out by importance: packages that did not change, then the images that changed least', () => {
  const [before, after] = manyPackages(300, (at) => at < 20);
  const image = (packages: SidePackages) => ({ 'linux/amd64': { packages } });
  const source = comparedBuild(
    builtSnapshot({ most: image(before), less: image(before), same: image(before) }),
    builtSnapshot({ most: image({ ...after, 'm m/new': 90_000 }), less: image(after), same: image(before) }),
  );
  const whole = sizePage(source);
  const imagesIn = (html: string): [string, number][] =>
    dataIn(html).images.map(({ name, paths }) => [name.split(' ')[0] ?? '', paths.length]);
  assert.deepEqual(imagesIn(whole), [
    ['most', 301],
    ['less', 300],
    ['same', 300],
  ]);
  for (let most = Buffer.byteLength(whole); most > 80_000; most -= 4_000) {
    const html = sizePage(source, { mostBytes: most });
    assert.ok(Buffer.byteLength(html) <= most, `${Buffer.byteLength(html)} of ${most}`);
    const images = imagesIn(html);
    const names = images.map(([name]) => name);
    // What changed has all before what did not has any.
    if ((images[2]?.[1] ?? 0) > 0) assert.deepEqual(images, imagesIn(whole));
    assert.ok((images[0]?.[1] ?? 21) >= 21);
    assert.deepEqual(names, ['most', 'less', 'same'].slice(0, names.length));
    // What is told with a link is there.
    assert.equal(html.match(/href="#image=/g)?.length ?? 0, names.length);
    assert.match(html, /<b>same<\/b>/);
  }
});

const bytes = fc.integer({ min: 1, max: 100_000 });
const sides = fc
  .dictionary(fc.stringMatching(/^m[12]\/[a-e]$/), bytes, { maxKeys: 8 })
  .map((held) =>
    Object.fromEntries(Object.entries(held).map(([path, of]) => [`${path.slice(0, 2)} ${path}`, of])),
  );

test('an image has all bytes of its packages, however few of them are listed', () => {
  fc.assert(
    fc.property(sides, sides, fc.integer({ min: 0, max: 6000 }), (before, after, more) => {
      const image = (packages: SidePackages) => ({ api: { 'linux/amd64': { packages } } });
      const source = comparedBuild(builtSnapshot(image(before)), builtSnapshot(image(after)));
      const data = dataIn(sizePage(source, { mostBytes: 70_000 + more }));
      if (data.images.length === 0) return;
      const sum = (side: SidePackages): number => Object.values(side).reduce((a, b) => a + b, 0);
      assert.equal(columnSum(data, 'api linux/amd64', 0), sum(before));
      assert.equal(columnSum(data, 'api linux/amd64', 1), sum(after));
    }),
    { numRuns: 60 },
  );
});

test('thousands of limits and checks are within the limit too, and how many are not told is said', () => {
  const source = metricsBuild();
  const { size } = source.report;
  const [first] = size.excesses;
  assert.ok(first);
  const excesses = Array.from({ length: 20_000 }, (_, at) => ({
    ...first,
    name: `example.com/${at}${'<'.repeat(90)}`,
  }));
  const verdicts = Array.from({ length: 20_000 }, (_, at) => ({
    ...({ check: 'image/x', subject: `${at}`, status: 'fail', severity: 'warn' } as const),
    detail: `${at} ${'&'.repeat(500)}`,
  }));
  const report = { ...source.report, verdicts, size: { ...size, excesses } };
  const html = sizePage({ ...source, report });
  assert.ok(Buffer.byteLength(html) <= 5_000_000, `${Buffer.byteLength(html)} bytes`);
  const rest = [...html.matchAll(/and (\d+) more, for which there is no room here/g)].map(([, count]) =>
    Number(count),
  );
  assert.equal(rest.length, 2);
  assert.ok(
    rest.every((count) => count > 1000 && count < 20_000),
    `${rest}`,
  );
});
