import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sourceRevision, sourceTime, sourceVersion } from '../../src/gobuild/source.ts';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms, type Programs } from '../../src/stages/programs.ts';
import { type Exec, exec } from '../../src/support/exec.ts';
import { type Machine, machine, originOf, portsOf, requestOf } from '../support/build-run.ts';
import { edit, editUnseen } from '../support/edits.ts';
import { type PublishedModule, publish } from '../support/file-proxy.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { digestOf, temporaryFolders } from '../support/workspace.ts';

const main = (body: string, imports = ''): string => `package main\n\n${imports}\nfunc main() { ${body} }\n`;
const goMod = (path: string, ...more: readonly string[]): string =>
  [`module ${path}`, 'go 1.21', ...more, ''].join('\n');
const word = {
  path: 'example.com/word',
  version: 'v0.1.0',
  files: { 'go.mod': goMod('example.com/word'), 'word.go': 'package word\n\nvar Word = "published"\n' },
};
const say = main('println(word.Word)', 'import "example.com/word"');
const requireWord = 'require example.com/word v0.1.0';

const modules: readonly PublishedModule[] = [
  word,
  {
    path: 'example.com/tool',
    version: 'v1.0.0',
    files: { 'go.mod': goMod('example.com/tool'), 'main.go': main('println(1)') },
  },
  {
    path: 'example.com/tool',
    version: 'v1.1.0',
    files: {
      'go.mod': goMod('example.com/tool', requireWord),
      'main.go': say,
      'cmd/extra/main.go': main('println(2)'),
    },
  },
  {
    path: 'example.com/lib',
    version: 'v0.2.0',
    files: {
      'go.mod': goMod('example.com/lib', requireWord),
      'lib.go': 'package lib\n',
      'cmd/one/main.go': say,
      'cmd/two/main.go': main('println(2)'),
    },
  },
  {
    path: 'example.com/old',
    version: 'v1.0.0',
    files: { 'go.mod': 'module example.com/old\n', 'main.go': main('println(3)') },
  },
  {
    path: 'example.com/newer',
    version: 'v1.0.0',
    files: {
      'go.mod': 'module example.com/newer\n\ngo 1.24\n',
      'newer.go': 'package newer\n\nvar Word = 1\n',
    },
  },
  {
    path: 'example.com/needsnewer',
    version: 'v1.0.0',
    files: {
      'go.mod': 'module example.com/needsnewer\n\ngo 1.20\n\nrequire example.com/newer v1.0.0\n',
      'main.go': main('println(newer.Word)', 'import "example.com/newer"'),
    },
  },
  {
    path: 'example.com/replaced',
    version: 'v1.0.0',
    files: {
      'go.mod': goMod('example.com/replaced', requireWord, 'replace example.com/word => ../word'),
      'main.go': say,
    },
  },
  {
    path: 'example.com/excluding',
    version: 'v1.0.0',
    files: {
      'go.mod': goMod('example.com/excluding', 'exclude example.com/word v0.0.9'),
      'main.go': main(''),
    },
  },
];

/** A machine with a module cache of its own and a proxy in a folder. */
async function published(t: TestContext, extra: Readonly<Record<string, string>> = {}): Promise<Machine> {
  const folder = temporaryFolders((action) => t.after(action));
  const GOPROXY = await publish(await folder(), modules);
  const GOMODCACHE = join(await folder(), 'modules');
  return machine(t, { GOPROXY, GOMODCACHE, GOSUMDB: 'off', ...extra });
}

async function build(
  one: Machine,
  source: string,
  ...flags: readonly string[]
): Promise<Programs & { runs: readonly string[] }> {
  const ports = portsOf(one);
  const request = await requestOf(one, source, ...flags);
  const programs = await makePrograms(request, await originOf(request, ports), embedded, ports, false);
  await programs.remember();
  return { ...programs, runs: ports.goRuns().map((args) => args.join(' ')) };
}

/** The digest of what `go install` makes of it, with the flags that Slipway builds with. */
async function installed(t: TestContext, one: Machine, query: string): Promise<string> {
  const GOBIN = await temporaryFolders((action) => t.after(action))();
  const env = { ...one.env, GOTOOLCHAIN: 'local', GOBIN, GOFLAGS: '', CGO_ENABLED: '0', GOWORK: 'off' };
  const args = ['install', '-trimpath', '-ldflags=-s -w', query];
  const result = await exec({ file: 'go', args, cwd: GOBIN, env });
  assert.equal(result.status, 0, result.stderr);
  return digestOf(join(GOBIN, query.replace(/@.*/, '').split('/').at(-1) ?? ''));
}

const host = `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`;
const equalBytes: readonly (readonly [query: string, version: string])[] = [
  ['example.com/tool@v1.0.0', 'v1.0.0'],
  ['example.com/tool@latest', 'v1.1.0'],
  ['example.com/tool@v1.0', 'v1.0.0'],
  ['example.com/tool/cmd/extra@v1.1.0', 'v1.1.0'],
  ['example.com/lib/cmd/one@v0.2.0', 'v0.2.0'],
  ['example.com/old@v1.0.0', 'v1.0.0'],
  ['example.com/needsnewer@v1.0.0', 'v1.0.0'],
];
const lacksLinux =
  process.platform === 'linux'
    ? false
    : 'go install makes programs for this machine only, and this is not Linux';

for (const [query, version] of equalBytes) {
  test(`${query} gives the bytes that go install gives`, { skip: lacksLinux }, async (t) => {
    const one = await published(t);
    const { targets } = await build(one, query, '--platform', host);
    assert.equal(targets.length, 1);
    assert.equal(targets[0]?.module.Version, version);
    assert.equal(targets[0]?.executables[0]?.digest, await installed(t, one, query));
  });
}

test('what is known of a version is told: its number, its time, and no commit where the proxy names none', async (t) => {
  const one = await published(t);
  const { source } = await originOf(await requestOf(one, 'example.com/tool@latest'), portsOf(one));
  assert.equal(sourceVersion(source, { Path: 'example.com/tool' }), 'v1.1.0');
  assert.equal(sourceTime(source), '2026-01-02T03:04:05Z');
  assert.equal(sourceRevision(source), undefined);
});

test('a module without a program at its root gives those under cmd', async (t) => {
  const { targets } = await build(await published(t), 'example.com/lib@v0.2.0');
  assert.deepEqual(
    targets.map(({ name, importPath }) => [name, importPath]),
    [
      ['one', 'example.com/lib/cmd/one'],
      ['two', 'example.com/lib/cmd/two'],
    ],
  );
});

test('a target of a published module is named as in its folder', async (t) => {
  const { targets } = await build(await published(t), 'example.com/tool@v1.1.0', '--target', './cmd/extra');
  assert.deepEqual(
    targets.map(({ name, importPath }) => [name, importPath]),
    [['extra', 'example.com/tool/cmd/extra']],
  );
});

for (const [path, directive] of [
  ['replaced', 'replace'],
  ['excluding', 'exclude'],
] as const) {
  test(`a module with ${directive} directives is refused, as go install refuses it`, async (t) => {
    const one = await published(t);
    const error = await refusal(() => build(one, `example.com/${path}@v1.0.0`));
    assert.match(error.message, new RegExp(`^example\\.com/${path}@v1\\.0\\.0 has ${directive} directives`));
    assert.match(error.hint ?? '', /clone the repository/);
    await refusal(() => build(one, `example.com/${path}@v1.0.0`));
  });
}

test('a library is refused', async (t) => {
  const one = await published(t);
  assert.match(
    (await refusal(() => build(one, 'example.com/word@v0.1.0'))).message,
    /no main package in example\.com\/word/,
  );
});

for (const query of ['example.com/tool@v9.9.9', 'example.com/nothing@latest', 'example.com/tool@nobranch']) {
  test(`${query}, which the proxy does not have, is a fault of the network with what go said`, async (t) => {
    const one = await published(t);
    const error = await refusal(() => build(one, query), 'E_NETWORK');
    assert.ok(error.message.startsWith(`cannot get ${query}\n`), error.message);
    assert.match(
      error.message,
      /no such file or directory|unknown revision|no matching versions|invalid version/,
    );
  });
}

test('the second run of an exact version asks nothing of the network and no go command', async (t) => {
  const one = await published(t);
  const asked: string[] = [];
  const folder = fileURLToPath(one.env['GOPROXY'] ?? '');
  const url = await serve(t, async (request, response) => {
    asked.push(request.url ?? '');
    const path = join(folder, request.url ?? '');
    const there = await stat(path)
      .then((found) => found.isFile())
      .catch(() => false);
    if (there) createReadStream(path).pipe(response);
    else response.writeHead(404).end();
  });
  const online = { ...one, env: { ...one.env, GOPROXY: url } };
  const first = await build(online, 'example.com/tool@v1.1.0');
  assert.ok(asked.length > 0 && first.runs.length > 0);
  asked.length = 0;
  const second = await build(online, 'example.com/tool@v1.1.0');
  assert.deepEqual([asked, second.runs, second.cache], [[], [], 'hit']);
  assert.equal(second.targets[0]?.executables[0]?.digest, first.targets[0]?.executables[0]?.digest);
  await build(online, 'example.com/tool@latest');
  assert.ok(
    asked.some((path) => path.endsWith('/@v/list')),
    'what is latest is asked each time',
  );
});

test('a file of the module cache that changed is noticed, and go is asked', async (t) => {
  const one = await published(t);
  await build(one, 'example.com/tool@v1.1.0');
  const file = join(one.env['GOMODCACHE'] ?? '', 'example.com/word@v0.1.0/word.go');
  await exec({ file: 'chmod', args: ['u+w', file] });
  await editUnseen(file, 'published', 'damaged__');
  assert.ok((await build(one, 'example.com/tool@v1.1.0')).runs.length > 0);
});

test('a go.work of the user has no say in what was published', async (t) => {
  const one = await published(t);
  const { targets } = await build(one, 'example.com/tool@v1.1.0');
  const work = {
    'go.work': 'go 1.24\n\nuse ./other\n',
    'other/go.mod': 'module example.com/other\n\ngo 1.24\n',
  };
  const folder = await temporaryFolders((action) => t.after(action))();
  await edit(folder, work);
  const above = { cacheDirectory: join(folder, 'cache'), env: one.env };
  const named = {
    cacheDirectory: join(folder, 'cache-2'),
    env: { ...one.env, GOWORK: join(folder, 'go.work') },
  };
  for (const other of [above, named]) {
    const again = await build(other, 'example.com/tool@v1.1.0');
    assert.equal(again.targets[0]?.executables[0]?.digest, targets[0]?.executables[0]?.digest);
  }
});

test('a run that ends while a module is prepared leaves nothing that a later run would take for whole', async (t) => {
  const one = await published(t);
  const request = await requestOf(one, 'example.com/tool@v1.1.0');
  const failing: Exec = (command) =>
    command.args[0] === 'get' ? Promise.reject(new Error('interrupted')) : exec(command);
  await assert.rejects(originOf(request, portsOf(one, { exec: failing })), /interrupted/);
  const { targets } = await build(one, 'example.com/tool@v1.1.0');
  const file = await readFile(targets[0]?.executables[0]?.path ?? '');
  assert.ok(file.includes('published'));
});
