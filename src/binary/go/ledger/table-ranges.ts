import type { FunctionOwners, OwnedTexts } from '../functions/function-owners.ts';
import { type FunctionTable, none, recordField } from '../functions/functions.ts';
import type { PcTables } from '../functions/pc-tables.ts';
import { type GoProgram, isInTable } from '../linked/go-program.ts';
import type { Pieces } from '../linked/pieces.ts';
import { structure } from '../owners.ts';
import { addPieces, noSubjects, type OwnedPieces } from './owned-pieces.ts';
import { type RangeList, rangeKind } from './ranges.ts';

/** All that the ranges of functions and their tables follow from. */
export interface Functions {
  readonly table: FunctionTable;
  readonly owners: FunctionOwners;
  readonly tables: PcTables;
  readonly funcdata: Pieces;
}

/**
 * Gives every byte of the function table, from its header to its last record, to an owner: what is there for one function
 * to that function; names and files to the package that they name; a table that several functions share to their package,
 * or to nobody alone where they are of several.
 */
export function addTableRanges(list: RangeList, go: GoProgram, functions: Functions): void {
  const { header, moduledata } = go;
  const base = header.address;
  list.add(base, header.names, kind, structure.tableHeader);
  const { names, named, files } = functions.owners;
  addPieces(list, ownedTexts(names, base + header.names, named));
  addPieces(list, units(functions, base + header.units));
  addPieces(list, ownedTexts(files, base + header.files, noSubjects));
  addPieces(list, pcTables(functions, base + header.tables));
  addRecords(list, functions, moduledata.functions.end);
}

const kind = rangeKind.pclntab;

/** Padding before funcdata, where that is in the table, and at the end of the table's section. */
export function addTablePadding(list: RangeList, go: GoProgram): void {
  const { program, header, moduledata } = go;
  const { functions, funcdata, tableEnd = 0 } = moduledata;
  const isWithin = isInTable(go);
  if (isWithin) {
    list.add(functions.end, funcdata - functions.end, rangeKind.structure, structure.padding);
  }
  const last = isWithin ? tableEnd : functions.end;
  const section = program.sections.find(({ address, loaded }) => loaded && address === header.address);
  const end = section === undefined ? last : section.address + section.bytes;
  list.add(last, end - last, rangeKind.structure, structure.padding);
}

/** Texts with the zero byte at their end; more zeros are padding. */
function ownedTexts({ texts, owners }: OwnedTexts, base: number, subjects: Int32Array): OwnedPieces {
  const { count, starts, ends, bytes } = texts;
  return { base, count, starts, ends, owners, subjects, kind, end: bytes.length };
}

/**
 * The files of each compilation unit, which is what the compiler was given of one package, or one assembly file: they
 * belong to the package of the first function in it that has a file.
 */
function units({ table, owners }: Functions, base: number): OwnedPieces {
  const { words, header, records } = table;
  const end = header.files - header.units;
  const found = new Map<number, number>();
  for (let index = 0; index < table.count; index++) {
    const record = records[index] ?? 0;
    const start = (words[record + recordField.unit] ?? none) * 4;
    if (start >= end || words[record + recordField.file] === 0 || found.has(start)) continue;
    found.set(start, owners.functions[index] ?? structure.shared);
  }
  const starts = Uint32Array.from(found.keys()).sort();
  return {
    base,
    count: starts.length,
    starts,
    ends: Uint32Array.from(starts, (_, place) => starts[place + 1] ?? end),
    owners: Int32Array.from(starts, (start) => found.get(start) ?? structure.shared),
    subjects: noSubjects,
    kind,
    end,
  };
}

/** A table belongs to whom the functions belong that refer to it; it is there for one of them if there is no other. */
function pcTables({ table, tables }: Functions, base: number): OwnedPieces {
  const { count, starts, owners, users, isShared } = tables.pieces;
  const end = table.header.functions - table.header.tables;
  return {
    base,
    count,
    starts,
    ends: tables.ends,
    owners,
    subjects: soleUsers(users, isShared),
    kind,
    end,
  };
}

/** The only one that refers to a piece; -1 where there are several. */
export function soleUsers(users: Int32Array, isShared: Uint8Array): Int32Array {
  const sole = users.slice();
  for (let piece = 0; piece < sole.length; piece++) if (isShared[piece] === 1) sole[piece] = -1;
  return sole;
}

/** An entry of 8 bytes in the index for each function, one of 4 for the end of the last; then the records with their lists. */
function addRecords(list: RangeList, { table, owners }: Functions, end: number): void {
  const { header, records, recordEnds, count } = table;
  const base = header.address + header.functions;
  const subjects = new Int32Array(count);
  const entries = { starts: new Uint32Array(count), ends: new Uint32Array(count) };
  const lists = { starts: new Uint32Array(count), ends: new Uint32Array(count) };
  const index = count * 8 + 4;
  for (let each = 0; each < count; each++) {
    subjects[each] = each;
    entries.starts[each] = each * 8;
    entries.ends[each] = each * 8 + 8;
    lists.starts[each] = (records[each] ?? 0) * 4 - index;
    lists.ends[each] = (recordEnds[each] ?? 0) * 4 - index;
  }
  const common = { count, owners: owners.functions, subjects, kind };
  addPieces(list, { ...common, ...entries, base, end: count * 8 });
  list.add(base + count * 8, 4, rangeKind.pclntab, structure.functionIndex);
  addPieces(list, { ...common, ...lists, base: base + index, end: end - base - index });
}
