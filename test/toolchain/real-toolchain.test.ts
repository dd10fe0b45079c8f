import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { goHost } from '../../src/outside.ts';
import { exec } from '../../src/support/exec.ts';
import { defaultPatience } from '../../src/support/retry.ts';
import { lookupChecksums } from '../../src/toolchain/checksum-database.ts';
import { defaultChecksumDatabase } from '../../src/toolchain/defaults.ts';
import { readGoSettings } from '../../src/toolchain/go-settings.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import { withModuleAccess } from '../../src/toolchain/module-access.ts';
import type { ToolchainPorts } from '../../src/toolchain/ports.ts';
import { describePublished } from '../../src/toolchain/published-module.ts';
import { resolveToolchain } from '../../src/toolchain/resolve.ts';
import { repository } from '../support/slipway.ts';
import { environment } from '../support/tools.ts';

/** What the public checksum database has signed; it can never say anything else. */
const published = 'h1:fVts2HjYwzBWrJtkf1B9HRDAuCZcZLexWI6ZX6Ls/IU=';

const host = goHost();
const env = { ...environment(), PATH: '', GOENV: 'off' };
const ports: ToolchainPorts = {
  exec,
  env,
  host,
  cacheDirectory: join(repository, '.tools', 'slipway-cache'),
  offline: false,
  progress: () => undefined,
};

test('the public checksum database vouches for go1.27.0, with note and proof', async () => {
  const settings = await readGoSettings(env, { host });
  const module = { path: 'golang.org/toolchain', version: 'v0.0.1-go1.27.0.linux-amd64' };
  const ask = (version: string) =>
    withModuleAccess(ports, settings, defaultPatience, (access) =>
      lookupChecksums(access, { ...module, version }),
    );
  const answer = await ask(module.version);
  assert.ok('found' in answer);
  assert.equal(answer.found.zip, published);
  assert.equal(answer.found.database, defaultChecksumDatabase.name);
  const none = await ask('v0.0.1-go1.27.0.linux-none');
  assert.ok('missing' in none);
});

test('a whole toolchain is fetched, checked and works', async () => {
  const found = await resolveToolchain(goSpecification('1.27.0', '--go'), ports);
  assert.match(found.digest ?? '', /^h1:/);
  if (host.os === 'linux' && host.architecture === 'amd64') assert.equal(found.digest, published);
  const run = (...args: string[]) =>
    exec({
      file: found.go,
      args,
      cwd: found.goroot,
      env: { GOENV: 'off', GOTOOLCHAIN: 'local' },
    });
  const version = await run('version');
  assert.equal(version.stdout, `go version go1.27.0 ${host.os}/${host.architecture}\n`, version.stderr);
  const goroot = await run('env', 'GOROOT');
  assert.equal(goroot.stdout.trim(), found.goroot);
  // The nested modules of GOROOT are found only when their go.mod files have their names.
  const std = await run('list', '-C', join(found.goroot, 'src', 'cmd'), '-m');
  assert.equal(std.stdout, 'cmd\n', std.stderr);
});

test('a published module is described before there is a Go, by the path of one of its packages', async () => {
  const settings = await readGoSettings(env, { host });
  const answer = await describePublished(
    { path: 'filippo.io/age/cmd/age', version: 'v1.2.1' },
    settings,
    ports,
  );
  assert.ok('found' in answer);
  const { goMod, path, version, time } = answer.found;
  assert.deepEqual(
    { path, version, time },
    { path: 'filippo.io/age', version: 'v1.2.1', time: '2024-12-18T15:01:18Z' },
  );
  assert.match(goMod, /^module filippo\.io\/age\n/);
});
