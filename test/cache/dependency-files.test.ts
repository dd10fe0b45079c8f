import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { hashDependencyFiles } from '../../src/cache/dependency-files.ts';
import { folderOf } from '../support/temporary.ts';

const tree = {
  'outside/go.sum': 'o',
  'repo/go.work': 'w',
  'repo/other/go.mod': 'other',
  'repo/svc/go.mod': 'm',
  'repo/svc/go.sum': 's',
  'repo/svc/main.go': 'package main',
  'repo/tools/go.sum': 't',
};

async function found(t: TestContext, patterns: string | undefined, source = 'svc') {
  const workspace = join(await folderOf(t, tree), 'repo');
  const result = await hashDependencyFiles(workspace, join(workspace, source), patterns);
  return { ...result, workspace, files: result.files.map((file) => relative(workspace, file)) };
}

test('without a path the module and the workspace above it count', async (t) => {
  const { files, unmatched } = await found(t, undefined);
  assert.deepEqual(files, ['go.work', join('svc', 'go.mod'), join('svc', 'go.sum')]);
  assert.deepEqual(unmatched, []);
  assert.deepEqual((await found(t, ' \n')).files, files);
});

test('nothing above the workspace counts, also for a source beside it', async (t) => {
  assert.deepEqual((await found(t, undefined, '../outside')).files, [join('..', 'outside', 'go.sum')]);
});

test('paths and patterns are given one a line, with exceptions and comments', async (t) => {
  const { files } = await found(t, 'svc/go.mod\n# the tools\n**/go.sum\n!svc/**\n');
  assert.deepEqual(files, [join('tools', 'go.sum')]);
  assert.deepEqual((await found(t, '**/go.sum')).files, [join('svc', 'go.sum'), join('tools', 'go.sum')]);
});

test('a pattern that matches nothing in the workspace is named', async (t) => {
  const { files, unmatched } = await found(t, 'svc/go.sum\nsub/go.sum\n../outside/go.sum');
  assert.deepEqual(files, [join('svc', 'go.sum')]);
  assert.deepEqual(unmatched, ['sub/go.sum', '../outside/go.sum']);
});

test('the hash follows contents and names, and not where the workspace is', async (t) => {
  const first = await found(t, undefined);
  const second = await found(t, undefined);
  assert.notEqual(first.workspace, second.workspace);
  assert.equal(first.hash, second.hash);
  await writeFile(join(second.workspace, 'svc', 'main.go'), 'package main // changed');
  const again = () => hashDependencyFiles(second.workspace, join(second.workspace, 'svc'), undefined);
  assert.equal((await again()).hash, first.hash);
  await writeFile(join(second.workspace, 'svc', 'go.sum'), 's2');
  assert.notEqual((await again()).hash, first.hash);
  assert.notEqual((await found(t, 'svc/go.sum')).hash, (await found(t, 'tools/go.sum')).hash);
});
