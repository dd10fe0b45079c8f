import assert from 'node:assert/strict';
import type { BlobStore } from '../../../src/cache/blob-store.ts';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import type { BaseDescriptor, BaseImage } from '../../support/bases/base-image.ts';
import { digestOf } from '../../support/make-layout.ts';

export interface WatchedSource extends ImageSource {
  /** Digests of layers that were fetched, in order. */
  readonly fetched: Digest[];
}

/** An image in memory. Layers go into the store when they are asked for. */
export function sourceOf(
  { root, blobs }: BaseImage,
  store?: BlobStore,
  start: BaseDescriptor = root,
): WatchedSource {
  const fetched: Digest[] = [];
  const contentOf = (digest: Digest): Buffer => {
    const blob = blobs.get(digest);
    assert.ok(blob, digest);
    return blob.content;
  };
  const { mediaType, digest, size } = start;
  return {
    name: 'memory',
    root: { mediaType, digest, size },
    fetched,
    document: async (descriptor) => contentOf(descriptor.digest),
    async fetch(descriptor) {
      fetched.push(descriptor.digest);
      assert.equal(await store?.put(contentOf(descriptor.digest)), descriptor.digest);
    },
  };
}

type Json = Record<string, unknown>;

/** The image with one document of its first platform changed, and every digest above it with it. */
export function changed(
  base: BaseImage,
  edits: {
    readonly config?: (document: Json) => unknown;
    readonly manifest?: (document: Json) => unknown;
    readonly index?: (document: Json) => unknown;
  },
): BaseImage {
  const blobs = new Map(base.blobs);
  const [part] = base.parts;
  assert.ok(part);
  const rewrite = (
    { mediaType, digest }: BaseDescriptor,
    edit: (document: Json) => unknown = (document) => document,
  ): BaseDescriptor => {
    const document = JSON.parse((blobs.get(digest)?.content ?? '').toString()) as Json;
    const edited = edit(document) as Json | undefined;
    const content = Buffer.from(JSON.stringify(edited) ?? '');
    const made = digestOf(content) as Digest;
    const type = typeof edited?.['mediaType'] === 'string' ? edited['mediaType'] : mediaType;
    blobs.set(made, { mediaType: type, content });
    return { mediaType: type, digest: made, size: content.length };
  };
  const config = rewrite(part.config, edits.config);
  const manifest = rewrite(part.manifest, (document) => {
    const next = { ...document, config: { ...(document['config'] as Json), ...config } };
    return edits.manifest?.(next) ?? next;
  });
  const root = rewrite(base.root, (document) => {
    const [first, ...others] = document['manifests'] as Json[];
    const next = { ...document, manifests: [{ ...first, ...manifest }, ...others] };
    return edits.index?.(next) ?? next;
  });
  return { ...base, root, blobs };
}

/** A change of the n-th value of a document, counted round and round; `undefined` takes it away. */
export function changedAt(at: number, value: unknown): (document: Json) => unknown {
  return (document) => {
    let count = 0;
    JSON.stringify(document, (_, inner) => {
      count += 1;
      return inner;
    });
    let left = at % count;
    return JSON.parse(JSON.stringify(document, (_, inner) => (left-- === 0 ? value : inner)) ?? 'null');
  };
}
