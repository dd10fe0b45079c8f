import { SlipwayError } from '../../support/errors.ts';
import { type Digest, hexOf } from '../../support/hashing.ts';
import type { Descriptor } from '../descriptor.ts';
import type { ForeignDescriptor } from '../documents.ts';
import { plain } from '../image-tree.ts';
import { layoutFile } from '../layout-documents.ts';
import { isIndexType } from '../media-types.ts';
import type { ArchiveContents, ArchivedFile } from './archive-contents.ts';
import { listed, shown, unsound } from './faults.ts';
import { chooseEntry, readLayoutIndex } from './layout-index.ts';
import { findBelow, type ReadIfThere, reachable } from './reachable.ts';
import { missingBlob, wrongLength } from './stored.ts';

/** An image that was found in an archive. Its blobs lie in the store, but for those that a notice calls missing. */
export interface FoundImage {
  readonly root: Descriptor;
  readonly blobs: readonly Digest[];
  readonly notices: readonly string[];
  /** The archive has no manifest of the image: `root` was made. */
  readonly made?: boolean;
}

/**
 * Finds the chosen image of an OCI layout in an archive and keeps the blobs that it needs. An index may name manifests
 * that are not there: engines save a platform of an image without the others. A manifest must be whole.
 * @throws SlipwayError E_CONFIG when there is no layout or the choice is not clear, E_BASE when it is a broken one
 */
export async function takeOciImage(
  name: string,
  contents: ArchiveContents,
  choice: string | undefined,
): Promise<FoundImage> {
  const entries = readLayoutIndex(
    name,
    await contents.document(layoutFile.marker),
    await contents.document(layoutFile.index),
  );
  const read = blobDocuments(name, contents);
  const root = chooseEntry(name, entries, choice) ?? (await findBelow(name, entries, choice, read));
  if (blobOf(contents, root.digest) === undefined) throw missingBlob(name, root);

  const needed = [...(await reachable(name, [root], read)).values()];
  const [blobs, missing]: [Digest[], Digest[]] = [[], []];
  for (const descriptor of needed) {
    const file = blobOf(contents, descriptor.digest);
    if (file !== undefined && file.bytes !== descriptor.size)
      throw wrongLength(name, plain(descriptor), file.bytes);
    (file === undefined ? missing : blobs).push(descriptor.digest);
  }
  const absent = `blobs are missing: ${listed(missing)}`;
  if (missing.length > 0 && !isIndexType(root.mediaType))
    throw unsound(name, absent, 'the image is not complete: save or copy it again');
  for (const digest of blobs) await contents.keep(digest);
  const notices = [
    ...(missing.length > 0 ? [absent] : []),
    ...(await surplus(name, contents, entries, read)),
  ];
  return { root: plain(root), blobs, notices };
}

/** Whether an archive is a layout of one index with all that the index leads to. */
export async function holdsWholeIndex(name: string, contents: ArchiveContents): Promise<boolean> {
  const [marker, index] = [
    await contents.document(layoutFile.marker),
    await contents.document(layoutFile.index),
  ];
  if (marker === undefined || index === undefined) return false;
  const [root, ...others] = readLayoutIndex(name, marker, index);
  if (root === undefined || others.length > 0 || !isIndexType(root.mediaType)) return false;
  const all = await reachable(name, [root], blobDocuments(name, contents));
  return [...all.keys()].every((digest) => blobOf(contents, digest) !== undefined);
}

/** Documents of the blobs folder. */
export function blobDocuments(name: string, contents: ArchiveContents): ReadIfThere {
  return async (descriptor) => {
    const file = blobOf(contents, descriptor.digest);
    if (file === undefined) return undefined;
    if (file.bytes !== descriptor.size) throw wrongLength(name, descriptor, file.bytes);
    return contents.document(blobPath(descriptor.digest));
  };
}

/** A blob that stands under its digest; undefined when the archive does not have it. */
export function blobOf(contents: ArchiveContents, digest: Digest): ArchivedFile | undefined {
  const file = contents.find(blobPath(digest));
  return file?.digest === digest ? file : undefined;
}

function blobPath(digest: Digest): string {
  return `${layoutFile.blobs}/${hexOf(digest)}`;
}

/** Tells what lies in the blobs folder and is no part of any image: nothing, where a document of another image is broken. */
async function surplus(
  name: string,
  contents: ArchiveContents,
  entries: readonly ForeignDescriptor[],
  read: ReadIfThere,
): Promise<string[]> {
  const known = await reachable(name, entries, read).catch((error: unknown) => {
    if (error instanceof SlipwayError && error.code === 'E_BASE') return undefined;
    throw error;
  });
  if (known === undefined) return [];
  const left = [...contents.files].filter(
    ([path, { digest }]) => path.startsWith('blobs/') && !known.has(digest),
  );
  const names = left.map(([path]) => shown(path));
  return left.length === 0 ? [] : [`files that belong to no image were left out: ${listed(names)}`];
}
