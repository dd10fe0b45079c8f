/**
 * A table that is cut into pieces by the offsets that refer to it. Offsets are collected first, in any order and with
 * repetitions; then each piece has a number.
 */
export interface Marks {
  /** @param offset below the length that the marks were made for */
  mark(offset: number): void;
  pieces(): Pieces;
}

export interface Pieces {
  readonly count: number;
  /** Where each piece begins, ascending; one more at the end: the length of the table. */
  readonly starts: Uint32Array;
  /** Number of the piece that begins at an offset; undefined where none does. */
  at(offset: number): number | undefined;
}

/** One bit for each byte of the table, and while pieces are asked for a count for each 32 of them. */
export function marksOf(length: number): Marks {
  const bits = new Uint32Array((length >>> 5) + 1);
  return {
    mark: (offset) => {
      const word = offset >>> 5;
      bits[word] = (bits[word] ?? 0) | (1 << (offset & 31));
    },
    pieces: () => piecesOf(bits, length),
  };
}

function piecesOf(bits: Uint32Array, length: number): Pieces {
  const before = new Uint32Array(bits.length);
  let count = 0;
  for (let word = 0; word < bits.length; word++) {
    before[word] = count;
    count += ones(bits[word] ?? 0);
  }
  const starts = new Uint32Array(count + 1);
  let piece = 0;
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) {
      starts[piece++] = word * 32 + (31 - Math.clz32(left & -left));
    }
  }
  starts[count] = length;
  return {
    count,
    starts,
    at: (offset) => {
      const word = offset >>> 5;
      const bit = 1 << (offset & 31);
      const marked = bits[word] ?? 0;
      if ((marked & bit) === 0) return undefined;
      return (before[word] ?? 0) + ones(marked & (bit - 1));
    },
  };
}

/** How many bits of a word are set. */
function ones(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
