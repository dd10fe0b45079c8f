import { bitsRead, skipBytes, take } from './bit-input.ts';
import { readCodes } from './deflate-codes.ts';
import { readSymbols } from './deflate-symbols.ts';
import type { DeflateTables } from './deflate-tables.ts';
import { damaged } from './faults.ts';
import { countOverhead, countTogether, outputBits, type Walk } from './walk.ts';

/**
 * Reads deflate data (RFC 1951) from the border of a byte to the end of the byte that its last block ends in.
 * @throws SlipwayError E_BASE when zlib would not inflate it, with the place
 */
export function readBlocks(walk: Walk, tables: DeflateTables): void {
  for (let isLast = false; !isLast; ) isLast = readBlock(walk, tables);
  pad(walk);
}

/**
 * Reads a piece of deflate data that others follow: from the border of a byte to that of another, where the data ends.
 * @throws SlipwayError E_BASE as `readBlocks`, and where a last block is among them
 */
export function readPiece(walk: Walk, tables: DeflateTables): void {
  while (!walk.input.isDone()) {
    const start = bitsRead(walk.input);
    if (readBlock(walk, tables)) throw damaged(start, 'a last block has others behind it');
  }
}

function readBlock(walk: Walk, tables: DeflateTables): boolean {
  const { input } = walk;
  const start = bitsRead(input);
  const isLast = take(input, 1) === 1;
  const kind = take(input, 2);
  countOverhead(walk, 'blocks', 3);
  if (kind === 0) readStored(walk);
  else if (kind === 1) readSymbols(walk, tables.fixed);
  else if (kind === 2) {
    const before = bitsRead(input);
    readCodes(input, tables);
    countOverhead(walk, 'codes', bitsRead(input) - before);
    readSymbols(walk, tables.own);
  } else throw damaged(start, 'a block is of no kind that there is');
  return isLast;
}

/** RFC 1951, section 3.2.4. */
function readStored(walk: Walk): void {
  const { input } = walk;
  pad(walk);
  const start = bitsRead(input);
  const bytes = take(input, 16);
  if (take(input, 16) !== (bytes ^ 0xffff))
    throw damaged(start, 'the length of a stored block does not fit its complement');
  countOverhead(walk, 'blocks', 32);
  const cost = outputBits(walk);
  skipBytes(input, bytes);
  walk.left = countTogether(walk, walk.left, cost, bytes, bytes * 8);
}

function pad(walk: Walk): void {
  const bits = -walk.input.bit & 7;
  take(walk.input, bits);
  countOverhead(walk, 'padding', bits);
}
