import type { FunctionOwners, OwnedTexts } from '../functions/function-owners.ts';
import { type FunctionTable, recordField } from '../functions/functions.ts';
import { eachPcTable, type PcTables } from '../functions/pc-tables.ts';
import { textEnd } from '../functions/texts.ts';
import { type GoProgram, isInTable } from '../linked/go-program.ts';
import { joined, structure, unowned } from './owners.ts';
import { type RangeList, rangeKind } from './ranges.ts';

/** All that the ranges of functions and their tables follow from. */
export interface Functions {
  readonly table: FunctionTable;
  readonly tables: PcTables;
  readonly owners: FunctionOwners;
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
  addRest(list, go);
}

/** Padding before funcdata, where that is in the table, and at the end of the table's section. */
function addRest(list: RangeList, go: GoProgram): void {
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
function addTexts(
  list: RangeList,
  { bytes, pieces, owners }: OwnedTexts,
  base: number,
  named?: Int32Array,
): void {
  let last = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    const start = pieces.starts[piece] ?? 0;
    list.add(base + last, start - last, rangeKind.pclntab, structure.padding);
    last = Math.min(bytes.length, textEnd(bytes, start) + 1);
    list.add(
      base + start,
      last - start,
      rangeKind.pclntab,
      owners[piece] ?? structure.shared,
      named?.[piece],
    );
  }
  list.add(base + last, bytes.length - last, rangeKind.pclntab, structure.padding);
}

/**
 * The files of each compilation unit, which is what the compiler was given of one package, or one assembly file: they
 * belong to the package of the first function in it that has a file.
 */
function addUnits(list: RangeList, { table, owners }: Functions, base: number): void {
  const { region, header, records } = table;
  const length = header.files - header.units;
  const units = new Map<number, number>();
  for (let index = 0; index < table.count; index++) {
    const record = records[index] ?? 0;
    const start = region.u32(record + recordField.unit) * 4;
    const hasFile = region.u32(record + recordField.file) !== 0;
    if (hasFile && start < length && !units.has(start)) units.set(start, owners.functions[index] ?? 0);
  }
  const starts = [...units.keys()].sort((a, b) => a - b);
  list.add(base, starts[0] ?? length, rangeKind.pclntab, structure.padding);
  for (const [place, start] of starts.entries()) {
    const end = starts[place + 1] ?? length;
    list.add(base + start, end - start, rangeKind.pclntab, units.get(start) ?? structure.shared);
  }
}

/** A table's owner is the package of the functions that refer to it; its subject, the first of them if there is no other. */
function addPcTables(list: RangeList, { table, tables, owners }: Functions, base: number): void {
  const { pieces, ends } = tables;
  const pieceOwners = new Int32Array(pieces.count).fill(unowned);
  const users = new Int32Array(pieces.count).fill(-1);
  const several = -2;
  for (let index = 0; index < table.count; index++) {
    const owner = owners.functions[index] ?? structure.foreign;
    eachPcTable(table, index, (offset) => {
      const piece = pieces.at(offset) ?? 0;
      pieceOwners[piece] = joined(pieceOwners[piece] ?? unowned, owner);
      const user = users[piece];
      users[piece] = user === -1 || user === index ? index : several;
    });
  }
  let last = 0;
  for (let piece = 0; piece < pieces.count; piece++) {
    const start = pieces.starts[piece] ?? 0;
    list.add(base + last, start - last, rangeKind.pclntab, structure.padding);
    last = ends[piece] ?? start;
    list.add(
      base + start,
      last - start,
      rangeKind.pclntab,
      pieceOwners[piece] ?? 0,
      Math.max(-1, users[piece] ?? -1),
    );
  }
  list.add(
    base + last,
    table.header.functions - table.header.tables - last,
    rangeKind.pclntab,
    structure.padding,
  );
}

/** An entry of 8 bytes in the index for each function, one of 4 for the end of the last; then the records with their lists. */
function addRecords(list: RangeList, { table, owners }: Functions, end: number): void {
  const { header, region, records, recordBytes, count } = table;
  const base = header.address;
  const index = base + header.functions;
  for (let each = 0; each < count; each++) {
    list.add(index + each * 8, 8, rangeKind.pclntab, owners.functions[each] ?? 0, each);
  }
  list.add(index + count * 8, 4, rangeKind.pclntab, structure.functionIndex);
  let last = header.functions + count * 8 + 4;
  for (let each = 0; each < count; each++) {
    const record = records[each] ?? 0;
    const lists =
      region.u32(record + recordField.pcdataCount) + (region.bytes[record + recordBytes - 1] ?? 0);
    list.add(base + last, record - last, rangeKind.pclntab, structure.padding);
    last = record + recordBytes + lists * 4;
    list.add(base + record, last - record, rangeKind.pclntab, owners.functions[each] ?? 0, each);
  }
  list.add(base + last, end - base - last, rangeKind.pclntab, structure.padding);
}
