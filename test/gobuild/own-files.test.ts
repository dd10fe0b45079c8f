import assert from 'node:assert/strict';
import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { ownFileReader } from '../../src/gobuild/own-files.ts';
import { folderOf } from '../support/temporary.ts';

/** Later than any time at which a file written now could be written again unseen. */
const muchLater = (): number => Date.now() + 60_000;

test('a file that the system says was not written since is not read again', async (t) => {
  const folder = await folderOf(t, { 'a.go': 'package a\n' });
  const path = join(folder, 'a.go');
  const first = ownFileReader();
  const { structure, content } = first.of(path);
  const [kept] = Object.values(first.settled(muchLater()));
  assert.ok(kept);
  const noted = { [path]: { ...kept, structure: 'noted', content: 'noted' } };
  assert.partialDeepStrictEqual(ownFileReader(noted).of(path), { structure: 'noted', content: 'noted' });
  await writeFile(path, 'package a\n');
  assert.partialDeepStrictEqual(ownFileReader(noted).of(path), { structure, content });
});

test('another content of the same length is seen, also under its old time', async (t) => {
  const folder = await folderOf(t, { 'a.go': 'package a\n' });
  const path = join(folder, 'a.go');
  const { atime, mtime } = await stat(path);
  const first = ownFileReader();
  const before = first.of(path);
  await writeFile(path, 'package b\n');
  await utimes(path, atime, mtime);
  const after = ownFileReader(first.settled(muchLater())).of(path);
  assert.notEqual(after.structure, before.structure);
  assert.notEqual(after.content, before.content);
});

test('of a file that was only just written the content alone is believed', async (t) => {
  const folder = await folderOf(t, { 'a.go': 'package a\n' });
  const reader = ownFileReader();
  reader.of(join(folder, 'a.go'));
  assert.deepEqual(reader.settled(Date.now()), {});
  assert.deepEqual(Object.keys(reader.settled(muchLater())), [join(folder, 'a.go')]);
});
