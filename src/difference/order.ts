import { type Hunk, hunkBytes } from './hunks.ts';

/** Fewer bytes may be the same ones by chance: two digits of a date that changed places. */
const fewestBytes = 4;

/**
 * Whether what differs is the same in another order: of all hunks together A has as often each byte as B. So it is with a table
 * whose rows changed places, as generated code has that was written by ranging over a map.
 */
export function isReordered(a: Buffer, b: Buffer, hunks: readonly Hunk[]): boolean {
  if (hunks.length < 2) return false;
  const counts = new Int32Array(256);
  let bytes = 0;
  for (const hunk of hunks) {
    bytes += hunkBytes(hunk);
    for (let at = hunk.a.from; at < hunk.a.to; at += 1) {
      const byte = a[at] ?? 0;
      counts[byte] = (counts[byte] ?? 0) + 1;
    }
    for (let at = hunk.b.from; at < hunk.b.to; at += 1) {
      const byte = b[at] ?? 0;
      counts[byte] = (counts[byte] ?? 0) - 1;
    }
  }
  return bytes >= fewestBytes && counts.every((count) => count === 0);
}

/** Where two lists of the same items part: the first item of each that is not the other's; undefined where they do not. */
export function firstOtherOrder<Item>(
  a: readonly Item[],
  b: readonly Item[],
): readonly [Item, Item] | undefined {
  const [inA, inB] = [new Set(a), new Set(b)];
  const [both, others] = [a.filter((item) => inB.has(item)), b.filter((item) => inA.has(item))];
  for (const [at, item] of both.entries()) {
    const other = others[at];
    if (other !== undefined && other !== item) return [item, other];
  }
  return undefined;
}
