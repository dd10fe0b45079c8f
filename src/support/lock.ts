import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when another run holds the lock. */
  readonly onWait?: () => void;
  readonly pollMilliseconds?: number;
  /** A lock whose holder gave no sign of life for so long is taken over. */
  readonly staleMilliseconds?: number;
}

interface Holder {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
}

/**
 * Runs `work` while no other run that uses the same path does: it saves doing the same work twice. Correctness must not
 * depend on it, because a holder that stood still for long may wake up: results are still moved into place atomically.
 * @throws what `work` throws; the signal's reason; a system error when the lock's folder cannot be written
 */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const { pollMilliseconds = 200, staleMilliseconds = 20_000 } = options;
  const holder: Holder = { token: randomBytes(8).toString('hex'), host: hostname(), pid: process.pid };
  await mkdir(dirname(path), { recursive: true });
  for (let waiting = false; !(await acquire(path, holder)); ) {
    if (await isStale(path, staleMilliseconds)) {
      await removeStale(path, staleMilliseconds);
      continue;
    }
    if (!waiting) options.onWait?.();
    waiting = true;
    await sleep(pollMilliseconds);
    options.signal?.throwIfAborted();
  }
  const heartbeat = setInterval(() => void beat(path), staleMilliseconds / 5);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    if ((await readHolder(path))?.token === holder.token) await rm(path, { force: true });
  }
}

async function acquire(path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(JSON.stringify(holder));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A lock that was removed meanwhile needs no sign of life. */
async function beat(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

async function isStale(path: string, staleMilliseconds: number): Promise<boolean> {
  const state = await stat(path).catch(() => undefined);
  if (state === undefined) return false;
  const holder = await readHolder(path);
  // A process on this machine that is gone needs no waiting for.
  if (holder?.host === hostname() && !isAlive(holder.pid)) return true;
  return Date.now() - state.mtimeMs > staleMilliseconds;
}

/** Moves the stale lock away under its own name, so that of two runs that saw it only one removes it. */
async function removeStale(path: string, staleMilliseconds: number): Promise<void> {
  if (!(await isStale(path, staleMilliseconds))) return;
  const aside = `${path}.${randomBytes(4).toString('hex')}.stale`;
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
