import { SlipwayError } from '../../../support/errors.ts';
import type { Memory } from '../linked/memory.ts';
import type { Pieces } from '../linked/pieces.ts';
import type { FunctionTable } from './functions.ts';

/**
 * Tables that give a number for each instruction of a function (its line, its file, how deep its stack is …), one behind the
 * other; functions for which the numbers are the same share one (cmd/link/internal/ld/pcln.go, generatePctab).
 */
export interface PcTables {
  /** The tables, by offset from the first byte of all. */
  readonly pieces: Pieces;
  /** By piece: where it ends, its last byte not included. */
  readonly ends: Uint32Array;
  /** By piece: length of the code that it is about, in steps of the smallest instruction. */
  readonly steps: Uint32Array;
  /** By piece: the highest number in it. */
  readonly highest: Int32Array;
}

/** @throws SlipwayError E_BINARY where a table does not end before the next one begins, with the offset */
export function readPcTables(memory: Memory, { header, bytes }: FunctionTable, pieces: Pieces): PcTables {
  const { count, starts } = pieces;
  const tables = {
    pieces,
    ends: new Uint32Array(count),
    steps: new Uint32Array(count),
    highest: new Int32Array(count),
  };
  const all = bytes.subarray(header.tables, header.functions);
  for (let piece = 0; piece < count; piece++) {
    const next = starts[piece + 1] ?? all.length;
    if (next <= all.length && decode(all, tables, piece, next)) continue;
    const [range] = memory.held(header.address + header.tables + (starts[piece] ?? 0), 1);
    throw new SlipwayError(
      'E_BINARY',
      `the function table is damaged: a table of lines is said to be at offset ${range?.offset ?? 'none'}, and does not end there`,
    );
  }
  return tables;
}

/** Reads one table as runtime.step: pairs of varints, how the number changes and after how many steps; ends with 0. */
function decode(bytes: Uint8Array, tables: PcTables, piece: number, end: number): boolean {
  const start = tables.pieces.starts[piece] ?? 0;
  let at = start;
  let value = -1;
  let highest = -1;
  let steps = 0;
  for (;;) {
    let change = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) return false;
      const byte = bytes[at++] ?? 0;
      change |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (change === 0 && at > start + 1) break;
    value = (value + (-(change & 1) ^ (change >>> 1))) | 0;
    if (value > highest) highest = value;
    let advance = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= end || shift > 28) return false;
      const byte = bytes[at++] ?? 0;
      advance |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    steps += advance >>> 0;
  }
  tables.ends[piece] = at;
  tables.steps[piece] = steps;
  tables.highest[piece] = highest;
  return true;
}

/** The number that the table at an offset gives for the first instruction; undefined where there is no table. */
export function firstNumber({ bytes, header }: FunctionTable, offset: number): number | undefined {
  if (offset === 0) return undefined;
  let change = 0;
  for (let at = header.tables + offset, shift = 0; at < header.functions && shift <= 28; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    change |= (byte & 0x7f) << shift;
    if (byte < 0x80) return -1 + (-(change & 1) ^ (change >>> 1));
  }
  return undefined;
}
