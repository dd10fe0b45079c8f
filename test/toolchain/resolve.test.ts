import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Wanted } from '../../src/toolchain/go-specification.ts';
import { wantedByGoMod } from '../../src/toolchain/wanted.ts';
import { type GoProxy, startGoProxy, toolchainZip } from '../support/go-proxy.ts';
import { installOnPath, makeWorld } from './resolving.ts';

const minimum = (version: string): Wanted => ({ kind: 'minimum', version, askedBy: 'go.mod go line' });

const versions = ['go1.20.14', 'go1.21.13', 'go1.25.9', 'go1.25.10', 'go1.26.0', 'go1.26.8', 'go1.27rc1'];

function startProxy(t: TestContext): Promise<GoProxy> {
  const zips = Object.fromEntries(versions.map((version) => [version, toolchainZip(version)]));
  const extraVersions = [
    'v0.0.1-go1.28.0.linux-arm64',
    'v0.0.1-go1.9.2rc2.linux-amd64',
    'v0.0.1-go1.26.9-acme.linux-amd64',
  ];
  return startGoProxy(t, zips, { extraVersions });
}

test('the exact version on PATH is used as it is, without any request', async (t) => {
  const proxy = await startProxy(t);
  const bin = await installOnPath(t, 'go1.26.8');
  const { resolve } = await makeWorld(t, { ...proxy.env, PATH: bin });
  const found = await resolve('1.26.8');
  assert.deepEqual(
    { ...found, goroot: '' },
    {
      version: 'go1.26.8',
      goroot: '',
      go: join(bin, 'go'),
      source: 'PATH',
      askedBy: '--go',
      pinned: true,
      digest: undefined,
      notices: [],
    },
  );
  assert.deepEqual(proxy.asked, []);
});

test('another exact version is fetched, and comes from the cache the next time', async (t) => {
  const proxy = await startProxy(t);
  const world = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.26.8') });
  const first = await world.resolve('1.25.9');
  assert.equal(first.version, 'go1.25.9');
  assert.equal(first.source, `module golang.org/toolchain through ${new URL(proxy.url).host}`);
  assert.match(first.digest ?? '', /^h1:/);
  assert.deepEqual([first.pinned, first.notices], [true, []]);
  const asked = proxy.asked.length;
  const second = await world.resolve('1.25.9');
  assert.equal(proxy.asked.length, asked);
  assert.deepEqual({ ...second, source: first.source }, first);
  assert.equal(second.source, `tool cache (${first.source})`);
});

test('a build with a suffix, or of a development branch, is not the release', async (t) => {
  const proxy = await startProxy(t);
  for (const name of ['go1.26.8-acme', 'go1.26.8 (Red Hat 1.26.8-1)', 'devel go1.26-abcdef']) {
    const { resolve } = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, name) });
    assert.notEqual((await resolve('1.26.8')).source, 'PATH', name);
  }
  const { resolve } = await makeWorld(t, { PATH: await installOnPath(t, 'go1.26.8-acme') });
  assert.equal((await resolve('1.26.8-acme')).source, 'PATH');
});

test('a go line is content with a newer Go on PATH, and the report hears that it is not pinned', async (t) => {
  const proxy = await startProxy(t);
  const { resolve } = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.26.0') });
  const found = await resolve(minimum('1.25.3'));
  assert.deepEqual([found.version, found.source, found.pinned], ['go1.26.0', 'PATH', false]);
  assert.match(
    found.notices[0] ?? '',
    /go1\.26\.0 on PATH serves Go 1\.25\.3 or newer \(go\.mod go line\), but is not pinned/,
  );
  assert.deepEqual(proxy.asked, []);
});

test('of a published module it is said whose go line it is, and that --go alone pins', async (t) => {
  const { resolve } = await makeWorld(t, { PATH: await installOnPath(t, 'go1.26.0') });
  const found = await resolve(wantedByGoMod('module filippo.io/age\n\ngo 1.19\n', 'filippo.io/age'));
  assert.deepEqual(found.notices, [
    'go1.26.0 on PATH serves Go 1.19 or newer (the go line of filippo.io/age), but is not pinned: another machine may build with another. --go pins it',
  ]);
});

test('a go line above the Go on PATH gets the newest patch of its own line', async (t) => {
  const proxy = await startProxy(t);
  const { resolve } = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.24.1') });
  const found = await resolve(minimum('1.25.3'));
  assert.deepEqual([found.version, found.pinned], ['go1.25.10', false]);
  assert.equal((await resolve(minimum('1.26'))).version, 'go1.26.8');
});

test('a go line older than Go 1.21 gets the newest patch of 1.21 where PATH has no Go', async (t) => {
  const proxy = await startProxy(t);
  const { resolve } = await makeWorld(t, proxy.env);
  const found = await resolve(minimum('1.16'));
  assert.equal(found.version, 'go1.21.13');
  assert.match(found.notices[0] ?? '', /no older Go than 1\.21 can be fetched/);
});

test('a go line of a release candidate gets it while there is no release', async (t) => {
  const proxy = await startProxy(t);
  const { resolve, fault } = await makeWorld(t, proxy.env);
  assert.equal((await resolve(minimum('1.27rc1'))).version, 'go1.27rc1');
  const error = await fault(minimum('1.27.0'));
  assert.equal(error.code, 'E_TOOLCHAIN');
  assert.match(error.hint ?? '', /there is 1\.26\.8/);
});

test('"toolchain default" never fetches', async (t) => {
  const proxy = await startProxy(t);
  const wanted: Wanted = {
    kind: 'minimum',
    version: '1.26.2',
    askedBy: 'go.mod line "toolchain default"',
    localOnly: true,
  };
  const old = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.26.0') });
  assert.match((await old.fault(wanted)).message, /the Go on PATH is go1\.26\.0/);
  const none = await makeWorld(t, proxy.env);
  assert.match((await none.fault(wanted)).message, /there is no Go on PATH/);
  const good = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.26.2') });
  assert.equal((await good.resolve(wanted)).source, 'PATH');
  assert.deepEqual(proxy.asked, []);
});

test('ranges, stable and oldstable come from the list of releases', async (t) => {
  const proxy = await startProxy(t);
  const chosen: Readonly<Record<string, string>> = {
    '1.25': 'go1.25.10',
    '^1.25': 'go1.26.8',
    '>=1.21 <1.26': 'go1.25.10',
    stable: 'go1.26.8',
    oldstable: 'go1.25.10',
    '1.20': 'go1.20.14',
  };
  for (const [wish, version] of Object.entries(chosen)) {
    const { resolve } = await makeWorld(t, proxy.env);
    const found = await resolve(wish);
    assert.deepEqual([found.version, found.pinned], [version, false], wish);
  }
});

test('the version that a range chooses is taken from PATH when it is there', async (t) => {
  const proxy = await startProxy(t);
  const { resolve } = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.26.8') });
  assert.equal((await resolve('^1.26')).source, 'PATH');
  assert.equal((await resolve('1.25')).version, 'go1.25.10');
});

test('offline, and without a list, the newest on this machine serves a range, with a notice', async (t) => {
  const proxy = await startProxy(t);
  const online = await makeWorld(t, { ...proxy.env, PATH: await installOnPath(t, 'go1.26.0') });
  await online.resolve('1.25.9');
  await online.resolve('1.26.8');
  const asked = proxy.asked.length;
  const offline = { ...online.ports, offline: true };
  const { resolve, fault } = await makeWorld(t, {}, offline);
  const found = await resolve('1.x');
  assert.equal(found.version, 'go1.26.8');
  assert.match(found.notices[0] ?? '', /newest on this machine for Go 1\.x \(--go\): offline/);
  assert.equal((await resolve('~1.25.1')).version, 'go1.25.9');
  assert.equal((await resolve(minimum('1.26.3'))).version, 'go1.26.8');
  assert.equal((await resolve('stable')).version, 'go1.26.8');
  assert.match((await fault('oldstable')).message, /nothing on this machine fits Go oldstable/);
  assert.equal(proxy.asked.length, asked);
  proxy.interfere = (_, response) => Boolean(response.writeHead(500).end());
  const listless = await makeWorld(t, {}, { ...online.ports });
  const fallback = await listless.resolve({
    kind: 'range',
    range: '^1.25',
    askedBy: '--go',
    checkLatest: true,
  });
  assert.equal(fallback.version, 'go1.26.8');
  assert.match(
    fallback.notices[0] ?? '',
    /the list of versions cannot be had \(127\.0\.0\.1:\d+ answers 500/,
  );
  assert.equal((await listless.fault('1.21')).code, 'E_NETWORK');
});

test('offline, what is missing is named, and what would be fetched', async (t) => {
  const { fault } = await makeWorld(t, {}, { offline: true });
  const exact = await fault('1.26.8');
  assert.equal(exact.code, 'E_TOOLCHAIN');
  assert.match(exact.message, /go1\.26\.8 \(asked for by --go\) is not on this machine/);
  assert.match(exact.hint ?? '', /golang\.org\/toolchain@v0\.0\.1-go1\.26\.8\.linux-amd64/);
  assert.match((await fault('^1.25')).message, /it has no Go at all/);
});

test('a version that does not exist is E_TOOLCHAIN and names its neighbours', async (t) => {
  const proxy = await startProxy(t);
  const { fault } = await makeWorld(t, proxy.env);
  const error = await fault('1.25.11');
  assert.equal(error.code, 'E_TOOLCHAIN');
  assert.match(error.message, /go1\.25\.11 \(asked for by --go\) cannot be had/);
  assert.equal(error.hint, 'there is 1.25.10, 1.25.9, 1.26.8');
  assert.match((await fault('^1.30')).hint ?? '', /there is 1\.26\.8/);
});

test('a Go on PATH that does not work is reported beside the one that is used', async (t) => {
  const proxy = await startProxy(t);
  const bin = await installOnPath(t, '');
  const { resolve } = await makeWorld(t, { ...proxy.env, PATH: `${bin}:/bin:/usr/bin` });
  const found = await resolve('1.26.8');
  assert.equal(found.version, 'go1.26.8');
  assert.match(found.notices[0] ?? '', /passed over: "go env" does not name its version/);
});
