import assert from 'node:assert/strict';
import { rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Origin } from '../../src/gobuild/origin.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms, type Programs } from '../../src/stages/programs.ts';
import { type Exec, exec } from '../../src/support/exec.ts';
import { type Machine, machine, originOf, portsOf, requestOf } from '../support/build-run.ts';
import { type Edits, edit, editUnseen } from '../support/edits.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

/** A module that uses much of what a build may read: a package of its own, embedded files, two modules beside it. */
const files = {
  'README.md': 'about',
  'app/go.mod': [
    'module example.com/app',
    'go 1.24',
    'require (',
    '\texample.com/beside v0.0.0',
    '\texample.com/idle v0.0.0',
    ')',
    'replace example.com/beside => ../beside',
    'replace example.com/idle => "../idle" // quoted',
    '',
  ].join('\n'),
  'app/main.go': [
    'package main',
    'import (',
    '\t"example.com/app/internal/deep/greet"',
    '\t"example.com/beside"',
    ')',
    'func main() { println(greet.Hello, beside.Word) }',
    '',
  ].join('\n'),
  'app/internal/deep/greet/greet.go': [
    'package greet',
    'import "embed"',
    '//go:embed text/*.txt page',
    'var Files embed.FS',
    'var Hello = "hello"',
    '',
  ].join('\n'),
  'app/internal/deep/greet/greet_test.go': 'package greet\n',
  'app/internal/deep/greet/text/a.txt': 'a',
  'app/internal/deep/greet/page/index.html': 'index',
  'app/internal/deep/greet/page/sub/x.html': 'x',
  'app/unused/unused.go': 'package unused\n\nfunc F() {}\n',
  'beside/go.mod': 'module example.com/beside\n\ngo 1.24\n',
  'beside/beside.go': 'package beside\n\nvar Word = "word"\n',
  'idle/go.mod': 'module example.com/idle\n\ngo 1.24\n',
} as const;

const greet = 'app/internal/deep/greet';

/** A folder with sources, a machine, and a command line. */
interface Workshop {
  readonly root: string;
  readonly machine: Machine;
  readonly source: string;
  readonly flags: readonly string[];
}

async function workshop(
  t: TestContext,
  options: Partial<Workshop & { files: Edits }> = {},
): Promise<Workshop> {
  const root = await folderOf(t);
  await edit(root, options.files ?? files);
  return {
    root,
    machine: options.machine ?? (await machine(t)),
    source: options.source ?? join(root, 'app'),
    flags: options.flags ?? [],
  };
}

interface Variation {
  readonly flags?: readonly string[];
  /** Changes the origin that was found, for what a test cannot have on its machine. */
  readonly origin?: (origin: Origin) => Origin;
  readonly exec?: Exec;
}

async function run(
  shop: Workshop,
  variation: Variation,
  exec: Exec,
): Promise<{ programs: Programs; asked: number }> {
  const ports = portsOf(shop.machine, { exec });
  const request: BuildRequest = await requestOf(
    shop.machine,
    shop.source,
    ...shop.flags,
    ...(variation.flags ?? []),
  );
  const origin = await originOf(request, ports);
  const programs = await makePrograms(request, variation.origin?.(origin) ?? origin, embedded, ports, false);
  await programs.remember();
  return { programs, asked: ports.goRuns().length };
}

/** What was written less than a clock's tick ago counts as written during the run, so a run here waits for a few. */
const fewTicks = 50;

async function build(shop: Workshop, variation: Variation = {}): Promise<Programs> {
  await sleep(fewTicks);
  return (await run(shop, variation, variation.exec ?? exec)).programs;
}

/** True when a run would ask the go command anything; it gets no answer. */
async function asksGo(shop: Workshop, variation: Variation = {}): Promise<boolean> {
  const noAnswer = new Error('go was asked');
  const silent: Exec = (command) => (/\/go$/.test(command.file) ? Promise.reject(noAnswer) : exec(command));
  try {
    return (await run(shop, variation, silent)).asked > 0;
  } catch (error) {
    if (error === noAnswer) return true;
    throw error;
  }
}

interface Change {
  readonly name: string;
  readonly edits: Edits;
  /** Only where main packages are searched for. */
  readonly searched?: true;
}

const seen: readonly Change[] = [
  { name: 'a Go file of the program', edits: { 'app/main.go': `${files['app/main.go']}// more\n` } },
  { name: 'a new Go file in a package', edits: { [`${greet}/more.go`]: 'package greet\n' } },
  { name: 'a new assembly file in a package', edits: { [`${greet}/more.s`]: '' } },
  { name: 'a new preprocessed assembly file in a package', edits: { [`${greet}/more.sx`]: '' } },
  { name: 'a Go file that is gone', edits: { [`${greet}/greet.go`]: null } },
  { name: 'an embedded file', edits: { [`${greet}/text/a.txt`]: 'b' } },
  { name: 'an embedded file that is gone', edits: { [`${greet}/text/a.txt`]: null } },
  { name: 'a new file that an embed pattern matches', edits: { [`${greet}/text/b.txt`]: 'b' } },
  { name: 'a new file in an embedded folder', edits: { [`${greet}/page/new.html`]: 'b' } },
  {
    name: 'a new file in a folder below an embedded one',
    edits: { [`${greet}/page/sub/deeper/new.html`]: 'b' },
  },
  {
    name: 'a go.mod that takes an embedded folder out',
    edits: { [`${greet}/page/sub/go.mod`]: 'module x\n' },
  },
  { name: 'go.mod', edits: { 'app/go.mod': `${files['app/go.mod']}// more\n` } },
  { name: 'a go.sum', edits: { 'app/go.sum': '' } },
  { name: 'a go.work beside go.mod', edits: { 'app/go.work': 'go 1.24\nuse .\n' } },
  { name: 'a go.work further up', edits: { 'go.work': 'go 1.24\nuse ./app\n' } },
  { name: 'a go.mod that takes a package out of the module', edits: { 'app/internal/go.mod': 'module x\n' } },
  { name: 'a profile for the compiler', edits: { 'app/default.pgo': '' } },
  { name: 'a vendor folder', edits: { 'app/vendor/modules.txt': '' } },
  {
    name: 'a file of a replaced module',
    edits: { 'beside/beside.go': 'package beside\n\nvar Word = "other"\n' },
  },
  { name: 'a new file of a replaced module', edits: { 'beside/more.go': 'package beside\n' } },
  {
    name: 'the go.mod of a replaced module',
    edits: { 'beside/go.mod': 'module example.com/beside\n\ngo 1.25\n' },
  },
  {
    name: 'the go.mod of a replaced module no package of which is used',
    edits: { 'idle/go.mod': 'module example.com/idle\n\ngo 1.25\n' },
  },
  {
    name: 'a new program in a new folder',
    edits: { 'app/cmd/other/main.go': 'package main\n' },
    searched: true,
  },
  {
    name: 'a package elsewhere that becomes a program',
    edits: { 'app/unused/unused.go': 'package main\n' },
    searched: true,
  },
];

const unseen: readonly Change[] = [
  { name: 'the documentation', edits: { 'README.md': 'more', 'app/README.md': 'more' } },
  { name: 'a test', edits: { [`${greet}/greet_test.go`]: 'package greet\n\nfunc f() {}\n' } },
  { name: 'a folder without Go', edits: { 'app/web/site/index.html': 'x' } },
  { name: 'a file beside embedded ones that no pattern names', edits: { [`${greet}/notes.txt`]: 'x' } },
  { name: 'a program below testdata', edits: { 'app/testdata/main.go': 'package main\n' } },
  {
    name: 'the inside of a package that the program does not use',
    edits: { 'app/unused/unused.go': 'package unused\n\nfunc G() {}\n' },
  },
];

for (const [how, flags] of [
  ['found by searching', []],
  ['named', ['--target', 'app=.']],
] as const) {
  test(`of a program that is ${how} every change that may matter is seen, and taken back it is as before`, async (t) => {
    const shop = await workshop(t, { flags });
    await build(shop);
    assert.equal(await asksGo(shop), false);
    for (const { name, edits, searched } of seen) {
      if (searched && flags.length > 0) continue;
      const undo = await edit(shop.root, edits);
      assert.equal(await asksGo(shop), true, `not seen: ${name}`);
      await undo();
      assert.equal(await asksGo(shop), false, `asked again for nothing after: ${name}`);
    }
  });

  test(`of a program that is ${how} what does not matter costs no go command`, async (t) => {
    const shop = await workshop(t, { flags });
    await build(shop);
    for (const { name, edits } of unseen) {
      const undo = await edit(shop.root, edits);
      assert.equal(await asksGo(shop), false, name);
      await undo();
    }
    const now = new Date();
    for (const name of Object.keys(files)) await utimes(join(shop.root, name), now, now);
    assert.equal(await asksGo(shop), false, 'times alone');
  });
}

test('an edit that keeps size and time is seen, and the program changes', async (t) => {
  const shop = await workshop(t);
  const [before] = (await build(shop)).targets;
  await editUnseen(join(shop.root, greet, 'greet.go'), 'hello', 'jello');
  const after = await build(shop);
  assert.equal(after.cache, 'miss');
  assert.notEqual(after.targets[0]?.executables[0]?.digest, before?.executables[0]?.digest);
});

test('a run after an edit asks only for the build when the packages are the same, and knows new ones otherwise', async (t) => {
  const shop = await workshop(t);
  const asked: (string | undefined)[] = [];
  const noting: Exec = (command) => {
    if (/\/go$/.test(command.file)) asked.push(command.args[0]);
    return exec(command);
  };
  await build(shop);
  await editUnseen(join(shop.root, greet, 'greet.go'), 'hello', 'jello');
  await build(shop, { exec: noting });
  assert.deepEqual(asked, ['build']);
  assert.equal(await asksGo(shop), false);
  await edit(shop.root, {
    'app/main.go': 'package main\n\nimport "example.com/app/unused"\n\nfunc main() { unused.F() }\n',
  });
  await build(shop, { exec: noting });
  assert.ok(asked.includes('list'));
  await edit(shop.root, { 'app/unused/unused.go': 'package unused\n\nfunc F() { println() }\n' });
  assert.equal(await asksGo(shop), true);
});

test('the linker collects less garbage where little is to be compiled, unless the user says how much', async (t) => {
  for (const said of [undefined, '50']) {
    const own = await machine(t, said === undefined ? {} : { GOGC: said });
    const shop = await workshop(t, { machine: own });
    const collected: (string | undefined)[] = [];
    const noting: Exec = (command) => {
      if (command.args[0] === 'build') collected.push(command.env?.['GOGC']);
      return exec(command);
    };
    const [before] = (await build(shop, { exec: noting })).targets;
    await editUnseen(join(shop.root, greet, 'greet.go'), 'hello', 'jello');
    await build(shop, { exec: noting });
    await editUnseen(join(shop.root, greet, 'greet.go'), 'jello', 'hello');
    const [after] = (await build(shop, { exec: noting })).targets;
    assert.deepEqual(collected, said === undefined ? [undefined, '400', '400'] : [said, said, said]);
    assert.equal(after?.executables[0]?.digest, before?.executables[0]?.digest, 'the bytes are the same');
  }
});

test('what is built while everything is looked at is told as if it were built afterwards', async (t) => {
  const shop = await workshop(t);
  await commitAll(shop.root, 'v1.0.0');
  const change = async (edits: Edits): Promise<void> => {
    await edit(shop.root, edits);
    await git(shop.root, 'add', '--all');
    await git(shop.root, 'commit', '--quiet', '--message', 'Change');
  };
  await build(shop);

  await change({
    'app/main.go': 'package main\n\nimport "example.com/app/unused"\n\nfunc main() { unused.F() }\n',
  });
  const { targets, cache } = await build(shop);
  assert.equal(cache, 'miss');
  assert.notEqual(targets[0]?.executables[0]?.digest, undefined);
  assert.equal(await asksGo(shop), false, 'new imports');
  await change({ 'app/unused/unused.go': 'package unused\n\nfunc F() { println() }\n' });
  assert.equal(await asksGo(shop), true, 'what it imports now counts');

  const program = 'package main\n\nfunc main() {}\n';
  await change({ 'app/main.go': null, 'app/cmd/more/main.go': program });
  assert.deepEqual(
    (await build(shop)).targets.map(({ name }) => name),
    ['more'],
  );
  assert.equal(await asksGo(shop), false, 'another program');

  await change({
    'app/cmd/more/main.go': 'package main\n\nimport "example.com/app/none"\n\nfunc main() { none.F() }\n',
  });
  await assert.rejects(build(shop), { code: 'E_BUILD', message: /example\.com\/app\/none/ });
});

test('settings that reach the compiler make another build; those of the image do not', async (t) => {
  const shop = await workshop(t);
  await build(shop);
  const decisive = [
    ['--build-tags', 'netgo'],
    ['--ldflags', '-X main.a=b'],
    ['--platform', 'linux/arm64'],
    ['--platform', 'linux/amd64/v3'],
    ['--goexperiment', 'arenas'],
    ['--vcs-stamp', 'label'],
    ['--target', 'app=./unused'],
    ['--cgo'],
  ];
  for (const flags of decisive) assert.equal(await asksGo(shop, { flags }), true, flags.join(' '));
  const indifferent = [
    ['--label', 'a=b'],
    ['--base', 'scratch'],
    ['--compression', 'zstd'],
    ['--json'],
    ['--jobs', '1'],
  ];
  for (const flags of indifferent) assert.equal(await asksGo(shop, { flags }), false, flags.join(' '));
});

test('another Go, GOROOT, module cache or proxy makes another build', async (t) => {
  const shop = await workshop(t);
  await build(shop);
  const others: readonly ((origin: Origin) => Origin)[] = [
    (origin) => ({ ...origin, toolchain: { ...origin.toolchain, version: 'go1.99.0' } }),
    (origin) => ({ ...origin, go: { ...origin.go, goroot: '/opt/go' } }),
  ];
  for (const origin of others) assert.equal(await asksGo(shop, { origin }), true);
  const elsewhere = { ...shop.machine, env: { ...shop.machine.env, GOMODCACHE: join(shop.root, 'modules') } };
  assert.equal(await asksGo({ ...shop, machine: elsewhere }), true);
  const set = {
    ...shop.machine,
    env: { ...shop.machine.env, GOFLAGS: '-tags=netgo', GOEXPERIMENT: 'arenas', GOGC: '50', GOMAXPROCS: '1' },
  };
  const what = 'what is set aside anyway, and what the go command may use of the machine';
  assert.equal(await asksGo({ ...shop, machine: set }), false, what);
});

test('a program that is gone or was cut short is linked again', async (t) => {
  const shop = await workshop(t);
  const [target] = (await build(shop)).targets;
  const { path = '', digest } = target?.executables[0] ?? {};
  for (const damage of [() => truncate(path, 1000), () => rm(path)]) {
    await damage();
    assert.equal(await asksGo(shop), true);
    assert.equal((await build(shop)).targets[0]?.executables[0]?.digest, digest);
    assert.equal(await asksGo(shop), false);
  }
});

test('a commit of nothing but documentation costs no go command unless the commit is stamped', async (t) => {
  for (const [stamp, template, asks] of [
    ['auto', '', true],
    ['label', '', false],
    ['never', '', false],
    ['label', '-X main.v={{version}}', true],
  ] as const) {
    const shop = await workshop(t, { flags: ['--vcs-stamp', stamp, '--ldflags', template] });
    await commitAll(shop.root, 'v1.0.0');
    await build(shop);
    assert.equal(await asksGo(shop), false);
    await edit(shop.root, { 'README.md': 'edited' });
    assert.equal(await asksGo(shop), asks, `${stamp} ${template}, modified`);
    await git(shop.root, 'commit', '--quiet', '--all', '--message', 'Documentation');
    assert.equal(await asksGo(shop), asks, `${stamp} ${template}, committed`);
  }
});

test('a new tag on the same commit is seen where the version is stamped', async (t) => {
  const shop = await workshop(t);
  await commitAll(shop.root, 'v1.0.0');
  await build(shop);
  await git(shop.root, 'tag', 'app/v1.1.0');
  assert.equal(await asksGo(shop), true);
});

test('what another version control says is asked of the go command each time, for it may be stamped', async (t) => {
  const shop = await workshop(t, { files: { ...files, '.hg/store': '' } });
  const label = { flags: ['--vcs-stamp', 'label'] };
  await build(shop);
  await build(shop, label);
  assert.equal(await asksGo(shop), true);
  assert.equal(await asksGo(shop, label), false);
});

const workspace: Edits = {
  'go.work': 'go 1.24\n\nuse (\n\t./app\n\t"./lib" // quoted\n\t./third\n)\nreplace example.com/x => ./x\n',
  'app/go.mod': 'module example.com/app\n\ngo 1.24\n',
  'app/main.go': 'package main\n\nimport "example.com/lib"\n\nfunc main() { println(lib.Word) }\n',
  'lib/go.mod': 'module example.com/lib\n\ngo 1.24\n',
  'lib/lib.go': 'package lib\n\nvar Word = "lib"\n',
  'third/go.mod': 'module example.com/third\n\ngo 1.24\n',
  'x/go.mod': 'module example.com/x\n\ngo 1.24\n',
};

test('in a workspace the go.mod of every module counts, also of one that gives no package', async (t) => {
  const shop = await workshop(t, { files: workspace });
  await build(shop);
  assert.equal(await asksGo(shop), false);
  for (const name of ['go.work', 'lib/go.mod', 'third/go.mod', 'x/go.mod', 'app/go.mod']) {
    const undo = await edit(shop.root, { [name]: `${workspace[name]}// more\n` });
    assert.equal(await asksGo(shop), true, name);
    await undo();
    assert.equal(await asksGo(shop), false, name);
  }
  await edit(shop.root, { 'go.work.sum': '' });
  assert.equal(await asksGo(shop), true, 'go.work.sum');
});

test('a go.work that GOWORK names counts as one that is found', async (t) => {
  const { 'go.work': work = '', ...rest } = workspace;
  const elsewhere = work?.replaceAll('./', '../') ?? '';
  const root = await folderOf(t);
  await edit(root, { ...rest, 'works/own.work': elsewhere });
  const named = await machine(t, { GOWORK: join(root, 'works', 'own.work') });
  const shop = { root, machine: named, source: join(root, 'app'), flags: [] };
  await build(shop);
  assert.equal(await asksGo(shop), false);
  for (const name of ['works/own.work', 'third/go.mod']) {
    const undo = await edit(root, { [name]: `${name.endsWith('mod') ? rest[name] : elsewhere}// more\n` });
    assert.equal(await asksGo(shop), true, name);
    await undo();
  }
});

test('a folder reached through a link is watched where it lies', async (t) => {
  const shop = await workshop(t);
  const link = join(await folderOf(t), 'link');
  await symlink(join(shop.root, 'app'), link);
  const linked = { ...shop, source: link };
  await build(linked);
  assert.equal(await asksGo(linked), false);
  for (const edits of [{ 'app/cmd/new/main.go': 'package main\n' }, { 'go.work': 'go 1.24\nuse ./app\n' }]) {
    const undo = await edit(shop.root, edits);
    assert.equal(await asksGo(linked), true, Object.keys(edits)[0]);
    await undo();
  }
});

const meanwhile: readonly (readonly [name: string, edits: Edits])[] = [
  ['a file is edited', { [`${greet}/greet.go`]: `${files[`${greet}/greet.go`]}\nvar A = 1\n` }],
  ['a file appears in a package', { [`${greet}/more.go`]: 'package greet\n\nfunc init() { println() }\n' }],
  ['a file appears in an embedded folder', { [`${greet}/page/sub/y.html`]: 'y' }],
  ['a program appears', { 'app/cmd/more/main.go': 'package main\n\nfunc main() {}\n' }],
];

for (const [name, edits] of meanwhile) {
  test(`a run during which ${name} is not trusted afterwards`, async (t) => {
    const shop = await workshop(t);
    const interfering: Exec = async (command) => {
      const result = await exec(command);
      if (command.args[0] === 'build') await edit(shop.root, edits);
      return result;
    };
    await build(shop, { exec: interfering });
    assert.equal(await asksGo(shop), true);
  });
}

test("a folder whose path begins like the module cache's is the user's own", async (t) => {
  const root = await folderOf(t);
  await edit(root, files);
  const shop = {
    root,
    machine: await machine(t, { GOMODCACHE: join(root, 'ap') }),
    source: join(root, 'app'),
    flags: [],
  };
  const interfering: Exec = async (command) => {
    const result = await exec(command);
    if (command.args[0] === 'build') await editUnseen(join(root, greet, 'greet.go'), 'hello', 'jello');
    return result;
  };
  await build(shop, { exec: interfering });
  assert.equal(await asksGo(shop), true);
  await build(shop);
  await writeFile(join(root, greet, 'text/a.txt'), files[`${greet}/text/a.txt`]);
  assert.equal(await asksGo(shop), false, 'own files are compared by content');
});
