import { createReadStream } from 'node:fs';
import type { BlobStore } from '../../cache/blob-store.ts';
import type { Compression } from '../../request/request.ts';
import { type Digest, isDigest } from '../../support/hashing.ts';
import { compressed, compressorIdentity, layerMediaType } from '../compress.ts';
import { type Descriptor, mediaType } from '../descriptor.ts';
import {
  compressionOfFile,
  type LayerCompression,
  UnpackFault,
  type UnpackLimits,
  unpacked,
} from '../read/decompress.ts';
import type { ArchiveContents, ArchivedFile } from './archive-contents.ts';
import { shown, unsound } from './faults.ts';
import { measure, writeBeside } from './stored.ts';

/** How the layers of a docker archive are read and written. */
export interface LayerWork {
  /** The image's place, for messages. */
  readonly name: string;
  readonly contents: ArchiveContents;
  readonly store: BlobStore;
  /** For layers that are not compressed yet. */
  readonly compression: Compression;
  readonly limits: UnpackLimits;
}

const window = 1 << 18;

/**
 * Takes a layer into the store as images have it: compressed ones as they are, others compressed once.
 * @param path in the archive, for messages
 * @param diffId what the image's config says of the unpacked layer
 * @throws SlipwayError E_BASE when it unpacks to something else, or not at all
 */
export async function takeDockerLayer(
  path: string,
  file: ArchivedFile,
  diffId: Digest,
  work: LayerWork,
): Promise<Descriptor> {
  const from = await work.contents.pathOf(file.digest);
  const compression = await compressionOfFile(from);
  const unpackedDigest =
    compression === 'none' ? file.digest : await unpackedDigestOf(path, from, file, compression, work);
  if (unpackedDigest !== diffId) {
    const what = `its layer ${shown(path)} unpacks to ${unpackedDigest}, and the image's config says ${diffId}`;
    throw unsound(work.name, what);
  }
  if (compression === 'none') return compressLayer(from, diffId, work);
  await work.contents.keep(file.digest);
  const type = compression === 'gzip' ? mediaType.layerGzip : mediaType.layerZstd;
  return { mediaType: type, digest: file.digest, size: file.bytes };
}

async function unpackedDigestOf(
  path: string,
  from: string,
  { bytes }: ArchivedFile,
  compression: LayerCompression,
  { name, limits }: LayerWork,
): Promise<Digest> {
  const file = { read: (start: number) => createReadStream(from, { start, highWaterMark: window }) };
  try {
    return (await measure(unpacked(file, () => bytes, compression, limits))).digest;
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw error;
    throw unsound(name, `its layer ${shown(path)} does not unpack: ${error.message}`, undefined, error);
  }
}

/** Remembered by diff ID and compressor: the layer of another archive, or of the same one changed, is not done again. */
async function compressLayer(
  from: string,
  diffId: Digest,
  { store, compression }: LayerWork,
): Promise<Descriptor> {
  const key = `layer of ${diffId} by ${compressorIdentity(compression)}`;
  const remembered = await store.recall(key);
  if (typeof remembered === 'string' && isDigest(remembered)) {
    const there = await store.find(remembered);
    if (there !== undefined)
      return { mediaType: layerMediaType(compression), digest: remembered, size: there.bytes };
  }
  const chunks = createReadStream(from, { highWaterMark: window });
  const { path, digest, bytes } = await writeBeside(compressed(chunks, compression), store);
  await store.keep(path, digest);
  await store.remember(key, digest);
  return { mediaType: layerMediaType(compression), digest, size: bytes };
}
