import type { TarEntry } from '../../support/tar/read-tar.ts';
import type { Attribution } from '../attribution.ts';
import { layerCost, type PackedLayer, type WireCost, wholeBytes } from './layer-cost.ts';
import { rangesInArchive } from './ranges.ts';

/** What each part of a program costs who pulls its layer, and what all else in the layer does. */
export interface ProgramCost {
  readonly method: WireCost['method'];
  /** `exact` where it was read from the compressed bits. */
  readonly certainty: WireCost['certainty'];
  /** Bits by piece of the attribution. */
  readonly pieces: Float64Array;
  /** Bytes by owner of the attribution; with `otherBytes` and `overheadBytes` the layer's length. */
  readonly ownerBytes: Float64Array;
  /** Of what is in the layer besides the program: headers of the archive, other files. */
  readonly otherBytes: number;
  /** Of the compression itself: code tables, frames. */
  readonly overheadBytes: number;
  /** The layer's length. */
  readonly layerBytes: number;
}

/**
 * The cost of every piece of a program in a layer.
 * @param entry the program's in the layer's archive
 * @throws SlipwayError E_BASE when the layer is damaged, E_INTERNAL when the program is not what the entry holds
 */
export function programCost(
  { pieces, owners }: Pick<Attribution, 'pieces' | 'owners'>,
  layer: PackedLayer,
  entry: TarEntry,
): ProgramCost {
  const { count } = pieces;
  const starts = new Float64Array(pieces.starts);
  const [ends, numbers] = [new Float64Array(count), new Uint32Array(count)];
  for (let index = 0; index < count; index += 1) {
    ends[index] = (starts[index] ?? 0) + (pieces.bytes[index] ?? 0);
    numbers[index] = index;
  }
  const ranges = rangesInArchive({ starts, ends, owners: numbers, ownerCount: count }, entry);
  const cost = layerCost(layer, ranges);
  const byOwner = new Float64Array(owners.length);
  for (let i = 0; i < count; i += 1) {
    const owner = pieces.owners[i] ?? 0;
    byOwner[owner] = (byOwner[owner] ?? 0) + (cost.owners[i] ?? 0);
  }
  const whole = wholeBytes({ ...cost, owners: byOwner });
  return {
    method: cost.method,
    certainty: cost.certainty,
    pieces: cost.owners,
    ownerBytes: whole.owners,
    otherBytes: whole.unowned,
    overheadBytes: whole.overhead,
    layerBytes: cost.compressedBytes,
  };
}
