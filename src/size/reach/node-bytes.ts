import { flag, type ObjectColumns, pcTable } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { rowOf } from './definition-rows.ts';

/** How the linker lays things out. */
export interface ByteRules {
  /** By number of kind. */
  readonly kinds: readonly ('code' | 'data' | 'pointers' | 'zeros' | 'zero-pointers' | 'other')[];
  readonly pointerBytes: number;
  /** Functions begin at multiples of it. */
  readonly functionAlign: number;
}

/** Data without an own alignment begin at a multiple of this, or of the power of two that they fill (symalign in data.go). */
const mostAlign = 32;
/** One call that was inlined (runtime.inlinedCall). */
const inlinedBytes = 16;
/** For every so many bytes of code findfunctab has so many (runtime.findfuncbucket). */
const bucket = { code: 4096, bytes: 20 };

const kindOf = (name: string): ByteRules['kinds'][number] => {
  if (name.startsWith('STEXT')) return 'code';
  if (name === 'SBSS') return 'zero-pointers';
  if (/BSS|COUNTER|^STLS/.test(name)) return 'zeros';
  if (name === 'SDATA' || name === 'SDATAFIPS') return 'pointers';
  return /^S(RODATA|NOPTRDATA|SEH|COVERAGE)/.test(name) ? 'data' : 'other';
};

export function byteRules({ kinds, pointerBytes, functionAlign }: LinkerTables): ByteRules {
  return { kinds: kinds.map(kindOf), pointerBytes, functionAlign };
}

/**
 * What the file holds for a definition: of a function its code, with what fills it up to the next one, and its entries in
 * pclntab; of a type its link; of what holds pointers the collector's mask.
 */
export function symbolBytes(
  columns: ObjectColumns,
  definition: number,
  { kinds, pointerBytes, functionAlign }: ByteRules,
): number {
  const size = columns.sizes[definition] ?? 0;
  const number = columns.kinds[definition] ?? 0;
  if (number === pcTable) return size;
  const kind = kinds[number] ?? 'other';
  const mask = size / pointerBytes / 8;
  if (kind === 'zeros' || kind === 'other') return 0;
  if (kind === 'zero-pointers') return mask;
  if (kind === 'code') {
    const code = roundUp(size, Math.max(functionAlign, columns.aligns[definition] ?? 0));
    const row = rowOf(columns.functions, 3, definition);
    const written =
      row === undefined
        ? 0
        : (columns.functions[row + 1] ?? 0) + inlinedBytes * (columns.functions[row + 2] ?? 0);
    return code + (code * bucket.bytes) / bucket.code + written;
  }
  const flags = columns.flags[definition] ?? 0;
  const link = (flags & flag.typeLink) !== 0 ? 4 : (flags & flag.itab) !== 0 ? pointerBytes : 0;
  const data = roundUp(size, alignOf(size, columns.aligns[definition] ?? 0));
  return data + link + (kind === 'pointers' ? mask : 0);
}

function alignOf(size: number, align: number): number {
  if (align !== 0) return align;
  let chosen = mostAlign;
  while (chosen > size && chosen > 1) chosen /= 2;
  return chosen;
}

function roundUp(size: number, to: number): number {
  return Math.ceil(size / to) * to;
}
