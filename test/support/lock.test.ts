import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { withLock } from '../../src/support/lock.ts';
import { temporaryFolder } from './go-proxy.ts';

const soon = { pollMilliseconds: 5 };

test('two runs with the same path go one after the other', async (t) => {
  const path = join(await temporaryFolder(t), 'made', 'lock');
  let inside = 0;
  let waited = 0;
  const work = async (): Promise<number> => {
    assert.equal(++inside, 1);
    await new Promise((resolve) => setTimeout(resolve, 15));
    return --inside;
  };
  const runs = [1, 2, 3, 4].map(() => withLock(path, { ...soon, onWait: () => waited++ }, work));
  assert.deepEqual(await Promise.all(runs), [0, 0, 0, 0]);
  assert.equal(waited, 3);
  assert.deepEqual(await readdir(join(path, '..')), []);
});

test('work that fails frees the lock', async (t) => {
  const path = join(await temporaryFolder(t), 'lock');
  const fault = new Error('no');
  await assert.rejects(
    withLock(path, soon, () => Promise.reject(fault)),
    (error) => error === fault,
  );
  assert.equal(await withLock(path, soon, async () => 'free'), 'free');
});

test('the lock of a process that is gone is taken over at once', async (t) => {
  const path = join(await temporaryFolder(t), 'lock');
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  await writeFile(path, JSON.stringify({ token: 'x', host: hostname(), pid: child.pid }));
  assert.equal(await withLock(path, soon, async () => 'taken'), 'taken');
});

test("another machine's lock is taken over only without a sign of life", async (t) => {
  const path = join(await temporaryFolder(t), 'lock');
  await writeFile(path, JSON.stringify({ token: 'x', host: 'elsewhere.example', pid: 1 }));
  const abort = new AbortController();
  const onWait = () => abort.abort(new Error('waiting'));
  await assert.rejects(
    withLock(path, { ...soon, onWait, signal: abort.signal }, async () => 0),
    /waiting/,
  );
  const long = new Date(Date.now() - 60_000);
  await utimes(path, long, long);
  assert.equal(await withLock(path, soon, async () => 'taken'), 'taken');
});

test('a run whose lock was taken over leaves the new one alone', async (t) => {
  const path = join(await temporaryFolder(t), 'lock');
  await withLock(path, soon, () =>
    writeFile(path, JSON.stringify({ token: 'other', host: 'elsewhere', pid: 1 })),
  );
  assert.deepEqual(await readdir(join(path, '..')), ['lock']);
});
