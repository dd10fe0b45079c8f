import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  type GoProxy,
  type Interference,
  startGoProxy,
  toolchainFiles,
  toolchainZip,
} from '../support/go-proxy.ts';
import { makeWorld, type World } from './resolving.ts';

const start = (t: TestContext): Promise<GoProxy> => startGoProxy(t, { 'go1.26.8': toolchainZip('go1.26.8') });
const changed = toolchainZip('go1.26.8', {
  ...toolchainFiles('go1.26.8'),
  'src/fmt/print.go': 'package evil\n',
});

/** Sends other bytes for the paths that contain this. */
const instead =
  (part: string, content: Buffer | string): Interference =>
  (request, response) =>
    request.url?.includes(part) === true && Boolean(response.end(content));

async function nothingKept(world: World): Promise<void> {
  assert.deepEqual(await readdir(join(world.cacheDirectory, 'toolchain')).catch(() => []), []);
}

test('a toolchain that is not what the database vouches for is refused, with both hashes and its source', async (t) => {
  const proxy = await start(t);
  proxy.interfere = instead('.zip', changed.zip);
  const world = await makeWorld(t, proxy.env);
  const error = await world.fault('1.26.8');
  assert.equal(error.code, 'E_TOOLCHAIN');
  const lines = error.message.split('\n');
  assert.equal(lines[1], `expected ${toolchainZip('go1.26.8').h1}`);
  assert.equal(lines[2], `got      ${changed.h1}`);
  assert.equal(lines[3], `from     ${new URL(proxy.url).host}`);
  assert.match(error.hint ?? '', /nothing was kept/);
  await nothingKept(world);
});

test('a database that lies in any part of its answer is refused before anything is downloaded', async (t) => {
  const proxy = await start(t);
  const honest = proxy.log.lookup('golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64')?.toString() ?? '';
  const other = await start(t);
  const byOther = other.log.lookup('golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64') ?? '';
  const lies: readonly [part: string, content: Buffer | string, fault: RegExp][] = [
    ['/lookup/', honest.replace(/h1:[^m\n]+/, changed.h1), /the record is not in the tree/],
    ['/lookup/', honest.replace(/^\d+/, '1'), /the record is not in the tree/],
    ['/lookup/', honest.replace('tree\n1000\n', 'tree\n1001\n'), /wrong signature/],
    ['/lookup/', byOther, /not signed by the expected key/],
    ['/lookup/', 'nonsense', /malformed/],
    ['/lookup/', honest.slice(0, -3), /malformed/],
    ['/tile/', Buffer.alloc(256 * 32), /the record is not in the tree/],
    ['/tile/', Buffer.alloc(5), /is too short/],
  ];
  for (const [part, content, fault] of lies) {
    proxy.interfere = instead(part, content);
    const world = await makeWorld(t, proxy.env);
    const error = await world.fault('1.26.8');
    assert.equal(error.code, 'E_TOOLCHAIN');
    assert.match(error.message, fault);
    assert.match(error.message, /the checksum database sums\.example at 127\.0\.0\.1:\d+: /);
    await nothingKept(world);
  }
  assert.deepEqual(
    proxy.asked.filter((path) => path.endsWith('.zip')),
    [],
  );
});

test('a partial tile that has been completed is read from the complete one', async (t) => {
  const proxy = await start(t);
  proxy.interfere = (request, response) => {
    const partial = request.url?.includes('.p/') === true;
    if (partial) response.writeHead(404).end();
    const [, path] = /\/(tile\/.*)$/.exec(request.url ?? '') ?? [];
    if (partial || path === undefined || proxy.log.tile(path) !== undefined) return partial;
    const width = [...Array(256).keys()].findLast(
      (count) => proxy.log.tile(`${path}.p/${count}`) !== undefined,
    );
    const known = proxy.log.tile(`${path}.p/${width}`) ?? Buffer.alloc(0);
    return Boolean(response.end(Buffer.concat([known, Buffer.alloc(256 * 32 - known.length, 7)])));
  };
  const { resolve } = await makeWorld(t, proxy.env);
  assert.equal((await resolve('1.26.8')).version, 'go1.26.8');
  assert.ok(proxy.asked.some((path) => path.includes('.p/')));
});

test('the database is asked through the first proxy that serves it, and never past that one', async (t) => {
  const [without, serving] = [await start(t), await start(t)];
  without.interfere = (request, response) =>
    request.url?.startsWith('/sumdb/') === true && Boolean(response.writeHead(404).end());
  const { resolve, fault } = await makeWorld(t, { ...serving.env, GOPROXY: `${without.url},${serving.url}` });
  await resolve('1.26.8');
  assert.deepEqual(
    without.asked.filter((path) => path.startsWith('/sumdb/')),
    ['/sumdb/sums.example/supported'],
  );
  assert.ok(serving.asked.some((path) => path.includes('/lookup/')));
  serving.interfere = (request, response) =>
    request.url?.includes('/lookup/') === true && Boolean(response.writeHead(403).end());
  assert.match((await fault('1.26.9')).message, /answers 403/);
});

test('GOSUMDB may name a key with an address, and a database without key is not guessed', async (t) => {
  const proxy = await start(t);
  const database = `${proxy.url}/sumdb/sums.example`;
  const { resolve } = await makeWorld(t, { ...proxy.env, GOSUMDB: `${proxy.log.verifierKey} ${database}` });
  await resolve('1.26.8');
  assert.ok(!proxy.asked.some((path) => path.endsWith('/supported')));
  for (const GOSUMDB of [
    'sums.example',
    `${proxy.log.verifierKey} ${database} more`,
    `${proxy.log.verifierKey} nowhere`,
    'a+b+c',
  ]) {
    const { fault } = await makeWorld(t, { ...proxy.env, GOSUMDB });
    assert.equal((await fault('1.26.8')).code, 'E_CONFIG', GOSUMDB);
  }
});

test("only the user's own settings switch the database off, and then the report hears it", async (t) => {
  const proxy = await start(t);
  proxy.interfere = (request, response) =>
    request.url?.startsWith('/sumdb/') === true && Boolean(response.writeHead(500).end());
  const off: readonly [env: Record<string, string>, said: string][] = [
    [{ GOSUMDB: 'off' }, 'GOSUMDB=off (environment)'],
    [{ GONOSUMDB: 'example.com,golang.org/*' }, 'GONOSUMDB=example.com,golang.org/* (environment)'],
    [{ GOPRIVATE: 'golang.org', GONOPROXY: 'none' }, 'GOPRIVATE=golang.org (environment)'],
    [{ GONOSUMCHECK: '1' }, 'GONOSUMCHECK=1 (environment)'],
  ];
  for (const [env, said] of off) {
    const { resolve } = await makeWorld(t, { ...proxy.env, ...env });
    const expected = `go1.26.8 was not checked with the checksum database: ${said} switches it off`;
    assert.deepEqual((await resolve('1.26.8')).notices, [expected]);
    assert.deepEqual((await resolve('1.26.8')).notices, [expected], 'from the cache as well');
  }
  for (const env of [
    { GOFLAGS: '-insecure' },
    { GOINSECURE: '*' },
    { GONOSUMDB: 'golang.org/other' },
    { GONOSUMCHECK: '0' },
  ]) {
    const { fault } = await makeWorld(t, { ...proxy.env, ...env });
    assert.equal((await fault('1.26.8')).code, 'E_NETWORK');
  }
});

test('an unchecked toolchain in the cache is fetched anew once the database is on again', async (t) => {
  const proxy = await start(t);
  proxy.interfere = instead('.zip', changed.zip);
  const world = await makeWorld(t, { ...proxy.env, GOSUMDB: 'off' });
  const unchecked = await world.resolve('1.26.8');
  assert.equal(unchecked.digest, changed.h1);
  const checking = await makeWorld(t, proxy.env, { cacheDirectory: world.cacheDirectory });
  const error = await checking.fault('1.26.8');
  assert.match(error.message, /is not what it should be/);
  const offline = await makeWorld(t, proxy.env, { cacheDirectory: world.cacheDirectory, offline: true });
  assert.match((await offline.fault('1.26.8')).message, /not on this machine/);
  proxy.interfere = () => false;
  const { digest, goroot, notices } = await checking.resolve('1.26.8');
  assert.deepEqual([digest, notices], [toolchainZip('go1.26.8').h1, []]);
  assert.match(await readFile(join(goroot, 'src', 'fmt', 'print.go'), 'utf8'), /^package fmt/);
});

test('a version that the database does not know does not exist', async (t) => {
  const proxy = await start(t);
  const { fault } = await makeWorld(t, proxy.env);
  const error = await fault('1.26.7');
  assert.equal(error.code, 'E_TOOLCHAIN');
  assert.match(error.message, /answers 404 for .*\/lookup\/.*: not found/);
});
