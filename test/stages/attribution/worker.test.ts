import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { exec } from '../../../src/support/exec.ts';
import { folderOf } from '../../support/temporary.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const source = (path: string): string => JSON.stringify(join(root, 'src', path));

/** How many modules V8 has kept of a process whose only worker has nothing to read. */
async function keptModules(t: TestContext, entry: string): Promise<number> {
  const folder = await folderOf(t);
  const script = `
    import { enableCompileCache } from 'node:module';
    enableCompileCache(${JSON.stringify(folder)});
    const { startWorker } = await import(${source('stages/attribution/worker.ts')});
    await startWorker(${entry}, { archives: [], tables: {} }, new AbortController().signal, () => {}).ended;`;
  const file = join(await folderOf(t), 'run.mjs');
  await writeFile(file, script);
  const { status, stderr } = await exec({ file: process.execPath, args: [file] });
  assert.equal(status, 0, stderr);
  const [own = ''] = await readdir(folder);
  return (await readdir(join(folder, own))).length;
}

test('a thread keeps what V8 compiled for it where its process does', async (t) => {
  const without = await keptModules(t, JSON.stringify(join(root, 'test', 'support', 'idle-worker.mjs')));
  const found = await keptModules(t, source('object-worker.ts'));
  assert.ok(found > without + 10, `${found} with the program’s modules, ${without} without`);
});
