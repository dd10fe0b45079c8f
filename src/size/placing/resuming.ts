import { roundUp } from '../aligning.ts';
import type { Row } from './laying.ts';
import { elsewhere } from './matching.ts';

/** So many bytes must agree, of items that follow on each other, for their place to be no chance. */
const enough = 32;
/** Less where there are no more. */
const fewest = 16;

export function isRun(evidence: number): boolean {
  return evidence >= fewest;
}

/** How far what is found byte by byte is looked for, and for how many items. */
const near = { bytes: 1024, items: 16 };
/** So many items are looked for everywhere. */
const mostSearched = 64;

export interface Resumed {
  readonly index: number;
  readonly address: number;
}

/** Finds where a row goes on, from an item and an address on: a little further, then by content that is found with ease. */
export function resume(row: Row, from: number, start: number): Resumed | undefined {
  return nearby(row, from, start) ?? farther(row, from, start);
}

function nearby(row: Row, from: number, start: number): Resumed | undefined {
  for (let index = from; index < Math.min(row.items.length, from + near.items); index += 1) {
    const align = row.alignOf(row.items[index] ?? 0);
    for (let address = roundUp(start, align); address <= start + near.bytes; address += align) {
      if (goesOn(row, index, address)) return { index, address };
    }
  }
  return undefined;
}

function farther(row: Row, from: number, start: number): Resumed | undefined {
  let searched = 0;
  for (let index = from; index < row.items.length && searched < mostSearched; index += 1) {
    const item = row.items[index] ?? 0;
    const addresses = row.search(item, start);
    if (addresses === undefined) continue;
    searched += 1;
    const align = row.alignOf(item);
    for (const address of addresses) {
      if (address % align === 0 && goesOn(row, index, address)) return { index, address };
    }
  }
  return undefined;
}

/** Whether items from one on lie at an address, one behind the other. */
function goesOn({ items, bytesOf, alignOf, match }: Row, from: number, start: number): boolean {
  let [evidence, address] = [0, start];
  for (let index = from; index < items.length; index += 1) {
    const item = items[index] ?? 0;
    address = roundUp(address, alignOf(item));
    const more = match(item, address);
    if (more === elsewhere) return false;
    evidence += more;
    if (evidence >= enough) return true;
    address += bytesOf(item);
  }
  return evidence >= fewest;
}
