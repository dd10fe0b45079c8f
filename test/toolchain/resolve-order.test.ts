import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Wanted } from '../../src/toolchain/go-specification.ts';
import { type GoProxy, startGoProxy, toolchainZip } from '../support/go-proxy.ts';
import { installOnPath, makeWorld, runnerTools, type World } from './resolving.ts';

const fetched = ['go1.25.9', 'go1.25.10', 'go1.26.0', 'go1.26.8'];

const minimum = (version: string, checkLatest = false): Wanted => ({
  kind: 'minimum',
  version,
  askedBy: 'go.mod go line',
  ...(checkLatest && { checkLatest }),
});
const range = (text: string, checkLatest = false): Wanted => ({
  kind: 'range',
  range: text,
  askedBy: '--go',
  ...(checkLatest && { checkLatest }),
});

interface Place {
  /** What PATH, the runner's tool cache and Slipway's own hold. */
  readonly path?: string;
  readonly runner?: readonly string[];
  readonly cache?: readonly string[];
}

/** A machine with toolchains in these places, and a proxy that has more; what filling the cache asked is forgotten. */
async function place(t: TestContext, holds: Place): Promise<World & { readonly proxy: GoProxy }> {
  const zips = Object.fromEntries(fetched.map((version) => [version, toolchainZip(version)]));
  const proxy = await startGoProxy(t, zips);
  const empty = await makeWorld(t, proxy.env);
  for (const version of holds.cache ?? []) await empty.resolve(version);
  proxy.asked.length = 0;
  const tools = (holds.runner ?? []).map((name) => [`${name.slice(2)}/x64`, name]);
  const env = {
    ...proxy.env,
    ...(await runnerTools(t, Object.fromEntries(tools))),
    ...(holds.path !== undefined && { PATH: await installOnPath(t, holds.path) }),
  };
  return { ...(await makeWorld(t, env, { cacheDirectory: empty.cacheDirectory })), proxy };
}

const everywhere = {
  path: 'go1.26.0',
  runner: ['go1.26.0', 'go1.25.9'],
  cache: ['go1.26.0', 'go1.25.9', 'go1.25.10'],
};

test("an exact version comes from PATH, else the runner's tool cache, else Slipway's, else the network", async (t) => {
  const { resolve, proxy } = await place(t, everywhere);
  const sources = new Map<string, string>();
  for (const version of ['1.26.0', '1.25.9', '1.25.10'])
    sources.set(version, (await resolve(version)).source);
  assert.deepEqual(proxy.asked, []);
  assert.equal(sources.get('1.26.0'), 'PATH');
  assert.equal(sources.get('1.25.9'), 'runner tool cache');
  assert.match(sources.get('1.25.10') ?? '', /^tool cache \(module /);
  assert.match((await resolve('1.26.8')).source, /^module golang\.org\/toolchain through /);
});

test('a go line is content with PATH even where a newer patch of it lies elsewhere', async (t) => {
  const { resolve, proxy } = await place(t, { path: 'go1.26.0', runner: ['go1.26.8'], cache: ['go1.26.8'] });
  const found = await resolve(minimum('1.25.3'));
  assert.deepEqual([found.version, found.source], ['go1.26.0', 'PATH']);
  assert.deepEqual(proxy.asked, []);
});

test('a go line that PATH does not serve gets the newest patch of its line on this machine, unasked', async (t) => {
  const { resolve, proxy } = await place(t, {
    path: 'go1.24.1',
    runner: ['go1.25.4', 'go1.27.1'],
    cache: ['go1.25.9'],
  });
  const found = await resolve(minimum('1.25.3'));
  assert.equal(found.version, 'go1.25.9');
  assert.match(found.source, /^tool cache/);
  assert.equal(found.pinned, false);
  assert.match(
    found.notices.join('\n'),
    /^go1\.25\.9 serves Go 1\.25\.3 or newer \(go\.mod go line\): the newest patch of its line on this machine \(newer ones are looked up with --check-latest\)\. A toolchain line/,
  );
  assert.equal((await resolve(minimum('1.27'))).source, 'runner tool cache');
  assert.deepEqual(proxy.asked, []);
});

test('a go line above every patch on this machine asks the network', async (t) => {
  const { resolve } = await place(t, { path: 'go1.24.1', runner: ['go1.25.4'] });
  const found = await resolve(minimum('1.25.5'));
  assert.equal(found.version, 'go1.25.10');
  assert.match(found.notices[0] ?? '', /the newest patch of that line today/);
});

test('a range takes the newest that fits on this machine, whichever place has it, unasked', async (t) => {
  const holds: readonly (readonly [Place, string, RegExp])[] = [
    [{ path: 'go1.26.1', runner: ['go1.26.0'], cache: ['go1.25.10'] }, 'go1.26.1', /^PATH$/],
    [{ path: 'go1.25.1', runner: ['go1.26.3'], cache: ['go1.26.0'] }, 'go1.26.3', /^runner tool cache$/],
    [{ path: 'go1.24.1', runner: ['go1.25.3'], cache: ['go1.26.0'] }, 'go1.26.0', /^tool cache/],
  ];
  for (const [held, version, source] of holds) {
    const { resolve, proxy } = await place(t, held);
    const found = await resolve('^1.25');
    assert.equal(found.version, version);
    assert.match(found.source, source);
    assert.equal(found.pinned, false);
    assert.match(
      found.notices[0] ?? '',
      /is the newest on this machine for Go \^1\.25 \(--go\): newer ones are/,
    );
    assert.deepEqual(proxy.asked, []);
  }
});

test('a range that nothing here fits, and a candidate or own build that it does not name, go to the network', async (t) => {
  const { resolve } = await place(t, { path: 'go1.26rc1', runner: ['go1.26.9-acme', 'go1.25.1'] });
  const found = await resolve('1.26');
  assert.equal(found.version, 'go1.26.8');
  assert.deepEqual(found.notices, []);
});

test('with check-latest the list is asked, and a copy that is here of what it says is used', async (t) => {
  const { resolve, proxy } = await place(t, { path: 'go1.26.0', runner: ['go1.26.8'], cache: ['go1.25.9'] });
  const found = await resolve(range('^1.25', true));
  assert.deepEqual([found.version, found.source, found.notices], ['go1.26.8', 'runner tool cache', []]);
  assert.equal(proxy.asked.length, 1);
  assert.match(proxy.asked[0] ?? '', /@v\/list$/);
  const other = await resolve(range('1.25', true));
  assert.equal(other.version, 'go1.25.10');
});

test('with check-latest a go line gets the newest patch of its own line, not the newer line on PATH', async (t) => {
  const { resolve } = await place(t, { path: 'go1.26.8', runner: ['go1.25.4'] });
  const found = await resolve(minimum('1.25.3', true));
  assert.deepEqual([found.version, found.pinned], ['go1.25.10', false]);
  assert.match(found.notices[0] ?? '', /the newest patch of that line today/);
});

test('"toolchain default" stays with PATH whatever else there is, check-latest or not', async (t) => {
  const { resolve, fault, proxy } = await place(t, { path: 'go1.26.0', runner: ['go1.26.8'] });
  const wanted = { ...minimum('1.25.3', true), localOnly: true } as Wanted;
  assert.equal((await resolve(wanted)).source, 'PATH');
  assert.equal((await fault({ ...wanted, version: '1.26.2' } as Wanted)).code, 'E_TOOLCHAIN');
  assert.deepEqual(proxy.asked, []);
});

test('check-latest without a list falls back to what is here, and says so', async (t) => {
  const { resolve, proxy } = await place(t, { path: 'go1.26.0', runner: ['go1.25.4'] });
  proxy.interfere = (_, response) => Boolean(response.writeHead(500).end());
  const byRange = await resolve(range('^1.25', true));
  assert.equal(byRange.source, 'PATH');
  assert.match(byRange.notices[0] ?? '', /the list of versions cannot be had/);
  const ofLine = await resolve(minimum('1.25.3', true));
  assert.deepEqual([ofLine.version, ofLine.source], ['go1.25.4', 'runner tool cache']);
  const onPath = await resolve(minimum('1.24.0', true));
  assert.equal(onPath.source, 'PATH');
  assert.match(onPath.notices[0] ?? '', /not pinned.*\(the list of versions cannot be had/);
});

test('stable and oldstable come from the list, then from what is here', async (t) => {
  const { resolve, proxy } = await place(t, { path: 'go1.27.0', runner: ['go1.26.8'], cache: ['go1.25.10'] });
  const stable = await resolve('stable');
  assert.deepEqual([stable.version, stable.source], ['go1.26.8', 'runner tool cache']);
  const oldstable = await resolve('oldstable');
  assert.equal(oldstable.version, 'go1.25.10');
  assert.match(oldstable.source, /^tool cache/);
  assert.deepEqual([...new Set(proxy.asked.map((path) => path.replace(/.*@v/, '')))], ['/list']);
});

test('a toolchain for another architecture is found in every place by that architecture', async (t) => {
  const { ports, proxy } = await place(t, everywhere);
  const host = { os: 'linux', architecture: 's390x' };
  const { fault } = await makeWorld(t, {}, { ...ports, host });
  const error = await fault('1.26.0');
  assert.equal(error.code, 'E_TOOLCHAIN');
  assert.ok(
    proxy.asked.some((path) => path.includes('go1.26.0.linux-s390x')),
    proxy.asked.join('\n'),
  );
});
