import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import type { Memory } from '../../binary/go/linked/memory.ts';
import { noNode } from '../reach/graph.ts';
import { alignLimits, alignOf } from './aligning.ts';
import type { DataContents } from './contents.ts';
import { type Gap, type Laid, layOut, type Row } from './laying.ts';
import { matchIn } from './matching.ts';
import { partingOf, type RowName, type RowSpan, rowNames, spanOf } from './rows.ts';
import { searchIn } from './searching.ts';

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
  const parting = partingOf(go);
  const addresses = new Float64Array(items.length);
  const gaps = new Map<RowName, readonly Gap[]>();
  const byRow = Map.groupBy(items.keys(), (item) => rows[item]);
  const isWhole = (own: readonly number[]): boolean => own.every((item) => addresses[item] !== 0);
  // What is in the same row, or one behind it, is known the second time.
  for (const name of [...rowNames, ...rowNames]) {
    const span = spanOf(name, go, parting);
    const own = byRow.get(name);
    if (span === undefined || own === undefined || isWhole(own)) continue;
    const laid = laidIn(span, rowOf(contents, own, go, name === 'pointers'), go.memory, contents, known);
    for (const { item, address } of laid.places) {
      addresses[item] = address;
      known[items[item]?.node ?? 0] = address;
    }
    gaps.set(name, laid.gaps);
  }
  withoutContradictions(go, contents, addresses, known);
  return { addresses, gaps: gaps.get('pointers') ?? [] };
}

function laidIn(
  { address, bytes }: RowSpan,
  row: Omit<Row, 'match' | 'search'>,
  memory: Memory,
  contents: DataContents,
  known: Float64Array,
): Laid {
  const region = memory.read(address, bytes);
  const match = matchIn(region, memory, contents, known);
  return layOut({ ...row, match, search: searchIn(region, memory, contents, known) }, address);
}

function rowOf(
  { items }: DataContents,
  own: readonly number[],
  { program, memory }: GoProgram,
  gainsStrings: boolean,
): Omit<Row, 'match' | 'search'> {
  const limits = alignLimits(program.architecture);
  const bytesOf = (item: number): number => items[item]?.bytes ?? 0;
  // The order of items is that of their numbers, which decides among those of one length.
  const sorted = own.toSorted((a, b) => bytesOf(a) - bytesOf(b) || a - b);
  const mayGain = (item: number): boolean => gainsStrings && bytesOf(item) === 2 * memory.wordBytes;
  return {
    items: sorted,
    bytesOf,
    alignOf: (item) => alignOf(bytesOf(item), items[item]?.align ?? 0, limits),
    mayGain,
  };
}

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
