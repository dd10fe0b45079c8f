import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileWindows } from '../../src/support/file-windows.ts';
import { folderOf } from './temporary.ts';

test('a file is read whole from where it is asked for, and a window lives until the slots are used up', async (t) => {
  const path = join(await folderOf(t), 'file');
  const content = randomBytes(3 * 262_144 + 7);
  await writeFile(path, content);
  for (const start of [0, 5, 262_144, content.length, content.length + 1]) {
    const copies: Buffer[] = [];
    for await (const window of fileWindows(path, { start })) copies.push(Buffer.from(window));
    assert.ok(Buffer.concat(copies).equals(content.subarray(start)), `from ${start}`);
  }
  const kept: Uint8Array[] = [];
  for await (const window of fileWindows(path, { slots: 4 })) kept.push(window);
  assert.ok(Buffer.concat(kept).equals(content));
  const buffers = new Set<ArrayBufferLike>();
  for await (const window of fileWindows(path, { slots: 2 })) buffers.add(window.buffer);
  assert.equal(buffers.size, 3);
});

test('a file that was open stays open, and one that is not there says its path', async (t) => {
  const folder = await folderOf(t);
  await writeFile(join(folder, 'file'), 'text');
  await using handle = await open(join(folder, 'file'));
  for await (const window of fileWindows(handle)) assert.equal(Buffer.from(window).toString(), 'text');
  assert.equal((await handle.stat()).size, 4);
  await assert.rejects(fileWindows(join(folder, 'missing')).next(), /ENOENT.*missing/);
});
