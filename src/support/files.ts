import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { isSystemError, SlipwayError } from './errors.ts';

/** A name beside `path` that no other run uses: on the same file system, so that a rename is atomic. */
export function besidePath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
}

/** Writes a file whole or not at all: beside, fsync, rename. Makes the folder when it is missing. */
export async function writeFileAtomic(
  path: string,
  content: Uint8Array | string,
  mode = 0o644,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = besidePath(path);
  try {
    const handle = await open(beside, 'wx', mode);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Writes a file that costs time and nothing else where it is missing, whole or not at all. @returns whether it is there */
export function keepFile(path: string, parts: readonly Uint8Array[]): boolean {
  const beside = besidePath(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeParts(beside, parts);
      renameSync(beside, path);
    } finally {
      rmSync(beside, { force: true });
    }
    return true;
  } catch {
    return false;
  }
}

function writeParts(path: string, parts: readonly Uint8Array[]): void {
  const descriptor = openSync(path, 'wx');
  try {
    for (const part of parts)
      for (let done = 0; done < part.length; ) done += writeSync(descriptor, part, done);
  } finally {
    closeSync(descriptor);
  }
}

/** A file's text, or undefined when it does not exist. */
export async function readTextIfExists(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/** The first bytes of a file, at most `bytes`; none of what is no file. */
export async function startOfFile(path: string, bytes = 4): Promise<Uint8Array> {
  if (!(await isFile(path))) return new Uint8Array();
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** True for a regular file, also behind links. */
export async function isFile(path: string): Promise<boolean> {
  return (await exists(path)) && (await stat(path)).isFile();
}

/** Makes a folder that this run alone uses and gives its path; the caller removes it. */
export async function makeWorkFolder(parent: string, label: string): Promise<string> {
  if (!/^[a-z-]+$/.test(label)) throw new SlipwayError('E_INTERNAL', `bad work folder label ${label}`);
  await mkdir(parent, { recursive: true });
  const path = join(parent, `${label}-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(path);
  return path;
}

/** The same error; a failed write or sync knows only its file descriptor, so it gets the path a reader needs. */
export function namingPath(error: unknown, path: string): unknown {
  if (isSystemError(error)) error.path ??= path;
  return error;
}

/** Whether a path is a folder or lies in it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
