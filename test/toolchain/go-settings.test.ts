import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { type GoSettings, readGoSettings, type SettingName } from '../../src/toolchain/go-settings.ts';
import { temporaryFolder } from '../support/go-proxy.ts';
import { environment } from '../support/tools.ts';

const host = { os: 'linux', architecture: 'amd64' };
let goroot = '';

before(() => {
  goroot = execFileSync('go', ['env', 'GOROOT'], {
    env: { ...environment(), GOENV: 'off' },
    encoding: 'utf8',
  }).trim();
});

/** What `go env` itself says under exactly this environment. */
function goEnv(env: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  // Counting its uses, go would write into the home after the test has removed it.
  const configuration = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? '', '.config');
  mkdirSync(join(configuration, 'go', 'telemetry'), { recursive: true });
  writeFileSync(join(configuration, 'go', 'telemetry', 'mode'), 'off');
  const all = { PATH: environment()['PATH'] ?? '', GOTOOLCHAIN: 'local', ...env };
  return JSON.parse(execFileSync('go', ['env', '-json', ...names], { env: all, encoding: 'utf8' }));
}

/** Settings whose default is not the toolchain's own. GOTOOLCHAIN is set for the comparison, and GONOSUMCHECK is not shown. */
const comparable: readonly SettingName[] = [
  'GOAUTH',
  'GOBIN',
  'GOCACHE',
  'GOENV',
  'GOFLAGS',
  'GOINSECURE',
  'GOMODCACHE',
  'GONOPROXY',
  'GONOSUMDB',
  'GOPATH',
  'GOPRIVATE',
  'GOPROXY',
  'GOSUMDB',
  'GOVCS',
  'GO111MODULE',
  'GOEXPERIMENT',
  'GOTMPDIR',
];

async function sameAsGo(env: Readonly<Record<string, string>>): Promise<GoSettings> {
  const settings = await readGoSettings(env, { goroot, host });
  const own = Object.fromEntries(comparable.map((name) => [name, settings[name].value]));
  assert.deepEqual(own, goEnv(env, comparable));
  return settings;
}

test('without any setting the values are those that go env shows', async (t) => {
  const home = await temporaryFolder(t);
  const settings = await sameAsGo({ HOME: home });
  assert.equal(settings.GOPRIVATE.from, 'default');
  assert.equal(settings.GOPROXY.from, join(goroot, 'go.env'));
});

test("the environment wins over the user's file, and that over GOROOT/go.env", async (t) => {
  const home = await temporaryFolder(t);
  await mkdir(join(home, '.config', 'go'), { recursive: true });
  const file = join(home, '.config', 'go', 'env');
  await writeFile(
    file,
    '# comment\nGOPRIVATE=corp.example\nGOPROXY=https://file.example\nGOFLAGS=-mod=mod\nbad line\nGOVCS=\nGOSUMDB=a=b',
  );
  const settings = await sameAsGo({ HOME: home, GOPROXY: 'https://environment.example', GOFLAGS: '' });
  assert.deepEqual(settings.GOPROXY, { value: 'https://environment.example', from: 'environment' });
  assert.deepEqual(settings.GOFLAGS, { value: '-mod=mod', from: file });
  assert.deepEqual(settings.GONOSUMDB, { value: 'corp.example', from: 'default' });
});

test('the file that GOENV names is read, and of several GOPATH folders the first holds the modules', async (t) => {
  const home = await temporaryFolder(t);
  const goenv = join(home, 'settings');
  await writeFile(goenv, 'GONOPROXY=none.example\nGOPATH=/first:/second\nGOCACHE=/cache\n');
  const settings = await sameAsGo({ HOME: home, GOENV: goenv });
  assert.equal(settings.GOMODCACHE.value, '/first/pkg/mod');
  await sameAsGo({ HOME: home, GOENV: goenv, GOMODCACHE: '/modules', GOAUTH: 'off' });
});

test('GOENV=off, XDG folders and a missing HOME mean what they mean to go', async (t) => {
  const home = await temporaryFolder(t);
  await mkdir(join(home, 'xdg', 'go'), { recursive: true });
  await writeFile(join(home, 'xdg', 'go', 'env'), 'GOPRIVATE=xdg.example\n');
  const folders = { XDG_CONFIG_HOME: join(home, 'xdg'), XDG_CACHE_HOME: join(home, 'cache') };
  const settings = await sameAsGo({ HOME: home, ...folders });
  assert.equal(settings.GOPRIVATE.value, 'xdg.example');
  assert.equal(
    (await readGoSettings({ HOME: home, ...folders, GOENV: 'off' }, { host })).GOPRIVATE.value,
    '',
  );
  const homeless = await readGoSettings({}, { host });
  assert.deepEqual([homeless.GOPATH.value, homeless.GOMODCACHE.value, homeless.GOCACHE.value], ['', '', '']);
});

test('a machine without Go has the defaults of a fresh installation', async (t) => {
  const home = await temporaryFolder(t);
  const settings = await readGoSettings({ HOME: home }, { host });
  const fresh = goEnv({ HOME: home }, ['GOPROXY', 'GOSUMDB']);
  assert.equal(settings.GOPROXY.value, fresh['GOPROXY']);
  assert.equal(settings.GOSUMDB.value, fresh['GOSUMDB']);
  assert.equal(settings.GOPROXY.from, 'default');
});

test('macOS and Windows keep their settings and caches elsewhere', async () => {
  const mac = await readGoSettings({ HOME: '/Users/me' }, { host: { os: 'darwin', architecture: 'arm64' } });
  assert.equal(mac.GOENV.value, '/Users/me/Library/Application Support/go/env');
  assert.equal(mac.GOCACHE.value, '/Users/me/Library/Caches/go-build');
  const env = { USERPROFILE: '/me', AppData: '/me/roaming', LocalAppData: '/me/local' };
  const windows = await readGoSettings(env, { host: { os: 'windows', architecture: 'amd64' } });
  assert.equal(windows.GOENV.value, '/me/roaming/go/env');
  assert.equal(windows.GOCACHE.value, '/me/local/go-build');
  assert.equal(windows.GOPATH.value, '/me/go');
});
