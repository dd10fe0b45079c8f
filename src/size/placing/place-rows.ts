import type { GoProgram } from '../../binary/go/linked/go-program.ts';
import type { Region } from '../../binary/go/linked/memory.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { alignOf } from '../aligning.ts';
import { noNode } from '../reach/graph.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import type { DataContents } from './contents.ts';
import { type FilledString, filledStrings } from './filled-strings.ts';
import { type Gap, layOut, type Row } from './laying.ts';
import { elsewhere, matchIn } from './matching.ts';
import type { Text } from './naming-strings.ts';
import { partingOf, type RowName, rowNames, spanOf } from './rows.ts';
import { searchIn } from './searching.ts';

/** Where data lie. */
export interface PlacedItems {
  /** By item: its address; 0 where that is not known. */
  readonly addresses: Float64Array;
  /** Variables with a text of the linker's. */
  readonly filled: readonly FilledString[];
}

/**
 * Finds where data lie, row by row: what strings say is all there, and of the others so much is known the more lies where.
 * @param known by node: addresses of functions; data are added
 */
export function placeRows(
  reach: ProgramReach,
  go: GoProgram,
  contents: DataContents,
  known: Float64Array,
): PlacedItems {
  const addresses = new Float64Array(contents.items.length);
  const layRows = rowLayer(reach, go, contents, addresses, known);
  const first = layRows([]);
  // What is in the same row, or one behind it, is known the second time; a row that was whole has been left.
  const gaps = layRows([]).get('pointers') ?? first.get('pointers') ?? [];
  const filled = filledStrings(reach, go, contents, { addresses, gaps }, known);
  // Where texts lie that the linker made is known now, and what they part from each other.
  layRows(filled.map(({ text }) => text));
  withoutContradictions(go, contents, addresses, known);
  return { addresses, filled };
}

/** Lays out the rows that are not whole. */
function rowLayer(
  { tables: { dataAlign } }: ProgramReach,
  go: GoProgram,
  contents: DataContents,
  addresses: Float64Array,
  known: Float64Array,
) {
  const { items, rows } = contents;
  const { memory } = go;
  const parting = partingOf(go);
  const regions = new Map<number, Region>();
  const byRow = Map.groupBy(items.keys(), (item) => rows[item]);
  const isWhole = (own: readonly number[]): boolean => own.every((item) => addresses[item] !== 0);
  return (texts: readonly Text[]): ReadonlyMap<RowName, readonly Gap[]> => {
    const gaps = new Map<RowName, readonly Gap[]>();
    for (const name of rowNames) {
      const span = spanOf(name, go, parting);
      const own = byRow.get(name);
      if (span === undefined || own === undefined || isWhole(own)) continue;
      const region = regions.get(span.address) ?? memory.read(span.address, span.bytes);
      regions.set(span.address, region);
      const match = matchIn(region, memory, contents, known);
      const search = searchIn(region, memory, contents, known);
      const gained = name === 'pointers' ? 2 * memory.wordBytes : undefined;
      const row = { ...rowOf(contents, own, dataAlign, gained), match, search };
      const isReadOnly = name === 'read-only';
      const laid = layOut(isReadOnly ? withTexts(row, items.length, texts, dataAlign) : row, span.address);
      for (const { item, address } of laid.places) {
        const node = items[item]?.node;
        if (node === undefined) continue;
        addresses[item] = address;
        known[node] = address;
      }
      gaps.set(name, laid.gaps);
    }
    return gaps;
  };
}

function rowOf(
  { items }: DataContents,
  own: readonly number[],
  dataAlign: LinkerTables['dataAlign'],
  gained: number | undefined,
): Omit<Row, 'match' | 'search'> {
  const bytesOf = (item: number): number => items[item]?.bytes ?? 0;
  return {
    items: inOrder(own, bytesOf),
    bytesOf,
    alignOf: (item) => alignOf(bytesOf(item), items[item]?.align ?? 0, dataAlign),
    mayGain: (item) => bytesOf(item) === gained,
  };
}

/** The order of items is that of their numbers, which decides among those of one length. */
function inOrder(items: readonly number[], bytesOf: Row['bytesOf']): number[] {
  return items.toSorted((a, b) => bytesOf(a) - bytesOf(b) || a - b);
}

/** A row with texts that the linker made, which come behind what is as long: of these it is known where they lie. */
function withTexts(
  row: Row,
  first: number,
  texts: readonly Text[],
  dataAlign: LinkerTables['dataAlign'],
): Row {
  const textOf = (item: number): Text | undefined => (item < first ? undefined : texts[item - first]);
  const bytesOf = (item: number): number => textOf(item)?.bytes ?? row.bytesOf(item);
  return {
    items: inOrder([...row.items, ...texts.map((_, at) => first + at)], bytesOf),
    bytesOf,
    alignOf: (item) => (item < first ? row.alignOf(item) : alignOf(bytesOf(item), 0, dataAlign)),
    mayGain: row.mayGain,
    match: (item, address) => {
      const text = textOf(item);
      if (text === undefined) return row.match(item, address);
      return text.address === address ? text.bytes : elsewhere;
    },
    search: (item, start) => {
      const text = textOf(item);
      return text === undefined ? row.search(item, start) : text.address < start ? undefined : [text.address];
    },
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
