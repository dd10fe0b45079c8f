import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLeftover, removeLeftovers } from '../image/leftovers.ts';
import type { Platform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { besidePath, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import { type Digest, hexOf, sha256File } from '../support/hashing.ts';

/** A program to be put into a folder as a file of its own. */
export interface BareFile {
  readonly target: string;
  readonly platform: Platform;
  readonly path: string;
  readonly digest: Digest;
}

const checksumsName = 'checksums.txt';

/** `api_linux_arm_v7`, `api_windows_amd64.exe`, `api_wasip1_wasm.wasm`: the naming release pages commonly have. */
export function bareFileName({ target, platform }: Pick<BareFile, 'target' | 'platform'>): string {
  const { os, architecture, variant } = platform;
  const ending = os === 'windows' ? '.exe' : architecture === 'wasm' ? '.wasm' : '';
  return [target, os, architecture, variant].filter((part) => part !== undefined).join('_') + ending;
}

/**
 * Puts programs into a folder with their SHA-256 in checksums.txt, as `sha256sum -c` reads it; each file appears whole,
 * the checksums last. A folder from an earlier run is updated: its other files stay, and stay listed.
 * @returns false when everything was there already
 * @throws SlipwayError E_CONFIG for a folder that holds something else, E_IO when a program changed since it was linked
 */
export async function writeBareFiles(files: readonly BareFile[], directory: string): Promise<boolean> {
  const own = new Map(files.map((file) => [bareFileName(file), hexOf(file.digest)]));
  const listed = await listedChecksums(directory, [...own.keys()]);
  await mkdir(directory, { recursive: true });
  await removeLeftovers(directory, [...own.keys(), checksumsName]);
  let written = false;
  for (const file of files) {
    if (await place(file, join(directory, bareFileName(file)))) written = true;
  }
  const all = [...new Map([...listed, ...own])].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = all.map(([name, hex]) => `${hex}  ${name}\n`).join('');
  if ((await readTextIfExists(join(directory, checksumsName))) === text) return written;
  await writeFileAtomic(join(directory, checksumsName), text);
  return true;
}

/**
 * Whether files of these names may be written to a folder.
 * @throws SlipwayError E_CONFIG as {@link writeBareFiles} would
 */
export async function checkBareFolder(names: readonly string[], directory: string): Promise<void> {
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
      `--output bin:${directory} is a folder that holds something else (${foreign})`,
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

async function place(file: BareFile, path: string): Promise<boolean> {
  if (await isInPlace(file, path)) return false;
  const beside = besidePath(path);
  try {
    await copyFile(file.path, beside);
    const handle = await open(beside, 'r+');
    try {
      await handle.chmod(0o755);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const { digest } = await sha256File(beside);
    if (digest !== file.digest) {
      throw new SlipwayError(
        'E_IO',
        `${file.path} changed since it was linked: ${digest}, not ${file.digest}`,
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

async function isInPlace(file: BareFile, path: string): Promise<boolean> {
  try {
    return ((await stat(path)).mode & 0o777) === 0o755 && (await sha256File(path)).digest === file.digest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
