import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import { noNode } from '../reach/graph.ts';
import { alignLimits, alignOf } from './aligning.ts';
import type { DataContents } from './contents.ts';
import { type Gap, type Key, layOut, type Row } from './laying.ts';
import { matchIn } from './matching.ts';
import { partingOf, rowNames, spanOf } from './rows.ts';

/** Where data lie. */
export interface PlacedItems {
  /** By item: its address; 0 where that is not known. */
  readonly addresses: Float64Array;
  /** What lies among the program's variables that no object says. */
  readonly gaps: readonly Gap[];
}

/**
 * Finds where data lie, row by row: what strings say is all there, and of the others so much is known the more lies where.
 * @param known by node: addresses of functions; data are added
 */
export function placeRows(go: GoProgram, contents: DataContents, known: Float64Array): PlacedItems {
  const { items, rows } = contents;
  const { memory } = go;
  const parting = partingOf(go);
  const addresses = new Float64Array(items.length);
  const gaps: Gap[] = [];
  const byRow = Map.groupBy(items.keys(), (item) => rows[item]);
  for (const name of rowNames) {
    const span = spanOf(name, go, parting);
    const own = byRow.get(name);
    if (span === undefined || own === undefined) continue;
    const region = memory.read(span.address, span.bytes);
    const match = matchIn(region, memory, contents, known);
    const laid = layOut(rowOf(contents, own, go, name === 'pointers', match), region);
    for (const { item, address } of laid.places) {
      addresses[item] = address;
      known[items[item]?.node ?? 0] = address;
    }
    if (name === 'pointers') gaps.push(...laid.gaps);
  }
  withoutContradictions(go, contents, addresses, known);
  return { addresses, gaps };
}

function rowOf(
  { items, starts, ends, bytes, fillStarts, fillEnds, fills }: DataContents,
  own: readonly number[],
  { program, memory }: GoProgram,
  gainsStrings: boolean,
  match: Row['match'],
): Row {
  const limits = alignLimits(program.architecture);
  const bytesOf = (item: number): number => items[item]?.bytes ?? 0;
  // The order of items is that of their numbers, which decides among those of one length.
  const sorted = own.toSorted((a, b) => bytesOf(a) - bytesOf(b) || a - b);
  const keyOf = (item: number): Key | undefined => {
    const [start, end, fill] = [starts[item] ?? 0, ends[item] ?? 0, fillStarts[item] ?? 0];
    const filled = fill < (fillEnds[item] ?? 0) ? (fills.offsets[fill] ?? 0) : bytesOf(item);
    const key = bytes.subarray(start, Math.min(end, start + filled, start + longestKey));
    return new Set(key).size < fewestValues ? undefined : { bytes: key, offset: 0 };
  };
  const mayGain = (item: number): boolean => gainsStrings && bytesOf(item) === 2 * memory.wordBytes;
  return {
    items: sorted,
    bytesOf,
    alignOf: (item) => alignOf(bytesOf(item), items[item]?.align ?? 0, limits),
    match,
    keyOf,
    mayGain,
  };
}

/** What has fewer different bytes than that is in too many places. */
const fewestValues = 6;
const longestKey = 64;

/** Takes away whatever holds an address of something else than it should: what was placed later was not known before. */
function withoutContradictions(
  { memory }: GoProgram,
  { items, rows, fillStarts, fillEnds, fills }: DataContents,
  addresses: Float64Array,
  known: Float64Array,
): void {
  for (const [item, address] of addresses.entries()) {
    if (address === 0 || rows[item] === 'strings') continue;
    const [from, end] = [fillStarts[item] ?? 0, fillEnds[item] ?? 0];
    if (from === end) continue;
    const bytes = items[item]?.bytes ?? 0;
    const region = memory.read(address, bytes);
    for (let fill = from; fill < end; fill += 1) {
      const target = fills.targets[fill] ?? noNode;
      const offset = fills.offsets[fill] ?? 0;
      const wanted = target === noNode ? 0 : (known[target] ?? 0);
      if (wanted === 0 || fills.widths[fill] !== memory.wordBytes || offset + memory.wordBytes > bytes)
        continue;
      if (region.pointer(offset) === wanted + (fills.adds[fill] ?? 0)) continue;
      addresses[item] = 0;
      known[items[item]?.node ?? 0] = 0;
      break;
    }
  }
}
