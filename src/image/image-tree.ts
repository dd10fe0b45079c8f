import { readFile } from 'node:fs/promises';
import pLimit from 'p-limit';
import type { BlobStore } from '../cache/blob-store.ts';
import { settleAll } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import type { Descriptor } from './descriptor.ts';
import {
  type ForeignDescriptor,
  type ForeignIndex,
  type ForeignManifest,
  isAttestation,
  parseIndex,
  parseManifest,
} from './documents.ts';
import type { BlobTree } from './image.ts';
import { storedBlob } from './layout.ts';
import {
  isConfigType,
  isDocumentType,
  isManifestType,
  nonDistributable,
  outdatedManifest,
} from './media-types.ts';

/**
 * An index or manifest with all documents below it read, configs aside. `bytes`: a document that this run made, which its
 * source does not have.
 */
export type ImageTree = IndexNode | ManifestNode | OtherNode;

export interface IndexNode {
  readonly kind: 'index';
  readonly descriptor: ForeignDescriptor;
  readonly document: ForeignIndex;
  /** In the document's order. */
  readonly children: readonly ImageTree[];
  readonly bytes?: Uint8Array;
}

export interface ManifestNode {
  readonly kind: 'manifest';
  readonly descriptor: ForeignDescriptor;
  readonly document: ForeignManifest;
  readonly bytes?: Uint8Array;
}

/** A blob that an index lists and that is neither: carried along as it is. */
export interface OtherNode {
  readonly kind: 'other';
  readonly descriptor: ForeignDescriptor;
}

/** What finds a blob and checks it. */
export type BlobDescriptor = Pick<Descriptor, 'mediaType' | 'digest' | 'size'>;

/** Gives a document's bytes, checked against its descriptor. */
export type ReadDocument = (descriptor: BlobDescriptor) => Promise<Uint8Array>;

/** Real images nest indexes once or twice, and the largest lists have some dozens of entries. */
const limits = { depth: 8, documents: 1000, atOnce: 8 } as const;

/**
 * Reads the documents from a root down.
 * @throws SlipwayError E_BASE when a document is broken, of Docker's schema 1, nested beyond measure, or has layers that may
 * not be passed on; and as `read`
 */
export async function readTree(root: Descriptor, read: ReadDocument): Promise<ImageTree> {
  let documents = 0;
  const limit = pLimit(limits.atOnce);
  const node = async (descriptor: ForeignDescriptor, depth: number): Promise<ImageTree> => {
    const { mediaType, digest } = descriptor;
    const outdated = outdatedManifest(mediaType);
    if (outdated !== undefined) throw refused(`manifest ${digest}`, outdated);
    if (!isDocumentType(mediaType)) return { kind: 'other', descriptor };
    documents += 1;
    if (depth > limits.depth || documents > limits.documents) {
      const most = `${limits.depth} levels or ${limits.documents} documents`;
      throw refused(`index ${root.digest}`, `it has more than ${most}, as no image has`);
    }
    const bytes = await limit(() => read(plain(descriptor)));
    if (isManifestType(mediaType)) {
      const document = parseManifest(bytes, descriptor);
      checkLayers(document, digest);
      return { kind: 'manifest', descriptor, document };
    }
    const document = parseIndex(bytes, descriptor);
    const children = await settleAll(document.manifests.map((child) => node(child, depth + 1)));
    return { kind: 'index', descriptor, document, children };
  };
  const tree = await node(
    { ...root, annotations: {}, platform: root.platform, fields: { ...plain(root) } },
    1,
  );
  if (tree.kind !== 'other') return tree;
  throw refused(`${root.mediaType} ${root.digest}`, 'it is neither an index nor a manifest');
}

function checkLayers({ layers }: ForeignManifest, manifest: Digest): void {
  for (const { mediaType, digest } of layers) {
    const reason = nonDistributable(mediaType);
    if (reason !== undefined) throw refused(`layer ${digest} of manifest ${manifest}`, reason);
  }
}

function refused(what: string, reason: string): SlipwayError {
  return new SlipwayError('E_BASE', `the image cannot be used because of its ${what}: ${reason}`);
}

/** Documents of an image whose blobs lie in the store. */
export function storedDocuments(store: BlobStore): ReadDocument {
  return async ({ digest }) => readFile(await storedBlob(store, digest));
}

/** The container images of a tree, in its order: without attestations and other artifacts. */
export function imagesIn(tree: ImageTree): ManifestNode[] {
  if (tree.kind === 'index') return tree.children.flatMap(imagesIn);
  return tree.kind === 'manifest' && isImage(tree) ? [tree] : [];
}

function isImage({ descriptor, document: { config } }: ManifestNode): boolean {
  return isConfigType(config.mediaType) && !isAttestation(descriptor);
}

/** A descriptor with nothing but what finds and checks its blob. */
export function plain({ mediaType, digest, size }: BlobDescriptor): BlobDescriptor {
  return { mediaType, digest, size };
}

/**
 * All blobs of a tree, each once and after those it names.
 * @throws SlipwayError E_BASE when two descriptors give a blob two lengths: only one of them would be looked at
 */
export function blobTree(tree: ImageTree): BlobTree {
  const blobs = new Map<Digest, Descriptor>();
  const add = (descriptor: BlobDescriptor): void => {
    const { digest, size } = descriptor;
    const known = blobs.get(digest);
    if (known === undefined) blobs.set(digest, plain(descriptor));
    else if (known.size !== size) {
      throw refused(`blob ${digest}`, `its documents give it two lengths, ${known.size} and ${size} bytes`);
    }
  };
  const walk = (node: ImageTree): void => {
    if (node.kind === 'index') for (const child of node.children) walk(child);
    if (node.kind === 'manifest')
      for (const blob of [node.document.config, ...node.document.layers]) add(blob);
    add(node.descriptor);
  };
  walk(tree);
  return { root: plain(tree.descriptor), blobs: [...blobs.values()] };
}
