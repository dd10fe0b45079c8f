import { type HierarchyRectangularNode, treemapSquarify } from 'd3-hierarchy';
import type { Item } from './tree.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle of the picture, in CSS pixels from its corner. */
export interface Cell extends Box {
  readonly item: Item;
  /** 0 for what is gone into, 1 for its children. */
  readonly depth: number;
  /** Height of the strip at the top that has its name; 0 without one. */
  readonly strip: number;
  /** Whether other cells lie in it. */
  readonly divided: boolean;
  /** The children of `item`, too small to be drawn, that it stands for; else none. `group` is theirs. */
  readonly small: readonly Item[];
  readonly group: number;
}

export interface Rules {
  readonly areaOf: (item: Item) => number;
  /** Leaves with the same number lie together. */
  readonly groupOf: (item: Item) => number;
}

/** What is drawn smaller than this is drawn as one. */
const leastPixels = 14;
const strips = [0, 20, 16] as const;
const paddings = [0, 2, 1] as const;

/** The cells of an item that is gone into, each after the one that it lies in. */
export function layout(root: Item, whole: Box, rules: Rules): Cell[] {
  const cells: Cell[] = [];
  const divide = (item: Item, box: Box, depth: number): void => {
    const strip = depth > 0 && item.children.length > 0 ? stripOf(box, depth) : 0;
    const inside = inset(box, strip, depth);
    const divided = item.children.length > 0 && inside.width > 3 && inside.height > 3;
    const group = rules.groupOf(item);
    cells.push({ ...box, item, depth, strip: divided ? strip : 0, divided, small: [], group });
    if (!divided) return;
    for (const { entry, box: own } of placed(shares(item, inside, rules), inside)) {
      if (entry.item !== undefined) divide(entry.item, own, depth + 1);
      else cells.push(smallCell(item, entry, own, depth + 1));
    }
  };
  divide(root, whole, 0);
  return cells;
}

function smallCell(item: Item, { small, group }: Entry, box: Box, depth: number): Cell {
  return { ...box, item, depth, strip: 0, divided: false, small, group };
}

function stripOf({ width, height }: Box, depth: number): number {
  const strip = strips[depth] ?? 0;
  return width >= 44 && height >= 2.4 * strip ? strip : 0;
}

function inset({ x, y, width, height }: Box, strip: number, depth: number): Box {
  const room = Math.min(width, height) > 16 ? (paddings[depth] ?? 0) : 0;
  const top = Math.max(room, strip);
  return { x: x + room, y: y + top, width: width - 2 * room, height: height - top - room };
}

/** A child, or several that are too small to be drawn. */
interface Entry {
  readonly area: number;
  readonly item?: Item;
  /** Without an item: what is too small to be drawn. */
  readonly small: readonly Item[];
  readonly group: number;
}

/** What an item is divided into: leaves by their groups, the largest group first; each list begins with the largest and ends with the small ones. */
function shares(item: Item, box: Box, rules: Rules): Entry[][] {
  const total = rules.areaOf(item);
  const least = (leastPixels * total) / (box.width * box.height);
  const groups = new Map<number, Entry[]>();
  const small = new Map<number, { area: number; small: Item[] }>();
  for (const child of item.children) {
    const area = rules.areaOf(child);
    if (area <= 0) continue;
    const group = child.children.length > 0 ? -1 : rules.groupOf(child);
    const list = groups.get(group) ?? [];
    groups.set(group, list);
    if (area >= least) list.push({ area, group, small: [], item: child });
    else {
      const few = small.get(group) ?? { area: 0, small: [] };
      few.area += area;
      few.small.push(child);
      small.set(group, few);
    }
  }
  const lists = [...groups.values()];
  for (const list of lists) list.sort((a, b) => b.area - a.area);
  for (const [group, few] of small) groups.get(group)?.push({ ...few, group: ownGroup(group, item, rules) });
  return lists.sort((a, b) => sumOf(b) - sumOf(a));
}

/** Containers have no group of their own: what they are too small for is drawn like their parent. */
function ownGroup(group: number, item: Item, rules: Rules): number {
  return group === -1 ? rules.groupOf(item) : group;
}

function sumOf(list: readonly { readonly area: number }[]): number {
  return list.reduce((sum, { area }) => sum + area, 0);
}

/** Groups side by side, and in each its entries. */
function placed(lists: readonly Entry[][], box: Box): { entry: Entry; box: Box }[] {
  const groups = squarified(
    lists.map((list) => ({ area: sumOf(list), list })),
    box,
  );
  return groups.flatMap(({ entry: { list }, box: own }) => squarified(list, own));
}

/** Names are wider than high, so cells are laid as squares of a picture that is so much higher, and pressed flat. */
const flatness = 1.6;
const squares = treemapSquarify.ratio(1);

function squarified<T extends { readonly area: number }>(
  entries: readonly T[],
  { x, y, width, height }: Box,
): { entry: T; box: Box }[] {
  const total = sumOf(entries);
  if (total <= 0) return [];
  const nodes = entries.map(({ area }) => ({ value: area, x0: x, y0: y, x1: x, y1: y }));
  // The tiling function reads values and children, and writes corners; it needs no more of a hierarchy.
  const parent = { value: total, children: nodes } as unknown as HierarchyRectangularNode<unknown>;
  squares(parent, x, y, x + width, y + height * flatness);
  return entries.map((entry, index) => {
    const { x0, y0, x1, y1 } = nodes[index] ?? { x0: x, y0: y, x1: x, y1: y };
    return {
      entry,
      box: { x: x0, y: y + (y0 - y) / flatness, width: x1 - x0, height: (y1 - y0) / flatness },
    };
  });
}

/** The innermost cell at a point. */
export function cellAt(cells: readonly Cell[], x: number, y: number): Cell | undefined {
  return cells.findLast(
    (cell) => x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height,
  );
}
