import { type CodeTable, fillTable, isEnd, isNone, newTable } from './code-table.ts';

/** The two codes that a block is written in. */
export interface BlockCodes {
  /** Literals, lengths and the block's end. */
  readonly literals: CodeTable;
  readonly distances: CodeTable;
}

/** All that is needed to decode one block after the other. */
export interface DeflateTables {
  readonly fixed: BlockCodes;
  /** Filled anew by each block that brings its own codes. */
  readonly own: BlockCodes;
  /** The code that the lengths of those codes are written in. */
  readonly lengths: CodeTable;
  /** Entries by symbol, to fill tables with. */
  readonly symbols: {
    readonly literals: Int32Array;
    readonly distances: Int32Array;
    readonly lengths: Int32Array;
  };
}

/** RFC 1951, section 3.2.5, by symbol: from 257 on for lengths, from 0 on for distances. */
const lengthExtraBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5];
const distanceExtraBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const shortestLength = 3;
const longestLength = 258;

export function deflateTables(): DeflateTables {
  const literals = [
    ...Array.from({ length: 256 }, () => 0),
    isEnd,
    ...entriesFrom(shortestLength, lengthExtraBits),
    // It has a symbol of its own, which the symbol before could say too.
    longestLength << 8,
    // These and the last two distances have codes in the fixed code only, and never occur.
    ...[isNone, isNone],
  ];
  const symbols = {
    literals: Int32Array.from(literals),
    distances: Int32Array.from([...entriesFrom(1, distanceExtraBits), isNone, isNone]),
    lengths: Int32Array.from({ length: 19 }, (_, symbol) => symbol << 8),
  };
  const fixed = newCodes();
  // RFC 1951, section 3.2.6.
  const lengths = [Array(144).fill(8), Array(112).fill(9), Array(24).fill(7), Array(8).fill(8)].flat();
  fillTable(fixed.literals, Uint8Array.from(lengths), symbols.literals, false);
  fillTable(fixed.distances, new Uint8Array(32).fill(5), symbols.distances, false);
  return { fixed, own: newCodes(), lengths: newTable(), symbols };
}

function newCodes(): BlockCodes {
  return { literals: newTable(), distances: newTable() };
}

/** Each symbol stands for as many values as its extra bits can tell apart, and the next symbol for those that follow. */
function entriesFrom(first: number, extraBits: readonly number[]): number[] {
  let value = first;
  return extraBits.map((bits) => {
    const entry = (value << 8) | (bits << 4);
    value += 1 << bits;
    return entry;
  });
}
