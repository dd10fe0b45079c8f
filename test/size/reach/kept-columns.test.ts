import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ruleColumns } from '../../../src/binary/go/objects/columns.ts';
import { readLinkerTables } from '../../../src/binary/go/objects/linker-tables.ts';
import { freeRuleColumns } from '../../../src/size/reach/column-rooms.ts';
import { keptColumns } from '../../../src/size/reach/kept-columns.ts';
import { readArchive } from '../../../src/size/reach/objects.ts';
import { goProgram, listArchives } from '../../support/go-programs.ts';
import { gorootOf } from '../../support/go-versions.ts';
import { temporaryFolders } from '../../support/workspace.ts';

const { directory } = goProgram({ source: 'small', args: ['-trimpath'] });
const tables = await readLinkerTables(gorootOf('local'), 'amd64');
const archives = listArchives(directory, '.', { GOOS: 'linux', GOARCH: 'amd64' });
const archive = archives.at(-1) ?? '';
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

test('what is made is there to be read; what cannot be kept is handed over', async () => {
  const folder = await folders();
  const kept = keptColumns(folder, tables);
  assert.equal(kept.make(archive), undefined);
  const objects = readArchive(archive, tables);
  assert.deepEqual(kept.read(archive), objects);
  const file = join(folder, 'file');
  await writeFile(file, '');
  for (const nowhere of [undefined, join(file, 'folder')])
    assert.deepEqual(keptColumns(nowhere, tables).make(archive), objects);
});

test('of many archives there are few pieces of memory, of which those of the rules can go before the others', async () => {
  const folder = await folders();
  const kept = keptColumns(folder, tables);
  for (const each of archives) kept.make(each);
  const objects = archives.flatMap((each) => kept.read(each) ?? []);
  const wanted = archives.flatMap((each) => readArchive(each, tables));
  assert.ok(objects.length > 20);
  assert.deepEqual(objects, wanted);
  const buffers = new Set(
    objects.flatMap(({ columns }) =>
      Object.values(columns).flatMap((column: unknown) => (ArrayBuffer.isView(column) ? column.buffer : [])),
    ),
  );
  assert.equal(buffers.size, 2);
  for (const freed of [objects, wanted]) {
    freeRuleColumns(freed);
    for (const { columns } of freed) assert.ok(ruleColumns.every((name) => columns[name].byteLength === 0));
  }
  // Of what was handed over each column is a piece of its own.
  assert.deepEqual(objects, wanted);
  assert.ok(objects.some(({ columns }) => columns.sizes.some((size) => size > 0)));
  assert.deepEqual(archives.flatMap((each) => kept.read(each) ?? []).length, objects.length);
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
