import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { findLocalGo } from '../../src/toolchain/local.ts';
import { temporaryFolder, testHost } from '../support/go-proxy.ts';
import { goEnvironment } from '../support/tools.ts';

async function program(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  await chmod(path, 0o755);
}

/** An installation whose go command fails when it is run. */
async function installation(t: TestContext, version: string): Promise<string> {
  const goroot = join(await realpath(await temporaryFolder(t)), 'go');
  await program(join(goroot, 'bin', 'go'), '#!/bin/sh\nexit 7\n');
  await program(join(goroot, 'pkg', 'tool', 'linux_amd64', 'compile'), '');
  await writeFile(join(goroot, 'VERSION'), version);
  return goroot;
}

/** A go script that tells an installation when it is asked as Slipway asks. */
function wrapper(goroot: string, os: string, architecture: string): string {
  return `#!/bin/sh
[ "$GOTOOLCHAIN $*" = 'local env GOROOT GOVERSION GOHOSTOS GOHOSTARCH' ] || exit 9
printf '%s\\n' ${goroot} go1.25.1-acme ${os} ${architecture}
`;
}

const find = (...path: readonly string[]) =>
  findLocalGo({ env: { PATH: path.join(delimiter) }, host: testHost, exec });

test('an installed Go is known by its files, without being run', async (t) => {
  const goroot = await installation(t, 'go1.26.8\ntime 2026-08-28T16:20:06Z\n');
  const { go, notices } = await find('', 'relative', '/nowhere', join(goroot, 'bin'));
  assert.deepEqual(go, { name: 'go1.26.8', version: '1.26.8', goroot, go: join(goroot, 'bin', 'go') });
  assert.deepEqual(notices, []);
});

test("a distribution's link in /usr/bin leads to its Go", async (t) => {
  const goroot = await installation(t, 'go1.24.4');
  const bin = await temporaryFolder(t);
  await symlink(join(goroot, 'bin', 'go'), join(bin, 'go'));
  assert.equal((await find(bin)).go?.goroot, goroot);
});

test('a wrapper script is asked, and the Go that it starts is the one', async (t) => {
  const real = await installation(t, 'go1.25.1');
  const bin = await temporaryFolder(t);
  await program(join(bin, 'go'), wrapper(real, 'linux', 'amd64'));
  const { go } = await find(bin);
  assert.deepEqual(go, {
    name: 'go1.25.1-acme',
    version: '1.25.1',
    goroot: real,
    go: join(real, 'bin', 'go'),
  });
});

test('a Go for another machine than is asked for is passed over, by its files or by its word', async (t) => {
  const amd64 = await installation(t, 'go1.26.8');
  await program(join(amd64, 'bin', 'go'), wrapper(amd64, 'linux', 'amd64'));
  const wrapping = await temporaryFolder(t);
  await program(join(wrapping, 'go'), wrapper(amd64, 'linux', 'amd64'));
  for (const folder of [join(amd64, 'bin'), wrapping]) {
    const env = { PATH: folder };
    const { go, notices } = await findLocalGo({ env, host: { ...testHost, architecture: 's390x' }, exec });
    assert.equal(go, undefined);
    assert.match(notices[0] ?? '', /passed over: it is for linux\/amd64, and one for linux\/s390x is wanted/);
  }
  assert.equal((await find(wrapping)).go?.goroot, amd64);
});

test('a Go that does not work is passed over with a notice that says why', async (t) => {
  const bin = await temporaryFolder(t);
  await program(join(bin, 'go'), '#!/bin/sh\nexit 3\n');
  const failing = await find(bin);
  assert.equal(failing.go, undefined);
  assert.match(failing.notices[0] ?? '', /passed over: "go env" ends with exit status 3/);
  await program(join(bin, 'go'), '#!/nowhere/interpreter\n');
  assert.match((await find(bin)).notices[0] ?? '', /cannot start/);
  await program(join(bin, 'go'), '#!/bin/sh\necho hello\n');
  assert.match((await find(bin)).notices[0] ?? '', /does not name its version/);
});

test('a development build counts as its line, under its own name', async (t) => {
  const goroot = await installation(t, 'devel go1.28-1a2b3c4 Thu Jan 1 00:00:00 2026 +0000\n');
  const { go } = await find(join(goroot, 'bin'));
  assert.equal(go?.version, '1.28');
  assert.match(go?.name ?? '', /^devel /);
});

test('no Go on PATH is no fault, nor is a folder of that name', async (t) => {
  const bin = await temporaryFolder(t);
  await mkdir(join(bin, 'go'));
  assert.deepEqual(await find(bin), { go: undefined, notices: [] });
  assert.deepEqual(await findLocalGo({ env: {}, host: testHost, exec }), { go: undefined, notices: [] });
});

test("the machine's own Go is found as it describes itself", async () => {
  const env = goEnvironment();
  const [goroot, version] = execFileSync('go', ['env', 'GOROOT', 'GOVERSION'], {
    env,
    encoding: 'utf8',
  }).split('\n');
  const [os = '', architecture = ''] = execFileSync('go', ['env', 'GOHOSTOS', 'GOHOSTARCH'], {
    env,
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  const { go } = await findLocalGo({ env, host: { os, architecture }, exec });
  assert.equal(go?.name, version);
  assert.equal(go?.goroot, await realpath(goroot ?? ''));
});
