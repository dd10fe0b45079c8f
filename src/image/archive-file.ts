import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { besidePath, exists, namingPath } from '../support/files.ts';
import { sha256File } from '../support/hashing.ts';
import type { Descriptor } from './descriptor.ts';
import { storedBlob } from './layout.ts';
import { removeLeftovers } from './leftovers.ts';
import { type TarEntry, tarBytes, tarStream } from './tar.ts';

const mode = 0o644;
const noTime = { mtime: 0 } as const;

/** A small file of an archive. */
export function documentEntry(path: string, content: Uint8Array): TarEntry {
  return { type: 'file', path, mode, content };
}

/**
 * A blob of the store as a file of an archive.
 * @throws SlipwayError E_IO when it is gone or damaged since the image was made
 */
export async function blobEntry(
  path: string,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  store: BlobStore,
): Promise<TarEntry> {
  return {
    type: 'file',
    path,
    mode,
    content: { file: await storedBlob(store, digest), bytes: size, digest },
  };
}

/**
 * Writes entries as one uncompressed tar file, whole or not at all; its bytes follow from the entries alone: they are
 * in the order of their names, carry time 0 and do not begin with `./`. Memory does not grow with what they hold.
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_IO
 */
export async function writeArchiveFile(
  file: string,
  makeEntries: () => Promise<readonly TarEntry[]>,
): Promise<boolean> {
  const beside = besidePath(file);
  try {
    await prepareFile(file);
    const entries = await makeEntries();
    if (await isWritten(entries, file)) return false;
    await pipeline(tarStream(entries, noTime), createWriteStream(beside, { flags: 'wx', flush: true }));
    await rename(beside, file);
    return true;
  } catch (error) {
    await rm(beside, { force: true });
    throw asSlipwayError(namingPath(error, file));
  }
}

/**
 * Whether an archive may be written to a path.
 * @throws SlipwayError E_CONFIG as {@link writeArchiveFile} would
 */
export async function checkArchivePlace(file: string): Promise<void> {
  if ((await exists(file)) && !(await stat(file)).isFile()) {
    throw new SlipwayError('E_CONFIG', `${file} is not a file, and an archive is one`, {
      hint: 'name a file, or write a layout with oci:DIR',
    });
  }
}

async function prepareFile(file: string): Promise<void> {
  await checkArchivePlace(file);
  await mkdir(dirname(file), { recursive: true });
  await removeLeftovers(dirname(file), [basename(file)]);
}

async function isWritten(entries: readonly TarEntry[], file: string): Promise<boolean> {
  if (!(await exists(file)) || (await stat(file)).size !== tarBytes(entries, noTime)) return false;
  const hash = createHash('sha256');
  for await (const chunk of tarStream(entries, noTime)) hash.update(chunk);
  return (await sha256File(file)).digest === `sha256:${hash.digest('hex')}`;
}
