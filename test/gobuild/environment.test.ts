import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type PreparedGo, prepareGo } from '../../src/gobuild/go.ts';
import { goShellLine, runGo } from '../../src/gobuild/go-command.ts';
import { downloadModule, findModule } from '../../src/gobuild/module-source.ts';
import { platformVariables } from '../../src/gobuild/platform-variables.ts';
import { goHost } from '../../src/outside.ts';
import { exec } from '../../src/support/exec.ts';
import { goOnPath, hello, machine, quietEnvironment, requestOf } from '../support/build-run.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

interface Situation {
  /** What the user exports. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the user's own settings file (GOENV) says. */
  readonly file?: string;
  /** What GOROOT/go.env says. */
  readonly distribution?: string;
  readonly flags?: readonly string[];
  /** A shell script that takes the place of the go program, but for `go version`. */
  readonly script?: string;
}

async function prepare(t: TestContext, situation: Situation): Promise<PreparedGo> {
  const { env = {}, file, distribution, flags = [], script } = situation;
  const real = dirname(dirname(await realpath(goOnPath())));
  const goroot =
    distribution === undefined && script === undefined ? real : await copyGoroot(t, real, situation);
  const goenv = file === undefined ? 'off' : join(await folderOf(t, { env: file }), 'env');
  const one = await machine(t, { GOENV: goenv, ...env });
  const request = await requestOf(one, await folderOf(t, hello), ...flags);
  return prepareGo({ go: join(goroot, 'bin', 'go'), goroot, version: 'go1.26.8' }, request, {
    exec,
    env: one.env,
    host: goHost(),
    progress: () => undefined,
  });
}

/** A GOROOT of its own, where all but the go program and go.env are links to the real one. */
async function copyGoroot(
  t: TestContext,
  real: string,
  { distribution, script }: Situation,
): Promise<string> {
  const goroot = await folderOf(t, { 'go.env': distribution ?? '' });
  await mkdir(join(goroot, 'bin'));
  for (const name of ['VERSION', 'src', 'pkg', 'lib']) await symlink(join(real, name), join(goroot, name));
  const program = join(goroot, 'bin', 'go');
  if (script === undefined) await copyFile(join(real, 'bin', 'go'), program);
  else {
    const version = `[ "$*" = version ] && exec '${join(real, 'bin', 'go')}' version`;
    await writeFile(program, `#!/bin/sh\n${version}\n${script}`);
  }
  await chmod(program, 0o755);
  return goroot;
}

/** What the go command itself says it works with when it builds for a platform. */
async function goEnv(
  go: PreparedGo,
  names: readonly string[],
  architecture: 'amd64' | 'arm64' = 'arm64',
): Promise<Record<string, string>> {
  const variables = platformVariables({ os: 'linux', architecture }, { cgo: false, goexperiment: [] });
  const run = { args: ['env', '-json', ...names], cwd: '/', variables };
  return JSON.parse(await runGo(go.command, run, 'go env failed')) as Record<string, string>;
}

async function assertPlain(go: PreparedGo): Promise<void> {
  assert.deepEqual(await goEnv(go, Object.keys(plain)), plain);
  assert.equal((await goEnv(go, ['GOAMD64'], 'amd64'))['GOAMD64'], 'v1');
}

const decisive = {
  GOFLAGS: '-tags=evil',
  GOEXPERIMENT: 'loopvar',
  GOAMD64: 'v3',
  GOARM64: 'v8.1',
  GOFIPS140: 'latest',
};
const plain = {
  GOFLAGS: '-trimpath',
  GOEXPERIMENT: '',
  GOARM64: 'v8.0',
  GOFIPS140: 'off',
  GOTOOLCHAIN: 'local',
};
const asFile = (values: object): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

test('what the user exports to change builds is set aside and said', async (t) => {
  const go = await prepare(t, {
    env: { ...decisive, GOTOOLCHAIN: 'go1.22.0', GODEBUG: 'panicnil=1', CGO_ENABLED: '1' },
  });
  await assertPlain(go);
  assert.equal((await goEnv(go, ['GODEBUG']))['GODEBUG'], '');
  const expected = [...Object.entries(decisive), ['GOTOOLCHAIN', 'go1.22.0'], ['CGO_ENABLED', '1']];
  assert.deepEqual(
    [...go.environment.overruled].sort(),
    expected.map(([name, value]) => `${name}=${value} (environment)`).sort(),
  );
});

test("what the user's go env file says to change builds is set aside and said with the file's name", async (t) => {
  const go = await prepare(t, { file: asFile({ ...decisive, GOTOOLCHAIN: 'go1.22.0' }) });
  await assertPlain(go);
  assert.equal(go.environment.overruled.length, 6);
  for (const line of go.environment.overruled) assert.match(line, /^GO\w+=\S+ \(\/.*\/env\)$/);
});

test('what GOROOT/go.env says to change builds is set aside too, though GOENV=off does not hide it', async (t) => {
  const { GOEXPERIMENT: _, ...said } = decisive;
  const go = await prepare(t, { distribution: asFile({ ...said, GO111MODULE: 'off', GOTOOLCHAIN: 'auto' }) });
  await assertPlain(go);
  assert.equal((await goEnv(go, ['GO111MODULE']))['GO111MODULE'], 'on');
  const names = go.environment.overruled.map((line) => line.split('=')[0]);
  assert.deepEqual(names.sort(), ['GO111MODULE', 'GOAMD64', 'GOARM64', 'GOFIPS140', 'GOFLAGS']);
});

test('a plain machine has nothing set aside, and the report shows only what decides the build', async (t) => {
  const go = await prepare(t, {});
  assert.deepEqual(go.environment.overruled, []);
  const { GOENV, GOFLAGS, GOPROXY, GOTOOLCHAIN, GOAUTH, GOSUMDB, ...rest } = go.environment.shown;
  assert.deepEqual(
    [GOENV, GOFLAGS, GOPROXY, GOTOOLCHAIN, GOAUTH],
    ['off', '-trimpath', 'off', 'local', 'netrc'],
  );
  assert.ok(GOSUMDB);
  assert.deepEqual(rest, {});
});

test('the environment of a build is a closed list: of the rest nothing arrives', async (t) => {
  const go = await prepare(t, {
    env: {
      SECRET_TOKEN: 'x',
      LD_PRELOAD: '/x.so',
      GOROOT: '/x',
      GOOS: 'plan9',
      CC: 'evil',
      NETRC: '/n',
      https_proxy: 'http://p',
    },
    script: 'env\n',
  });
  const stdout = await runGo(go.command, { args: [], cwd: '/' }, 'env failed');
  const arrived = new Set(stdout.split('\n').map((line) => line.split('=')[0]));
  for (const name of ['SECRET_TOKEN', 'LD_PRELOAD', 'GOROOT', 'GOOS', 'CC'])
    assert.ok(!arrived.has(name), name);
  for (const name of ['NETRC', 'https_proxy', 'GOPROXY', 'HOME', 'PATH']) assert.ok(arrived.has(name), name);
});

test('where modules come from is used as the user set it, also in the go env file', async (t) => {
  const file =
    'GOPRIVATE=git.acme.example\nGOPROXY=https://proxy.acme.example\nGOSUMDB=off\nGOINSECURE=x.example\n';
  const go = await prepare(t, { file, env: { GOPROXY: '' } });
  const names = ['GOPRIVATE', 'GOPROXY', 'GOSUMDB', 'GONOPROXY', 'GONOSUMDB', 'GOINSECURE'];
  assert.deepEqual(await goEnv(go, names), {
    GOPRIVATE: 'git.acme.example',
    GOPROXY: 'https://proxy.acme.example',
    GOSUMDB: 'off',
    GONOPROXY: 'git.acme.example',
    GONOSUMDB: 'git.acme.example',
    GOINSECURE: 'x.example',
  });
});

test('with --offline the go command may not ask any proxy', async (t) => {
  const go = await prepare(t, { env: { GOPROXY: 'https://proxy.acme.example' }, flags: ['--offline'] });
  assert.equal((await goEnv(go, ['GOPROXY']))['GOPROXY'], 'off');
});

test('with --cgo the C compiler is the one the user chose', async (t) => {
  const go = await prepare(t, { env: { CC: 'my-cc', CGO_CFLAGS: '-O1' }, flags: ['--cgo'] });
  assert.deepEqual(await goEnv(go, ['CC', 'CGO_CFLAGS']), { CC: 'my-cc', CGO_CFLAGS: '-O1' });
});

for (const proxy of [
  'https://user:s3cr3t@proxy.acme.example/x',
  'https://s3cr3t@proxy.acme.example/x,direct',
]) {
  test(`credentials in GOPROXY reach the go command and no reader: ${proxy.replace('s3cr3t', '…')}`, async (t) => {
    const go = await prepare(t, { env: { GOPROXY: proxy }, script: 'echo "asked $GOPROXY" >&2; exit 1\n' });
    assert.equal(go.command.environment['GOPROXY'], proxy);
    const run = { args: ['list'], cwd: '/' };
    const error = await refusal(() => runGo(go.command, run, 'go list failed'), 'E_BUILD');
    const told = [
      error.message,
      error.hint,
      goShellLine(go.command, run),
      JSON.stringify(go.environment.shown),
    ];
    for (const text of told) assert.doesNotMatch(text ?? '', /s3cr3t/);
    assert.match(error.message, /proxy\.acme\.example/);
  });
}

const token = 'ghp_S3cr3t+/=&x';
const withToken = { env: { MY_TOKEN: token }, flags: ['--git-auth', 'git.acme.example=MY_TOKEN'] };

test('a token of --git-auth reaches git below the go command, for every form of address of its host', async (t) => {
  const script =
    'for a in https://git.acme.example/x ssh://git@git.acme.example/x git@git.acme.example:x https://other.example/x; do git ls-remote --get-url $a; done\n';
  const go = await prepare(t, { ...withToken, script });
  const stdout = await runGo(go.command, { args: [], cwd: '/' }, 'git failed');
  const mapped = `https://x-access-token:${encodeURIComponent(token)}@git.acme.example/x`;
  assert.deepEqual(stdout.trim().split('\n'), [mapped, mapped, mapped, 'https://other.example/x']);
});

test("the user's own settings given to git by environment stay beside the token", async (t) => {
  const own = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'A Tester' };
  const script = 'git config --get user.name; git config --get-regexp "^url[.].*[.]insteadof$" | wc -l\n';
  const go = await prepare(t, { flags: withToken.flags, env: { ...withToken.env, ...own }, script });
  const stdout = await runGo(go.command, { args: [], cwd: '/' }, 'git failed');
  assert.match(stdout, /^A Tester\n *3\n$/);
});

test('a token appears in no error, command line or report, even when git or a proxy repeats it', async (t) => {
  const said = `fatal: cannot read https://x-access-token:${encodeURIComponent(token)}@git.acme.example/x, ${token}`;
  const go = await prepare(t, { ...withToken, script: `echo '${said}' >&2; exit 1\n` });
  const folder = await folderOf(t);
  const asked = { path: 'git.acme.example/x', version: 'v1.0.0' };
  const errors = [
    await refusal(() => runGo(go.command, { args: ['build'], cwd: '/' }, 'x does not compile'), 'E_BUILD'),
    await refusal(() => findModule(go.command, asked, folder), 'E_NETWORK'),
  ];
  const download = await downloadModule(go.command, 'git.acme.example/x@v1.0.0', folder);
  const told = [
    ...errors.map((error) => `${error.message}${error.hint}`),
    download.Error,
    JSON.stringify(go.environment.shown),
  ];
  for (const text of told) {
    assert.ok(!text?.includes(token) && !text?.includes(encodeURIComponent(token)), text);
  }
  for (const { message } of errors) assert.match(message, /cannot read .*git\.acme\.example\/x/);
});

test('a variable of --git-auth that is not set is refused before anything runs', async (t) => {
  const { cacheDirectory } = await machine(t);
  const one = { cacheDirectory, env: { ...quietEnvironment(), MY_TOKEN: 'x' } };
  const request = await requestOf(one, await folderOf(t, hello), ...withToken.flags);
  const ports = { exec, env: quietEnvironment(), host: goHost(), progress: () => undefined };
  const error = await refusal(
    () => prepareGo({ go: 'go', goroot: '', version: 'go1.26.8' }, request, ports),
    'E_AUTH',
  );
  assert.match(error.message, /MY_TOKEN is not set/);
});
