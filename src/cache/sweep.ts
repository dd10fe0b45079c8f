import type { Dirent } from 'node:fs';
import { opendir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asSlipwayError } from '../support/errors.ts';
import { exists } from '../support/files.ts';
import { isAlive } from '../support/processes.ts';
import { storeFolders } from './folders.ts';
import { reservedBy } from './local-store.ts';

const hour = 3600 * 1000;
const unusedFor = 14 * 24 * hour;
const sweepEvery = 24 * hour;
/** What a run that died left behind. A living run writes to what it reserved far more often. */
const abandonedAfter = 24 * hour;
/** The most files one sweep removes, so that it never takes long; the next day's goes on. */
const mostRemoved = 2000;

/**
 * Removes from a store what no run used for 14 days, and what dead runs left half-written; at most once a day for all
 * runs together, so it may be called at the end of each. A file that another run removes or touches meanwhile is no fault.
 * @param now milliseconds since 1970
 * @returns how many files went
 * @throws SlipwayError E_IO when the folder cannot be read or written
 */
export async function sweepStore(directory: string, now: number): Promise<number> {
  try {
    return (await exists(directory)) && (await isDue(directory, now)) ? await sweep(directory, now) : 0;
  } catch (error) {
    throw asSlipwayError(error);
  }
}

async function sweep(directory: string, now: number): Promise<number> {
  let left = mostRemoved;
  const unused = (mtimeMs: number): boolean => now - mtimeMs > unusedFor;
  left -= await sweepFolder(join(directory, storeFolders.blobs), left, unused);
  left -= await sweepFolder(join(directory, storeFolders.memos), left, unused);
  left -= await sweepFolder(join(directory, storeFolders.objects), left, unused);
  left -= await sweepFolder(
    join(directory, storeFolders.incoming),
    left,
    (mtimeMs, name) => now - mtimeMs > abandonedAfter && !isAlive(reservedBy(name)),
  );
  left -= await sweepBuilds(join(directory, storeFolders.builds), unused);
  return mostRemoved - left;
}

/** Linked programs, a folder each; the go command touches one whenever it finds it current. */
async function sweepBuilds(folder: string, unused: (mtimeMs: number) => boolean): Promise<number> {
  let removed = 0;
  for (const name of (await exists(folder)) ? await readdir(folder) : []) {
    const path = join(folder, name);
    const marks = await Promise.all((await readdir(path)).map((file) => ageMark(join(path, file))));
    if (!marks.every((mark) => mark === undefined || unused(mark))) continue;
    await rm(path, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/** True for one caller a day: the mark is set before the work, so that two runs do not sweep side by side. */
async function isDue(directory: string, now: number): Promise<boolean> {
  const mark = join(directory, 'swept');
  const last = await ageMark(mark);
  if (last !== undefined && now - last < sweepEvery) return false;
  await writeFile(mark, '');
  await utimes(mark, now / 1000, now / 1000);
  return true;
}

async function ageMark(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function sweepFolder(
  folder: string,
  most: number,
  goes: (mtimeMs: number, name: string) => boolean,
): Promise<number> {
  let removed = 0;
  for await (const entry of entriesOf(folder)) {
    if (removed >= most) break;
    const path = join(folder, entry.name);
    const mtimeMs = await ageMark(path);
    if (mtimeMs === undefined || !goes(mtimeMs, entry.name)) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function* entriesOf(folder: string): AsyncGenerator<Dirent> {
  if (!(await exists(folder))) return;
  for await (const entry of await opendir(folder)) if (entry.isFile()) yield entry;
}
