import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readModuleSums } from '../../src/gobuild/sum-files.ts';
import { edit } from '../support/edits.ts';
import { folderOf } from '../support/temporary.ts';

const sum = (name: string): string =>
  `example.com/${name} v1.0.0 h1:${name}\nexample.com/${name} v1.0.0/go.mod h1:mod\n`;

async function workspace(t: TestContext): Promise<string> {
  const root = await folderOf(t);
  await edit(root, {
    'go.work': 'go 1.24\n\nuse (\n\t./app\n\t./lib\n)\n',
    'go.work.sum': sum('work'),
    'app/go.mod': 'module example.com/app\n',
    'app/go.sum': sum('app'),
    'app/cmd/api/main.go': 'package main\n',
    'lib/go.mod': 'module example.com/lib\n',
    'lib/go.sum': sum('lib'),
    'other/go.mod': 'module example.com/other\n',
    'other/go.sum': sum('other'),
  });
  return root;
}

async function names(directory: string, gowork: string): Promise<string[]> {
  return [...(await readModuleSums(directory, gowork)).keys()].sort();
}

test('in a workspace the hashes of all its modules count and those of go.work.sum, as for the go command', async (t) => {
  const root = await workspace(t);
  const expected = ['example.com/app v1.0.0', 'example.com/lib v1.0.0', 'example.com/work v1.0.0'];
  assert.deepEqual(await names(join(root, 'app'), ''), expected);
  assert.deepEqual(await names(join(root, 'other'), join(root, 'go.work')), expected);
});

test('outside of a workspace those of the module count, from any folder in it', async (t) => {
  const root = await workspace(t);
  assert.deepEqual(await names(join(root, 'app', 'cmd', 'api'), 'off'), ['example.com/app v1.0.0']);
});
