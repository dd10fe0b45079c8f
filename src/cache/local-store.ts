import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { readTextIfExists } from '../support/files.ts';
import { type Digest, hexOf, isDigest, sha256, sha256File } from '../support/hashing.ts';
import type { BlobStore } from './blob-store.ts';
import { storeFolders } from './folders.ts';

/** The process that reserved a file in `incoming`, by the file's name. */
export function reservedBy(name: string): number {
  return Number.parseInt(name, 10);
}

/** How old a time of last use may be before it is written anew: a day, which is exact enough for `sweepStore`. */
const staleUse = 24 * 3600 * 1000;

/**
 * The content-addressed store in a folder of this machine, made when it is first written to. Many runs may use one
 * folder at a time: everything comes in by rename. Nothing is fsynced, because what comes out is checked: a blob against
 * its digest once per run, a memo against its checksum.
 * Its methods throw SlipwayError E_IO when the folder cannot be used.
 */
export function openBlobStore(directory: string): BlobStore {
  const incoming = openIncoming(directory);
  return { reserve: incoming.reserve, ...openBlobs(directory, incoming), ...openMemos(directory, incoming) };
}

/** Where files are written before they are moved to their place. */
interface Incoming {
  readonly reserve: () => Promise<string>;
  readonly moveIn: (path: string, folder: string, name: string) => Promise<void>;
  /** Writes a small file and moves it. */
  readonly writeIn: (content: Uint8Array | string, folder: string, name: string) => Promise<void>;
}

function openIncoming(directory: string): Incoming {
  const inside = guarded(directory, 'write');
  const reserve = (): Promise<string> =>
    inside(async () => {
      await mkdir(join(directory, storeFolders.incoming), { recursive: true });
      return join(directory, storeFolders.incoming, `${process.pid}-${randomBytes(6).toString('hex')}`);
    });
  const moveIn: Incoming['moveIn'] = (path, folder, name) =>
    inside(async () => {
      await mkdir(join(directory, folder), { recursive: true });
      await rename(path, join(directory, folder, name));
    });
  const writeIn: Incoming['writeIn'] = async (content, folder, name) => {
    const path = await reserve();
    try {
      await inside(() => writeFile(path, content, { flag: 'wx' }));
      await moveIn(path, folder, name);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  };
  return { reserve, moveIn, writeIn };
}

function openBlobs(directory: string, incoming: Incoming): Pick<BlobStore, 'find' | 'keep' | 'put'> {
  const inside = guarded(directory, 'read');
  const checked = new Map<Digest, string>();
  const pathOf = (digest: Digest): string => join(directory, storeFolders.blobs, hexOf(digest));
  const believe = async (digest: Digest): Promise<void> => {
    checked.set(digest, (await look(pathOf(digest)))?.state ?? '');
  };
  const find: BlobStore['find'] = (digest) =>
    inside(async () => {
      const path = pathOf(digest);
      const there = isDigest(digest) ? await look(path) : undefined;
      if (there === undefined) return undefined;
      if (checked.get(digest) !== there.state && (await sha256File(path)).digest !== digest)
        return discard(path);
      checked.set(digest, there.state);
      if (await touch(path, there.mtimeMs)) await believe(digest);
      return { path, bytes: there.bytes };
    });
  return {
    find,
    async keep(path, digest) {
      await incoming.moveIn(path, storeFolders.blobs, hexOf(digest));
      await believe(digest);
    },
    async put(content) {
      const digest = sha256(content);
      if ((await find(digest)) !== undefined) return digest;
      await incoming.writeIn(content, storeFolders.blobs, hexOf(digest));
      await believe(digest);
      return digest;
    },
  };
}

function openMemos(directory: string, incoming: Incoming): Pick<BlobStore, 'recall' | 'remember'> {
  const inside = guarded(directory, 'read');
  const nameOf = (key: string): string => `${hexOf(sha256(key))}.json`;
  return {
    recall: (key) =>
      inside(async () => {
        const path = join(directory, storeFolders.memos, nameOf(key));
        const text = await readTextIfExists(path);
        if (text === undefined) return undefined;
        const memo = decodeMemo(text, key);
        if (memo === undefined) return discard(path);
        await touch(path, (await look(path))?.mtimeMs ?? 0);
        return memo.value;
      }),
    remember: (key, value) => incoming.writeIn(encodeMemo(key, value), storeFolders.memos, nameOf(key)),
  };
}

/** Turns what the system refuses into an error that names the cache folder. */
function guarded(directory: string, verb: 'read' | 'write') {
  return async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      throw new SlipwayError(
        'E_IO',
        `cannot ${verb} the cache folder ${directory}: ${error.code} (${error.syscall})`,
        {
          hint: 'free some space there, or name a cache folder that this user may write to',
          cause: error,
        },
      );
    }
  };
}

interface Look {
  readonly bytes: number;
  readonly mtimeMs: number;
  /** Changes whenever the file is written, replaced or touched. */
  readonly state: string;
}

async function look(path: string): Promise<Look | undefined> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(path);
    return { bytes: size, mtimeMs, state: `${ino} ${size} ${ctimeMs}` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Notes a use in the file's time. A store that may only be read still serves. */
async function touch(path: string, mtimeMs: number): Promise<boolean> {
  const now = Date.now();
  if (now - mtimeMs < staleUse) return false;
  return utimes(path, now / 1000, now / 1000).then(
    () => true,
    () => false,
  );
}

/** Removes what is damaged. Where that is not allowed it is still not used. */
async function discard(path: string): Promise<undefined> {
  await rm(path, { force: true, recursive: true }).catch(() => undefined);
  return undefined;
}

function encodeMemo(key: string, value: unknown): string {
  return JSON.stringify({ key, value, checksum: sha256(JSON.stringify([key, value])) });
}

function decodeMemo(text: string, key: string): { value: unknown } | undefined {
  try {
    const memo = JSON.parse(text) as { key?: unknown; value?: unknown; checksum?: unknown } | null;
    const whole = memo?.key === key && memo.checksum === sha256(JSON.stringify([key, memo.value]));
    return whole ? { value: memo.value } : undefined;
  } catch {
    return undefined;
  }
}
