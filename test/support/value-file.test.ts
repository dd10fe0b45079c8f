import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepValue, keptValue } from '../../src/support/value-file.ts';
import { folderOf } from './temporary.ts';

const value = {
  text: 'a name',
  map: new Map([['one', { columns: [Uint8Array.of(1, 2, 3), Uint32Array.of(7)] }]]),
  set: new Set(['x']),
  nothing: undefined,
  // A part of a longer one, which is not written.
  part: new Uint32Array([9, 8, 7, 6, 5]).subarray(1, 4),
  signed: Int32Array.of(-1, 5, -7),
  empty: new Uint8Array(),
};

test('what is kept is what is there again, columns in their kinds', async (t) => {
  const path = join(await folderOf(t), 'folder', 'value');
  assert.equal(keptValue(path), undefined);
  keepValue(path, value);
  assert.deepEqual(keptValue(path), value);
  keepValue(path, 'another');
  assert.equal(keptValue(path), 'another');
});

test('what is damaged or cut is as good as not there', async (t) => {
  const path = join(await folderOf(t), 'value');
  keepValue(path, value);
  const whole = await readFile(path);
  for (let at = 0; at < whole.length; at += 1) {
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0x11, at);
    await writeFile(path, damaged);
    assert.equal(keptValue(path), undefined, `byte ${at}`);
  }
  for (let bytes = 0; bytes < whole.length; bytes += 7) {
    await writeFile(path, whole);
    await truncate(path, bytes);
    assert.equal(keptValue(path), undefined, `${bytes} bytes`);
  }
});

test('what cannot be kept is no error', async (t) => {
  const file = join(await folderOf(t), 'file');
  await writeFile(file, '');
  keepValue(join(file, 'value'), value);
  assert.equal(keptValue(join(file, 'value')), undefined);
  assert.throws(() => keepValue(file, Float64Array.of(1)), TypeError);
});
