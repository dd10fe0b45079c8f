import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { BlobStore } from '../cache/blob-store.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { besidePath, exists, namingPath, writeFileAtomic } from '../support/files.ts';
import { type Digest, hexOf, sha256File } from '../support/hashing.ts';
import type { BlobTree } from './image.ts';
import { canonicalJson } from './json.ts';
import { emptyIndex, encodeMarker, hasRef, layoutFile, withRef } from './layout-documents.ts';
import { layoutBlob, reachableBlobs, readLayout } from './layout-read.ts';
import { isLeftover, removeLeftovers } from './leftovers.ts';

/**
 * Writes an image into a folder as an OCI layout (image-spec, image-layout.md) under a reference name. A new or empty folder is
 * written beside and renamed into place. An existing layout is updated: blobs first, index.json last by rename, then
 * the blobs that only the replaced image needed are removed; other names stay. So at any moment a reader, or a run after an
 * interruption, finds the old image or the new one. Two runs may not update one layout at a time.
 * @returns false when everything was there already and nothing was written
 * @throws SlipwayError E_CONFIG when the path is a file, another folder that is not empty, or a broken layout; E_IO
 */
export async function writeLayout(
  tree: BlobTree,
  store: BlobStore,
  directory: string,
  refName: string,
): Promise<boolean> {
  try {
    const place = await realpathIfExists(directory);
    await removeLeftovers(dirname(place), [basename(place)]);
    const isNew = (await namesIn(place)).length === 0;
    const write = isNew ? writeNewLayout : updateLayout;
    return await write(tree, store, place, refName);
  } catch (error) {
    throw asSlipwayError(error);
  }
}

async function writeNewLayout(
  tree: BlobTree,
  store: BlobStore,
  place: string,
  refName: string,
): Promise<boolean> {
  const beside = besidePath(place);
  try {
    await mkdir(beside, { recursive: true });
    await updateLayout(tree, store, beside, refName);
    await syncPath(beside);
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    // A mount point cannot be replaced, only filled; nor can a folder where another run has just begun.
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!['EBUSY', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
    await namesIn(place);
    return updateLayout(tree, store, place, refName);
  }
  await syncPath(dirname(place));
  return true;
}

/**
 * Whether a layout may be written to a path, before there is one: a run should not compile for minutes and then be refused.
 * @throws SlipwayError E_CONFIG as {@link writeLayout} would
 */
export async function checkLayoutPlace(directory: string): Promise<void> {
  await namesIn(await realpathIfExists(directory));
}

async function realpathIfExists(path: string): Promise<string> {
  return (await exists(path)) ? realpath(path) : path;
}

/**
 * What lies in the folder, without what interrupted runs left; nothing when it does not exist.
 * @throws SlipwayError E_CONFIG when it must not be written to
 */
async function namesIn(directory: string): Promise<string[]> {
  if (!(await exists(directory))) return [];
  if (!(await stat(directory)).isDirectory()) {
    throw new SlipwayError('E_CONFIG', `${directory} is a file, and a layout is a folder`, {
      hint: 'name another folder, or write an archive with oci-archive:FILE',
    });
  }
  const names = (await readdir(directory)).filter((name) => !isLeftover(name));
  if (names.length === 0 || names.includes(layoutFile.marker)) return names;
  throw new SlipwayError('E_CONFIG', `${directory} is not empty and not an OCI layout; nothing was changed`, {
    hint: 'name a new or empty folder, or a layout to update',
  });
}

/** What a blob is called while it is being copied: not among the blobs, where names are digests. */
const blobLabel = 'blob';

/** Also fills an empty folder: the marker comes first, so that an interrupted filling is known as ours. */
async function updateLayout(
  tree: BlobTree,
  store: BlobStore,
  directory: string,
  refName: string,
): Promise<boolean> {
  await removeLeftovers(directory, [layoutFile.marker, layoutFile.index, blobLabel]);
  const markerPath = join(directory, layoutFile.marker);
  if (!(await exists(markerPath))) await writeFileAtomic(markerPath, encodeMarker());
  const indexPath = join(directory, layoutFile.index);
  const before = (await exists(indexPath)) ? await readLayout(directory) : emptyIndex();
  const blobsWritten = await writeBlobs(tree, store, directory);

  const after = canonicalJson(withRef(before, tree.root, refName));
  if (canonicalJson(before).equals(after)) return blobsWritten;
  await writeFileAtomic(indexPath, after);
  await syncPath(directory);
  const replaced = before.manifests.filter((descriptor) => hasRef(descriptor, refName));
  const { digests: unneeded } = await reachableBlobs(directory, replaced);
  const { digests: needed, whole } = await reachableBlobs(directory, (await readLayout(directory)).manifests);
  // Where a kept image cannot be read to its end, nobody knows which blobs it needs.
  if (!whole) return true;
  for (const digest of unneeded) {
    if (!needed.has(digest)) await rm(layoutBlob(directory, digest), { force: true });
  }
  return true;
}

/** Writes what is missing or damaged, all or nothing; tells whether there was any. */
async function writeBlobs(tree: BlobTree, store: BlobStore, directory: string): Promise<boolean> {
  const folder = join(directory, layoutFile.blobs);
  await mkdir(folder, { recursive: true });
  const added: string[] = [];
  let written = false;
  try {
    for (const { digest } of tree.blobs) {
      const path = join(folder, hexOf(digest));
      const isThere = await exists(path);
      if (isThere && (await sha256File(path)).digest === digest) continue;
      await copyBlob(await storedBlob(store, digest), path, directory);
      written = true;
      if (!isThere) added.push(path);
    }
  } catch (error) {
    for (const path of added) await rm(path, { force: true });
    throw error;
  }
  if (written) await syncPath(folder);
  return written;
}

async function copyBlob(from: string, to: string, directory: string): Promise<void> {
  const beside = besidePath(join(directory, blobLabel));
  try {
    await copyFile(from, beside, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await syncPath(beside);
    await rename(beside, to);
  } catch (error) {
    await rm(beside, { force: true });
    throw namingPath(error, to);
  }
}

/**
 * Where a blob of an image lies in the store.
 * @throws SlipwayError E_IO when it is gone or damaged since the image was made
 */
export async function storedBlob(store: BlobStore, digest: Digest): Promise<string> {
  const blob = await store.find(digest);
  if (blob !== undefined) return blob.path;
  throw new SlipwayError('E_IO', `the cache lost ${digest} while this run was using it`, {
    hint: 'was the cache folder cleaned, or is its disk failing? run again',
  });
}

/** Writes a file or a folder's names through to the disk, so that a rename never outlives what it names. */
async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
