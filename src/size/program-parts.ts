import { partName } from '../binary/go/ledger/go-parts.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import { partedBreakdown } from '../binary/section-parts.ts';
import type { Attribution } from './attribution.ts';

/** What bytes of a program are, whatever its format and whichever Go linked it. */
export const programPartNames = ['code', 'pclntab', 'funcdata', 'types', 'strings', 'data', 'other'] as const;

export type ProgramPart = (typeof programPartNames)[number];

/** What Go's linker makes, by the names that a breakdown gives it. */
const linked = new Map<string, ProgramPart>([
  ...[
    partName.header,
    partName.names,
    partName.units,
    partName.files,
    partName.tables,
    partName.functions,
    partName.index,
  ].map((name) => [name, 'pclntab'] as const),
  ...[partName.funcdata, partName.descriptors, partName.masks].map((name) => [name, 'funcdata'] as const),
  ...[partName.types, partName.itabs, partName.typeLinks, partName.itabLinks].map(
    (name) => [name, 'types'] as const,
  ),
  [partName.strings, 'strings'],
  [partName.moduledata, 'data'],
]);

/** Sections that hold one thing, by the names that the linkers of all formats give them; of wasm `code` and `data`. */
const sections: readonly (readonly [RegExp, ProgramPart])[] = [
  [/^(\.text|__TEXT,__(text|symbol_stub1)|code)$/, 'code'],
  [/gopclntab$/, 'pclntab'],
  [/(typelink|itablink|\.go\.type)$/, 'types'],
  [/\.go\.func$/, 'funcdata'],
  [/^(\.(noptr)?data|\.go\.module|__DATA,__((noptr)?data|go_module)|data)$/, 'data'],
];

const nothing = { code: 0, pclntab: 0, funcdata: 0, types: 0, strings: 0, data: 0, other: 0 } as const;

/** Of a program whose format is not read. */
export function unreadParts(bytes: number): Readonly<Record<ProgramPart, number>> {
  return { ...nothing, other: bytes };
}

/**
 * A program's file by what its bytes are; they sum to its length. Sections move between versions of Go (1.26 put funcdata into the function
 * table, 1.27 took types out of .rodata), so what the linker's own tables tell goes before the sections' names.
 * @param attribution of the same program; undefined where nobody knows
 * @throws SlipwayError E_BINARY when it is damaged
 */
export function programParts(
  program: ProgramFile,
  attribution: Pick<Attribution, 'parts'> | undefined,
): Readonly<Record<ProgramPart, number>> {
  const sums: Record<ProgramPart, number> = { ...nothing };
  for (const { name, kind, bytes, parts } of partedBreakdown(program, attribution?.parts ?? [])) {
    const usual = kind === 'section' ? sectionPart(name) : 'other';
    if (parts.length === 0) sums[usual] += bytes;
    for (const part of parts) sums[linked.get(part.name) ?? usual] += part.bytes;
  }
  return sums;
}

function sectionPart(name: string): ProgramPart {
  return sections.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
