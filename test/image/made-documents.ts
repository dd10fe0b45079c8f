import assert from 'node:assert/strict';
import type { Descriptor } from '../../src/image/descriptor.ts';
import { type ImageTree, type ReadDocument, readTree } from '../../src/image/image-tree.ts';
import { type Digest, sha256 } from '../../src/support/hashing.ts';

interface MadeBlob {
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Gives blobs by their digests; what nobody made fails the test. */
export function reading(blobs: ReadonlyMap<Digest, MadeBlob>): ReadDocument {
  return async ({ digest }) => blobs.get(digest)?.content ?? assert.fail(`no ${digest}`);
}

/** Hand-made documents under their digests. What `blob` gives is only named, `put` has the content too. */
export function madeDocuments() {
  const blobs = new Map<Digest, MadeBlob>();
  const put = (type: string, value: object): Descriptor => {
    const content = Buffer.from(JSON.stringify(value));
    blobs.set(sha256(content), { mediaType: type, content });
    return { mediaType: type, digest: sha256(content), size: content.length };
  };
  const blob = (type: string, text = type): Descriptor => ({
    mediaType: type,
    digest: sha256(text),
    size: 7,
  });
  const manifest = (type: string, config: string, layers: readonly string[], more: object = {}): Descriptor =>
    put(type, {
      schemaVersion: 2,
      mediaType: type,
      config: blob(config),
      layers: layers.map((layer) => blob(layer)),
      ...more,
    });
  const index = (type: string, manifests: readonly object[], more: object = {}): Descriptor =>
    put(type, { schemaVersion: 2, mediaType: type, manifests, ...more });
  const read = (root: Descriptor): Promise<ImageTree> => readTree(root, reading(blobs));
  return { blobs, put, blob, manifest, index, read };
}

/** What an index says of an entry for Linux. */
export const linux = (architecture: string): object => ({ platform: { os: 'linux', architecture } });
