import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { adopt, type CompileRequest, compile, compileRun } from '../../src/gobuild/compile.ts';
import { type GoCommand, goShellLine } from '../../src/gobuild/go-command.ts';
import { exec } from '../../src/support/exec.ts';
import { hello, machine, originOf, portsOf, quietEnvironment, requestOf } from '../support/build-run.ts';
import { type Edits, edit } from '../support/edits.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { digestOf } from '../support/workspace.ts';

interface Bench {
  readonly go: GoCommand;
  readonly request: CompileRequest;
  readonly root: string;
}

/** A module, and the request that compiles it into a folder of its own. */
async function bench(
  t: TestContext,
  files: Edits = hello,
  more: Partial<CompileRequest> & { readonly folder?: string; readonly env?: Record<string, string> } = {},
): Promise<Bench> {
  const { folder = '', env, ...rest } = more;
  const root = join(await folderOf(t), folder);
  await edit(root, files);
  const one = await machine(t, env);
  const asked = await requestOf(one, root);
  const origin = await originOf(asked, portsOf(one));
  const request: CompileRequest = {
    target: 'hello (linux/amd64)',
    packageArgument: 'example.com/hello',
    directory: root,
    platform: { os: 'linux', architecture: 'amd64' },
    settings: asked.defaults,
    ldflags: '-s -w',
    buildvcs: 'false',
    output: join(one.cacheDirectory, 'builds', 'x', 'hello'),
    ...rest,
  };
  return { go: origin.go.command, request, root };
}

test('a program is linked once and then left as it is, known by the digest of its bytes', async (t) => {
  const { go, request } = await bench(t);
  const first = await compile(go, request);
  assert.equal(first.linked, true);
  assert.equal(first.executable.digest, await digestOf(request.output));
  assert.equal((await readFile(request.output)).length, first.executable.bytes);
  assert.deepEqual(await compile(go, request), { executable: first.executable, linked: false });
  assert.deepEqual((await readdir(join(request.output, '..'))).sort(), ['hello', 'hello.sha256']);
});

const flip = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  await writeFile(path, bytes);
};

const damages: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  'cut short': (path) => truncate(path, 5000),
  empty: (path) => truncate(path, 0),
  'longer than it was': (path) => writeFile(path, 'tail', { flag: 'a' }),
  'different in one bit': flip,
  'different in one bit, its time set back': async (path) => {
    await flip(path);
    await utimes(path, 1, 1);
  },
  gone: (path) => rm(path),
  'another file, which is no program': async (path) => {
    await rm(path);
    await writeFile(path, 'something else');
  },
  'a folder': async (path) => {
    await rm(path);
    await mkdir(join(path, 'inside'), { recursive: true });
  },
  'a link to another program': async (path) => {
    await rm(path);
    await symlink('/bin/sh', path);
  },
  'without its record': (path) => rm(`${path}.sha256`),
  'recorded with something that is no digest': (path) => writeFile(`${path}.sha256`, 'sha256:0\n'),
  'recorded with another digest': (path) => writeFile(`${path}.sha256`, `sha256:${'0'.repeat(64)}\n`),
};

test('whatever happens to a linked program, it is linked again to the same digest', async (t) => {
  const { go, request } = await bench(t);
  const { executable } = await compile(go, request);
  for (const [what, damage] of Object.entries(damages)) {
    await damage(request.output);
    assert.deepEqual(await compile(go, request), { executable, linked: true }, what);
    assert.equal(await digestOf(request.output), executable.digest, what);
    assert.deepEqual(await compile(go, request), { executable, linked: false }, `after ${what}`);
  }
  const shell = await readFile('/bin/sh');
  assert.ok(shell.length > 0 && !shell.equals(await readFile(request.output)), 'the link was not followed');
});

test('other sources or flags link again at the same place, and back again to the same bytes', async (t) => {
  const { go, request, root } = await bench(t);
  const before = await compile(go, request);
  const flagged = await compile(go, { ...request, ldflags: '-s -w -X main.a=b -buildid=x' });
  assert.equal(flagged.linked, true);
  assert.notEqual(flagged.executable.digest, before.executable.digest);
  const undo = await edit(root, { 'main.go': hello['main.go'].replace('hello', 'other') });
  assert.notEqual((await compile(go, request)).executable.digest, before.executable.digest);
  await undo();
  assert.equal((await compile(go, request)).executable.digest, before.executable.digest);
});

test('two folders give the same bytes, and none of them is in the program', async (t) => {
  const [a, b] = [await bench(t), await bench(t, hello, { folder: "it's a 'folder'" })];
  const [one, two] = [await compile(a.go, a.request), await compile(b.go, b.request)];
  assert.equal(one.executable.digest, two.executable.digest);
  const bytes = await readFile(b.request.output);
  for (const path of [a.root, b.root, a.request.output]) assert.ok(!bytes.includes(path), path);
});

const faulty = { ...hello, 'main.go': 'package main\n\nfunc main() {\n\tx := 1\n\treturn 2\n}\n' };

test('a compile error carries what go said, once and unabridged, and a command that fails the same way when pasted', async (t) => {
  const { go, request } = await bench(t, faulty, { folder: "it's $(touch pwned) here" });
  const { message } = await refusal(() => compile(go, request), 'E_BUILD');
  for (const said of [
    './main.go:4:2: declared and not used: x',
    './main.go:5:9: too many return values\n\thave (number)\n\twant ()',
  ]) {
    assert.equal(message.split(said).length, 2, `once: ${said}\n${message}`);
  }
  assert.match(message, /^hello \(linux\/amd64\) does not compile: exit status 1\n/);
  const line = /^\$ (.*)$/m.exec(message)?.[1] ?? '';
  const pasted = await exec({ file: 'sh', args: ['-c', line], cwd: '/', env: quietEnvironment() });
  assert.equal(pasted.status, 1);
  assert.equal(message.split('\n$ ')[0]?.split('exit status 1\n')[1], pasted.stderr.trimEnd());
  assert.deepEqual(await readdir(request.directory), ['go.mod', 'main.go']);
});

test('the command that is shown builds the same bytes', async (t) => {
  const { go, request } = await bench(t, hello, { folder: "a b'c", ldflags: `-s -w -X 'main.v=it is "1"'` });
  const { executable } = await compile(go, request);
  await rm(request.output);
  const line = goShellLine(go, compileRun(request));
  const pasted = await exec({ file: 'sh', args: ['-c', line], cwd: '/', env: quietEnvironment() });
  assert.deepEqual([pasted.status, pasted.stderr], [0, '']);
  assert.equal(await digestOf(request.output), executable.digest);
});

test('after a compile error the old program is not taken for the new one', async (t) => {
  const { go, request, root } = await bench(t);
  const { executable } = await compile(go, request);
  const undo = await edit(root, { 'main.go': faulty['main.go'] });
  await refusal(() => compile(go, request), 'E_BUILD');
  await undo();
  assert.equal((await compile(go, request)).executable.digest, executable.digest);
});

test('files that are named like flags or shell text are compiled and nothing else', async (t) => {
  const names = ['-o.go', '-toolexec=x.go', '$(touch pwned).go', "it's.go", 'a b.go', ';.go'];
  const extra = Object.fromEntries(names.map((name) => [name, 'package main\n']));
  const { go, request, root } = await bench(t, { ...hello, ...extra });
  const result = await compile(go, request).catch((error: unknown) => error);
  // The go command takes some of these names and refuses others; none may do anything.
  assert.ok(result instanceof Error ? /invalid (input )?file name|malformed/.test(result.message) : result);
  assert.deepEqual((await readdir(root)).sort(), ['go.mod', 'main.go', ...names].sort());
});

test('a package argument or tag that looks like a flag stays what it is', async (t) => {
  const { go, request, root } = await bench(t);
  for (const packageArgument of ['-toolexec=touch pwned', '--help', '-n']) {
    const error = await refusal(() => compile(go, { ...request, packageArgument }), 'E_BUILD');
    assert.match(error.message, /malformed import path|is not in std|leading dash/);
  }
  assert.deepEqual((await readdir(root)).sort(), ['go.mod', 'main.go']);
});

test('advice follows the reason: a go.sum that lacks an entry, a compiler that was killed', async (t) => {
  const { go, request } = await bench(t, {
    'go.mod': 'module example.com/hello\n\ngo 1.24\n\nrequire example.com/x v1.0.0\n',
    'main.go': 'package main\n\nimport _ "example.com/x"\n\nfunc main() {}\n',
  });
  const error = await refusal(() => compile(go, request), 'E_BUILD');
  assert.match(error.hint ?? '', /go mod tidy/);
  const bin = await folderOf(t, { go: '#!/bin/sh\necho "signal: killed" >&2\nexit 1\n' });
  await chmod(join(bin, 'go'), 0o755);
  const killed = await refusal(() => compile({ ...go, file: join(bin, 'go') }, request), 'E_BUILD');
  assert.match(killed.hint ?? '', /--jobs/);
});

test('a go command that ends well and writes nothing is a fault, and what lay there before is not the answer', async (t) => {
  const { go, request } = await bench(t);
  const bin = await folderOf(t, { go: '#!/bin/sh\nexit 0\n' });
  await chmod(join(bin, 'go'), 0o755);
  await mkdir(join(request.output, '..'), { recursive: true });
  await writeFile(request.output, 'left behind');
  const error = await refusal(() => compile({ ...go, file: join(bin, 'go') }, request), 'E_BUILD');
  assert.match(error.message, /wrote no program/);
});

test('a program is for the platform and with the settings that were asked for, whatever the machine says', async (t) => {
  const env = { GOOS: 'plan9', GOARCH: '386', GOARM: '5', GOFLAGS: '-tags=evil', CGO_ENABLED: '1' };
  const { go, request } = await bench(t, hello, {
    platform: { os: 'linux', architecture: 'arm', variant: 'v6' },
    env,
  });
  const { executable } = await compile(go, request);
  const { stdout } = await exec({
    file: go.file,
    args: ['version', '-m', executable.path],
    env: quietEnvironment(),
  });
  const settings = [...stdout.matchAll(/^\tbuild\t((?!DefaultGODEBUG)\S+)$/gm)].map(([, setting]) => setting);
  assert.deepEqual(settings, [
    '-buildmode=exe',
    '-compiler=gc',
    '-trimpath=true',
    'CGO_ENABLED=0',
    'GOARCH=arm',
    'GOOS=linux',
    'GOARM=6',
  ]);
});

test('a program that was linked elsewhere counts as linked here, whatever lay there before', async (t) => {
  const { go, request } = await bench(t);
  const elsewhere = join(await folderOf(t), 'program');
  const { executable } = await compile(go, { ...request, output: elsewhere });
  await chmod(elsewhere, 0o600);
  const lying: readonly (() => Promise<unknown>)[] = [
    async () => {},
    () => writeFile(request.output, 'older and longer than nothing'),
    () => mkdir(request.output, { recursive: true }),
    () => symlink('nowhere', request.output),
  ];
  for (const lay of lying) {
    await rm(join(request.output, '..'), { recursive: true, force: true });
    await mkdir(join(request.output, '..'), { recursive: true });
    await lay();
    const adopted = await adopt(request, elsewhere);
    assert.deepEqual(adopted, { ...executable, path: request.output });
    assert.equal(await digestOf(request.output), executable.digest);
    const ran = await exec({ file: request.output, args: [] });
    assert.equal(ran.stderr, 'hello\n');
    assert.equal((await compile(go, request)).linked, false, 'the go command finds it current');
  }
});

test('several runs that take the same program at once all have it', async (t) => {
  const { go, request } = await bench(t);
  const elsewhere = join(await folderOf(t), 'program');
  const { executable } = await compile(go, { ...request, output: elsewhere });
  const adopted = await Promise.all(Array.from({ length: 8 }, () => adopt(request, elsewhere)));
  for (const { digest } of adopted) assert.equal(digest, executable.digest);
  assert.equal(await digestOf(request.output), executable.digest);
  const left = await readdir(join(request.output, '..'));
  assert.deepEqual(left.sort(), ['hello', 'hello.sha256']);
});
