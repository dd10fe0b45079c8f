import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readLinkerTables } from '../../../src/binary/go/objects/linker-tables.ts';
import { keptColumns } from '../../../src/size/reach/kept-columns.ts';
import { readArchive } from '../../../src/size/reach/objects.ts';
import { goProgram, listArchives } from '../../support/go-programs.ts';
import { gorootOf } from '../../support/go-versions.ts';
import { temporaryFolders } from '../../support/workspace.ts';

const { directory } = goProgram({ source: 'small', args: ['-trimpath'] });
const tables = await readLinkerTables(gorootOf('local'), 'amd64');
const archive = listArchives(directory, '.', { GOOS: 'linux', GOARCH: 'amd64' }).at(-1) ?? '';
const folders = temporaryFolders(after);
const day = 24 * 3600;

/** A folder in which the archive is kept, and the one file that is in it. */
async function keptFolder() {
  const folder = await folders();
  const kept = keptColumns(folder, tables);
  assert.equal(kept.read(archive), undefined);
  const objects = kept.get(archive);
  const [file = ''] = await readdir(folder);
  return { folder, kept, objects, file: join(folder, file) };
}

test('what is kept of an archive is what was read from it', async () => {
  const { folder, kept, objects } = await keptFolder();
  assert.deepEqual(objects, readArchive(archive, tables));
  assert.deepEqual(kept.read(archive), objects);
  assert.deepEqual(keptColumns(folder, tables).get(archive), objects);
  assert.equal((await readdir(folder)).length, 1);
});

test('what is damaged, cut or of another format is as good as not there, and is kept once more', async () => {
  const { kept, objects, file } = await keptFolder();
  const whole = await readFile(file);
  const damages = [4, 8, 20, whole.length >> 1, whole.length - 9].map((at) => () => {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
    return writeFile(file, damaged);
  });
  const cuts = [0, 15, whole.length - 1].map((bytes) => () => truncate(file, bytes));
  for (const damage of [...damages, ...cuts]) {
    await damage();
    assert.equal(kept.read(archive), undefined);
    assert.deepEqual(kept.get(archive), objects);
    assert.deepEqual(kept.read(archive), objects);
  }
});

test('it is found by the archive’s content and by what the toolchain’s numbers mean', async () => {
  const { folder } = await keptFolder();
  assert.equal(keptColumns(folder, { ...tables, listsTypes: !tables.listsTypes }).read(archive), undefined);
  // A name that is not of the content tells nothing of it.
  const elsewhere = join(await folders(), 'archive.a');
  await copyFile(archive, elsewhere);
  assert.ok(keptColumns(folder, tables).get(elsewhere).length > 0);
  assert.equal((await readdir(folder)).length, 1);
});

test('what is used stays for another while', async () => {
  const { kept, file } = await keptFolder();
  const now = Date.now() / 1000;
  for (const [age, isTouched] of [
    [day / 2, false],
    [2 * day, true],
  ] as const) {
    await utimes(file, now - age, now - age);
    assert.notEqual(kept.read(archive), undefined);
    assert.equal((await stat(file)).mtimeMs / 1000 > now - day / 4, isTouched, `${age}`);
  }
});
