import assert from 'node:assert/strict';
import { cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeArchive } from '../../src/image/archive.ts';
import type { Layout } from '../../src/image/image.ts';
import { writeLayout } from '../../src/image/layout.ts';
import { exec } from '../../src/support/exec.ts';
import { lacksRoot } from '../support/tools.ts';
import { readNames } from './read-layout.ts';
import { sampleLayout, sampleStore } from './sample.ts';

/** Writes a layout in a process that kills itself before its nth change to the file system; prints when it came to the end. */
const killedWriter = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  const { source, cache, out, layout, nth } = JSON.parse(process.argv[1]);
  const { writeLayout } = await import(source + 'image/layout.ts');
  const { openBlobStore } = await import(source + 'cache/local-store.ts');
  let left = nth;
  for (const name of ['mkdir', 'open', 'copyFile', 'rename', 'rm']) {
    const real = fs.promises[name];
    fs.promises[name] = (...args) => {
      if ((left -= 1) <= 0) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    };
  }
  syncBuiltinESMExports();
  await writeLayout(layout, openBlobStore(cache), out, 'v1');
  console.log('done');
`;

async function writeKilledAt(nth: number, cache: string, out: string, layout: Layout): Promise<boolean> {
  const source = new URL('../../src/', import.meta.url).href;
  const job = JSON.stringify({ source, cache, out, layout, nth });
  const result = await exec({
    file: process.execPath,
    args: ['--input-type=module', '-e', killedWriter, job],
  });
  assert.ok(result.killedBy === 'SIGKILL' || result.stdout === 'done\n', result.stderr);
  return result.killedBy === null;
}

/** Kills at the 1st, 2nd, … change until a run comes to its end; gives how many runs were killed. */
async function killEverywhere(run: (nth: number) => Promise<boolean>): Promise<number> {
  for (let nth = 1; ; nth += 1) {
    assert.ok(nth < 200, 'the writing comes to an end');
    if (await run(nth)) return nth - 1;
  }
}

test('killed at any point, an update leaves the old image or the new one, and the next run ends it', async (t) => {
  const { store, folder } = await sampleStore(t);
  const old = await sampleLayout(store, folder, 1, ['linux/amd64']);
  const next = await sampleLayout(store, folder, 2, ['linux/amd64']);
  const pristine = join(folder, 'pristine');
  await writeLayout(old, store, pristine, 'v1');
  const seen = new Set<string>();
  const killed = await killEverywhere(async (nth) => {
    const out = join(folder, 'out');
    await rm(out, { recursive: true, force: true });
    await cp(pristine, out, { recursive: true });
    const ended = await writeKilledAt(nth, join(folder, 'cache'), out, next);
    const { v1 = '' } = await readNames(out);
    seen.add(v1);
    await writeLayout(next, store, out, 'v1');
    assert.deepEqual(await readNames(out), { v1: next.root.digest });
    return ended;
  });
  assert.ok(killed > 10, `${killed} points`);
  assert.deepEqual([...seen], [old.root.digest, next.root.digest]);
});

test('killed at any point, a first writing leaves the whole layout or none under its name', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder, 1, ['linux/amd64']);
  const killed = await killEverywhere(async (nth) => {
    const out = join(folder, `out${nth}`, 'api');
    const ended = await writeKilledAt(nth, join(folder, 'cache'), out, layout);
    const there = await stat(out).catch(() => undefined);
    if (there !== undefined) assert.deepEqual(await readNames(out), { v1: layout.root.digest });
    return ended;
  });
  assert.ok(killed > 10, `${killed} points`);
});

/** Runs a writing in a process whose files may not grow beyond 8 KiB: the layer of 50,000 bytes does not fit. */
const limitedWriter = `
  const { source, cache, out, layout, kind } = JSON.parse(process.argv[1]);
  const { writeLayout } = await import(source + 'image/layout.ts');
  const { writeArchive } = await import(source + 'image/archive.ts');
  const { openBlobStore } = await import(source + 'cache/local-store.ts');
  const write = kind === 'layout' ? writeLayout : writeArchive;
  await write(layout, openBlobStore(cache), out, 'v1').catch((error) => console.log(error.code));
`;

test('a file that cannot be written to its end leaves nothing behind, new or updated', async (t) => {
  const { store, folder } = await sampleStore(t);
  const old = await sampleLayout(store, folder, 1, ['linux/amd64']);
  const big = await sampleLayout(store, folder, 2, ['linux/amd64'], 50_000);
  const place = join(folder, 'place');
  await writeLayout(old, store, join(place, 'existing'), 'v1');
  await writeArchive(old, store, join(place, 'existing.tar'), 'v1');
  const before = (await readdir(place, { recursive: true })).sort();
  const source = new URL('../../src/', import.meta.url).href;
  for (const [kind, name] of [
    ['layout', 'new'],
    ['layout', 'existing'],
    ['archive', 'new.tar'],
    ['archive', 'existing.tar'],
  ]) {
    const job = { source, cache: join(folder, 'cache'), out: join(place, name ?? ''), layout: big, kind };
    const node = [process.execPath, '--input-type=module', '-e', limitedWriter, JSON.stringify(job)];
    const result = await exec({ file: 'sh', args: ['-c', 'ulimit -f 16; exec "$@"', 'sh', ...node] });
    assert.equal(result.stdout, 'E_IO\n', `${kind} ${name}: ${result.stderr}`);
    assert.deepEqual((await readdir(place, { recursive: true })).sort(), before, `${kind} ${name}`);
  }
  assert.deepEqual(await readNames(join(place, 'existing')), { v1: old.root.digest });
});

test('a full disk is E_IO with its reason, and an empty mount point can be filled', {
  skip: lacksRoot(),
}, async (t) => {
  const { store, folder } = await sampleStore(t);
  const disk = join(folder, 'disk');
  await mkdir(disk);
  const mounted = await exec({ file: 'mount', args: ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk] });
  if (mounted.status !== 0) return t.skip(`no tmpfs can be mounted here: ${mounted.stderr.trim()}`);
  try {
    const big = await sampleLayout(store, folder, 2, ['linux/amd64'], 200_000);
    const small = await sampleLayout(store, folder, 1, ['linux/amd64']);
    await assert.rejects(writeLayout(big, store, join(disk, 'out'), 'v1'), {
      code: 'E_IO',
      message: /ENOSPC/,
    });
    await assert.rejects(writeArchive(big, store, join(disk, 'out.tar'), 'v1'), {
      code: 'E_IO',
      message: /ENOSPC/,
    });
    assert.deepEqual(await readdir(disk), []);
    await writeLayout(small, store, disk, 'v1');
    assert.deepEqual(await readNames(disk), { v1: small.root.digest });
  } finally {
    await exec({ file: 'umount', args: [disk] });
  }
});
