import type { Digest } from '../support/hashing.ts';

/**
 * Port: content-addressed blobs on this machine. What comes out was checked against its digest in this run, so that a
 * damaged cache costs work, never correctness.
 */
export interface BlobStore {
  /** Where a blob lies, checked against its digest; undefined when it is missing or damaged (a damaged one is removed). */
  find(digest: Digest): Promise<{ path: string; bytes: number } | undefined>;
  /** A path in the store's own folder to write a new blob to; `keep` or the caller's rm ends its life. */
  reserve(): Promise<string>;
  /** Moves a written file in under its digest, which the caller computed while writing it. */
  keep(path: string, digest: Digest): Promise<void>;
  /** A small blob in one go. */
  put(content: Uint8Array): Promise<Digest>;
  /** A remembered value under a key made of everything it depends on; undefined when unknown. */
  recall(key: string): Promise<unknown>;
  remember(key: string, value: unknown): Promise<void>;
}
