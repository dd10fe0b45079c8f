import type { NamedRange } from '../../program-file.ts';
import { type GoProgram, isInTable } from '../linked/go-program.ts';
import type { Span } from '../linked/moduledata.ts';
import { structure } from '../owners.ts';
import { type Ranges, rangeKind } from './ranges.ts';

/** Names of parts: what they are, and in brackets the symbol that the linker puts around them (cmd/link/internal/ld/symtab.go, pcln.go). */
export const partName = {
  header: 'header of the function table (pcheader)',
  names: 'function names (funcnametab)',
  units: 'compilation units (cutab)',
  files: 'file names (filetab)',
  tables: 'lines, files and frames by pc (pctab)',
  functions: 'functions (functab)',
  funcdata: 'funcdata (go:func.*)',
  index: 'functions by address (findfunctab)',
  strings: 'string data (go:string.*)',
  types: 'types (type:*)',
  itabs: 'itabs (go:itab.*)',
  masks: 'masks for the garbage collector (gcbits)',
  descriptors: 'function descriptors (go:funcdesc)',
  typeLinks: 'list of types (typelink)',
  itabLinks: 'list of itabs (itablink)',
  moduledata: 'moduledata',
} as const;

/** What was met on the way to a ledger, by address. */
export interface Landmarks {
  /** From the first type to the end of the last symbol that was read behind it. */
  readonly types: Span;
  /** Of function descriptors outside of funcdata, ascending. */
  readonly descriptors: readonly number[];
  /** Of masks for the garbage collector, in any order. */
  readonly masks: Iterable<number>;
}

type Part = readonly [name: string, address: number, end: number];

/**
 * What the linker of Go makes of many things, as ranges of the file, in its order and without overlaps. As `go tool nm -size`
 * counts, a part goes on to where the next one begins: padding between two of them is the first one's.
 */
export function goParts(go: GoProgram, marks: Landmarks, ranges: Ranges): NamedRange[] {
  const { memory, moduledata } = go;
  const { links, record } = moduledata;
  const all: Part[] = [
    ...tableParts(go, marks),
    ...typeParts(go, marks),
    ...descriptorParts(go, marks),
    [partName.moduledata, record.address, record.end],
    ...(links === undefined ? [] : [linkPart('typeLinks', links.types), linkPart('itabLinks', links.itabs)]),
  ];
  const found = all.flatMap(([name, address, end]) =>
    end <= address
      ? []
      : memory.held(address, end - address).map(({ offset, bytes }) => ({ name, offset, bytes })),
  );
  return withoutOverlaps([...found, ...scattered(ranges)]);
}

function linkPart(name: 'typeLinks' | 'itabLinks', { address, end }: Span): Part {
  return [partName[name], address, end];
}

/** The function table; since Go 1.26 with funcdata and the index of functions by address in it. */
function tableParts(go: GoProgram, { masks }: Landmarks): Part[] {
  const { header, moduledata } = go;
  const { address, names, units, files, tables, functions } = header;
  const { funcdata, findFunctionTable, tableEnd = 0 } = moduledata;
  const isWithin = isInTable(go);
  const functionsEnd = isWithin ? funcdata : moduledata.functions.end;
  const parts: Part[] = [
    [partName.header, address, address + names],
    [partName.names, address + names, address + units],
    [partName.units, address + units, address + files],
    [partName.files, address + files, address + tables],
    [partName.tables, address + tables, address + functions],
    [partName.functions, address + functions, functionsEnd],
  ];
  if (isWithin) {
    parts.push(
      [partName.funcdata, funcdata, findFunctionTable],
      [partName.index, findFunctionTable, tableEnd],
    );
  } else {
    // Before Go 1.26 the linker puts masks right behind funcdata (cmd/link/internal/sym/symkind.go: SGOFUNC, SGCBITS).
    parts.push([partName.funcdata, funcdata, firstBehind(funcdata, masks) ?? funcdata]);
  }
  return parts;
}

/**
 * Types, and the text of all strings that the code has. The linker puts that in front of read-only data, behind types where
 * those are there too (sym/symkind.go: STYPE, SGOSTRING; then come SGOFUNC, SGCBITS, SRODATA), so it ends where the first thing begins
 * that is known of those.
 */
function typeParts(go: GoProgram, { types, descriptors, masks }: Landmarks): Part[] {
  const { rodata, layout, funcdata, gcdata, gcbss } = go.moduledata;
  const itabs = layout?.itabs;
  const typesEnd = itabs?.address ?? types.end;
  const start = types.address === rodata ? typesEnd : rodata;
  const end = firstBehind(start, [funcdata, gcdata, gcbss, ...descriptors, ...masks]);
  const parts: Part[] = [[partName.types, types.address, typesEnd]];
  if (itabs !== undefined) parts.push([partName.itabs, itabs.address, itabs.end]);
  if (end !== undefined && go.memory.holds(start, end - start)) parts.push([partName.strings, start, end]);
  return parts;
}

function descriptorParts({ memory }: GoProgram, { descriptors }: Landmarks): Part[] {
  return descriptors.map((address) => [partName.descriptors, address, address + memory.wordBytes]);
}

function firstBehind(start: number, addresses: Iterable<number>): number | undefined {
  let first = Number.POSITIVE_INFINITY;
  for (const address of addresses) if (address > start && address < first) first = address;
  return first === Number.POSITIVE_INFINITY ? undefined : first;
}

/** What lies where the linker had room for it: masks; itabs before Go 1.27; before 1.26 the index of functions by address. */
function scattered({ starts, bytes, kinds, owners, count }: Ranges): NamedRange[] {
  const found: NamedRange[] = [];
  const add = (name: string, index: number): void => {
    found.push({ name, offset: starts[index] ?? 0, bytes: bytes[index] ?? 0 });
  };
  for (let index = 0; index < count; index++) {
    const kind = kinds[index];
    if (kind === rangeKind.itab) add(partName.itabs, index);
    else if (kind === rangeKind.gcmask) add(partName.masks, index);
    else if (kind === rangeKind.structure && owners[index] === structure.functionIndex)
      add(partName.index, index);
  }
  return found;
}

/** Of two that overlap the one keeps the bytes that begins first; of equal ones the first. What continues the last is one with it. */
function withoutOverlaps(ranges: readonly NamedRange[]): NamedRange[] {
  const parts: { name: string; offset: number; bytes: number }[] = [];
  let last: (typeof parts)[number] | undefined;
  for (const { name, offset, bytes } of ranges.toSorted((a, b) => a.offset - b.offset)) {
    const end = last === undefined ? 0 : last.offset + last.bytes;
    const from = Math.max(end, offset);
    const length = offset + bytes - from;
    if (length <= 0) continue;
    if (last?.name === name && from === end) last.bytes += length;
    else {
      last = { name, offset: from, bytes: length };
      parts.push(last);
    }
  }
  return parts;
}
