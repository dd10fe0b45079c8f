import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type DoctorReport, doctor, doctorStatus, formatDoctor } from '../../src/commands/doctor.ts';
import type { Finding } from '../../src/commands/finding.ts';
import { readFlags } from '../../src/request/flags.ts';
import { exec } from '../../src/support/exec.ts';
import { pathWithTools } from '../support/sandbox-run.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, lacksRoot } from '../support/tools.ts';

const machine = { nodeVersion: '24.0.0', cores: 2, freeMemoryBytes: 4 * 2 ** 30 };
const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
const host = {
  os: execFileSync('go', ['env', 'GOHOSTOS'], { encoding: 'utf8' }).trim(),
  architecture: execFileSync('go', ['env', 'GOHOSTARCH'], { encoding: 'utf8' }).trim(),
};

interface Surroundings {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly argv?: readonly string[];
  /** Programs on PATH beside the system's own folders being left out. */
  readonly programs?: Readonly<Record<string, string>>;
  readonly machine?: typeof machine;
  readonly prepare?: (cwd: string, run: (...args: readonly string[]) => void) => void;
}

/** Runs doctor in a new folder whose PATH holds links to real programs only. */
async function examine(t: TestContext, around: Surroundings = {}): Promise<DoctorReport> {
  const cwd = await folderOf(t, around.files);
  const home = await folderOf(t);
  const bin = join(home, 'bin');
  await mkdir(bin);
  const programs = around.programs ?? { go: join(goroot, 'bin', 'go'), git };
  for (const [name, path] of Object.entries(programs)) await symlink(path, join(bin, name));
  const env = {
    HOME: home,
    PATH: bin,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
    ...around.env,
  };
  around.prepare?.(cwd, (...args) => void execFileSync(git, args, { cwd, env, stdio: 'ignore' }));
  const flags = readFlags('doctor', around.argv ?? ['--offline']);
  return doctor(flags, { exec, env, cwd, os: process.platform, host, machine: around.machine ?? machine });
}

function found(report: DoctorReport, check: string): Finding {
  const finding = report.findings.find((candidate) => candidate.check === check);
  return (
    finding ?? assert.fail(`no finding ${check} in ${report.findings.map((each) => each.check).join(', ')}`)
  );
}

const goMod = 'module example.com/x\n\ngo 1.21\n';

test('a machine that has everything is ready', async (t) => {
  const report = await examine(t, { files: { 'go.mod': goMod, 'slipway.yaml': 'targets: {api: {}}' } });
  assert.deepEqual([report.ready, doctorStatus(report)], [true, 0]);
  assert.equal(found(report, 'configuration').detail, '1 target named');
  assert.match(found(report, 'go on PATH').detail, /^go1\.\d+\S* in \//);
  assert.match(
    found(report, 'go wanted').detail,
    /^go1\.21 or newer \(go\.mod go line\): the one on PATH is used$/,
  );
  assert.equal(found(report, 'go settings').status, 'ok');
  assert.match(found(report, 'git').detail, /^\d+\.\d+/);
  assert.match(found(report, 'cache folder').detail, /\.cache\/slipway, \d+ [MG]iB free$/);
  assert.equal(found(report, 'network').status, 'note');
});

test('a machine without Go and git is ready all the same, and is told what that means', async (t) => {
  const report = await examine(t, { programs: {} });
  assert.equal(report.ready, true);
  assert.equal(found(report, 'go on PATH').status, 'note');
  assert.match(found(report, 'go on PATH').hint ?? '', /fetched, checked/);
  assert.match(found(report, 'git').hint ?? '', /no commit and no version/);
});

test('a Go that is not the wanted one is told apart, with who wants it', async (t) => {
  const report = await examine(t, { files: { 'go.mod': `${goMod}toolchain go1.21.13\n` } });
  assert.match(
    found(report, 'go wanted').detail,
    /^go1\.21\.13 \(go\.mod toolchain line\): not the one on PATH$/,
  );
  const flag = await examine(t, { files: { 'slipway.yaml': 'go: "^1.25"' } });
  assert.match(
    found(flag, 'go wanted').detail,
    /the newest Go in .*\(slipway\.yaml\): the one on PATH is used, unless a tool cache has a newer one$/,
  );
  const latest = await examine(t, { files: { 'slipway.yaml': 'go: "^1.25"\ncheck-latest: true' } });
  assert.match(found(latest, 'go wanted').detail, /: looked up for each build, as check-latest asks$/);
});

test('Go settings that would change bytes are shown with the place they come from', async (t) => {
  const report = await examine(t, { env: { GOFLAGS: '-mod=mod', GOAMD64: 'v3' } });
  const { status, detail } = found(report, 'go settings');
  assert.equal(status, 'note');
  assert.match(detail, /GOFLAGS=-mod=mod \(environment\)\nGOAMD64=v3 \(environment\)/);
});

test('a broken slipway.yaml is a problem with its line and column', async (t) => {
  const report = await examine(t, { files: { 'slipway.yaml': 'bass: static' } });
  assert.deepEqual([report.ready, doctorStatus(report)], [false, 3]);
  const { status, detail, hint } = found(report, 'configuration');
  assert.deepEqual(
    [status, detail, hint],
    ['problem', 'slipway.yaml:1:1: unknown field "bass"', 'did you mean base?'],
  );
});

test('Node that is too old and memory that is scarce are told', async (t) => {
  const report = await examine(t, { machine: { nodeVersion: '20.1.0', cores: 1, freeMemoryBytes: 2 ** 29 } });
  assert.match(found(report, 'node').detail, /20\.1\.0 is too old/);
  assert.deepEqual(found(report, 'machine'), {
    check: 'machine',
    status: 'note',
    detail: '1 core, 512 MiB of memory free',
    hint: 'large programs may run out of memory: use --jobs 1',
  });
  assert.equal(report.ready, false);
});

test('a cache folder that cannot be made is a problem', async (t) => {
  const folder = await folderOf(t, { file: '' });
  const report = await examine(t, { argv: ['--offline', '--cache-dir', join(folder, 'file', 'cache')] });
  const { status, detail, hint } = found(report, 'cache folder');
  assert.equal(status, 'problem');
  assert.match(detail, /cannot be written to \(ENOTDIR\)/);
  assert.match(hint ?? '', /--cache-dir/);
});

test('a repository shows its commit, a modified tree, and a shallow clone without tags', async (t) => {
  const whole = await examine(t, {
    files: { 'a.txt': '' },
    prepare: (_, run) => {
      run('init');
      run('add', '.');
      run('commit', '-m', 'one');
    },
  });
  assert.match(found(whole, 'commit').detail, /^[0-9a-f]{40}$/);
  assert.ok(!whole.findings.some(({ check }) => check === 'work tree' || check === 'version'));

  const origin = await folderOf(t, { 'a.txt': '' });
  const shallow = await examine(t, {
    prepare: (cwd, run) => {
      for (const args of [
        ['init'],
        ['add', '.'],
        ['commit', '-m', 'one'],
        ['commit', '--allow-empty', '-m', 'two'],
      ]) {
        run('-C', origin, ...args);
      }
      run('clone', '--depth', '1', `file://${origin}`, cwd);
      execFileSync('sh', ['-c', 'echo > b.txt'], { cwd });
    },
  });
  assert.match(found(shallow, 'version').hint ?? '', /fetch-depth: 0/);
  assert.match(found(shallow, 'work tree').detail, /\+dirty:\n\?\? b\.txt/);
  assert.equal(shallow.ready, true);
});

test('a repository without a commit is a note, and one that git will not open is a problem', async (t) => {
  const unborn = await examine(t, { prepare: (_, run) => run('init') });
  assert.equal(found(unborn, 'commit').status, 'note');
  const damaged = await examine(t, { files: { '.git': 'gitdir: /nowhere' } });
  assert.equal(found(damaged, 'commit').status, 'problem');
  assert.match(found(damaged, 'commit').hint ?? '', /safe\.directory/);
});

test('a checkout of another user is a problem with the command that ends it', async (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root can give a folder to another user');
  const report = await examine(t, {
    prepare: (cwd, run) => {
      run('init');
      execFileSync('chown', ['-R', '65534', cwd]);
    },
  });
  const { status, detail, hint } = found(report, 'commit');
  assert.equal(status, 'problem');
  assert.match(detail, /dubious ownership/);
  assert.match(
    hint ?? '',
    /^if another user owns the checkout: git config --global --add safe\.directory \//,
  );
});

test('what tries programs is told with why nothing better does, and what packs them', async (t) => {
  const bare = await examine(t);
  const { status, detail, hint } = found(bare, 'sandbox');
  assert.equal(status, 'note');
  assert.match(
    detail,
    /^\S.*, since what holds[^\n]*\ncrun: there is no crun on PATH\nrunc: there is no runc on PATH\n/,
  );
  assert.match(hint ?? '', /install runc or crun/);
  assert.match(found(bare, 'upx').detail, /^none on PATH/);
  assert.match(found(bare, 'buildkit').detail, /^no client on PATH/);
  assert.equal(bare.ready, true);
});

test('with an OCI runtime and UPX on PATH both are named', {
  skip: lacks('runc', 'upx') || lacksRoot(),
}, async (t) => {
  const folder = await folderOf(t);
  const env = { PATH: `${await pathWithTools(folder, 'runc', 'upx')}` };
  const report = await examine(t, { env });
  assert.equal(found(report, 'sandbox').status, 'ok');
  assert.match(found(report, 'sandbox').detail, /^runc \d/);
  assert.equal(found(report, 'upx').detail, join(folder, 'bin', 'upx'));
});

test('what reaches a BuildKit is named as one would call it', {
  skip: lacks('buildctl', 'buildx'),
}, async (t) => {
  const folder = await folderOf(t);
  const env = { PATH: `${await pathWithTools(folder, 'buildctl', 'buildx')}` };
  const [bin, { detail }] = [join(folder, 'bin'), found(await examine(t, { env }), 'buildkit')];
  assert.equal(detail, `${join(bin, 'buildx')}, ${join(bin, 'buildctl')}`);
});

test('the C compiler is looked for only when cgo is on', async (t) => {
  const without = await examine(t);
  assert.ok(!without.findings.some(({ check }) => check === 'C compiler'));
  const missing = await examine(t, { files: { 'slipway.yaml': 'targets: {a: {cgo: true}}' } });
  assert.equal(found(missing, 'C compiler').status, 'problem');
  const folder = await folderOf(t);
  const compiler = join(folder, 'my-cc');
  await writeFile(compiler, '#!/bin/sh\necho "my-cc 1.0 $1"\n');
  await chmod(compiler, 0o755);
  const there = await examine(t, {
    files: { 'slipway.yaml': 'cgo: true' },
    env: { CC: `${compiler} -m64`, PATH: '/bin:/usr/bin' },
  });
  assert.equal(found(there, 'C compiler').detail, 'my-cc 1.0 -m64');
});

/** A server on this machine; gives its address. */
async function serve(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.closeAllConnections());
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a module proxy that answers is well, and a checksum database that is switched off is told', async (t) => {
  const asked: string[] = [];
  const proxy = await serve(t, (request, response) => {
    asked.push(request.url ?? '');
    response.end('v0.0.1-go1.21.0.linux-amd64\n');
  });
  const report = await examine(t, { argv: [], env: { GOPROXY: proxy, GOSUMDB: 'off' } });
  assert.deepEqual(found(report, 'GOPROXY'), { check: 'GOPROXY', status: 'ok', detail: new URL(proxy).host });
  assert.equal(found(report, 'GOSUMDB').status, 'note');
  assert.deepEqual(asked, ['/golang.org/toolchain/@v/list']);
  assert.equal(report.ready, true);
});

test('a proxy that refuses, and a database that lies, are problems that name the host and no credentials', async (t) => {
  const proxy = await serve(t, (request, response) => {
    response.statusCode = request.url?.includes('/sumdb/') ? 200 : 403;
    response.end('no');
  });
  const report = await examine(t, { argv: [], env: { GOPROXY: proxy, GOSUMDB: undefined } });
  const refused = found(report, 'GOPROXY');
  assert.equal(refused.status, 'problem');
  assert.match(refused.detail, /127\.0\.0\.1:\d+ answers 403/);
  assert.match(refused.hint ?? '', /--offline/);
  assert.equal(found(report, 'GOSUMDB').status, 'problem');
  assert.match(found(report, 'GOSUMDB').detail, /malformed/);
  assert.equal(doctorStatus(report), 3);
});

test('offline, nothing is asked of the network', async (t) => {
  const asked: string[] = [];
  const proxy = await serve(t, (request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await examine(t, { env: { GOPROXY: proxy } });
  assert.deepEqual(asked, []);
});

test('the text says what to do below each finding, counts the problems, and obeys nothing a file says', () => {
  const text = formatDoctor({
    slipway: '0.1.0',
    ready: false,
    findings: [
      { check: 'node', status: 'ok', detail: '24.0.0' },
      { check: 'commit', status: 'problem', detail: 'two\nlines \x1b[31m\r', hint: 'do this' },
    ],
  });
  const lines = [
    'slipway 0.1.0 doctor',
    '',
    '  ✓ node    24.0.0',
    '  ✗ commit  two',
    '            lines  [31m ',
    '            → do this',
    '',
    '1 problem stands in the way of a build.',
  ];
  assert.deepEqual(text.split('\n'), lines);
});
