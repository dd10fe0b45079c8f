import { type FileHandle, open, rm } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import type { Compression } from '../request/request.ts';
import { settleAll } from '../support/concurrency.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { namingPath } from '../support/files.ts';
import { isDigest, sha256 } from '../support/hashing.ts';
import { twoReaders } from '../support/two-readers.ts';
import type { PackedBefore } from './blocks.ts';
import { blocksOf, compressed, compressorIdentity, layerMediaType } from './compress.ts';
import type { Layer, LayerKind } from './descriptor.ts';
import { type LayerBefore, layerBefore } from './packed-before.ts';
import { rememberScan } from './read/known-scan.ts';
import { type LayerScan, scanArchive } from './read/layer-scan.ts';
import { writtenFile } from './read/written-file.ts';
import { type Attributes, completeEntries, identifiedEntry, type TarEntry, tarStream } from './tar.ts';
import { zstdLengths } from './zstd.ts';

export interface LayerRequest {
  readonly kind: LayerKind;
  readonly entries: readonly TarEntry[];
  readonly compression: Compression;
  /** Every entry's time, in seconds since 1970. */
  readonly mtime: number;
  /** The directories below this layer, by relative path: a parent that is there keeps its mode and owner. */
  readonly below?: ReadonlyMap<string, Attributes>;
}

/** A layer, and whether the store had it: then nothing was compressed and no content was read. */
export interface MadeLayer {
  readonly layer: Layer;
  readonly cached: boolean;
}

/**
 * A compressed layer in the store. Its digest is remembered under everything it depends on: when the store still has
 * the blob, nothing is compressed and no content is read (`cached`).
 * @throws SlipwayError E_IO when a file changed since its digest was taken, E_CONFIG for paths an image cannot have
 */
export async function makeLayer(request: LayerRequest, store: BlobStore): Promise<MadeLayer> {
  const entries = completeEntries(request.entries, request.below);
  const key = layerKey(request, entries);
  const remembered = measured(await store.recall(key));
  if (remembered !== undefined) {
    const blob = await store.find(remembered.digest);
    if (blob?.bytes === remembered.compressedBytes)
      return { layer: described(request, remembered), cached: true };
  }
  await using before = await blocksBefore(request, store);
  const made = await compressInto(store, tarStream(entries, request), request.compression, before);
  await Promise.all([store.remember(key, made), before?.remember(made.digest)]);
  return { layer: described(request, made), cached: false };
}

/** Files from the disk come again with other bytes: what of them stays is not packed again. */
async function blocksBefore(request: LayerRequest, store: BlobStore): Promise<LayerBefore | undefined> {
  const place = placeOf(request);
  return place === undefined ? undefined : layerBefore(store, place, blocksOf(request.compression));
}

/** Names what is packed and how, but not its bytes; undefined where that is no file of the disk. */
function placeOf({ entries, compression }: LayerRequest): string | undefined {
  const files = entries.flatMap((entry) =>
    entry.type === 'file' && !(entry.content instanceof Uint8Array) ? [entry.content.file] : [],
  );
  return files.length === 0 ? undefined : JSON.stringify([compressorIdentity(compression), files]);
}

/**
 * How long the layer would be, by really compressing it; nothing of it is kept.
 * @throws SlipwayError as `makeLayer`
 */
export async function compressedLength(request: LayerRequest): Promise<number> {
  const entries = completeEntries(request.entries, request.below);
  let bytes = 0;
  for await (const chunk of compressed(tarStream(entries, request), request.compression))
    bytes += chunk.length;
  return bytes;
}

/**
 * The same of a layer of zstd, which is remembered under everything it depends on. Of its frames only those are compressed that were not
 * there the last time.
 * @param signal when nobody wants to know any more
 * @throws SlipwayError as `makeLayer`
 */
export async function knownZstdLength(
  request: LayerRequest,
  store: BlobStore,
  signal?: AbortSignal,
): Promise<number> {
  const entries = completeEntries(request.entries, request.below);
  const key = `length of ${layerKey(request, entries)}`;
  const remembered = await store.recall(key);
  if (typeof remembered === 'number') return remembered;
  const framesKey = `lengths of frames ${placeOf(request)}`;
  const known = frameLengths(await store.recall(framesKey));
  const { level } = request.compression;
  const lengths = await zstdLengths(tarStream(entries, request), level, known, signal);
  const bytes = lengths.reduce((sum, [, length]) => sum + length, 0);
  await Promise.all([store.remember(framesKey, lengths), store.remember(key, bytes)]);
  return bytes;
}

/** Of a remembered value, when it has the shape this version writes. */
function frameLengths(value: unknown): ReadonlyMap<string, number> {
  const pairs = Array.isArray(value) ? (value as unknown[]) : [];
  return new Map(
    pairs.flatMap((pair): [string, number][] => {
      const [key, bytes] = Array.isArray(pair) ? (pair as unknown[]) : [];
      return typeof key === 'string' && Number.isSafeInteger(bytes) ? [[key, Number(bytes)]] : [];
    }),
  );
}

type Measured = Required<Pick<Layer, 'digest' | 'diffId' | 'compressedBytes' | 'uncompressedBytes'>>;

function described(request: LayerRequest, made: Measured): Layer {
  return { kind: request.kind, mediaType: layerMediaType(request.compression), ...made };
}

/** Raise the number when a layer's bytes change for equal entries: it is part of every key. */
export const layerFormat = 1;

function layerKey(request: LayerRequest, entries: readonly TarEntry[]): string {
  const described = entries.map(identifiedEntry);
  const parts = [layerFormat, described, request.mtime, compressorIdentity(request.compression)];
  return `layer ${sha256(JSON.stringify(parts))}`;
}

/** Both digests and both lengths in one pass over the content; what was found is remembered for who checks the image. */
async function compressInto(
  store: BlobStore,
  tar: AsyncIterable<Uint8Array>,
  compression: Compression,
  before: PackedBefore | undefined,
): Promise<Measured> {
  const path = await store.reserve();
  try {
    await using handle = await open(path, 'wx');
    const scan = await writePacked(tar, handle, compression, before);
    const { digest = '', diffId = '', bytes, uncompressedBytes } = scan;
    if (!isDigest(digest) || !isDigest(diffId)) throw broken(scan);
    await store.keep(path, digest);
    await rememberScan(store, digest, compression.algorithm, scan);
    return { digest, diffId, compressedBytes: bytes, uncompressedBytes };
  } catch (error) {
    await rm(path, { force: true });
    throw asSlipwayError(namingPath(error, path));
  }
}

/** Each block is proved when it is packed; what the archive holds is read beside. */
async function writePacked(
  tar: AsyncIterable<Uint8Array>,
  handle: FileHandle,
  compression: Compression,
  before: PackedBefore | undefined,
): Promise<LayerScan> {
  const [content, copy] = twoReaders(tar);
  const file = writtenFile(compressed(content, compression, before), handle);
  const [archive, blob] = await settleAll([scanArchive(copy), file.finish()]);
  return { ...blob, ...archive };
}

function broken({ unpackFault }: LayerScan): SlipwayError {
  const found = unpackFault ?? 'it unpacks to something else';
  return new SlipwayError('E_INTERNAL', `a layer that was just made is broken: ${found}`);
}

/** A remembered value, when it has the shape this version writes. */
function measured(value: unknown): Measured | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { digest, diffId, compressedBytes, uncompressedBytes } = value as Partial<
    Record<keyof Measured, unknown>
  >;
  const whole =
    typeof digest === 'string' &&
    isDigest(digest) &&
    typeof diffId === 'string' &&
    isDigest(diffId) &&
    Number.isSafeInteger(compressedBytes) &&
    Number.isSafeInteger(uncompressedBytes);
  return whole ? (value as Measured) : undefined;
}
