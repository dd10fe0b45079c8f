import { joined, type Owners, structure, unowned } from '../ledger/owners.ts';
import { type FunctionTable, none, recordField } from './functions.ts';
import { firstNumber } from './pc-tables.ts';
import { type Naming, packageOf } from './symbol-package.ts';
import { readTexts, type Texts, textEnd } from './texts.ts';

/** Texts of one of the function table's parts, and whom each belongs to. */
export interface OwnedTexts {
  readonly texts: Texts;
  /** By text. */
  readonly owners: Int32Array;
}

export interface FunctionOwners {
  /** By function. */
  readonly functions: Int32Array;
  /** Names, of functions that are there and of those that were inlined into all their callers. */
  readonly names: OwnedTexts;
  /** The function that has the name, by text of `names`; -1 where there is none. */
  readonly named: Int32Array;
  readonly files: OwnedTexts;
}

/**
 * Gives each function to the package that its symbol names. One of assembly whose name is known in its file alone belongs to
 * the package that has the file.
 */
export function readFunctionOwners(table: FunctionTable, owners: Owners): FunctionOwners {
  const { words, records, count } = table;
  const names = readNames(table, owners);
  const functions = new Int32Array(count).fill(structure.foreign);
  const named = new Int32Array(names.texts.count).fill(-1);
  for (let index = 0; index < count; index++) {
    const name = names.texts.at(words[(records[index] ?? 0) + recordField.name] ?? 0);
    if (name === undefined) continue;
    functions[index] = names.owners[name] ?? unowned;
    named[name] = index;
  }
  const files = readFiles(table, functions, owners);
  const ownFile = ownFiles(table, files.texts);
  for (let index = 0; index < count; index++) {
    if (functions[index] !== unowned) continue;
    const owner = files.owners[ownFile(index)] ?? unowned;
    functions[index] = owner === unowned ? structure.foreign : owner;
  }
  for (let name = 0; name < named.length; name++) {
    if (names.owners[name] === unowned) {
      names.owners[name] = functions[named[name] ?? -1] ?? structure.foreign;
    }
  }
  return { functions, names, named, files };
}

function readNames({ bytes, header }: FunctionTable, owners: Owners): OwnedTexts {
  const texts = readTexts(bytes.subarray(header.names, header.units));
  const found = new Int32Array(texts.count);
  const unsure = new Map<number, Naming>();
  // Paths are ASCII: the linker escapes all else.
  const all = texts.bytes.toString('latin1');
  const continues = continuation(all);
  let last = { path: '', owner: unowned };
  for (let piece = 0; piece < texts.count; piece++) {
    const start = texts.starts[piece] ?? 0;
    const end = (texts.starts[piece + 1] ?? all.length) - 1;
    if (continues(last.path, start, end)) {
      found[piece] = last.owner;
      continue;
    }
    const symbol = all.slice(start, all.indexOf('\0', start));
    const naming = packageOf(symbol);
    if (naming.kind === 'package' && naming.shorter !== undefined) unsure.set(piece, naming);
    else if (naming.kind === 'package') {
      found[piece] = owners.ofPackage(naming.path);
      last = { path: `${naming.path}.`, owner: found[piece] ?? unowned };
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
  return { texts, owners: found };
}

/**
 * Tells of names, in their order, whether they begin with a path and the dot behind it, and no slash comes before the first
 * bracket: so they are of the same package as the name before, as most are.
 */
function continuation(all: string): (path: string, start: number, end: number) => boolean {
  let slash = -1;
  return (path, start, end) => {
    if (path === '' || !all.startsWith(path, start)) return false;
    const from = start + path.length;
    if (slash < from) {
      const next = all.indexOf('/', from);
      slash = next < 0 ? all.length : next;
    }
    return slash >= end || /[([]/.test(all.slice(from, slash));
  };
}

/** Gives the own file of each function; neighbours have the same one. */
function ownFiles(table: FunctionTable, files: Texts): (index: number) => number {
  let lastPlace = -1;
  let lastFile = -1;
  return (index) => {
    const place = ownFilePlace(table, index);
    if (place === lastPlace || place < 0) return place < 0 ? -1 : lastFile;
    const { bytes, little } = table;
    lastPlace = place;
    lastFile = files.at(little ? bytes.readUInt32LE(place) : bytes.readUInt32BE(place)) ?? -1;
    return lastFile;
  };
}

/**
 * The file that the first instruction of a function is from, as its place among the units; -1 where it is not known or
 * the instruction was inlined from elsewhere.
 */
function ownFilePlace(table: FunctionTable, index: number): number {
  const { words, header } = table;
  const record = table.records[index] ?? 0;
  const unit = words[record + recordField.unit] ?? none;
  const file = firstNumber(table, words[record + recordField.file] ?? 0);
  if (unit === none || file === undefined) return -1;
  const hasInlined = (words[record + recordField.pcdataCount] ?? 0) > pcdataInline;
  const inlined = hasInlined ? (words[record + table.recordWords + pcdataInline] ?? 0) : 0;
  if ((firstNumber(table, inlined) ?? -1) >= 0) return -1;
  const place = header.units + (unit + file) * 4;
  return place < header.units || place + 4 > header.files ? -1 : place;
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
function readFiles(table: FunctionTable, functions: Int32Array, owners: Owners): OwnedTexts {
  const { bytes, header, count } = table;
  const texts = readTexts(bytes.subarray(header.files, header.tables));
  const folders = new Map<string, Folder>();
  const folderOf: Folder[] = [];
  for (const start of texts.starts) {
    const file = texts.bytes.toString('utf8', start, textEnd(texts.bytes, start));
    const name = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    const folder = folders.get(name) ?? { path: packagePath(name), owner: unowned, isProven: false };
    folders.set(name, folder);
    folderOf.push(folder);
  }
  const ownFile = ownFiles(table, texts);
  for (let index = 0; index < count; index++) {
    const folder = folderOf[ownFile(index)];
    const owner = functions[index] ?? unowned;
    if (folder === undefined || folder.isProven || owner === folder.owner) continue;
    const { kind, name } = owners.all[owner] ?? { kind: 'structure', name: '' };
    if (kind !== 'package') continue;
    folder.isProven = folder.path === name || folder.path.endsWith(`/${name}`);
    folder.owner = folder.isProven ? owner : joined(folder.owner, owner);
  }
  const found = folderOf.map(({ owner, path }) => (owner === unowned ? ownerByPath(path, owners) : owner));
  return { texts, owners: Int32Array.from(found) };
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
