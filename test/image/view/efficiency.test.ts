import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openImageFile } from '../../../src/image/source/open.ts';
import type { ImageView } from '../../../src/image/view/image-view.ts';
import { viewImage } from '../../../src/image/view/view-image.ts';
import { debianLike } from '../../support/bases/debian.ts';
import { distrolessLike } from '../../support/bases/distroless.ts';
import { writeDockerArchive } from '../../support/bases/places.ts';
import type { Entry } from '../../support/make-layout.ts';
import { lacks } from '../../support/tools.ts';
import { gzip, workplace } from '../source/opened.ts';
import { type DiveReport, diveReport, viewLayers } from './viewed.ts';

/** The numbers of a view that dive has too, in dive's form; paths in one order, since dive sorts equal sizes by chance. */
function asDive({ contentBytes, waste, layers }: ImageView) {
  return {
    sizeBytes: contentBytes,
    inefficientBytes: waste.wastedBytes,
    efficiencyScore: waste.efficiency,
    paths: waste.paths.map(({ path, count, bytes }) => `${path} ${count} ${bytes}`).sort(),
    layers: layers.map((layer) => layer.contentBytes),
  };
}

function ofDive({ image, layer }: DiveReport) {
  const { sizeBytes, inefficientBytes, efficiencyScore, fileReference } = image;
  return {
    sizeBytes,
    inefficientBytes,
    efficiencyScore,
    paths: fileReference.map((each) => `${each.file} ${each.count} ${each.sizeBytes}`).sort(),
    layers: layer.map((each) => each.sizeBytes),
  };
}

const file = (path: string, bytes: number): Entry => ({ path, content: Buffer.alloc(bytes, path) });
const gone = (path: string): Entry => ({ path: path.replace(/([^/]+)$/, '.wh.$1') });

/** Images by what is special about them. `hiddenBytes`: what no name of the final file system leads to, counted by hand. */
const images: Readonly<Record<string, { layers: readonly (readonly Entry[])[]; hiddenBytes: number }>> = {
  'one layer': { layers: [[{ path: 'a/' }, file('a/b', 700), file('c', 30)]], hiddenBytes: 0 },
  'a file that is written twice, and once longer': {
    layers: [[file('a', 100), file('b', 5)], [file('a', 150)], [file('a', 70)]],
    hiddenBytes: 250,
  },
  'a file that is removed': {
    layers: [[file('d/a', 1000), file('d/b', 10)], [gone('d/a')]],
    hiddenBytes: 1000,
  },
  'an empty folder that is there twice, and is then removed': {
    layers: [[{ path: 'd/' }], [{ path: 'd/' }], [gone('d')]],
    hiddenBytes: 0,
  },
  'a folder that a file replaces': {
    layers: [
      [{ path: 'd/' }, file('d/a', 10)],
      [gone('d'), file('d', 20)],
    ],
    hiddenBytes: 10,
  },
  'a file that a folder replaces': {
    layers: [[file('d', 20)], [{ path: 'd/' }, file('d/a', 10)], [file('d/a', 11)]],
    hiddenBytes: 30,
  },
  'links that are changed': {
    layers: [
      [file('a', 10), { path: 'l', type: '2', link: 'a' }],
      [{ path: 'l', type: '2', link: 'b' }, file('b', 3)],
    ],
    hiddenBytes: 0,
  },
  'a path that stands twice in a layer': {
    layers: [[file('a', 10), file('a', 25)], [file('b', 1)]],
    hiddenBytes: 10,
  },
  'names before and after a dot, which whiteouts sort between': {
    layers: [
      [file('-x', 10), file('x', 20), file('é', 7), file('𝕏', 3)],
      [gone('-x'), file('-x', 4), gone('é')],
    ],
    hiddenBytes: 17,
  },
  'entries that begin with ./ and /': {
    layers: [
      [{ path: './' }, file('./a', 10), file('/b', 5)],
      [file('a', 11), file('./b', 6)],
    ],
    hiddenBytes: 15,
  },
  'a file that comes back after it was removed': {
    layers: [[file('a', 10)], [gone('a')], [file('a', 12)], [gone('a')]],
    hiddenBytes: 22,
  },
  'nothing in it': { layers: [[], []], hiddenBytes: 0 },
};

describe("waste and efficiency are dive's own, and so are the sizes", { skip: lacks('dive') }, () => {
  for (const [what, { layers, hiddenBytes }] of Object.entries(images)) {
    test(`of an image with ${what}`, async (t) => {
      const { view, file } = await viewLayers(t, layers);
      assert.deepEqual(asDive(view), ofDive(await diveReport(file)));
      assert.equal(view.waste.hiddenBytes, hiddenBytes);
    });
  }
});

const opaque = (folder: string): Entry => ({ path: `${folder}/.wh..wh..opq` });
const link = (path: string, target: string): Entry => ({ path, type: '1', link: target });

/** Where dive's count is not what is wasted: `wastedBytes` is its count, `hiddenBytes` the truth, `why` they differ. */
const oddities: Readonly<
  Record<string, { layers: readonly (readonly Entry[])[]; wastedBytes: number; hiddenBytes: number }>
> = {
  'a folder that is removed with its files counts for nothing': {
    layers: [[{ path: 'd/' }, file('d/a', 100), file('d/b', 20)], [gone('d')]],
    wastedBytes: 0,
    hiddenBytes: 120,
  },
  'a folder whose files an opaque whiteout hides counts for nothing': {
    layers: [
      [{ path: 'd/' }, file('d/a', 100)],
      [{ path: 'd/' }, opaque('d'), file('d/b', 5)],
    ],
    wastedBytes: 0,
    hiddenBytes: 100,
  },
  'a layer with an opaque whiteout and nothing else in a folder counts the folder': {
    layers: [[{ path: 'd/' }, file('d/a', 100)], [opaque('d')], [opaque('d')]],
    wastedBytes: 0,
    hiddenBytes: 100,
  },
  'the name of a hard-linked file is removed, and its content stays under another': {
    layers: [[file('a', 100), link('b', 'a')], [gone('a')]],
    wastedBytes: 100,
    hiddenBytes: 0,
  },
  'all names of a hard-linked file are removed': {
    layers: [[file('a', 100), link('b', 'a')], [gone('a')], [gone('b')]],
    wastedBytes: 100,
    hiddenBytes: 100,
  },
  'a changed file counts with its newest content, which is in use': {
    layers: [[file('a', 100)], [file('a', 100)]],
    wastedBytes: 200,
    hiddenBytes: 100,
  },
  'after a whiteout of something that is not there the rest of the layer is not looked at': {
    layers: [[file('x', 100), file('z', 9)], [gone('missing'), file('x', 100)], [file('z', 9)]],
    wastedBytes: 18,
    hiddenBytes: 109,
  },
  'a whiteout in the lowest layer ends it at once': {
    layers: [[gone('a'), file('x', 100), file('y', 3)], [file('x', 50)]],
    wastedBytes: 0,
    hiddenBytes: 100,
  },
  'a folder that only its files imply counts for nothing when it is removed twice': {
    layers: [[file('d/a', 100)], [gone('d')], [file('d/a', 50)], [gone('d')]],
    wastedBytes: 150,
    hiddenBytes: 150,
  },
  'a folder that is removed twice counts with all that was in it': {
    layers: [[{ path: 'd/' }, file('d/a', 100)], [gone('d')], [{ path: 'd/' }, file('d/b', 50)], [gone('d')]],
    wastedBytes: 150,
    hiddenBytes: 150,
  },
  'files below a folder that became a file are still there for dive': {
    layers: [[{ path: 'd/' }, file('d/a', 100)], [file('d', 7)], [gone('d')]],
    wastedBytes: 7,
    hiddenBytes: 107,
  },
};

describe("dive's oddities are kept in its numbers, and what is hidden in truth is told beside them", {
  skip: lacks('dive'),
}, () => {
  for (const [what, { layers, wastedBytes, hiddenBytes }] of Object.entries(oddities)) {
    test(what, async (t) => {
      const { view, file } = await viewLayers(t, layers);
      assert.deepEqual(asDive(view), ofDive(await diveReport(file)));
      assert.deepEqual([view.waste.wastedBytes, view.waste.hiddenBytes], [wastedBytes, hiddenBytes]);
    });
  }
});

/** Names that meet each other often, in folders that are files elsewhere. */
const name = fc.constantFrom('a', 'b', '-c', '.d', 'é');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(path, fc.integer({ min: 0, max: 900 })).map(([at, bytes]) => file(at, bytes)),
  },
  { weight: 2, arbitrary: path.map((at) => ({ path: `${at}/` })) },
  { weight: 2, arbitrary: path.map(gone) },
  { weight: 1, arbitrary: path.map(opaque) },
  { weight: 1, arbitrary: fc.tuple(path, path).map(([at, target]) => link(at, target)) },
  { weight: 1, arbitrary: fc.tuple(path, path).map(([at, link]): Entry => ({ path: at, type: '2', link })) },
);
const anyImage = fc.array(fc.array(anyEntry, { maxLength: 8 }), { minLength: 1, maxLength: 4 });

test("of any image waste and efficiency are dive's", { skip: lacks('dive') }, async (t) => {
  await fc.assert(
    fc.asyncProperty(anyImage, async (layers) => {
      const { view, file } = await viewLayers(t, layers);
      assert.deepEqual(asDive(view), ofDive(await diveReport(file)));
    }),
    { numRuns: 120, seed: 7 },
  );
});

test("of bases as others make them waste and efficiency are dive's", { skip: lacks('dive') }, async (t) => {
  for (const base of [debianLike(['linux/amd64']), distrolessLike(['linux/amd64'], { debug: true })]) {
    const { folder, store } = await workplace(t);
    const file = await writeDockerArchive(base, 'linux/amd64', join(folder, 'docker.tar'), ['a/b:1']);
    const view = await viewImage(await openImageFile(file, undefined, gzip, store), { store });
    assert.deepEqual(asDive(view), ofDive(await diveReport(file)));
  }
});
