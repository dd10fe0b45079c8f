import type { Region } from '../../binary/go/linked/memory.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { alignOf } from '../aligning.ts';
import { noNode } from '../reach/graph.ts';
import type { PartedContents } from './contents.ts';
import { type FilledString, filledStrings } from './filled-strings.ts';
import type { BesideObjects } from './kept-objects.ts';
import { type Gap, layOut, type Row } from './laying.ts';
import { functionAddresses } from './listed-functions.ts';
import { elsewhere, matchIn } from './matching.ts';
import type { Text } from './naming-strings.ts';
import type { Places } from './places.ts';
import { partingOf, type RowName, rowNames, spanOf } from './rows.ts';
import { searchIn } from './searching.ts';

/** Where data lie. */
export interface PlacedItems {
  /** By item: its address; 0 where that is not known. */
  readonly addresses: Float64Array;
  /** Variables with a text of the linker's. */
  readonly filled: readonly FilledString[];
  /** Items that are texts of constants, in the order in which the linker lays them out. */
  readonly strings: readonly number[];
}

/** Finds where data lie, row by row: what strings say is all there, and of the others so much is known the more lies where. */
export function placeRows(beside: BesideObjects, contents: PartedContents): PlacedItems {
  const { kept, functions } = beside;
  const places: Places = {
    addresses: new Float64Array(contents.rows.length),
    known: functionAddresses(functions, kept.functions, kept.nodes),
  };
  const { layRows, regionOf, strings } = rowLayer(beside, contents, places);
  const first = layRows([]);
  // What is in the same row, or one behind it, is known the second time; a row that was whole has been left.
  const gaps = layRows([]).get('pointers') ?? first.get('pointers') ?? [];
  const filled = filledStrings(beside, contents, gaps, places);
  // Where texts lie that the linker made is known now, and what they part from each other.
  layRows(filled.map(({ text }) => text));
  withoutContradictions(contents, places, regionOf);
  return { addresses: places.addresses, filled, strings };
}

/** Lays out the rows that are not whole. */
function rowLayer({ kept, go }: BesideObjects, contents: PartedContents, { addresses, known }: Places) {
  const { items, rows } = contents;
  const { memory } = go;
  const { dataAlign } = kept.tables;
  const parting = partingOf(go);
  const spans = new Map(rowNames.map((name) => [name, spanOf(name, go, parting)]));
  const regions = new Map<number, Region>();
  const unsorted = Map.groupBy(rows.keys(), (item) => rows[item]);
  const byRow = new Map(
    rowNames.map((name) => [name, inOrder(unsorted.get(name) ?? [], (item) => items.bytes[item] ?? 0)]),
  );
  const isWhole = (own: readonly number[]): boolean => own.every((item) => addresses[item] !== 0);
  /** Rows may lie in one, which is read once. */
  const regionOf = (name: RowName): Region | undefined => {
    const span = spans.get(name);
    if (span === undefined) return undefined;
    const region = regions.get(span.address) ?? memory.read(span.address, span.bytes);
    regions.set(span.address, region);
    return region;
  };
  const layRows = (texts: readonly Text[]): ReadonlyMap<RowName, readonly Gap[]> => {
    const gaps = new Map<RowName, readonly Gap[]>();
    for (const name of rowNames) {
      const own = byRow.get(name);
      if (own === undefined || isWhole(own)) continue;
      const region = regionOf(name);
      if (region === undefined) continue;
      const match = matchIn(region, memory, contents, known);
      const search = searchIn(region, memory, contents, known);
      const gained = name === 'pointers' ? 2 * memory.wordBytes : undefined;
      const row = { ...rowOf(contents, own, dataAlign, gained), match, search };
      const isReadOnly = name === 'read-only';
      const laid = layOut(isReadOnly ? withTexts(row, rows.length, texts, dataAlign) : row, region.address);
      for (const { item, address } of laid.places) {
        const node = items.nodes[item];
        if (node === undefined) continue;
        addresses[item] = address;
        known[node] = address;
      }
      gaps.set(name, laid.gaps);
    }
    return gaps;
  };
  return { layRows, regionOf, strings: byRow.get('strings') ?? [] };
}

/** @param own in the linker's order */
function rowOf(
  { items }: PartedContents,
  own: readonly number[],
  dataAlign: LinkerTables['dataAlign'],
  gained: number | undefined,
): Omit<Row, 'match' | 'search'> {
  const bytesOf = (item: number): number => items.bytes[item] ?? 0;
  return {
    items: own,
    bytesOf,
    alignOf: (item) => alignOf(bytesOf(item), items.aligns[item] ?? 0, dataAlign),
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
  { items, rows, fillStarts, fillEnds, fills }: PartedContents,
  { addresses, known }: Places,
  regionOf: (row: RowName) => Region | undefined,
): void {
  for (const [item, row] of rows.entries()) {
    const address = addresses[item] ?? 0;
    const [from, end] = [fillStarts[item] ?? 0, fillEnds[item] ?? 0];
    if (address === 0 || from === end || row === undefined || row === 'strings') continue;
    const region = regionOf(row);
    if (region === undefined) continue;
    const { wordBytes } = region;
    for (let fill = from; fill < end; fill += 1) {
      const target = fills.targets[fill] ?? noNode;
      const offset = fills.offsets[fill] ?? 0;
      const wanted = target === noNode ? 0 : (known[target] ?? 0);
      const isWord = fills.widths[fill] === wordBytes && offset + wordBytes <= (items.bytes[item] ?? 0);
      if (wanted === 0 || !isWord) continue;
      if (region.pointer(address - region.address + offset) === wanted + (fills.adds[fill] ?? 0)) continue;
      addresses[item] = 0;
      known[items.nodes[item] ?? 0] = 0;
      break;
    }
  }
}
