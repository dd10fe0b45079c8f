import { type BitInput, bitsRead, moveTo, peek, take } from './bit-input.ts';
import { type CodeFault, type CodeTable, fillTable, symbolValue } from './code-table.ts';
import type { DeflateTables } from './deflate-tables.ts';
import { damaged } from './faults.ts';

/** The lengths of codes whose lengths come first: those that are seldom used stand at the end, where they can be left out. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const endOfBlock = 256;
const mostLiterals = 286;
const mostDistances = 30;

/**
 * Reads the codes that a block brings with it (RFC 1951, section 3.2.7) into the tables' `own`. As with zlib, all have to be
 * complete, but for literals that are the block's end alone, and for distances of which there is one, or none.
 * @throws SlipwayError E_BASE when they are none
 */
export function readCodes(input: BitInput, { own, lengths: table, symbols }: DeflateTables): void {
  const start = bitsRead(input);
  const check = (what: string, fault: CodeFault | undefined): void => {
    if (fault !== undefined) throw damaged(start, `the code of ${what} ${fault}`);
  };
  const literals = take(input, 5) + 257;
  const distances = take(input, 5) + 1;
  const lengthOfLengths = take(input, 4) + 4;
  if (literals > mostLiterals || distances > mostDistances)
    throw damaged(start, `a block has codes for ${literals} literals and ${distances} distances`);
  const lengths = new Uint8Array(lengthOrder.length);
  for (let at = 0; at < lengthOfLengths; at++) lengths[lengthOrder[at] ?? 0] = take(input, 3);
  check('lengths of codes', fillTable(table, lengths, symbols.lengths, false));
  const all = new Uint8Array(literals + distances);
  for (let done = 0; done < all.length; ) done = readLengths(input, table, all, done);
  if (all[endOfBlock] === 0) throw damaged(start, 'a block has no code for its end');
  check('literals and lengths', fillTable(own.literals, all.subarray(0, literals), symbols.literals, true));
  check('distances', fillTable(own.distances, all.subarray(literals), symbols.distances, true));
}

/** Reads one length, or one that is repeated. Gives how many are known then. */
function readLengths(input: BitInput, table: CodeTable, lengths: Uint8Array, done: number): number {
  const start = bitsRead(input);
  // The code is complete, and none of its codes is longer than 7 bits, so this is a symbol's entry.
  const entry = table.entries[peek(input) & table.mask] ?? 0;
  moveTo(input, input.bit + (entry & 15));
  const symbol = symbolValue(entry);
  if (symbol < 16) {
    lengths[done] = symbol;
    return done + 1;
  }
  const [value, times] =
    symbol === 16
      ? [lengths[done - 1], 3 + take(input, 2)]
      : [0, symbol === 17 ? 3 + take(input, 3) : 11 + take(input, 7)];
  if (value === undefined)
    throw damaged(start, 'the first length of a code is said to be that of the one before');
  if (done + times > lengths.length) throw damaged(start, 'a block has more lengths of codes than it says');
  lengths.fill(value, done, done + times);
  return done + times;
}
