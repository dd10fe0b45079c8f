import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { besidePath, exists, namingPath } from '../support/files.ts';
import { hexOf, sha256File } from '../support/hashing.ts';
import type { Layout } from './image.ts';
import { canonicalJson } from './json.ts';
import { storedBlob } from './layout.ts';
import { emptyIndex, encodeMarker, layoutFile, withRef } from './layout-documents.ts';
import { removeLeftovers } from './leftovers.ts';
import { type TarEntry, tarBytes, tarStream } from './tar.ts';

/**
 * Writes an image as an OCI archive: the layout in one uncompressed tar file whose bytes follow from the image and its
 * name alone. Entries are in the order of their names, as containerd's own export has them, and do not begin with `./`.
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_IO
 */
export async function writeArchive(
  layout: Layout,
  store: BlobStore,
  file: string,
  refName: string,
): Promise<boolean> {
  const beside = besidePath(file);
  try {
    await prepareFile(file);
    const entries = await archiveEntries(layout, store, refName);
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
 * @throws SlipwayError E_CONFIG as {@link writeArchive} would
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

const noTime = { mtime: 0 } as const;

async function isWritten(entries: readonly TarEntry[], file: string): Promise<boolean> {
  if (!(await exists(file)) || (await stat(file)).size !== tarBytes(entries, noTime)) return false;
  const hash = createHash('sha256');
  for await (const chunk of tarStream(entries, noTime)) hash.update(chunk);
  return (await sha256File(file)).digest === `sha256:${hash.digest('hex')}`;
}

async function archiveEntries(layout: Layout, store: BlobStore, refName: string): Promise<TarEntry[]> {
  const mode = 0o644;
  const document = (path: string, content: Uint8Array): TarEntry => ({ type: 'file', path, mode, content });
  const blobs: TarEntry[] = [];
  for (const { digest, size } of layout.blobs) {
    const content = { file: await storedBlob(store, digest), bytes: size, digest };
    blobs.push({ type: 'file', path: `${layoutFile.blobs}/${hexOf(digest)}`, mode, content });
  }
  const index = canonicalJson(withRef(emptyIndex(), layout.index, refName));
  return [
    document(layoutFile.marker, encodeMarker()),
    document(layoutFile.index, index),
    ...dockerEntries(layout, refName).map((content) => document('manifest.json', content)),
    ...blobs,
  ];
}

/**
 * The manifest.json that `docker load` without the containerd image store and dive need (image-layout.md, "Content",
 * allows it). It cannot say platforms, so only an archive for one has it: with several, a reader would take any.
 */
function dockerEntries({ images }: Layout, refName: string): Buffer[] {
  const [image, ...others] = images;
  if (image === undefined || others.length > 0) return [];
  const isTagged = /^[^\s:@]+(?::\d+\/[^\s:@]+)?:[\w][\w.-]*$/.test(refName);
  const manifest = {
    Config: `${layoutFile.blobs}/${hexOf(image.config.digest)}`,
    RepoTags: isTagged ? [refName] : null,
    Layers: image.layers.map(({ digest }) => `${layoutFile.blobs}/${hexOf(digest)}`),
  };
  return [canonicalJson([manifest])];
}
