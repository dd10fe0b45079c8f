import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { type Running, slipwayOk, startSlipway } from '../support/slipway.ts';
import { digestOf, temporaryFolders } from '../support/workspace.ts';

const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

/** Points of a build to end it at; the first three fall into the compiler's work, whose cache is cold. */
const points: readonly {
  what: string;
  signal: 'SIGINT' | 'SIGTERM';
  reached: (run: Running) => Promise<void>;
}[] = [
  { what: 'soon after the start', signal: 'SIGINT', reached: begun(0) },
  { what: 'while Go compiles', signal: 'SIGTERM', reached: begun(900) },
  { what: 'later, while Go compiles', signal: 'SIGINT', reached: begun(2400) },
  { what: 'when a program is linked', signal: 'SIGTERM', reached: (run) => run.said('built') },
];

/** So long after the first line: before it nobody knows whether the program has begun to listen for signals. */
function begun(milliseconds: number): (run: Running) => Promise<void> {
  return async (run) => {
    await run.said('slipway');
    await pause(milliseconds);
  };
}

const statuses = { SIGINT: 130, SIGTERM: 143 };

test('a signal at any point leaves no half-written output, no process and no work folder, and the next run is whole', async (t) => {
  const work = await temporaryFolders((action) => t.after(action))();
  const module = await writeModule(join(work, 'module'), { 'main.go': emptyMain });
  const [out, tmp] = [join(work, 'out'), join(work, 'tmp')];
  await mkdir(out);
  await mkdir(tmp);
  const args = ['build', module, '--platform', native, '--cache-dir', join(work, 'cache')];
  const outputs = [`oci:${out}/layout`, `oci-archive:${out}/image.tar`, `bin:${out}/bin`];
  const all = [...args, ...outputs.flatMap((output) => ['--output', output])];
  const env = { GOCACHE: join(work, 'go-build'), TMPDIR: tmp };

  for (const { what, signal, reached } of points) {
    const run = startSlipway(all, { env });
    await reached(run);
    run.signal(signal);
    const { status, stderr } = await run.ended;
    // The last point may come too late: then the outputs are whole, which the end of this test looks at.
    if (status !== 0) {
      assert.equal(status, statuses[signal], `${what}: ${stderr}`);
      assert.deepEqual(await readdir(out), [], what);
    }
    assert.deepEqual(await processesWith(work), [], what);
    assert.deepEqual(
      (await readdir(tmp)).filter((name) => name.startsWith('go-')),
      [],
      what,
    );
    const kept = await readdir(join(work, 'cache'), { recursive: true }).catch(() => []);
    assert.deepEqual(
      kept.filter((path) => /tmp$|work/.test(path)),
      [],
      what,
    );
  }

  await slipwayOk(all, { env });
  await slipwayOk(['verify', join(out, 'layout')]);
  const clean = join(work, 'clean.tar');
  await slipwayOk([
    ...['build', module, '--platform', native, '--cache-dir', join(work, 'other-cache')],
    ...['--output', `oci-archive:${clean}`],
  ]);
  assert.equal(await digestOf(join(out, 'image.tar')), await digestOf(clean));
});

/**
 * Command lines of living processes that were started with this text in their environment or arguments. One that has been
 * killed and still waits for the disk is none.
 */
async function processesWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (file: string): Promise<string> => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    const command = await read('cmdline');
    if (Number(pid) === process.pid || !(command + (await read('environ'))).includes(text)) continue;
    if (!isKilled(await read('status'))) found.push(command);
  }
  return found;
}

/** Whether SIGKILL, the ninth signal, is pending (proc_pid_status(5), SigPnd and ShdPnd). */
function isKilled(status: string): boolean {
  const pending = [...status.matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm)];
  return pending.some(([, signals = '0']) => (BigInt(`0x${signals}`) & 0x100n) !== 0n);
}
