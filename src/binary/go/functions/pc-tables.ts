import { SlipwayError } from '../../../support/errors.ts';
import type { Memory } from '../linked/memory.ts';
import { marksOf, type Pieces } from '../linked/pieces.ts';
import { type FunctionTable, recordField } from './functions.ts';

/**
 * Tables that give a number for each instruction of a function (its line, its file, how deep its stack is …), one behind the
 * other; functions for which the numbers are the same share one (cmd/link/internal/ld/pcln.go, generatePctab).
 */
export interface PcTables {
  /** By offset from the first byte of all; the tables are the pieces. */
  readonly pieces: Pieces;
  /** Where each ends, its last byte not included. */
  readonly ends: Uint32Array;
  /** Length of the code that each is about, in steps of the smallest instruction. */
  readonly steps: Uint32Array;
  /** The number at the first instruction, and the highest of all. */
  readonly firsts: Int32Array;
  readonly highest: Int32Array;
}

/** Calls `use` with the offset of each table that a function refers to: stack, file, line, then pcdata, none of them 0. */
export function eachPcTable(table: FunctionTable, index: number, use: (offset: number) => void): void {
  const { region, recordBytes } = table;
  const record = table.records[index] ?? 0;
  const fields = [recordField.stack, recordField.file, recordField.line] as const;
  for (const field of fields) {
    const offset = region.u32(record + field);
    if (offset !== 0) use(offset);
  }
  const count = region.u32(record + recordField.pcdataCount);
  for (let each = 0; each < count; each++) {
    const offset = region.u32(record + recordBytes + each * 4);
    if (offset !== 0) use(offset);
  }
}

/** @throws SlipwayError E_BINARY where a table does not end before the next one begins, with the offset */
export function readPcTables(memory: Memory, table: FunctionTable): PcTables {
  const { header, region } = table;
  const length = header.functions - header.tables;
  const fail = (offset: number): never => {
    const [range] = memory.held(header.address + header.tables + offset, 1);
    throw new SlipwayError(
      'E_BINARY',
      `the function table is damaged: a table of lines is said to be at ${offset} of ${length} bytes (offset ${range?.offset ?? 0}), and does not end there`,
    );
  };
  const marks = marksOf(length);
  const mark = (offset: number): void => (offset < length ? marks.mark(offset) : fail(offset));
  for (let index = 0; index < table.count; index++) eachPcTable(table, index, mark);
  const pieces = marks.pieces();
  const tables = {
    pieces,
    ends: new Uint32Array(pieces.count),
    steps: new Uint32Array(pieces.count),
    firsts: new Int32Array(pieces.count),
    highest: new Int32Array(pieces.count),
  };
  const bytes = region.bytes.subarray(header.tables, header.functions);
  for (let piece = 0; piece < pieces.count; piece++) {
    if (!decode(bytes, tables, piece)) fail(pieces.starts[piece] ?? 0);
  }
  return tables;
}

/** Reads one table as runtime.step: pairs of varints, how the number changes and after how many steps; ends with 0. */
function decode(bytes: Uint8Array, tables: PcTables, piece: number): boolean {
  const end = tables.pieces.starts[piece + 1] ?? 0;
  let at = tables.pieces.starts[piece] ?? 0;
  const start = at;
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
    if (steps === 0) tables.firsts[piece] = value;
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
