import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { sweepStore } from '../../src/cache/sweep.ts';
import { exec } from '../../src/support/exec.ts';
import { hexOf, sha256 } from '../../src/support/hashing.ts';

const day = 24 * 3600 * 1000;

async function cacheFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-store-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'cache');
}

async function makeOld(path: string, days: number): Promise<void> {
  const then = (Date.now() - days * day) / 1000;
  await utimes(path, then, then);
}

test('what is put in comes out under its digest, in this run and the next', async (t) => {
  const folder = await cacheFolder(t);
  const digest = await openBlobStore(folder).put(Buffer.from('hello'));
  assert.equal(digest, sha256('hello'));
  const found = await openBlobStore(folder).find(digest);
  assert.equal(found?.bytes, 5);
  assert.equal(await readFile(found.path, 'utf8'), 'hello');
  assert.equal(await openBlobStore(folder).find(sha256('other')), undefined);
});

test('a damaged blob is never given out, is removed, and can be put in again', async (t) => {
  const folder = await cacheFolder(t);
  const digest = await openBlobStore(folder).put(Buffer.from('hello'));
  const path = join(folder, 'blobs', 'sha256', hexOf(digest));
  for (const damage of ['hellO', 'hell', 'hello!', '']) {
    await writeFile(path, damage);
    assert.equal(await openBlobStore(folder).find(digest), undefined, damage);
    await assert.rejects(stat(path), { code: 'ENOENT' });
    await openBlobStore(folder).put(Buffer.from('hello'));
    assert.equal(await readFile(path, 'utf8'), 'hello');
  }
});

test('a blob that is damaged or removed during a run is noticed by that run', async (t) => {
  const store = openBlobStore(await cacheFolder(t));
  const digest = await store.put(Buffer.from('hello'));
  const found = await store.find(digest);
  assert.ok(found);
  await writeFile(found.path, 'hollo');
  assert.equal(await store.find(digest), undefined);
  await store.put(Buffer.from('hello'));
  await rm(found.path);
  assert.equal(await store.find(digest), undefined);
});

test('a remembered value comes back as it was, and any damage to it makes it unknown', async (t) => {
  const folder = await cacheFolder(t);
  const value = { digest: sha256('x'), bytes: 17, list: ['a', null, true] };
  const store = openBlobStore(folder);
  await store.remember('the key', value);
  assert.deepEqual(await store.recall('the key'), value);
  assert.equal(await store.recall('another key'), undefined);
  const [name = ''] = await readdir(join(folder, 'memo'));
  const path = join(folder, 'memo', name);
  const sound = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const damaged = Buffer.from(sound);
      damaged[at] = (damaged[at] ?? 0) ^ change;
      await writeFile(path, damaged);
      assert.deepEqual((await store.recall('the key')) ?? 'unknown', 'unknown');
    }),
    { numRuns: 80 },
  );
  await writeFile(path, sound.subarray(0, 20));
  assert.equal(await store.recall('the key'), undefined);
});

test("another key's memo under this key's name is not believed", async (t) => {
  const folder = await cacheFolder(t);
  const store = openBlobStore(folder);
  await store.remember('a', 1);
  await store.remember('b', 2);
  const memo = (key: string): string => join(folder, 'memo', `${hexOf(sha256(key))}.json`);
  await writeFile(memo('a'), await readFile(memo('b')));
  assert.equal(await store.recall('a'), undefined);
  assert.equal(await store.recall('b'), 2);
});

test('a cache folder that cannot be used is named in the error', async (t) => {
  const folder = await cacheFolder(t);
  await writeFile(folder, 'a file where the folder should be');
  for (const work of [
    () => openBlobStore(folder).put(Buffer.from('x')),
    () => openBlobStore(folder).reserve(),
  ]) {
    await assert.rejects(work, (error: Error & { code: string }) => {
      assert.equal(error.code, 'E_IO');
      assert.ok(error.message.includes(folder), error.message);
      return true;
    });
  }
});

/** Runs in a process of its own, which gives up being root: root may write anywhere. */
const readOnlyUse = `
  const [folder, digest, module] = process.argv.slice(1);
  const { openBlobStore } = await import(module);
  if (process.getuid() === 0) process.setuid(65534);
  const store = openBlobStore(folder);
  const { bytes } = await store.find(digest);
  const value = await store.recall('key');
  const refused = await store.put(Buffer.from('new')).catch(({ code, message }) => ({ code, message }));
  console.log(JSON.stringify({ bytes, value, refused }));
`;

test('a cache that may only be read still serves, and says so when it is to be written', async (t) => {
  const folder = await cacheFolder(t);
  const digest = await openBlobStore(folder).put(Buffer.from('hello'));
  await openBlobStore(folder).remember('key', 1);
  await makeOld(join(folder, 'blobs', 'sha256', hexOf(digest)), 3);
  const folders = ['.', 'blobs/sha256', 'memo', 'incoming'].map((part) => join(folder, part));
  await chmod(dirname(folder), 0o755);
  for (const part of folders) await chmod(part, 0o555);
  try {
    const module = new URL('../../src/cache/local-store.ts', import.meta.url).href;
    const args = ['--input-type=module', '-e', readOnlyUse, folder, digest, module];
    const result = await exec({ file: process.execPath, args });
    assert.equal(result.status, 0, result.stderr);
    const { bytes, value, refused } = JSON.parse(result.stdout);
    assert.deepEqual([bytes, value, refused.code], [5, 1, 'E_IO']);
    assert.ok(refused.message.includes(folder) && refused.message.includes('EACCES'), refused.message);
  } finally {
    for (const part of folders) await chmod(part, 0o755);
  }
});

test('what no run used for 14 days goes, and what one used stays', async (t) => {
  const folder = await cacheFolder(t);
  const store = openBlobStore(folder);
  const blobs: string[] = [];
  for (const text of ['unused', 'used', 'new']) {
    blobs.push(join(folder, 'blobs', 'sha256', hexOf(await store.put(Buffer.from(text)))));
  }
  await store.remember('unused', 1);
  await store.remember('used', 2);
  const memo = (key: string): string => join(folder, 'memo', `${hexOf(sha256(key))}.json`);
  const [unused = '', used = ''] = blobs;
  for (const path of [unused, used, memo('unused'), memo('used')]) await makeOld(path, 15);
  const later = openBlobStore(folder);
  await later.find(sha256('used'));
  await later.recall('used');

  assert.equal(await sweepStore(folder, Date.now()), 2);
  assert.deepEqual((await readdir(join(folder, 'blobs', 'sha256'))).length, 2);
  assert.equal(await later.find(sha256('unused')), undefined);
  assert.equal(await later.recall('unused'), undefined);
  assert.equal(await later.recall('used'), 2);
});

test('linked programs that no run touched for 14 days go with their folder', async (t) => {
  const folder = await cacheFolder(t);
  for (const name of ['unused', 'used']) {
    await mkdir(join(folder, 'builds', name), { recursive: true });
    for (const file of ['app', 'app.sha256']) {
      await writeFile(join(folder, 'builds', name, file), 'x');
      await makeOld(join(folder, 'builds', name, file), 15);
    }
  }
  await makeOld(join(folder, 'builds', 'used', 'app'), 1);
  assert.equal(await sweepStore(folder, Date.now()), 1);
  assert.deepEqual(await readdir(join(folder, 'builds')), ['used']);
});

test('the store is swept once a day, however many runs ask', async (t) => {
  const folder = await cacheFolder(t);
  assert.equal(await sweepStore(folder, Date.now()), 0, 'a store that does not exist yet');
  const digest = await openBlobStore(folder).put(Buffer.from('x'));
  const now = Date.now();
  await sweepStore(folder, now);
  await makeOld(join(folder, 'blobs', 'sha256', hexOf(digest)), 15);
  assert.equal(await sweepStore(folder, now + day / 2), 0);
  assert.equal(await sweepStore(folder, now + day + 1000), 1);
});

test('what a dead run left half-written goes after a day, never what a living one writes', async (t) => {
  const folder = await cacheFolder(t);
  const mine = await openBlobStore(folder).reserve();
  const incoming = join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  const dead = join(incoming, '999999999-abc');
  const justDied = join(incoming, '999999998-abc');
  for (const path of [mine, dead, justDied]) await writeFile(path, 'half');
  await makeOld(mine, 3);
  await makeOld(dead, 3);
  assert.equal(await sweepStore(folder, Date.now()), 1);
  assert.deepEqual(
    (await readdir(incoming)).map((name) => join(incoming, name)).sort(),
    [justDied, mine].sort(),
  );
});
