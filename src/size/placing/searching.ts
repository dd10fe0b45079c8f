import type { Memory, Region } from '../../binary/go/linked/memory.ts';
import { noNode } from '../reach/graph.ts';
import type { PartedContents } from './contents.ts';

/**
 * Where in a region an item may lie, from an address on, by what stands out in it: its content, or an address that it holds of
 * something of which it is known where it lies. Undefined where nothing does.
 */
export type Search = (item: number, start: number) => Iterable<number> | undefined;

/** What has fewer different bytes than that is in too many places. */
const fewestValues = 6;
const longestKey = 64;

export function searchIn(
  region: Region,
  memory: Memory,
  contents: PartedContents,
  known: Float64Array,
): Search {
  const { items, starts, ends, bytes, fillStarts, fillEnds, fills } = contents;
  const pointers = pointerSearch(region, memory);
  return (item, start) => {
    const [from, to] = [fillStarts[item] ?? 0, fillEnds[item] ?? 0];
    const size = items.bytes[item] ?? 0;
    const content = starts[item] ?? 0;
    const filled = from < to ? (fills.offsets[from] ?? 0) : size;
    const key = bytes.subarray(content, Math.min(ends[item] ?? 0, content + filled, content + longestKey));
    if (new Set(key).size >= fewestValues) return bytesFrom(region, key, start);
    for (let fill = from; fill < to; fill += 1) {
      const target = fills.targets[fill] ?? noNode;
      const address = target === noNode ? 0 : (known[target] ?? 0);
      if (address === 0 || fills.widths[fill] !== memory.wordBytes) continue;
      return pointers(address + (fills.adds[fill] ?? 0), fills.offsets[fill] ?? 0, start);
    }
    return undefined;
  };
}

function* bytesFrom(region: Region, key: Buffer, start: number): Generator<number> {
  let hit = region.bytes.indexOf(key, start - region.address);
  for (; hit >= 0; hit = region.bytes.indexOf(key, hit + 1)) yield region.address + hit;
}

/** Finds what holds an address, which where the loader fills it in does not stand in the file as it is. */
function pointerSearch(region: Region, memory: Memory) {
  let places: Map<number, number[]> | undefined;
  return function* search(pointer: number, offset: number, start: number): Generator<number> {
    if (memory.moved.size === 0) {
      const key = memory.encoded(pointer, memory.wordBytes);
      for (const hit of bytesFrom(region, key, start + offset)) yield hit - offset;
      return;
    }
    places ??= movedPlaces(region, memory);
    for (const place of places.get(pointer) ?? []) if (place >= start + offset) yield place - offset;
  };
}

/** Where in a region the loader fills in which address. */
function movedPlaces({ address, bytes }: Region, { moved }: Memory): Map<number, number[]> {
  const places = new Map<number, number[]>();
  for (const [place, pointer] of moved) {
    if (place < address || place >= address + bytes.length) continue;
    const known = places.get(pointer);
    if (known === undefined) places.set(pointer, [place]);
    else known.push(place);
  }
  return places;
}
