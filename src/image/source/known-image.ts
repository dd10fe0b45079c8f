import type { BlobStore } from '../../cache/blob-store.ts';
import { type Digest, isDigest } from '../../support/hashing.ts';
import type { Descriptor } from '../descriptor.ts';
import type { FoundImage } from './oci-archive.ts';

export type ArchiveKind = 'oci-archive' | 'docker-archive';

/** What is remembered of an archive's image. */
export interface KnownImage extends FoundImage {
  readonly kind: ArchiveKind;
}

/** A remembered image whose blobs are all there still. */
export async function recallImage(store: BlobStore, key: string): Promise<KnownImage | undefined> {
  const value = await store.recall(key);
  if (!isKnownImage(value)) return undefined;
  for (const digest of value.blobs) if ((await store.find(digest)) === undefined) return undefined;
  return value;
}

function isKnownImage(value: unknown): value is KnownImage {
  const { kind, root, blobs, notices } = (value ?? {}) as Partial<Record<keyof KnownImage, unknown>>;
  return (
    (kind === 'oci-archive' || kind === 'docker-archive') &&
    isRoot(root) &&
    Array.isArray(blobs) &&
    blobs.every((digest): digest is Digest => typeof digest === 'string' && isDigest(digest)) &&
    Array.isArray(notices) &&
    notices.every((notice) => typeof notice === 'string')
  );
}

function isRoot(value: unknown): value is Descriptor {
  const { mediaType, digest, size } = (value ?? {}) as Partial<Record<keyof Descriptor, unknown>>;
  return (
    typeof mediaType === 'string' &&
    typeof digest === 'string' &&
    isDigest(digest) &&
    Number.isSafeInteger(size)
  );
}
