import assert from 'node:assert/strict';
import { readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { cacheService, type Limits } from '../../src/actions/cache-service.ts';
import type { RemoteCache } from '../../src/cache/remote-cache.ts';
import { goHost } from '../../src/outside.ts';
import { exec } from '../../src/support/exec.ts';
import { findProgram } from '../../src/support/find-program.ts';
import type { CacheAccess } from '../support/cache-entries.ts';
import {
  type CacheServiceOptions,
  startCacheService,
  type TestCacheService,
} from '../support/cache-service.ts';
import { repository } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { environment } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const entry = join(repository, 'test', 'support', 'cache-job-entry.ts');

// The library is large: it is compiled once for all these processes.
const compiled = await temporaryFolders(after)();

const patient: Limits = { answerMilliseconds: 60_000, totalMilliseconds: 120_000 };

interface RunOptions {
  readonly access?: CacheAccess;
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: Limits;
  readonly signal?: AbortSignal;
  readonly folder?: string;
}

interface Runner {
  readonly folder: string;
  readonly kept: string;
  readonly service: TestCacheService;
  /** The port for a run with this access. */
  cache(options?: RunOptions): RemoteCache;
}

/** A runner with a folder to keep, and a cache service of its own. */
async function runner(t: TestContext, options?: CacheServiceOptions): Promise<Runner> {
  const folder = await folderOf(t, { 'home/kept/a.txt': 'one', 'work/go.mod': 'module m\n', 'temp/x': '' });
  const service = await startCacheService(options);
  t.after(() => service.stop());
  return {
    folder,
    kept: join(folder, 'home', 'kept'),
    service,
    cache: ({ access, env, limits = patient, signal = new AbortController().signal, ...at } = {}) =>
      cacheService({
        exec,
        env: {
          ...environment(),
          NODE_COMPILE_CACHE: compiled,
          GITHUB_WORKSPACE: join(folder, 'work'),
          RUNNER_TEMP: join(folder, 'temp'),
          ...service.env(access),
          ...env,
        },
        entry: [process.execPath, entry],
        signal,
        limits,
        ...at,
      }),
  };
}

for (const protocol of [1, 2] as const) {
  test(`what one run saves the next restores, by key and by prefix (protocol ${protocol})`, async (t) => {
    const { kept, cache, folder } = await runner(t, { protocol });
    assert.deepEqual(await cache().restore([kept], 'k-1', ['k-']), { kind: 'nothing' });
    assert.deepEqual(await cache().save([kept], 'k-1'), { kind: 'saved' });
    await rm(kept, { recursive: true });
    assert.deepEqual(await cache().restore([kept], 'k-1', []), { kind: 'restored', key: 'k-1' });
    await rm(kept, { recursive: true });
    assert.deepEqual(await cache().restore([kept], 'k-2', ['j-', 'k-']), { kind: 'restored', key: 'k-1' });
    assert.equal(await readFile(join(kept, 'a.txt'), 'utf8'), 'one');
    assert.deepEqual(await readdir(join(folder, 'temp')), ['x'], 'archives are left behind');
  });

  test(`a key is written once, and a second job that comes with it packs nothing (protocol ${protocol})`, async (t) => {
    const { kept, cache, service } = await runner(t, { protocol });
    assert.deepEqual(await cache().save([kept], 'k-1'), { kind: 'saved' });
    service.asked.length = 0;
    assert.deepEqual(await cache().save([kept], 'k-1'), { kind: 'exists' });
    assert.deepEqual(service.asked, ['look up']);
  });

  test(`two jobs that save under one key at the same time are no fault (protocol ${protocol})`, async (t) => {
    const { kept, cache, service } = await runner(t, { protocol });
    await cache().save([kept], 'k-1');
    // The other job has its key, and is still sending.
    for (const each of service.entries) each.content = undefined;
    assert.deepEqual(await cache().save([kept], 'k-1'), { kind: 'exists' });
  });
}

test('without a cache service nothing is asked and nothing is wrong', async (t) => {
  const { kept, cache, service } = await runner(t);
  const env = { ACTIONS_RESULTS_URL: '' };
  assert.deepEqual(await cache({ env }).restore([kept], 'k-1', []), { kind: 'absent' });
  assert.deepEqual(await cache({ env }).save([kept], 'k-1'), { kind: 'absent' });
  assert.deepEqual(service.asked, []);
});

test('a service that cannot be reached is unavailable, and the reason says so', async (t) => {
  const { kept, cache } = await runner(t);
  const env = { ACTIONS_RESULTS_URL: `http://127.0.0.1:${await closedPort()}/` };
  const restored = await cache({ env }).restore([kept], 'k-1', []);
  assert.deepEqual(restored, { kind: 'unavailable', reason: 'Unable to make request: ECONNREFUSED' });
  assert.equal((await cache({ env }).save([kept], 'k-1')).kind, 'failed');
});

test('a service that answers with errors is given up with the last of them', async (t) => {
  const { kept, cache, service } = await runner(t);
  service.faults.set('look up', { status: 500, message: 'the database is away' });
  const limits = { answerMilliseconds: 3000, totalMilliseconds: 60_000 };
  const outcome = await cache({ limits }).restore([kept], 'k-1', []);
  assert.ok(outcome.kind === 'unavailable');
  assert.match(outcome.reason, /no answer within 3 s \(.*500.*the database is away\)/);
});

test('a service that never answers is not waited for', async (t) => {
  const { kept, cache, service } = await runner(t);
  service.faults.set('look up', 'hang');
  const limits = { answerMilliseconds: 100, totalMilliseconds: 60_000 };
  const reason = 'the service gave no answer within 0.1 s';
  assert.deepEqual(await cache({ limits }).restore([kept], 'k-1', []), { kind: 'unavailable', reason });
  assert.deepEqual(await cache({ limits }).save([kept], 'k-1'), { kind: 'failed', reason });
});

test('a rate limit is said in the words of the service', async (t) => {
  const { kept, cache, service } = await runner(t);
  service.faults.set('look up', { status: 429, message: 'slow down', headers: { 'retry-after': '60' } });
  const outcome = await cache().restore([kept], 'k-1', []);
  assert.ok(outcome.kind === 'unavailable');
  assert.match(outcome.reason, /^Rate limited: .*429.*slow down/);
});

test('a token that may not write is a failed save with the reason', async (t) => {
  const { kept, cache, service } = await runner(t);
  const readOnly = { writes: undefined, reads: ['all'] };
  const denied = await cache({ access: readOnly }).save([kept], 'k-1');
  assert.ok(denied.kind === 'failed');
  assert.match(denied.reason, /cache write denied: token has no writable scopes/);
  service.faults.set('reserve', { status: 403, message: 'not with this token' });
  const forbidden = await cache().save([kept], 'k-1');
  assert.ok(forbidden.kind === 'failed');
  assert.match(forbidden.reason, /403.*not with this token/);
});

test('an upload or its end that fails is a failed save, and shows no signature', async (t) => {
  const { kept, cache, service } = await runner(t);
  service.faults.set('upload', { status: 403, message: 'AuthenticationFailed' });
  const outcome = await cache().save([kept], 'k-1');
  assert.ok(outcome.kind === 'failed');
  assert.doesNotMatch(outcome.reason, /sig=/);
  service.faults.clear();
  service.faults.set('finish', { status: 400, message: 'over the limit of 10 GB' });
  const second = await cache().save([kept], 'k-2');
  assert.ok(second.kind === 'failed');
  assert.match(second.reason, /over the limit of 10 GB/);
});

test('a damaged archive and one that stops half-way are failed restores', async (t) => {
  const { kept, cache, service } = await runner(t);
  await cache().save([kept], 'k-1');
  service.faults.set('download', 'damage');
  const damaged = await cache().restore([kept], 'k-1', []);
  assert.ok(damaged.kind === 'failed');
  assert.match(damaged.reason, /tar/);
  service.faults.set('download', 'hang');
  const limits = { answerMilliseconds: 20_000, totalMilliseconds: 3000 };
  const stopped = await cache({ limits }).restore([kept], 'k-1', []);
  assert.deepEqual(stopped, { kind: 'failed', reason: 'it took longer than 3 s' });
});

test('other paths find nothing: what is restored lies where it lay', async (t) => {
  const { kept, folder, cache } = await runner(t);
  await cache().save([kept], 'k-1');
  assert.deepEqual(await cache().restore([kept, join(folder, 'home')], 'k-1', []), { kind: 'nothing' });
});

test('a path that begins at a folder of the adapter’s is found on a machine where that folder is another', async (t) => {
  const { kept, folder, service, cache } = await runner(t);
  const elsewhere = await folderOf(t, { 'work/go.mod': '' });
  const saver = cache({ folder: kept });
  assert.deepEqual(await saver.save(['a.txt'], 'k-1'), { kind: 'saved' });
  const env = { GITHUB_WORKSPACE: join(elsewhere, 'work') };
  const reader = cache({ folder: elsewhere, env });
  assert.deepEqual(await reader.restore(['a.txt'], 'k-1', []), { kind: 'restored', key: 'k-1' });
  assert.deepEqual((await readdir(elsewhere)).sort(), ['a.txt', 'work']);
  assert.equal(await readFile(join(elsewhere, 'a.txt'), 'utf8'), 'one');
  assert.deepEqual(await readdir(join(folder, 'temp')), ['x'], 'archives are left behind');
  assert.equal(service.entries.length, 1);
});

const zstd = await findProgram('zstd', environment(), goHost().os);
const withoutZstd = zstd === undefined && 'this machine has no zstd';
test('a runner without zstd finds what others without it saved, and no more', {
  skip: withoutZstd,
}, async (t) => {
  const { kept, cache } = await runner(t);
  const PATH = await folderOf(t);
  for (const name of ['tar', 'gzip', 'sh']) {
    await symlink((await findProgram(name, environment(), goHost().os)) ?? '', join(PATH, name));
  }
  await cache().save([kept], 'k-1');
  assert.deepEqual(await cache({ env: { PATH } }).restore([kept], 'k-1', []), { kind: 'nothing' });
  assert.deepEqual(await cache({ env: { PATH } }).save([kept], 'k-1'), { kind: 'saved' });
  const restored = await cache({ env: { PATH } }).restore([kept], 'k-1', []);
  assert.deepEqual(restored, { kind: 'restored', key: 'k-1' });
});

test('an entry with a key that nobody asked for is not fetched', async (t) => {
  const { kept, cache, service } = await runner(t);
  await cache().save([kept], 'k-1');
  service.faults.set('look up', 'another key');
  const outcome = await cache().restore([kept], 'k-1', ['k-']);
  const reason = 'the service answered with another-key, which was not asked for';
  assert.deepEqual(outcome, { kind: 'unavailable', reason });
  assert.ok(!service.asked.includes('download'));
});

test('a run that is interrupted waits for nothing', async (t) => {
  const { kept, cache, service } = await runner(t);
  service.faults.set('look up', 'hang');
  const interrupted = new AbortController();
  const outcome = cache({ signal: interrupted.signal }).restore([kept], 'k-1', []);
  while (service.asked.length === 0) await pause(20);
  interrupted.abort();
  assert.deepEqual(await outcome, { kind: 'failed', reason: 'the run was interrupted' });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
