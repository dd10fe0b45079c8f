import type { Item } from './tree.ts';

/** How bytes are looked at. */
export interface Lens {
  /** One file, or one before and one after. */
  readonly sides: 1 | 2;
  /** 0: disk, 1: wire. */
  readonly measure: 0 | 1;
  /** Of a comparison: only what changed, as large as its change. */
  readonly changesOnly: boolean;
}

export const changes = ['same', 'grown', 'shrunk', 'new', 'gone'] as const;
export type Change = (typeof changes)[number];

/** Bytes before and after; of one file both are its bytes. */
export function bytesOf(item: Item, { sides, measure }: Lens): { before: number; after: number } {
  const before = item.numbers[measure * sides] ?? 0;
  return { before, after: sides === 1 ? before : (item.numbers[measure * sides + 1] ?? 0) };
}

/** Bytes that are more, or with a minus fewer. */
export function growthOf(item: Item, lens: Lens): number {
  const { before, after } = bytesOf(item, lens);
  return after - before;
}

export function changeOf(item: Item, lens: Lens): Change {
  const { before, after } = bytesOf(item, lens);
  if (before === after) return 'same';
  if (before === 0) return 'new';
  if (after === 0) return 'gone';
  return after > before ? 'grown' : 'shrunk';
}

/**
 * The area of each item by its number: of one without children its bytes, in a comparison the larger of both or the size of
 * the change; of all others the sum of their children's.
 */
export function areasOf(items: readonly Item[], lens: Lens): Float64Array {
  const areas = new Float64Array(items.length);
  // From the last: children come after their parents.
  for (let id = items.length - 1; id >= 0; id -= 1) {
    const item = items[id];
    if (item === undefined) continue;
    if (item.children.length === 0) {
      const { before, after } = bytesOf(item, lens);
      areas[id] = lens.changesOnly ? Math.abs(after - before) : Math.max(before, after);
    }
    if (item.parent !== undefined) {
      areas[item.parent.id] = (areas[item.parent.id] ?? 0) + (areas[id] ?? 0);
    }
  }
  return areas;
}
