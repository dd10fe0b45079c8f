import type { BlobStore } from '../cache/blob-store.ts';
import { inParallel } from '../support/concurrency.ts';
import type { BlobTree } from './image.ts';
import { blobTree, type ImageTree, type IndexNode, type ManifestNode, plain } from './image-tree.ts';
import type { ImageSource } from './source/image-source.ts';

/** Blobs that are brought at a time: enough to fill a line, few enough for any registry. */
const atOnce = 4;

/**
 * Brings a tree's indexes and manifests into the store, those that this run made among them.
 * @throws SlipwayError as the source's `document`
 */
export async function collectDocuments(
  tree: ImageTree,
  source: ImageSource,
  store: BlobStore,
): Promise<void> {
  for (const { descriptor, bytes } of documentsOf(tree)) {
    await store.put(bytes ?? (await source.document(plain(descriptor))));
  }
}

/**
 * Brings all of a tree into the store, from where it can be written out.
 * @throws SlipwayError as the source's `document` and `fetch`
 */
export async function collectTree(tree: ImageTree, source: ImageSource, store: BlobStore): Promise<BlobTree> {
  await collectDocuments(tree, source, store);
  const collected = blobTree(tree);
  const documents = new Set(documentsOf(tree).map(({ descriptor }) => descriptor.digest));
  const wanted = collected.blobs.filter(({ digest }) => !documents.has(digest));
  await inParallel(wanted, atOnce, (blob) => source.fetch(blob));
  return collected;
}

function documentsOf(tree: ImageTree): (IndexNode | ManifestNode)[] {
  if (tree.kind === 'other') return [];
  return tree.kind === 'index' ? [...tree.children.flatMap(documentsOf), tree] : [tree];
}
