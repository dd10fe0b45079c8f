import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openImageFile } from '../../../src/image/source/open.ts';
import { withCopiedFiles } from '../../../src/image/view/copied-files.ts';
import type { ViewFile } from '../../../src/image/view/image-view.ts';
import { viewImage } from '../../../src/image/view/view-image.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { digestOf, type Entry, makeTar } from '../../support/make-layout.ts';
import { gzip, storeFiles, workplace } from '../source/opened.ts';
import { dockerArchive } from './viewed.ts';

const big = 'b'.repeat(300_000);
const layers: readonly (readonly Entry[])[] = [
  [
    { path: 'bin/a', content: 'first' },
    { path: 'bin/b', content: big },
    { path: 'bin/empty' },
    { path: 'etc/same', content: 'same' },
  ],
  [{ path: 'other', content: 'no layer of interest' }],
  [
    { path: './bin/a', content: 'earlier' },
    { path: '/bin/a', content: 'again!!' },
    { path: 'copy', content: 'same' },
  ],
];

async function opened(t: TestContext, entries = layers) {
  const { folder, store, cache } = await workplace(t);
  const file = join(folder, 'image.tar');
  await writeFile(file, dockerArchive(entries.map((each) => makeTar(each))));
  const source = await openImageFile(file, undefined, gzip, store);
  const view = await viewImage(source, { store });
  /** Copies some and gives their texts in the order that they came. */
  const copy = async (wanted: readonly ViewFile[]): Promise<string[]> => {
    const texts: string[] = [];
    await withCopiedFiles(source, view, wanted, store, async (path, digest) => {
      const text = await readFile(path, 'utf8');
      assert.equal(digestOf(text), digest);
      texts.push(text);
      await Promise.resolve();
      assert.ok(existsSync(path));
    });
    return texts;
  };
  return { view, copy, source, store, left: () => storeFiles(cache) };
}

test('files that are wanted are on the disk for the time of one call, each content once', async (t) => {
  const { view, copy, left } = await opened(t);
  const before = await left();
  const present = view.files.filter(({ kind, state }) => kind === 'file' && state === 'present');
  assert.deepEqual(await copy(present), [big, 'same', 'no layer of interest', 'again!!']);
  assert.deepEqual(await left(), before, 'nothing stays');
  assert.deepEqual(await copy([]), []);
});

test('of a path that several layers have, or one has twice, it is the file that is wanted', async (t) => {
  const { view, copy } = await opened(t);
  for (const [content, layer] of [
    ['first', 0],
    ['earlier', 2],
    ['again!!', 2],
  ] as const) {
    const wanted = view.files.filter((file) => file.path === '/bin/a' && file.digest === digestOf(content));
    assert.deepEqual(
      wanted.map((file) => file.layer),
      [layer],
    );
    assert.deepEqual(await copy(wanted), [content]);
  }
});

test('a fault of whoever looks at a file ends it, and leaves nothing behind', async (t) => {
  const { view, source, store, left } = await opened(t);
  const before = await left();
  const use = (): never => {
    throw new Error('enough');
  };
  await assert.rejects(withCopiedFiles(source, view, view.files, store, use), /enough/);
  assert.deepEqual(await left(), before);
});

test('a layer that is gone meanwhile, or of a type that is not read, is said to be', async (t) => {
  const { view, source, store } = await opened(t);
  const [layer] = view.layers;
  assert.ok(layer !== undefined);
  const broken = { layers: [{ ...layer, mediaType: 'text/plain' }] };
  await assert.rejects(
    withCopiedFiles(source, broken, view.files, store, () => undefined),
    { code: 'E_BASE', message: /is of type text\/plain/ },
  );
  const missing = { layers: [{ ...layer, digest: sha256('nothing') }] };
  await assert.rejects(
    withCopiedFiles(source, missing, view.files, store, () => undefined),
    { code: 'E_BASE', message: /is missing/ },
  );
});
