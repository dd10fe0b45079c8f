import type { ByteSource } from '../../binary/byte-source.ts';
import { windowsOf } from '../../binary/windows.ts';
import { SlipwayError } from '../../support/errors.ts';
import { damagedHint } from './faults.ts';
import { gzipBits } from './gzip-bits.ts';
import { checkInside, checkRanges, type OwnedRanges } from './ranges.ts';
import { shareOut } from './share-out.ts';
import type { GzipOverhead } from './walk.ts';

/** A layer's blob, whose lengths are known from where it was made or read. */
export interface PackedLayer {
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** The blob; read only where it says more than the lengths. Each window holds its bytes until the next one is asked for. */
  readonly content: Iterable<Uint8Array>;
}

/** How a layer's bits are shared. `owners`, `unowned` and `overheadBits` are together 8 × `compressedBytes`. */
export interface Shares {
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** Bits by owner. */
  readonly owners: Float64Array;
  /** Bits of what no range covers: the archive's headers, other files. */
  readonly unowned: number;
  /** Bits that are of no byte of the archive. */
  readonly overheadBits: number;
}

/** What ranges of a layer's archive cost who pulls it, and how that is known. */
export type WireCost =
  /** Read from the compressed data, bit by bit: see `gzipBits`. */
  | (Shares & {
      readonly method: 'deflate-bits';
      readonly certainty: 'exact';
      readonly overhead: Readonly<GzipOverhead>;
    })
  /** The layer is not compressed: each byte costs eight. */
  | (Shares & { readonly method: 'uncompressed'; readonly certainty: 'exact' })
  /** The layer's bits shared by lengths, as if all of it compressed alike, which it does not. */
  | (Shares & { readonly method: 'ratio'; readonly certainty: 'estimate' });

/**
 * Tells what ranges of a layer's archive cost on the wire.
 * @param ranges of the archive (`rangesInArchive`)
 * @throws SlipwayError E_BASE when the blob is damaged, or is not as long as is said of it; E_INTERNAL for ranges that are not
 * in order or not inside; what `content` throws
 */
export function layerCost(layer: PackedLayer, ranges: OwnedRanges): WireCost {
  const { compression, compressedBytes } = layer;
  if (compression === 'none') {
    checkLengths(layer, { compressedBytes, uncompressedBytes: compressedBytes });
    return { ...sharedByLength(layer, ranges), method: 'uncompressed', certainty: 'exact' };
  }
  if (compression === 'zstd')
    return { ...sharedByLength(layer, ranges), method: 'ratio', certainty: 'estimate' };
  const bits = gzipBits(layer.content, ranges);
  checkLengths(layer, bits);
  const overheadBits = Object.values(bits.overhead).reduce((sum, each) => sum + each, 0);
  return { ...bits, overheadBits, method: 'deflate-bits', certainty: 'exact' };
}

/** A cost in whole bytes, which are together the layer's `compressedBytes`. */
export interface WireBytes {
  readonly owners: Float64Array;
  readonly unowned: number;
  readonly overhead: number;
}

/** Rounds a cost so that its sum stays: see `shareOut`. Costs of several layers are summed in bits before. */
export function wholeBytes({ compressedBytes, owners, unowned, overheadBits }: Shares): WireBytes {
  const bytes = shareOut(compressedBytes, Float64Array.from([...owners, unowned, overheadBits]));
  return {
    owners: bytes.slice(0, owners.length),
    unowned: bytes[owners.length] ?? 0,
    overhead: bytes[owners.length + 1] ?? 0,
  };
}

/** The bytes of a source as a layer's content, in windows that are written over. */
export function* contentOf(source: ByteSource): Generator<Uint8Array> {
  for (const { bytes } of windowsOf(source, { before: 0, after: 0 })) yield bytes;
}

type Lengths = Pick<Shares, 'compressedBytes' | 'uncompressedBytes'>;

function checkLengths(said: Lengths, found: Lengths): void {
  const isSame =
    said.compressedBytes === found.compressedBytes && said.uncompressedBytes === found.uncompressedBytes;
  if (isSame) return;
  const inWords = ({ compressedBytes, uncompressedBytes }: Lengths): string =>
    `${compressedBytes} bytes that unpack to ${uncompressedBytes}`;
  throw new SlipwayError('E_BASE', `the layer is said to be ${inWords(said)}, and is ${inWords(found)}`, {
    hint: damagedHint,
  });
}

function sharedByLength({ compressedBytes, uncompressedBytes }: Lengths, ranges: OwnedRanges): Shares {
  checkRanges(ranges);
  checkInside(ranges, uncompressedBytes);
  const lengths = lengthsByOwner(ranges, uncompressedBytes);
  const total = compressedBytes * 8;
  const shares = shareOut(total, lengths);
  return {
    compressedBytes,
    uncompressedBytes,
    owners: shares.slice(0, ranges.ownerCount),
    unowned: shares[ranges.ownerCount] ?? 0,
    // What packs nothing still has a frame.
    overheadBits: uncompressedBytes === 0 ? total : 0,
  };
}

/** Bytes of each owner's ranges, and last of none. */
function lengthsByOwner({ starts, ends, owners, ownerCount }: OwnedRanges, total: number): Float64Array {
  const lengths = new Float64Array(ownerCount + 1);
  lengths[ownerCount] = total;
  for (const [at, owner] of owners.entries()) {
    const length = (ends[at] ?? 0) - (starts[at] ?? 0);
    lengths[owner] = (lengths[owner] ?? 0) + length;
    lengths[ownerCount] = (lengths[ownerCount] ?? 0) - length;
  }
  return lengths;
}
