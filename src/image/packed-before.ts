import { open } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { type Digest, isDigest } from '../support/hashing.ts';
import type { PackedBefore } from './blocks.ts';

/** The blocks of a layer that is in the store: each one's key and how long it is packed, in their order. */
interface KnownLayer {
  readonly digest: Digest;
  readonly blocks: readonly (readonly [key: string, bytes: number])[];
}

/** What the layer made before this one can give it, and how to leave word for the next. */
export interface LayerBefore extends PackedBefore, AsyncDisposable {
  readonly remember: (digest: Digest) => Promise<void>;
}

/**
 * The blocks of the layer that was last made in some place: of a program that changed a little, most are the same again. They
 * are read from the layer itself, which the store checked; where it is gone, everything is packed.
 * @param place names the layer's contents and how they are compressed, but not their bytes
 * @param start where in a layer the first block begins
 * @param inWork of the blocks
 */
export async function layerBefore(
  store: BlobStore,
  place: string,
  { start, inWork }: { readonly start: number; readonly inWork: number },
): Promise<LayerBefore> {
  const key = `packed blocks ${place}`;
  const known = knownLayer(await store.recall(key));
  const blob = known === undefined ? undefined : await store.find(known.digest);
  const file = blob === undefined ? undefined : await open(blob.path).catch(() => undefined);
  const places = new Map<string, { offset: number; bytes: number }>();
  let end = start;
  for (const [block, bytes] of known?.blocks ?? []) {
    places.set(block, { offset: end, bytes });
    end += bytes;
  }
  const longest = Math.max(0, ...[...places.values()].map(({ bytes }) => bytes));
  const slots = Array.from({ length: file === undefined ? 0 : inWork + 1 }, () =>
    Buffer.allocUnsafeSlow(longest),
  );
  let found = 0;
  const made: [string, number][] = [];
  return {
    find: async (block) => {
      const there = places.get(block);
      if (file === undefined || there === undefined) return undefined;
      const packed = slots[found++ % slots.length]?.subarray(0, there.bytes);
      if (packed === undefined) return undefined;
      const { bytesRead } = await file.read(packed, 0, there.bytes, there.offset);
      return bytesRead === there.bytes ? packed : undefined;
    },
    note: (block, bytes) => made.push([block, bytes]),
    remember: async (digest) => {
      await store.remember(key, { digest, blocks: made } satisfies KnownLayer);
      await store.remember(blocksKey(digest), made);
    },
    [Symbol.asyncDispose]: async () => file?.close(),
  };
}

/** What the blocks are that a layer in the store is made of, in their order; undefined where nobody remembers. */
export async function recallBlocks(
  store: BlobStore,
  digest: Digest,
): Promise<readonly { readonly key: string; readonly bytes: number }[] | undefined> {
  const known = knownLayer({ digest, blocks: await store.recall(blocksKey(digest)) });
  return known?.blocks.map(([key, bytes]) => ({ key, bytes }));
}

function blocksKey(digest: Digest): string {
  return `blocks of ${digest}`;
}

/** A remembered value, when it has the shape this version writes. */
function knownLayer(value: unknown): KnownLayer | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { digest, blocks } = value as Partial<Record<keyof KnownLayer, unknown>>;
  const whole =
    typeof digest === 'string' &&
    isDigest(digest) &&
    Array.isArray(blocks) &&
    blocks.every(
      (block) =>
        Array.isArray(block) &&
        typeof block[0] === 'string' &&
        Number.isSafeInteger(block[1]) &&
        block[1] > 0,
    );
  return whole ? (value as KnownLayer) : undefined;
}
