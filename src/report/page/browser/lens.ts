import type { Item } from './tree.ts';

/** How bytes are looked at. */
export interface Lens {
  /** One file, or one before and one after. */
  readonly sides: 1 | 2;
  /** 0: disk, 1: wire. */
  readonly measure: 0 | 1;
  /** Of a comparison: only what changed, as large as its change. */
  readonly changesOnly: boolean;
  /** Whether areas are what would go away; `measure` is disk then. */
  readonly retained: boolean;
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
 *
 * Of what would go away: each child of `at` is as large as what would go without it, and is divided into its own bytes and what
 * it alone keeps in others. What can only go in parts, or is not known, is as large as its own bytes.
 */
export function areasOf(items: readonly Item[], lens: Lens, at: Item): Float64Array {
  const areas = new Float64Array(items.length);
  // From the last: children come after their parents.
  for (let id = items.length - 1; id >= 0; id -= 1) {
    const item = items[id];
    if (item === undefined) continue;
    if (item.children.length === 0) areas[id] = leafArea(item, lens, at);
    else if (lens.retained && unitOf(item, at) === item) areas[id] = item.retained ?? areas[id] ?? 0;
    if (item.parent !== undefined) {
      areas[item.parent.id] = (areas[item.parent.id] ?? 0) + (areas[id] ?? 0);
    }
  }
  return areas;
}

function leafArea(item: Item, lens: Lens, at: Item): number {
  if (item.level === 'kept')
    return lens.retained && item.parent === unitOf(item, at) ? (item.retained ?? 0) : 0;
  const { before, after } = bytesOf(item, lens);
  return lens.changesOnly ? Math.abs(after - before) : Math.max(before, after);
}

/** What could go away as a whole, with an item in it, as one sees it from a place: a child of that, or the package that one is in. */
export function unitOf(item: Item, at: Item): Item {
  if (at.level === 'package' || at.level === 'group') return at;
  let unit = item;
  while (unit.parent !== undefined && unit.parent !== at) unit = unit.parent;
  return unit;
}

/** Whether an item cannot go away by itself, or nobody knows what would. */
export function stays(item: Item, at: Item, lens: Lens): boolean {
  return lens.retained && unitOf(item, at).retained === undefined;
}

/** What an item is sorted and told by, wherever it lies: its bytes or change; of what would go away that, and else its own bytes. */
export function weightOf(item: Item, lens: Lens, areas: Float64Array): number {
  return (lens.retained ? item.retained : undefined) ?? areas[item.id] ?? 0;
}
