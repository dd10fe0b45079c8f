/**
 * How a Huffman code is decoded (RFC 1951, section 3.2): by a table that has an entry for whatever the next bits of the stream
 * can be.
 *
 *     bits 0–3   length of the code, in bits
 *     bits 4–7   how many extra bits follow the code
 *     bits 8–22  the symbol's value: a length or distance whose extra bits are zeros; zero for a literal
 *
 * Which literal it is does not matter here: an entry below `notLiteral` is one. From `isLink` on entries have other meanings.
 */
export interface CodeTable {
  readonly entries: Int32Array;
  /** Which bits of the stream an entry is found by: as many as the longest code has, and `wideBits` at most. */
  mask: number;
}

const wideBits = 10;
export const notLiteral = 16;
/** The code is longer than `wideBits`. What follows in it leads to an entry of a further table, which begins at the value. */
export const isLink = 1 << 23;
/** The block's end. */
export const isEnd = 1 << 24;
/** No symbol has this code, or one that must not occur. */
export const isNone = 1 << 25;

/** Codes have 15 bits at most. */
const furtherBits = 5;
/** Two of 288 codes at least share a further table. */
const tableEntries = (1 << wideBits) + 144 * (1 << furtherBits);

export function newTable(): CodeTable {
  return { entries: new Int32Array(tableEntries), mask: 0 };
}

/** The entry that a link leads to. `bits`: the code and what follows it in the stream. */
export function behindLink(table: CodeTable, link: number, bits: number): number {
  return table.entries[symbolValue(link) + ((bits >>> wideBits) & ((1 << furtherBits) - 1))] ?? isNone;
}

/** The value of an entry or a link. */
export function symbolValue(entry: number): number {
  return (entry >>> 8) & 0x7fff;
}

/** What the lengths of a code's codes can be wrong in. */
export type CodeFault = 'has more codes than there can be of their lengths' | 'is not complete';

/**
 * Fills a table for symbols whose codes have the given lengths in bits, where zero stands for no code.
 * @param entries by symbol, with zero for the code's length
 * @param mayBeSingle a code of one symbol, of one bit, or of none need not be complete
 */
export function fillTable(
  table: CodeTable,
  lengths: Uint8Array,
  entries: Int32Array,
  mayBeSingle: boolean,
): CodeFault | undefined {
  const counts = new Int32Array(16);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    counts[length] = (counts[length] ?? 0) + 1;
  }
  counts[0] = 0;
  let longest = 15;
  while (longest > 0 && counts[longest] === 0) longest--;
  const free = freeCodes(counts);
  if (free < 0) return 'has more codes than there can be of their lengths';
  if (free > 0 && !(mayBeSingle && longest <= 1)) return 'is not complete';
  const codes = firstCodes(counts);
  table.mask = (1 << Math.min(longest, wideBits)) - 1;
  table.entries.fill(isNone, 0, table.mask + 1);
  let used = 1 << wideBits;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const code = codes[length] ?? 0;
    codes[length] = code + 1;
    used = place(table, reversed(code, length), (entries[symbol] ?? isNone) | length, used);
  }
  return undefined;
}

/** How many codes of 15 bits are nobody's; below zero, when there are more codes than there can be. */
function freeCodes(counts: Int32Array): number {
  let free = 1 << 15;
  for (let length = 1; length < 16; length++) free -= (counts[length] ?? 0) << (15 - length);
  return free;
}

/** The first code of each length (RFC 1951, section 3.2.2). */
function firstCodes(counts: Int32Array): Int32Array {
  const codes = new Int32Array(16);
  for (let length = 2; length < 16; length++)
    codes[length] = ((codes[length - 1] ?? 0) + (counts[length - 1] ?? 0)) << 1;
  return codes;
}

/** Writes an entry wherever its code is found. `used`: where the next further table may begin; gives where it may then. */
function place({ entries, mask }: CodeTable, code: number, entry: number, used: number): number {
  const length = entry & 15;
  if (length <= wideBits) {
    for (let at = code; at <= mask; at += 1 << length) entries[at] = entry;
    return used;
  }
  const start = code & mask;
  const isNew = entries[start] === isNone;
  if (isNew) entries[start] = isLink | (used << 8);
  const further = symbolValue(entries[start] ?? 0);
  for (let at = code >>> wideBits; at < 1 << furtherBits; at += 1 << (length - wideBits))
    entries[further + at] = entry;
  return isNew ? used + (1 << furtherBits) : used;
}

/** A code stands in the stream from its highest bit on, all else from its lowest (RFC 1951, section 3.1.1). */
function reversed(code: number, length: number): number {
  let bits = ((code & 0x5555) << 1) | ((code >>> 1) & 0x5555);
  bits = ((bits & 0x3333) << 2) | ((bits >>> 2) & 0x3333);
  bits = ((bits & 0x0f0f) << 4) | ((bits >>> 4) & 0x0f0f);
  bits = ((bits & 0x00ff) << 8) | (bits >>> 8);
  return bits >>> (16 - length);
}
