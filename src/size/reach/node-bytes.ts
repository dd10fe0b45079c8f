import { flag, type ObjectColumns, pcTable } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { alignOf, roundUp } from '../aligning.ts';
import { firstRow } from './definition-rows.ts';

/** How the linker lays things out. */
export interface ByteRules {
  /** By number of kind. */
  readonly kinds: readonly ('code' | 'data' | 'pointers' | 'zeros' | 'zero-pointers' | 'other')[];
  readonly tables: LinkerTables;
}

/** Of what holds pointers the collector has a program, in which what repeats is short (cmd/internal/gcprog): so much at the most. */
const mostMask = 4;
/** Functions take so much at the least, for findfunctab (internal/abi, MINFUNC). */
const leastCode = 16;
/** One call that was inlined (runtime.inlinedCall). */
const inlinedBytes = 16;
/** In WebAssembly a function's address is its number, 65536 apart: of 16 buckets what is not zero, and two tables of functions. */
const wasmFunctionBytes = 138 + 3;
/** For every so many bytes of code findfunctab has so many (runtime.findfuncbucket). */
const bucket = { code: 4096, bytes: 20 };

const kindOf = (name: string): ByteRules['kinds'][number] => {
  if (name.startsWith('STEXT')) return 'code';
  if (name === 'SBSS') return 'zero-pointers';
  if (/BSS|COUNTER|^STLS/.test(name)) return 'zeros';
  if (name === 'SDATA' || name === 'SDATAFIPS') return 'pointers';
  return /^S(RODATA|NOPTRDATA|SEH|COVERAGE)/.test(name) ? 'data' : 'other';
};

export function byteRules(tables: LinkerTables): ByteRules {
  return { kinds: tables.kinds.map(kindOf), tables };
}

/**
 * What the file holds for a definition: of a function its code, with what fills it up to the next one, and its entries in
 * pclntab; of a type its link; of what holds pointers the collector's mask.
 */
export function symbolBytes(
  columns: ObjectColumns,
  definition: number,
  { kinds, tables }: ByteRules,
): number {
  const size = columns.sizes[definition] ?? 0;
  const number = columns.kinds[definition] ?? 0;
  if (number === pcTable) return size;
  const kind = kinds[number] ?? 'other';
  const { pointerBytes, functionAlign, dataAlign } = tables;
  const mask = Math.min(size / pointerBytes / 8, mostMask);
  if (kind === 'zeros' || kind === 'other') return 0;
  if (kind === 'zero-pointers') return mask;
  if (kind === 'code') {
    if (tables.isWasm) return size + wasmFunctionBytes + writtenBytes(columns, definition);
    const code = roundUp(Math.max(size, leastCode), Math.max(functionAlign, columns.aligns[definition] ?? 0));
    return code + (code * bucket.bytes) / bucket.code + writtenBytes(columns, definition);
  }
  const data = roundUp(size, alignOf(size, columns.aligns[definition] ?? 0, dataAlign));
  const link = tables.listsTypes ? linkBytes(columns.flags[definition] ?? 0, pointerBytes) : 0;
  return data + link + (kind === 'pointers' ? mask : 0);
}

/** In pclntab, for a function alone. */
function writtenBytes({ functions }: ObjectColumns, definition: number): number {
  const row = firstRow(functions, 4, definition);
  if (functions[row] !== definition) return 0;
  return (functions[row + 1] ?? 0) + inlinedBytes * (functions[row + 2] ?? 0);
}

/** In the list of types, or of tables of methods. */
function linkBytes(flags: number, pointerBytes: number): number {
  if ((flags & flag.typeLink) !== 0) return 4;
  return (flags & flag.itab) !== 0 ? pointerBytes : 0;
}
