import { joined, type Owners, structure, unowned } from '../ledger/owners.ts';
import type { Pieces } from '../linked/pieces.ts';
import { type FunctionTable, none, recordField } from './functions.ts';
import type { PcTables } from './pc-tables.ts';
import { type Naming, packageOf } from './symbol-package.ts';
import { textEnd, textPieces } from './texts.ts';

/** Texts of one of the function table's parts, and whom each belongs to. */
export interface OwnedTexts {
  readonly bytes: Buffer;
  readonly pieces: Pieces;
  /** By piece. */
  readonly owners: Int32Array;
}

export interface FunctionOwners {
  /** By function. */
  readonly functions: Int32Array;
  /** Names, of functions that are there and of those that were inlined into all their callers. */
  readonly names: OwnedTexts;
  /** The function that has the name, by piece of `names`; -1 where there is none. */
  readonly named: Int32Array;
  readonly files: OwnedTexts;
}

/**
 * Gives each function to the package that its symbol names. One of assembly whose name is known in its file alone belongs to
 * the package that has the file.
 */
export function readFunctionOwners(table: FunctionTable, tables: PcTables, owners: Owners): FunctionOwners {
  const names = readNames(table, owners);
  const functions = new Int32Array(table.count).fill(structure.foreign);
  const named = new Int32Array(names.pieces.count).fill(-1);
  for (let index = 0; index < table.count; index++) {
    const name = names.pieces.at(table.region.u32((table.records[index] ?? 0) + recordField.name));
    if (name === undefined) continue;
    functions[index] = names.owners[name] ?? unowned;
    named[name] = index;
  }
  const files = readFiles(table, tables, functions, owners);
  for (let index = 0; index < table.count; index++) {
    if (functions[index] !== unowned) continue;
    const owner = files.owners[ownFile(table, tables, files.pieces, index)] ?? unowned;
    functions[index] = owner === unowned ? structure.foreign : owner;
  }
  for (let name = 0; name < named.length; name++) {
    if (names.owners[name] === unowned) {
      names.owners[name] = functions[named[name] ?? -1] ?? structure.foreign;
    }
  }
  return { functions, names, named, files };
}

function readNames({ region, header }: FunctionTable, owners: Owners): OwnedTexts {
  const bytes = region.bytes.subarray(header.names, header.units);
  const pieces = textPieces(bytes);
  const found = new Int32Array(pieces.count);
  const unsure = new Map<number, Naming>();
  let last: { start: number; end: number; owner: number } = { start: 0, end: 0, owner: unowned };
  for (let piece = 0; piece < pieces.count; piece++) {
    const start = pieces.starts[piece] ?? 0;
    if (continues(bytes, start, last)) {
      found[piece] = last.owner;
      continue;
    }
    const symbol = bytes.toString('latin1', start, textEnd(bytes, start));
    const naming = packageOf(symbol);
    if (naming.kind === 'package' && naming.shorter !== undefined) unsure.set(piece, naming);
    else if (naming.kind === 'package') {
      found[piece] = owners.ofPackage(naming.path);
      const isPlain = symbol.startsWith(`${naming.path}.`);
      if (isPlain) last = { start, end: start + naming.path.length + 1, owner: found[piece] ?? unowned };
    }
    // A function that compares what looks like this in memory, of whatever type.
    else if (naming.kind === 'several' || symbol.startsWith('type')) found[piece] = structure.shared;
    else found[piece] = unowned;
  }
  for (const [piece, naming] of unsure) {
    if (naming.kind !== 'package') continue;
    const { path, shorter = path } = naming;
    found[piece] = owners.ofPackage(owners.isPackage(shorter) ? shorter : path);
  }
  return { bytes, pieces, owners: found };
}

/**
 * Whether a name begins with the path of the last one and the dot behind it, and no slash comes before its first bracket:
 * so it is of the same package, as most are.
 */
function continues(bytes: Buffer, start: number, last: { start: number; end: number }): boolean {
  const length = last.end - last.start;
  if (length === 0) return false;
  for (let at = 0; at < length; at++) if (bytes[start + at] !== bytes[last.start + at]) return false;
  for (let at = start + length; ; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === slash) return false;
    if (byte === 0 || byte === round || byte === square) return true;
  }
}

const [slash, round, square] = [0x2f, 0x28, 0x5b];

/**
 * The file that the first instruction of a function is from, as a piece of the table of files; -1 where it is not known
 * or the instruction was inlined from elsewhere.
 */
function ownFile(table: FunctionTable, tables: PcTables, files: Pieces, index: number): number {
  const { region, header, recordBytes } = table;
  const record = table.records[index] ?? 0;
  const unit = region.u32(record + recordField.unit);
  const fileTable = tables.pieces.at(region.u32(record + recordField.file));
  if (unit === none || fileTable === undefined) return -1;
  const inlined =
    region.u32(record + recordField.pcdataCount) > pcdataInline
      ? tables.pieces.at(region.u32(record + recordBytes + pcdataInline * 4))
      : undefined;
  if (inlined !== undefined && (tables.firsts[inlined] ?? -1) >= 0) return -1;
  const place = header.units + (unit + (tables.firsts[fileTable] ?? 0)) * 4;
  if (place < header.units || place + 4 > header.files) return -1;
  return files.at(region.u32(place)) ?? -1;
}

/** internal/abi.PCDATA_InlTreeIndex. */
const pcdataInline = 2;

interface Folder {
  /** Without the versions that module folders have. */
  readonly path: string;
  owner: number;
  isProven: boolean;
}

/**
 * Gives each file to the package of its folder: the one of the functions in it whose path the folder's ends with; else the
 * one of all functions in it; and where all functions were inlined, the longest package path that the folder's ends with.
 */
function readFiles(
  table: FunctionTable,
  tables: PcTables,
  functions: Int32Array,
  owners: Owners,
): OwnedTexts {
  const { region, header } = table;
  const bytes = region.bytes.subarray(header.files, header.tables);
  const pieces = textPieces(bytes);
  const folders = new Map<string, Folder>();
  const folderOf: Folder[] = [];
  for (let piece = 0; piece < pieces.count; piece++) {
    const start = pieces.starts[piece] ?? 0;
    const file = bytes.toString('utf8', start, textEnd(bytes, start));
    const name = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    const folder = folders.get(name) ?? { path: packagePath(name), owner: unowned, isProven: false };
    folders.set(name, folder);
    folderOf.push(folder);
  }
  for (let index = 0; index < table.count; index++) {
    const folder = folderOf[ownFile(table, tables, pieces, index)];
    const owner = functions[index] ?? unowned;
    const { kind, name } = owners.all[owner] ?? { kind: 'structure', name: '' };
    if (folder === undefined || folder.isProven || kind !== 'package') continue;
    folder.isProven = folder.path === name || folder.path.endsWith(`/${name}`);
    folder.owner = folder.isProven ? owner : joined(folder.owner, owner);
  }
  const found = folderOf.map(({ owner, path }) => (owner === unowned ? ownerByPath(path, owners) : owner));
  return { bytes, pieces, owners: Int32Array.from(found) };
}

/** Module folders have the version behind an @ and, in the module cache, capitals as small letters behind a !. */
function packagePath(folder: string): string {
  return folder.replace(/@[^/]*/g, '').replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function ownerByPath(path: string, owners: Owners): number {
  for (let at = 0; at >= 0 && at < path.length; at = path.indexOf('/', at) + 1) {
    if (owners.isPackage(path.slice(at))) return owners.ofPackage(path.slice(at));
    if (!path.includes('/', at)) break;
  }
  return structure.shared;
}
