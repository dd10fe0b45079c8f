import type { BlobStore } from '../cache/blob-store.ts';
import { type Digest, hexOf } from '../support/hashing.ts';
import { blobEntry, documentEntry, writeArchiveFile } from './archive-file.ts';
import type { BlobTree } from './image.ts';
import { imagesIn, readTree, storedDocuments } from './image-tree.ts';
import { canonicalJson } from './json.ts';
import { emptyIndex, encodeMarker, layoutFile, withRef } from './layout-documents.ts';
import type { TarEntry } from './tar.ts';

/**
 * Writes an image as an OCI archive: the layout in one uncompressed tar file whose bytes follow from the image and its
 * name alone. Entries are in the order of their names, as containerd's own export has them.
 * @returns false when the file had these bytes already and was left alone
 * @throws SlipwayError E_CONFIG when the path is something else than a file, E_IO
 */
export function writeArchive(
  tree: BlobTree,
  store: BlobStore,
  file: string,
  refName: string,
): Promise<boolean> {
  return writeArchiveFile(file, () => archiveEntries(tree, store, refName));
}

async function archiveEntries(tree: BlobTree, store: BlobStore, refName: string): Promise<TarEntry[]> {
  const blobs: TarEntry[] = [];
  for (const blob of tree.blobs) blobs.push(await blobEntry(blobPath(blob), blob, store));
  const manifest = await dockerManifest(tree, store, refName);
  return [
    documentEntry(layoutFile.marker, encodeMarker()),
    documentEntry(layoutFile.index, canonicalJson(withRef(emptyIndex(), tree.root, refName))),
    ...(manifest === undefined ? [] : [documentEntry('manifest.json', canonicalJson([manifest]))]),
    ...blobs,
  ];
}

function blobPath({ digest }: { readonly digest: Digest }): string {
  return `${layoutFile.blobs}/${hexOf(digest)}`;
}

/**
 * The manifest.json that `docker load` without the containerd image store and dive need (image-layout.md, "Content",
 * allows it). It cannot say platforms, so only an archive for one has it: with several, a reader would take any.
 */
async function dockerManifest(
  { root }: BlobTree,
  store: BlobStore,
  refName: string,
): Promise<object | undefined> {
  const [image, ...others] = imagesIn(await readTree(root, storedDocuments(store)));
  if (image === undefined || others.length > 0) return undefined;
  const { config, layers } = image.document;
  const isTagged = /^[^\s:@]+(?::\d+\/[^\s:@]+)?:[\w][\w.-]*$/.test(refName);
  return { Config: blobPath(config), RepoTags: isTagged ? [refName] : null, Layers: layers.map(blobPath) };
}
