import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { leastGo } from '../../src/toolchain/wanted.ts';
import { folderOf } from '../support/temporary.ts';

test('the oldest Go is what the go line of the governing file says, whatever its toolchain line', async (t) => {
  const folder = await folderOf(t, {
    'go.work': 'go 1.26.1\n\nuse ./api\n',
    'api/go.mod': 'module example.com/api\n\ngo 1.25.0 // why\n\ntoolchain go1.27.1\n',
    'api/cmd/main.go': 'package main\n',
  });
  const below = join(folder, 'api', 'cmd');
  assert.deepEqual(await leastGo(below), { version: '1.26.1', file: '../../go.work' });
  assert.deepEqual(await leastGo(below, 'off'), { version: '1.25.0', file: '../go.mod' });
});

test('where no line says it, nothing is known', async (t) => {
  const folder = await folderOf(t, {
    'none/go.mod': 'module example.com/none\n',
    'odd/go.mod': 'module example.com/odd\n\ngo tip\n',
  });
  assert.equal(await leastGo(join(folder, 'none')), undefined);
  assert.equal(await leastGo(join(folder, 'odd')), undefined);
});
