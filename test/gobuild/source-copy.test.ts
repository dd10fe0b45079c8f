import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readlink, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { copySource, type SourceCopyRequest } from '../../src/gobuild/source-copy.ts';
import { exec } from '../../src/support/exec.ts';
import { exists } from '../../src/support/files.ts';
import { stateOf } from '../support/pull-request.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

const signal = new AbortController().signal;
const module = { 'go.mod': 'module example.com/app\n\ngo 1.25\n', 'main.go': 'package main\n' };

async function copied(
  t: TestContext,
  directory: string,
  more: Partial<SourceCopyRequest> = {},
): Promise<{ readonly to: (path: string) => string; readonly into: string }> {
  const into = await folderOf(t);
  const request = { directory, workFile: undefined, into, without: [], umask: 0o027, ...more };
  const { moved } = await copySource(request, signal);
  return { to: moved, into };
}

const statusOf = (folder: string) => git(folder, 'status', '--porcelain');
const described = (folder: string) => git(folder, 'describe', '--tags', '--always', '--dirty');

test('git tells the same of a copy: commit, branch, tags, and every kind of change; and nothing of the checkout is written', async (t) => {
  const root = await folderOf(t, { ...module, 'sub/a.txt': 'a', 'sub/gone.txt': '', '.gitignore': 'out/\n' });
  await commitAll(root, 'v1.2.3');
  await writeFile(join(root, 'sub/a.txt'), 'edited');
  await git(root, 'rm', '--quiet', 'sub/gone.txt');
  await writeFile(join(root, 'staged.txt'), 'staged');
  await git(root, 'add', 'staged.txt');
  await mkdir(join(root, 'out'));
  for (const name of ['unknown.txt', 'out/ignored.txt']) await writeFile(join(root, name), name);
  const before = await stateOf(root);

  const { to } = await copied(t, join(root, 'sub'));
  const copy = to(root);
  assert.notEqual(copy, root);
  assert.equal(to(join(root, 'sub')), join(copy, 'sub'));
  assert.equal(to('/elsewhere/x'), '/elsewhere/x');
  assert.equal(await statusOf(copy), await statusOf(root));
  assert.equal((await statusOf(copy)).split('\n').length, 4);
  for (const question of [
    ['rev-parse', 'HEAD'],
    ['symbolic-ref', 'HEAD'],
    ['tag', '--list'],
  ])
    assert.equal(await git(copy, ...question), await git(root, ...question));
  assert.equal(await readFile(join(copy, 'out/ignored.txt'), 'utf8'), 'out/ignored.txt');
  assert.deepEqual(await stateOf(root), before);
});

test('a clean checkout stays clean in a copy, though all its times and modes are others', async (t) => {
  const root = await folderOf(t, { ...module, 'run.sh': '#!/bin/sh\n' });
  await chmod(join(root, 'run.sh'), 0o755);
  await commitAll(root, 'v1.0.0');
  const old = new Date('2020-01-01T00:00:00Z');
  await utimes(join(root, 'main.go'), old, old);
  const { to } = await copied(t, root);
  assert.equal(await statusOf(to(root)), '');
  assert.equal(await described(to(root)), 'v1.0.0');
  const [program, script] = [await stat(join(to(root), 'main.go')), await stat(join(to(root), 'run.sh'))];
  assert.notEqual(program.mtimeMs, old.getTime());
  assert.deepEqual([program.mode & 0o777, script.mode & 0o777], [0o640, 0o750]);
});

test('submodules and linked work trees are checkouts in a copy too, and .git is a file where it was one', async (t) => {
  const library = await folderOf(t, { 'lib.txt': '1' });
  await commitAll(library, 'v0.1.0');
  const root = await folderOf(t, module);
  await commitAll(root, 'v1.0.0');
  await git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib');
  await git(root, 'commit', '--quiet', '--message', 'A submodule');
  const linked = join(await folderOf(t), 'linked');
  await git(root, 'worktree', 'add', '--quiet', '-b', 'other', linked);

  const { to } = await copied(t, root);
  assert.equal(await statusOf(to(root)), '');
  assert.equal(
    await git(join(to(root), 'lib'), 'rev-parse', 'HEAD'),
    await git(library, 'rev-parse', 'HEAD'),
  );
  assert.ok((await stat(join(to(root), '.git'))).isDirectory());
  await writeFile(join(to(root), 'lib', 'lib.txt'), '2');
  assert.match(await statusOf(to(root)), /lib$/);
  assert.equal(await statusOf(root), '');

  const { to: toLinked } = await copied(t, linked);
  assert.ok((await stat(join(toLinked(linked), '.git'))).isFile());
  assert.equal(await git(toLinked(linked), 'symbolic-ref', 'HEAD'), 'refs/heads/other');
  assert.equal(await statusOf(toLinked(linked)), await statusOf(linked));
});

test('what go.mod and go.work name by relative paths lies in the same place to the copy', async (t) => {
  const around = await folderOf(t, {
    'go.work': 'go 1.25\n\nuse (\n\t./app\n\t./shared/kit\n)\n',
    'go.work.sum': '',
    'app/go.mod': 'module example.com/app\n\ngo 1.25\n\nreplace example.com/lib => ../lib\n',
    'app/main.go': 'package main\n',
    'lib/go.mod': 'module example.com/lib\n',
    'shared/kit/go.mod': 'module example.com/kit\n',
    'shared/other/large.bin': '',
  });
  await commitAll(join(around, 'app'), 'v1.0.0');
  const workFile = join(around, 'go.work');
  const { to } = await copied(t, join(around, 'app'), { workFile });
  const app = to(join(around, 'app'));
  for (const [name, there] of [
    ['../lib/go.mod', true],
    ['../shared/kit/go.mod', true],
    ['../go.work.sum', true],
    ['../shared/other', false],
  ] as const)
    assert.equal(await exists(join(app, name)), there, name);
  assert.equal(relative(app, to(workFile)), '../go.work');
});

test('caches in a checkout are not copied, and git still sees that they are there', async (t) => {
  const root = await folderOf(t, module);
  await commitAll(root, 'v1.0.0');
  const cache = join(root, '.cache');
  await mkdir(cache);
  await writeFile(join(cache, 'large.bin'), 'x'.repeat(1000));
  const { to } = await copied(t, root, { without: [cache, join(root, 'no-such-folder')] });
  assert.ok(!(await exists(join(to(root), '.cache', 'large.bin'))));
  assert.equal(await statusOf(to(root)), await statusOf(root));
});

test('a folder under no version control is copied alone; links stay what they were, and what is named through one is found', async (t) => {
  const around = await folderOf(t, {
    'app/go.mod': 'module example.com/app\n',
    'app/a.txt': 'a',
    'other.txt': '',
  });
  await symlink('a.txt', join(around, 'app', 'link.txt'));
  await symlink('app', join(around, 'named'));
  const { to } = await copied(t, join(around, 'named'));
  const copy = to(join(around, 'named'));
  assert.equal(await readlink(join(copy, 'link.txt')), 'a.txt');
  assert.equal(to(join(around, 'named', 'a.txt')), join(copy, 'a.txt'));
  assert.equal(to(join(around, 'app', 'a.txt')), join(copy, 'a.txt'));
  assert.ok(!(await exists(join(copy, '..', 'other.txt'))));
});

/** Runs in a process of its own, which gives up being root: root may read anything. */
const copyAsNobody = `
  const [directory, into, module] = process.argv.slice(1);
  const { copySource } = await import(module);
  if (process.getuid() === 0) process.setuid(65534);
  const request = { directory, workFile: undefined, into, without: [], umask: 0o022 };
  const { moved } = await copySource(request, new AbortController().signal);
  console.log(moved(directory));
`;

test('what the user may not read is no part of the copy, and keeps nobody from the rest', async (t) => {
  const root = await folderOf(t, { ...module, 'data/table': '', 'secret.txt': 'x' });
  const into = await folderOf(t);
  const [data, secret] = [join(root, 'data'), join(root, 'secret.txt')];
  for (const [path, mode] of [
    [root, 0o755],
    [into, 0o777],
    [data, 0],
    [secret, 0],
  ] as const)
    await chmod(path, mode);
  try {
    const from = new URL('../../src/gobuild/source-copy.ts', import.meta.url).href;
    const args = ['--input-type=module', '-e', copyAsNobody, root, into, from];
    const { status, stdout, stderr } = await exec({ file: process.execPath, args });
    assert.equal(status, 0, stderr);
    const copy = stdout.trim();
    assert.equal(await readFile(join(copy, 'main.go'), 'utf8'), 'package main\n');
    assert.equal(await readFile(join(copy, 'secret.txt'), 'utf8'), '');
    assert.ok(!(await exists(join(copy, 'data', 'table'))));
  } finally {
    await chmod(data, 0o755);
  }
});

test('an interrupted copy ends with the signal’s reason', async (t) => {
  const root = await folderOf(t, module);
  const aborted = AbortSignal.abort(new Error('stop'));
  const request = {
    directory: root,
    workFile: undefined,
    into: await folderOf(t),
    without: [],
    umask: 0o022,
  };
  await assert.rejects(copySource(request, aborted), /stop/);
});
