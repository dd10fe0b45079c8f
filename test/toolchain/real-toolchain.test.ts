import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { openHttp } from '../../src/support/http.ts';
import { defaultPatience, retrying } from '../../src/support/retry.ts';
import { lookupChecksums } from '../../src/toolchain/checksum-database.ts';
import { readCredentials } from '../../src/toolchain/credentials.ts';
import { defaultChecksumDatabase } from '../../src/toolchain/defaults.ts';
import { readGoSettings } from '../../src/toolchain/go-settings.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import type { ModuleAccess } from '../../src/toolchain/module-proxy.ts';
import type { Host, ToolchainPorts } from '../../src/toolchain/ports.ts';
import { resolveToolchain } from '../../src/toolchain/resolve.ts';
import { repository } from '../support/slipway.ts';
import { environment } from '../support/tools.ts';

/** What the public checksum database has signed; it can never say anything else. */
const published = 'h1:fVts2HjYwzBWrJtkf1B9HRDAuCZcZLexWI6ZX6Ls/IU=';

const os = process.platform === 'win32' ? 'windows' : process.platform;
const host: Host = { os, architecture: process.arch === 'x64' ? 'amd64' : process.arch };
const env = { ...environment(), PATH: '', GOENV: 'off' };

test('the public checksum database vouches for go1.27.0, with note and proof', async (t) => {
  const http = openHttp(env);
  t.after(() => http.close());
  const settings = await readGoSettings(env, { host });
  const access: ModuleAccess = {
    get: retrying(http.get, defaultPatience),
    patience: defaultPatience,
    authorize: await readCredentials(env, settings, host),
    settings,
    signal: undefined,
  };
  const module = { path: 'golang.org/toolchain', version: 'v0.0.1-go1.27.0.linux-amd64' };
  const answer = await lookupChecksums(access, module);
  assert.ok('found' in answer);
  assert.equal(answer.found.zip, published);
  assert.equal(answer.found.database, defaultChecksumDatabase.name);
  const none = await lookupChecksums(access, { ...module, version: 'v0.0.1-go1.27.0.linux-none' });
  assert.ok('missing' in none);
});

test('a whole toolchain is fetched, checked and works', async () => {
  const ports: ToolchainPorts = {
    exec,
    env,
    host,
    cacheDirectory: join(repository, '.tools', 'slipway-cache'),
    offline: false,
    progress: () => undefined,
  };
  const found = await resolveToolchain(goSpecification('1.27.0', '--go'), ports);
  assert.match(found.digest ?? '', /^h1:/);
  if (host.os === 'linux' && host.architecture === 'amd64') assert.equal(found.digest, published);
  const run = (...args: string[]) =>
    exec({
      file: found.go,
      args,
      cwd: found.goroot,
      env: { HOME: '/nonexistent', GOENV: 'off', GOTOOLCHAIN: 'local' },
    });
  const version = await run('version');
  assert.equal(version.stdout, `go version go1.27.0 ${host.os}/${host.architecture}\n`, version.stderr);
  const goroot = await run('env', 'GOROOT');
  assert.equal(goroot.stdout.trim(), found.goroot);
  // The nested modules of GOROOT are found only when their go.mod files have their names.
  const std = await run('list', '-C', join(found.goroot, 'src', 'cmd'), '-m');
  assert.equal(std.stdout, 'cmd\n', std.stderr);
});
