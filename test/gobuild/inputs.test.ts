import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { stateOf } from '../../src/gobuild/input-state.ts';
import { type BuildInputs, buildInputs } from '../../src/gobuild/inputs.ts';
import { ownFileReader } from '../../src/gobuild/own-files.ts';
import type { PackageFiles } from '../../src/gobuild/packages.ts';
import { type Edits, edit } from '../support/edits.ts';
import { folderOf } from '../support/temporary.ts';

/** The inputs of one main package `app` in a folder; a profile makes the real compiler work for half a minute. */
async function inputsOf(
  t: TestContext,
  files: Edits,
  found: Partial<PackageFiles> = {},
): Promise<{ root: string; inputs: BuildInputs }> {
  const root = await folderOf(t);
  await edit(root, { 'go.mod': 'module example.com/m\n', 'app/main.go': 'package main\n', ...files });
  const module = { Path: 'example.com/m', Dir: root, GoMod: join(root, 'go.mod'), Main: true };
  const directory = join(root, 'app');
  const main = {
    ImportPath: 'example.com/m/app',
    Name: 'main',
    Dir: directory,
    Module: module,
    GoFiles: ['main.go'],
  };
  const where = {
    directory,
    goroot: join(root, 'goroot'),
    moduleCache: join(root, 'modules'),
    workFile: undefined,
    published: false,
  };
  return { root, inputs: buildInputs({ packages: [{ ...main, ...found }], searched: false, ...where }) };
}

test("the content of a program's profile counts, and that one appears", async (t) => {
  const { root, inputs } = await inputsOf(t, {});
  const none = await stateOf(inputs);
  await edit(root, { 'app/default.pgo': 'one' });
  const one = await stateOf(inputs);
  assert.notDeepEqual(one, none);
  await edit(root, { 'app/default.pgo': 'two' });
  assert.notDeepEqual(await stateOf(inputs), one);
});

test('what a git commit or a build writes does not count as embedded, what lies beside it does', async (t) => {
  const { root, inputs } = await inputsOf(
    t,
    { 'app/.git/x': '' },
    { EmbedPatterns: ['*.html', 'all:static'] },
  );
  const before = await stateOf(inputs);
  const undo = await edit(root, { 'app/.git/objects/aa/bb': '' });
  assert.deepEqual(await stateOf(inputs), before);
  await undo();
  for (const name of ['app/x.html', 'app/static/.hidden', 'app/static/_x/y']) {
    const undo = await edit(root, { [name]: '' });
    assert.notDeepEqual(await stateOf(inputs), before, name);
    await undo();
    assert.deepEqual(await stateOf(inputs), before, name);
  }
});

test('the tools of the toolchain and the files of the module cache count by what the file system says of them', async (t) => {
  const tool = 'goroot/pkg/tool/linux_amd64/link';
  const cached = 'modules/example.com/dep@v1.0.0/dep.go';
  const root = await folderOf(t);
  await edit(root, {
    'm/go.mod': 'module m\n',
    'goroot/VERSION': 'go1',
    [tool]: 'x',
    [cached]: 'package dep\n',
  });
  const folder = join(root, 'modules/example.com/dep@v1.0.0');
  const packages = [{ ImportPath: 'example.com/dep', Dir: folder, GoFiles: ['dep.go'] }];
  const directory = join(root, 'm');
  const inputs = buildInputs({
    packages,
    directory,
    goroot: join(root, 'goroot'),
    moduleCache: join(root, 'modules'),
    workFile: undefined,
    published: false,
    searched: false,
  });
  let before = await stateOf(inputs);
  assert.deepEqual(await stateOf(inputs), before);
  for (const name of [tool, 'goroot/VERSION', cached]) {
    await edit(root, { [name]: 'changed' });
    const after = await stateOf(inputs);
    assert.notEqual(after?.fixed, before?.fixed, name);
    assert.deepEqual(await stateOf(inputs, ownFileReader(), before), before, `${name}, taken as known`);
    before = after;
  }
});

test('when only bodies of functions change, what there is to build is known to be the same', async (t) => {
  const file = (imports: string, body: string): string =>
    `package main\n\n${imports}\nfunc main() { ${body} }\n`;
  const { root, inputs } = await inputsOf(t, { 'app/main.go': file('', '') });
  const before = await stateOf(inputs);
  await edit(root, { 'app/main.go': file('', 'println()') });
  const edited = await stateOf(inputs);
  assert.equal(edited?.structure, before?.structure);
  assert.notEqual(edited?.content, before?.content);
  for (const text of [
    file('import "fmt"\n', ''),
    `//go:build x\n\n${file('', '')}`,
    file('', '').replace('main', 'x'),
    file('', '\n//go:embed x\n'),
  ]) {
    await edit(root, { 'app/main.go': text });
    assert.notEqual((await stateOf(inputs))?.structure, before?.structure, text);
  }
});

test('a module that is gone, or a go.work that no longer reads, is a change and no failure', async (t) => {
  const { root, inputs } = await inputsOf(t, { 'go.work': 'use (((\n=> ./x\n' });
  const before = await stateOf(inputs);
  await edit(root, { 'go.work': null, 'go.mod': null, 'app/main.go': null });
  assert.notDeepEqual(await stateOf(inputs), before);
});
