import { bitInput } from './bit-input.ts';
import { readPiece } from './deflate-blocks.ts';
import { type DeflateTables, deflateTables } from './deflate-tables.ts';
import type { Shares } from './layer-cost.ts';
import { closeLedger, newLedger } from './ledger.ts';
import { checkRanges, type OwnedRanges } from './ranges.ts';
import { newWalk, outputBits, outputBytes } from './walk.ts';

/** A part of gzip data that was packed by itself, after the end of the part before (`image/gzip.ts`). */
export interface PackedBlock {
  /** Stands for what it holds and looks back to. */
  readonly key: string;
  readonly bytes: number;
}

/** Gzip data of one member, which is made of such parts beside a header and an end. */
export interface BlockLayer {
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  /** Where the first part begins. */
  readonly start: number;
  readonly blocks: readonly PackedBlock[];
  /** How much a part unpacks to at the most. */
  readonly mostUnpacked: number;
  /** @returns bytes that hold until the next are asked for */
  readonly read: (offset: number, bytes: number) => Uint8Array;
}

/** What a part costs whom: bytes that it unpacks to, bits of no range, bits of no byte; then owners, each with its bits. */
export type BlockCost = readonly [bytes: number, unowned: number, overhead: number, ...owners: number[]];

/** The ranges that lie in a part of the unpacked data, or partly do. */
export type RangesWithin = (from: number, to: number) => OwnedRanges;

/** By place in the unpacked data and key. */
export type BlockCosts = ReadonlyMap<string, BlockCost>;

/**
 * The shares of `layerCost`, part by part, so that those need not be read that are known.
 * @param known costs for the same ranges
 * @param ownerCount above every owner's number
 * @returns with the costs of all parts. Undefined where they are not the layer's
 * @throws SlipwayError E_BASE when a part is damaged, E_INTERNAL for ranges that are not in order
 */
export function blockShares(
  layer: BlockLayer,
  within: RangesWithin,
  ownerCount: number,
  known: BlockCosts,
): { readonly shares: Shares; readonly costs: BlockCosts } | undefined {
  const { compressedBytes, uncompressedBytes, blocks, read } = layer;
  const costs = new Map<string, BlockCost>();
  const owners = new Float64Array(ownerCount);
  let tables: DeflateTables | undefined;
  let [offset, start, unowned, overheadBits] = [layer.start, 0, 0, 0];
  for (const { key, bytes } of blocks) {
    const place = `${start} ${key}`;
    let cost = known.get(place);
    if (cost === undefined) {
      tables ??= deflateTables();
      const ranges = within(start, start + layer.mostUnpacked);
      checkRanges(ranges);
      cost = costOf(read(offset, bytes), start, ranges, tables);
    }
    const [unpacked, others, overhead, ...pairs] = cost;
    for (let at = 0; at < pairs.length; at += 2) {
      const owner = pairs[at] ?? 0;
      owners[owner] = (owners[owner] ?? 0) + (pairs[at + 1] ?? 0);
    }
    costs.set(place, cost);
    [offset, start, unowned, overheadBits] = [
      offset + bytes,
      start + unpacked,
      unowned + others,
      overheadBits + overhead,
    ];
  }
  if (start !== uncompressedBytes || offset > compressedBytes) return undefined;
  // Header and end of the member.
  overheadBits += 8 * (layer.start + compressedBytes - offset);
  return { shares: { compressedBytes, uncompressedBytes, owners, unowned, overheadBits }, costs };
}

function costOf(packed: Uint8Array, start: number, ranges: OwnedRanges, tables: DeflateTables): BlockCost {
  const walk = newWalk(bitInput([packed].values()), newLedger(ranges, start), start);
  readPiece(walk, tables);
  const bits = outputBits(walk);
  closeLedger(walk.ledger, bits);
  const owners = [...walk.ledger.bits].flatMap((each, owner) => (each === 0 ? [] : [owner, each]));
  const owned = walk.ledger.bits.reduce((sum, each) => sum + each, 0);
  return [outputBytes(walk) - start, bits - owned, walk.overheadBits, ...owners];
}
