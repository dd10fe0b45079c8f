import type { FunctionOwners, OwnedTexts } from '../functions/function-owners.ts';
import { type FunctionTable, listCount, none, recordField } from '../functions/functions.ts';
import type { PcTables } from '../functions/pc-tables.ts';
import { textEnd } from '../functions/texts.ts';
import { type GoProgram, isInTable } from '../linked/go-program.ts';
import type { Pieces } from '../linked/pieces.ts';
import { structure } from './owners.ts';
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
  list.add(base, header.names, rangeKind.pclntab, structure.tableHeader);
  addTexts(list, functions.owners.names, base + header.names, functions.owners.named);
  addUnits(list, functions, base + header.units);
  addTexts(list, functions.owners.files, base + header.files);
  addPcTables(list, functions, base + header.tables);
  addRecords(list, functions, moduledata.functions.end);
}

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
function addTexts(list: RangeList, { texts, owners }: OwnedTexts, base: number, named?: Int32Array): void {
  const { bytes, starts, count } = texts;
  let last = 0;
  for (let text = 0; text < count; text++) {
    const start = starts[text] ?? 0;
    if (start > last) list.add(base + last, start - last, rangeKind.pclntab, structure.padding);
    const next = text + 1 < count ? (starts[text + 1] ?? 0) : textEnd(bytes, start) + 1;
    last = Math.min(bytes.length, next);
    list.add(base + start, last - start, rangeKind.pclntab, owners[text] ?? structure.shared, named?.[text]);
  }
  list.add(base + last, bytes.length - last, rangeKind.pclntab, structure.padding);
}

/**
 * The files of each compilation unit, which is what the compiler was given of one package, or one assembly file: they
 * belong to the package of the first function in it that has a file.
 */
function addUnits(list: RangeList, { table, owners }: Functions, base: number): void {
  const { words, header, records } = table;
  const length = header.files - header.units;
  const units = new Map<number, number>();
  for (let index = 0; index < table.count; index++) {
    const record = records[index] ?? 0;
    const unit = words[record + recordField.unit] ?? none;
    if (unit * 4 >= length || words[record + recordField.file] === 0 || units.has(unit)) continue;
    units.set(unit, owners.functions[index] ?? structure.shared);
  }
  const starts = Uint32Array.from(units.keys()).sort();
  list.add(base, (starts[0] ?? length / 4) * 4, rangeKind.pclntab, structure.padding);
  for (const [place, unit] of starts.entries()) {
    const end = place + 1 < starts.length ? (starts[place + 1] ?? 0) * 4 : length;
    list.add(base + unit * 4, end - unit * 4, rangeKind.pclntab, units.get(unit) ?? structure.shared);
  }
}

/** A table belongs to whom the functions belong that refer to it; it is there for one of them if there is no other. */
function addPcTables(list: RangeList, { table, tables }: Functions, base: number): void {
  const { starts, order, owners, users, isShared } = tables.pieces;
  let last = 0;
  for (let place = 0; place < order.length; place++) {
    const piece = order[place] ?? 0;
    const start = starts[piece] ?? 0;
    if (start > last) list.add(base + last, start - last, rangeKind.pclntab, structure.padding);
    last = tables.ends[piece] ?? start;
    const user = isShared[piece] === 1 ? -1 : users[piece];
    list.add(base + start, last - start, rangeKind.pclntab, owners[piece] ?? structure.shared, user);
  }
  const length = table.header.functions - table.header.tables;
  list.add(base + last, length - last, rangeKind.pclntab, structure.padding);
}

/** An entry of 8 bytes in the index for each function, one of 4 for the end of the last; then the records with their lists. */
function addRecords(list: RangeList, { table, owners }: Functions, end: number): void {
  const { header, words, records, recordWords, little, count } = table;
  const base = header.address + header.functions;
  for (let each = 0; each < count; each++) {
    list.add(base + each * 8, 8, rangeKind.pclntab, owners.functions[each] ?? 0, each);
  }
  list.add(base + count * 8, 4, rangeKind.pclntab, structure.functionIndex);
  let last = count * 2 + 1;
  for (let each = 0; each < count; each++) {
    const record = records[each] ?? 0;
    const lists = record + recordWords;
    const pcdataCount = words[record + recordField.pcdataCount] ?? 0;
    if (record > last) list.add(base + last * 4, (record - last) * 4, rangeKind.pclntab, structure.padding);
    last = lists + pcdataCount + listCount(words[lists - 1] ?? 0, little);
    list.add(base + record * 4, (last - record) * 4, rangeKind.pclntab, owners.functions[each] ?? 0, each);
  }
  list.add(base + last * 4, end - base - last * 4, rangeKind.pclntab, structure.padding);
}
