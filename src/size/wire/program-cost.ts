import type { TarEntry } from '../../support/tar/read-tar.ts';
import type { Attribution } from '../attribution.ts';
import { pieceAt } from '../pieces.ts';
import { type BlockCosts, type BlockLayer, blockShares, type RangesWithin } from './block-costs.ts';
import { layerCost, type PackedLayer, type Shares, type WireCost, wholeBytes } from './layer-cost.ts';
import { contentOffset, rangesInArchive } from './ranges.ts';

/** What a program costs who pulls its layer, by whom its bytes belong to, and what all else in the layer does. */
export interface OwnerCost {
  readonly method: WireCost['method'];
  /** `exact` where it was read from the compressed bits. */
  readonly certainty: WireCost['certainty'];
  /** Bytes by owner of the attribution; with `otherBytes` and `overheadBytes` the layer's length. */
  readonly ownerBytes: Float64Array;
  /** Of what is in the layer besides the program: headers of the archive, other files. */
  readonly otherBytes: number;
  /** Of the compression itself: code tables, frames. */
  readonly overheadBytes: number;
  /** The layer's length. */
  readonly layerBytes: number;
}

/** The same with each part of the program. */
export interface ProgramCost extends OwnerCost {
  /** Bits by piece of the attribution. */
  readonly pieces: Float64Array;
}

type Attributed = Pick<Attribution, 'pieces' | 'owners'>;

/**
 * The cost of every piece of a program in a layer.
 * @param entry the program's in the layer's archive
 * @throws SlipwayError E_BASE when the layer is damaged, E_INTERNAL when the program is not what the entry holds
 */
export function programCost(
  { pieces, owners }: Attributed,
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
  return { ...ownerCostOf(cost, { ...cost, owners: byOwner }), pieces: cost.owners };
}

/**
 * The cost of a program by owner, in a layer of blocks that were packed each by itself.
 * @param known what the blocks of another layer cost, of a program with the same attribution
 * @returns with what the blocks cost; undefined where the layer is not made of them
 * @throws SlipwayError as `programCost`
 */
export function blockwiseCost(
  attributed: Attributed,
  layer: BlockLayer,
  entry: TarEntry,
  known: BlockCosts,
): { readonly cost: OwnerCost; readonly costs: BlockCosts } | undefined {
  const offset = contentOffset(entry);
  if (offset + entry.size > layer.uncompressedBytes) return undefined;
  const within = rangesOf(attributed, offset);
  const found = blockShares(layer, within, attributed.owners.length, known);
  if (found === undefined) return undefined;
  return {
    cost: ownerCostOf({ method: 'deflate-bits', certainty: 'exact' }, found.shares),
    costs: found.costs,
  };
}

/**
 * Pieces of one owner that follow on each other are one range.
 * @param offset where the program begins
 */
function rangesOf({ pieces, owners }: Attributed, offset: number): RangesWithin {
  return (from, to) => {
    const [starts, ends, numbers]: [number[], number[], number[]] = [[], [], []];
    const first = from <= offset ? 0 : pieceAt(pieces, from - offset);
    for (let i = first; i < pieces.count; i += 1) {
      const [start, owner] = [offset + (pieces.starts[i] ?? 0), pieces.owners[i] ?? 0];
      if (start >= to) break;
      const isNext = ends.at(-1) === start && numbers.at(-1) === owner;
      if (!isNext) {
        starts.push(start);
        numbers.push(owner);
        ends.push(0);
      }
      ends[ends.length - 1] = start + (pieces.bytes[i] ?? 0);
    }
    return {
      ...{ starts: Float64Array.from(starts), ends: Float64Array.from(ends) },
      ...{ owners: Uint32Array.from(numbers), ownerCount: owners.length },
    };
  };
}

function ownerCostOf(
  { method, certainty }: Pick<WireCost, 'method' | 'certainty'>,
  shares: Shares,
): OwnerCost {
  const whole = wholeBytes(shares);
  return {
    ...{ method, certainty, ownerBytes: whole.owners, otherBytes: whole.unowned },
    ...{ overheadBytes: whole.overhead, layerBytes: shares.compressedBytes },
  };
}
