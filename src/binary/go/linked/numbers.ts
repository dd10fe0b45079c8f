/** Offsets in a table with numbers, which are in the order of the offsets. */
export interface Numbers {
  readonly count: number;
  /** By number, ascending. */
  readonly offsets: Uint32Array;
  /** For `numberIn`. */
  readonly index: Int32Array;
  /** Number of an offset; undefined where it has none. */
  at(offset: number): number | undefined;
}

/** Collects offsets, of which some hundred thousand are named over and over again. */
export interface OffsetMarks {
  /** @param offset below 2^32; that the table has it is for the caller to see to */
  mark(offset: number): void;
  numbers(): Numbers;
}

/**
 * A bit for each byte of a table. Offsets that are near each other are so in memory too, and neighbours are asked for one after
 * the other: most of what a hash table takes is waiting for places that are far apart.
 */
export function markOffsets(): OffsetMarks {
  let bits = new Int32Array(firstWords);
  return {
    mark: (offset) => {
      const word = offset >>> 5;
      if (word >= bits.length) bits = grown(bits, word);
      bits[word] = (bits[word] ?? 0) | (1 << offset);
    },
    numbers: () => numbersOf(bits),
  };
}

const firstWords = 1 << 13;

function grown(bits: Int32Array, word: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(word + 1, bits.length * 2));
  larger.set(bits);
  return larger;
}

/** Behind each word of bits stands how many offsets come before it, so that both are read at once. */
function numbersOf(bits: Int32Array): Numbers {
  let words = bits.length;
  while (words > 0 && bits[words - 1] === 0) words--;
  const index = new Int32Array(words * 2);
  let count = 0;
  for (let word = 0; word < words; word++) {
    const here = bits[word] ?? 0;
    index[word * 2] = here;
    index[word * 2 + 1] = count;
    count += ones(here);
  }
  const offsets = new Uint32Array(count);
  let number = 0;
  for (let word = 0; word < words; word++) {
    for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) {
      offsets[number++] = word * 32 + 31 - Math.clz32(left & -left);
    }
  }
  const end = words * 32;
  const at = (offset: number): number | undefined => {
    const isIn = offset >= 0 && offset < end && ((index[(offset >>> 5) * 2] ?? 0) & (1 << offset)) !== 0;
    return isIn ? numberIn(index, offset) : undefined;
  };
  return { count, offsets, index, at };
}

/** The number of an offset that has one. */
export function numberIn(index: Int32Array, offset: number): number {
  const word = (offset >>> 5) * 2;
  return (index[word + 1] ?? 0) + ones((index[word] ?? 0) & ((1 << offset) - 1));
}

/** How many bits are set (Warren, Hacker's Delight, 5-1). */
function ones(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
