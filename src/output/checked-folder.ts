import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeftover, removeLeftovers } from '../image/leftovers.ts';
import { SlipwayError } from '../support/errors.ts';
import { besidePath, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import { type Digest, hexOf, sha256File } from '../support/hashing.ts';

/** What becomes a file of a folder: its content lies elsewhere. */
export interface FolderFile {
  readonly name: string;
  readonly path: string;
  readonly digest: Digest;
  /** Permission bits. */
  readonly mode: number;
}

const checksumsName = 'checksums.txt';

/**
 * Puts files into a folder with their SHA-256 in checksums.txt, as `sha256sum -c` reads it; each file appears whole,
 * the checksums last. A folder from an earlier run is updated: its other files stay, and stay listed.
 * @returns false when everything was there already
 * @throws SlipwayError E_CONFIG for a folder that holds something else, E_IO when a file changed since its digest was taken
 */
export async function writeCheckedFolder(files: readonly FolderFile[], directory: string): Promise<boolean> {
  const own = new Map(files.map(({ name, digest }) => [name, hexOf(digest)]));
  const listed = await listedChecksums(directory, [...own.keys()]);
  await mkdir(directory, { recursive: true });
  await removeLeftovers(directory, [...own.keys(), checksumsName]);
  let written = false;
  for (const file of files) {
    if (await place(file, join(directory, file.name))) written = true;
  }
  const all = [...new Map([...listed, ...own])].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = all.map(([name, hex]) => `${hex}  ${name}\n`).join('');
  if ((await readTextIfExists(join(directory, checksumsName))) === text) return written;
  await writeFileAtomic(join(directory, checksumsName), text);
  return true;
}

/**
 * Whether files of these names may be written to a folder.
 * @throws SlipwayError E_CONFIG as {@link writeCheckedFolder} would
 */
export async function checkFilesPlace(names: readonly string[], directory: string): Promise<void> {
  await listedChecksums(directory, names);
}

/** What an earlier run listed and left here. A run that was stopped before it wrote the list left nothing but its files. */
async function listedChecksums(directory: string, own: readonly string[]): Promise<Map<string, string>> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] as string[];
    throw error;
  });
  const foreign = names.find((name) => !own.includes(name) && !isLeftover(name));
  const text = await readTextIfExists(join(directory, checksumsName));
  if (text === undefined && foreign !== undefined) {
    throw new SlipwayError(
      'E_CONFIG',
      `the files cannot go to ${directory}, a folder that holds something else (${foreign})`,
      {
        hint: `name a new or empty folder, or one that an earlier run filled (it has a ${checksumsName})`,
      },
    );
  }
  const lines = [...(text ?? '').matchAll(/^([0-9a-f]{64}) {2}(\S+)$/gm)];
  return new Map(
    lines.flatMap(([, hex = '', name = '']) => (names.includes(name) ? [[name, hex] as const] : [])),
  );
}

async function place(file: FolderFile, path: string): Promise<boolean> {
  if (await isInPlace(file, path)) return false;
  const beside = besidePath(path);
  try {
    await copyFile(file.path, beside);
    const handle = await open(beside, 'r+');
    try {
      await handle.chmod(file.mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const { digest } = await sha256File(beside);
    if (digest !== file.digest) {
      throw new SlipwayError(
        'E_IO',
        `${file.path} changed since it was made: ${digest}, not ${file.digest}`,
        {
          hint: 'run again; if it happens again, something else writes to the cache folder',
        },
      );
    }
    await rename(beside, path);
    return true;
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function isInPlace(file: FolderFile, path: string): Promise<boolean> {
  try {
    return ((await stat(path)).mode & 0o777) === file.mode && (await sha256File(path)).digest === file.digest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
