import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { scanPrograms } from '../../src/gobuild/scan.ts';
import { choosePrograms, findTargets, programName } from '../../src/gobuild/targets.ts';
import { machine, originOf, portsOf, requestOf } from '../support/build-run.ts';
import { type Edits, edit } from '../support/edits.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const program = 'package main\n\nfunc main() {}\n';
const library = 'package lib\n';
const module = 'module example.com/acme/api\n\ngo 1.24\n';

interface Tree {
  readonly name: string;
  readonly files: Edits;
  /** The folder that is built, '' for the module root. */
  readonly folder?: string;
  /** Name → import path below the module; or what the refusal says. */
  readonly chosen: Readonly<Record<string, string>> | RegExp;
}

const trees: readonly Tree[] = [
  {
    name: 'the folder itself is a program',
    files: { 'main.go': program, 'cmd/x/x.go': program },
    chosen: { api: '' },
  },
  {
    name: 'the only program',
    files: { 'lib.go': library, 'services/web/web.go': program },
    chosen: { web: '/services/web' },
  },
  {
    name: 'the only program, in a side folder',
    files: { 'lib.go': library, 'tools/gen/gen.go': program },
    chosen: { gen: '/tools/gen' },
  },
  {
    name: 'no Go at the root',
    files: { 'cmd/one/x.go': program, 'lib/lib.go': library },
    chosen: { one: '/cmd/one' },
  },
  {
    name: 'several under cmd',
    files: {
      'cmd/one/x.go': program,
      'cmd/two/x.go': program,
      'examples/demo/x.go': program,
      'web/x.go': program,
    },
    chosen: { one: '/cmd/one', two: '/cmd/two' },
  },
  {
    name: 'one outside of side folders',
    files: {
      'server/x.go': program,
      'examples/demo/x.go': program,
      'hack/x/x.go': program,
      'internal/gen/x.go': program,
    },
    chosen: { server: '/server' },
  },
  {
    name: 'an open choice',
    files: { 'one/x.go': program, 'two/x.go': program },
    chosen: /several main packages.*\n {2}example\.com\/acme\/api\/one\n {2}example\.com\/acme\/api\/two$/,
  },
  {
    name: 'side folders only',
    files: { 'examples/a/x.go': program, 'examples/b/x.go': program },
    chosen: /several main packages/,
  },
  { name: 'libraries only', files: { 'lib.go': library }, chosen: /no main package in \// },
  { name: 'nothing but a go.mod', files: {}, chosen: /no main package in \// },
  {
    name: 'programs that are not part of the module',
    files: {
      'cmd/one/x.go': program,
      'testdata/x.go': program,
      '_old/x.go': program,
      '.hidden/x.go': program,
      'vendor/v/x.go': program,
      'cmd/nested/go.mod': 'module example.com/nested\n',
      'cmd/nested/x.go': program,
    },
    chosen: { one: '/cmd/one' },
  },
  {
    name: 'files that are not built',
    files: {
      'lib.go': library,
      'gen.go': `//go:build ignore\n\n${program}`,
      '_x.go': program,
      '.x.go': program,
      'x_test.go': 'package lib\n',
      'cmd/one/x.go': `// package other\n\n/*\npackage other\n*/\n${program}`,
    },
    chosen: { one: '/cmd/one' },
  },
  {
    name: 'a major version as last element',
    files: { 'cmd/tool/v2/x.go': program },
    chosen: { tool: '/cmd/tool/v2' },
  },
  {
    name: 'two programs of one name under cmd',
    files: { 'cmd/a+b/x.go': program, 'cmd/a-b/x.go': program },
    chosen: /two targets are called a-b: \S+\/cmd\/a\+b and \S+\/cmd\/a-b/,
  },
  {
    name: 'a folder without Go of a larger module',
    folder: 'services',
    files: { 'main.go': program, 'services/cmd/a/x.go': program, 'services/extra/x.go': program },
    chosen: { a: '/services/cmd/a' },
  },
  {
    name: 'a folder of a larger module with programs of its own',
    folder: 'services/web',
    files: {
      'main.go': program,
      'services/web/lib.go': library,
      'services/web/cmd/a/x.go': program,
      'services/web/cmd/b/x.go': program,
      'services/web/extra/x.go': program,
    },
    chosen: { a: '/services/web/cmd/a', b: '/services/web/cmd/b' },
  },
];

for (const { name, files, folder = '', chosen } of trees) {
  test(`which programs a module without named targets has: ${name}`, async (t) => {
    const root = await folderOf(t);
    await edit(root, { 'go.mod': module, ...files });
    const find = () => targetsIn(t, join(root, folder));
    if (chosen instanceof RegExp) return assert.match((await refusal(find)).message, chosen);
    assert.deepEqual(await find(), absolute(chosen));
  });

  test(`a dry run tells the same without the go command: ${name}`, async (t) => {
    const root = await folderOf(t);
    await edit(root, { 'go.mod': module, ...files });
    const directory = join(root, folder);
    const workspace = { directory, pattern: './...', importRoot: undefined, self: '.' };
    const scan = async (): Promise<Record<string, string>> => {
      const [own, ...others] = await scanPrograms(directory);
      const found = choosePrograms(own, others, workspace).map(({ ImportPath }) => ImportPath);
      return Object.fromEntries(found.map((path) => [programName(path), path]));
    };
    // That two have one name is said where names are given out.
    if (chosen instanceof RegExp && chosen.source.startsWith('two')) return;
    if (chosen instanceof RegExp) return assert.match((await refusal(scan)).message, chosen);
    assert.deepEqual(await scan(), absolute(chosen));
  });
}

function absolute(chosen: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(chosen).map(([name, path]) => [name, `example.com/acme/api${path}`]),
  );
}

async function targetsIn(
  t: TestContext,
  directory: string,
  ...flags: readonly string[]
): Promise<Record<string, string>> {
  const one = await machine(t);
  const request = await requestOf(one, directory, ...flags);
  const origin = await originOf(request, portsOf(one));
  const targets = await findTargets(origin.go.command, request, origin.workspace);
  return Object.fromEntries(targets.map(({ name, importPath }) => [name, importPath]));
}

const several: Edits = {
  'go.mod': module,
  'lib/lib.go': library,
  'cmd/api/x.go': program,
  'cmd/job/x.go': program,
  'old/job/x.go': program,
  'tagged/x.go': `//go:build special\n\n${program}`,
  'windows/x_windows.go': program,
  'broken/x.go': 'package main\n\nimport "example.com/acme/api/nowhere"\n\nfunc main() {}\n',
  'syntax/x.go': 'package main\n\nfunc main( {\n',
};

const named: readonly (readonly [flag: string, result: Readonly<Record<string, string>> | RegExp])[] = [
  ['api', { api: '/cmd/api' }],
  ['./cmd/job', { job: '/cmd/job' }],
  ['worker=./cmd/job', { worker: '/cmd/job' }],
  ['x=example.com/acme/api/cmd/job', { x: '/cmd/job' }],
  ['job', /target job: several main packages have that name\n {2}\S+\/cmd\/job\n {2}\S+\/old\/job/],
  ['nothing', /target nothing: no main package has that name\n(?:.*\n)* {2}\S+\/cmd\/api\n/],
  ['x=./nowhere', /target x: there is no package \.\/nowhere: /],
  ['x=./lib', /\.\/lib is package lib, not main/],
  ['x=./windows', /target x: there is no package \.\/windows: .*build constraints exclude all Go files/s],
  ['x=./tagged', /target x: there is no package \.\/tagged: .*build constraints exclude all Go files/s],
  ['x=fmt', /fmt is package fmt, not main/],
  // What is wrong inside of it is for the compiler to say.
  ['x=./syntax', { x: '/syntax' }],
];

for (const [flag, result] of named) {
  test(`--target ${flag} ${result instanceof RegExp ? 'is refused with the reason' : 'names that program'}`, async (t) => {
    const root = await folderOf(t);
    await edit(root, several);
    const find = () => targetsIn(t, root, '--target', flag);
    if (result instanceof RegExp) return assert.match((await refusal(find)).message, result);
    assert.deepEqual(await find(), absolute(result));
  });
}

test('build tags and platform of a target decide whether its package is one', async (t) => {
  const root = await folderOf(t);
  await edit(root, several);
  const tagged = await targetsIn(t, root, '--target', 'x=./tagged', '--build-tags', 'special');
  assert.deepEqual(tagged, absolute({ x: '/tagged' }));
  const windows = [
    '--target',
    'x=./windows',
    '--platform',
    'windows/amd64',
    '--output',
    `bin:${join(root, 'out')}`,
  ];
  assert.deepEqual(await targetsIn(t, root, ...windows), absolute({ x: '/windows' }));
});

test('names of folders that look like flags, patterns or shell text are folders', async (t) => {
  const root = await folderOf(t);
  const names = ['-o', "it's", '$(touch x)', 'a b', '--', 'ünïcode'];
  await edit(root, {
    'go.mod': module,
    ...Object.fromEntries(names.map((name) => [`${name}/sub/x.go`, program])),
  });
  for (const name of names) {
    const fits = /^[-\w.~ünï]+$/.test(name);
    const find = () => targetsIn(t, root, '--target', `x=./${name}/sub`);
    if (fits && !/[^\x00-\x7f]/.test(name)) assert.deepEqual(await find(), absolute({ x: `/${name}/sub` }));
    else assert.match((await refusal(find)).message, /there is no package/);
  }
});

test('a program has the name the go command gives it, in characters that a file, a folder and a label may have', () => {
  const table = {
    'example.com/acme/api': 'api',
    'example.com/acme/api/v2': 'api',
    'example.com/acme/api/v1': 'api',
    'example.com/acme/v0': 'v0',
    'example.com/acme/api/v2/cmd/job': 'job',
    'gopkg.in/tool.v3': 'tool.v3',
    'example.com/acme/Web_UI': 'web_ui',
    'example.com/acme/~x': 'x',
    'example.com/acme/-': 'main',
    v2: 'v2',
  };
  for (const [path, name] of Object.entries(table)) assert.equal(programName(path), name, path);
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webPath()), (path) => {
      assert.match(programName(path), /^[a-z0-9][a-z0-9._-]*$/);
    }),
  );
});

test('a workspace that is no module itself says which folder to name', async (t) => {
  const root = await folderOf(t);
  await edit(root, {
    'go.work': 'go 1.24\n\nuse ./api\n',
    'api/go.mod': module,
    'api/main.go': program,
  });
  const one = await machine(t);
  const ports = portsOf(one);
  const request = await requestOf(one, root);
  const { go, workspace } = await originOf(request, ports);
  const error = await refusal(() => findTargets(go.command, request, workspace));
  assert.match(error.message, /does not contain modules listed in go\.work/);
  assert.match(error.hint ?? '', /slipway build \.\/api/);
});
