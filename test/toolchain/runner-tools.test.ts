import assert from 'node:assert/strict';
import { chmod, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { goHost } from '../../src/outside.ts';
import { planBuild } from '../../src/stages/plan.ts';
import { exec } from '../../src/support/exec.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import { listRunnerTools } from '../../src/toolchain/runner-tools.ts';
import { goOnPath, hello, machine, portsOf, requestOf } from '../support/build-run.ts';
import { temporaryFolder, testHost } from '../support/go-proxy.ts';
import { folderOf } from '../support/temporary.ts';
import { makeWorld, runnerTools } from './resolving.ts';

/** The tool cache of a runner whose image holds the real Go that is on PATH here. */
async function realTools(t: TestContext): Promise<{ RUNNER_TOOL_CACHE: string; goroot: string }> {
  const goroot = dirname(dirname(await realpath(goOnPath())));
  const RUNNER_TOOL_CACHE = await temporaryFolder(t);
  const place = join(RUNNER_TOOL_CACHE, 'go', '1.26.8');
  await mkdir(place, { recursive: true });
  await symlink(goroot, join(place, 'x64'));
  await writeFile(join(place, 'x64.complete'), '');
  return { RUNNER_TOOL_CACHE, goroot };
}

const names = async (env: Readonly<Record<string, string>>, host = testHost): Promise<string[]> =>
  (await listRunnerTools({ env, host })).map(({ name }) => name).sort();

test("a real Go in a runner's tool cache is found, and works", async (t) => {
  const { goroot, ...env } = await realTools(t);
  const world = await makeWorld(t, env, { offline: true, host: goHost() });
  const run = await exec({
    file: goOnPath(),
    args: ['env', 'GOVERSION'],
    env: { GOTOOLCHAIN: 'local', HOME: '/' },
  });
  const version = run.stdout.trim();
  const found = await world.resolve(goSpecification(version, 'setup'));
  assert.deepEqual(
    [found.version, found.source, found.goroot, found.pinned, found.digest],
    [version, 'runner tool cache', goroot, true, undefined],
  );
  const said = await exec({ file: found.go, args: ['version'], env: { GOTOOLCHAIN: 'local', HOME: '/' } });
  assert.ok(said.stdout.startsWith(`go version ${version} `), said.stderr);
});

test("a build plans with the Go of the runner's tool cache where PATH has none", async (t) => {
  const { goroot, ...env } = await realTools(t);
  const one = await machine(t, { ...env, PATH: '' });
  const planned = await planBuild(
    await requestOf(one, await folderOf(t, hello), '--dry-run', '--go', '^1.20'),
    portsOf(one),
  );
  assert.equal(planned.toolchain.source, 'runner tool cache');
  assert.ok(planned.commands.length > 0);
  for (const line of planned.commands) assert.ok(line.includes(join(goroot, 'bin', 'go')), line);
});

test("the VERSION file inside is believed, not the folder's name", async (t) => {
  const env = await runnerTools(t, {
    '1.21.0-rc.1/x64': 'go1.21rc1',
    '1.20.0/x64': 'go1.20',
    '1.24.3/amd64': 'go1.24.4',
    'nightly/x64': 'devel go1.28-1a2b3c4',
  });
  assert.deepEqual(await names(env), ['devel go1.28-1a2b3c4', 'go1.20', 'go1.21rc1', 'go1.24.4']);
});

test('what is unfinished, damaged or for another machine is passed over', async (t) => {
  const versions = ['good', 'unfinished', 'goless', 'unrunnable', 'nameless', 'foreign', 'odd'];
  const env = await runnerTools(
    t,
    Object.fromEntries(versions.map((name) => [`${name}/x64`, `go1.26.8-${name}`])),
  );
  const at = (...path: readonly string[]) => join(env.RUNNER_TOOL_CACHE, 'go', ...path);
  assert.equal((await names(env)).length, versions.length, 'all of them are well before they are damaged');
  await rm(at('unfinished', 'x64.complete'));
  await rm(at('goless', 'x64', 'bin', 'go'));
  await chmod(at('unrunnable', 'x64', 'bin', 'go'), 0o644);
  await rm(at('nameless', 'x64', 'VERSION'));
  await rm(at('foreign', 'x64', 'pkg', 'tool', 'linux_amd64'), { recursive: true });
  await mkdir(at('foreign', 'x64', 'pkg', 'tool', 'linux_arm64'));
  await writeFile(at('odd', 'x64', 'VERSION'), 'weekly.2011-01-01\n');
  await writeFile(at('a-file'), '');
  await mkdir(at('1.25.0'));
  await writeFile(at('1.25.0', 'x64.complete'), '');
  assert.deepEqual(await names(env), ['go1.26.8-good']);
  assert.deepEqual(await names(env, { ...testHost, architecture: 'arm64' }), ['go1.26.8-foreign']);
});

test('a machine that is no runner has no such tools, and that is no fault', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'go'), 'a file');
  for (const env of [
    {},
    { RUNNER_TOOL_CACHE: '' },
    { RUNNER_TOOL_CACHE: folder },
    { RUNNER_TOOL_CACHE: '/nowhere' },
  ])
    assert.deepEqual(await listRunnerTools({ env, host: testHost }), []);
});
