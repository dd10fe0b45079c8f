import type { Item } from './tree.ts';

/** Each item is found by what it adds to its parent's name: a package does not find all of its symbols again. */
export interface Found {
  readonly items: readonly Item[];
  /** By the item's number: 1 for what was found and all in it, 2 for what something found lies in, else 0. */
  readonly marks: Uint8Array;
}

/** Items whose name holds the text, in any case of letters, in the order of the list; none for an empty text. */
export function find(all: readonly Item[], text: string): Found {
  const marks = new Uint8Array(all.length);
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { items: [], marks };
  const items: Item[] = [];
  for (const item of all) {
    const { parent } = item;
    if (parent !== undefined && marks[parent.id] === 1) marks[item.id] = 1;
    else if (parent !== undefined && item.level !== 'kept' && item.fullName.toLowerCase().includes(wanted)) {
      marks[item.id] = 1;
      items.push(item);
      for (let outer = item.parent; outer !== undefined && marks[outer.id] === 0; outer = outer.parent) {
        marks[outer.id] = 2;
      }
    }
  }
  return { items, marks };
}
