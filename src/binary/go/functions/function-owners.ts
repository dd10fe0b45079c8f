import { joined, type Owners, structure, unowned } from '../owners.ts';
import { type FunctionTable, none, recordField } from './functions.ts';
import { firstNumber } from './pc-tables.ts';
import { packageOf } from './symbol-package.ts';
import { readTexts, type Texts } from './texts.ts';

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
  for (let index = 0; index < count; index++) {
    if (functions[index] !== unowned) continue;
    const owner = files.owners[ownFile(table, files.texts, index)] ?? unowned;
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
  const { count, starts, ends } = texts;
  const found = new Int32Array(count);
  // Paths are ASCII: the linker escapes all else.
  const all = texts.bytes.toString('latin1');
  const naming: SymbolNaming = { owners, unsure: new Map(), last: { path: '', owner: unowned } };
  const continues = continuation(all);
  for (let text = 0; text < count; text++) {
    const start = starts[text] ?? 0;
    const end = (ends[text] ?? 0) - 1;
    found[text] = continues(naming.last.path, start, end)
      ? naming.last.owner
      : ownerOfSymbol(naming, text, all.slice(start, end));
  }
  for (const [text, { path, shorter }] of naming.unsure) {
    found[text] = owners.ofPackage(owners.isPackage(shorter) ? shorter : path);
  }
  return { texts, owners: found };
}

interface SymbolNaming {
  readonly owners: Owners;
  /** By text: names of which the package is known when all others are. */
  readonly unsure: Map<number, { readonly path: string; readonly shorter: string }>;
  /** The last path that was read, with the dot behind it. */
  last: { readonly path: string; readonly owner: number };
}

function ownerOfSymbol(naming: SymbolNaming, text: number, symbol: string): number {
  const named = packageOf(symbol);
  if (named.kind !== 'package') {
    // A function that compares what looks like this in memory, of whatever type.
    return named.kind === 'several' || symbol.startsWith('type') ? structure.shared : unowned;
  }
  const { path, shorter } = named;
  if (shorter !== undefined) {
    naming.unsure.set(text, { path, shorter });
    return unowned;
  }
  const owner = naming.owners.ofPackage(path);
  naming.last = { path: `${path}.`, owner };
  return owner;
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

/**
 * The file that the first instruction of a function is from, as a text of the table of files; -1 where it is not known or
 * the instruction was inlined from elsewhere.
 */
function ownFile(table: FunctionTable, files: Texts, index: number): number {
  const { words, header, bytes, little } = table;
  const record = table.records[index] ?? 0;
  const unit = words[record + recordField.unit] ?? none;
  const file = firstNumber(table, words[record + recordField.file] ?? 0);
  if (unit === none || file === undefined) return -1;
  const hasInlined = (words[record + recordField.pcdataCount] ?? 0) > pcdataInline;
  const inlined = hasInlined ? (words[record + table.recordWords + pcdataInline] ?? 0) : 0;
  if ((firstNumber(table, inlined) ?? -1) >= 0) return -1;
  const place = header.units + (unit + file) * 4;
  if (place < header.units || place + 4 > header.files) return -1;
  return files.at(little ? bytes.readUInt32LE(place) : bytes.readUInt32BE(place)) ?? -1;
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
 * Gives each file to the package of its folder. What a folder's package is, one function of each compilation unit says, by
 * the file that it begins in: if the folder's path ends with the path of its package, that is proven; else the functions
 * must be of one package. Where all functions of a folder were inlined, it is the longest path of a package that the
 * folder's ends with.
 */
function readFiles(table: FunctionTable, functions: Int32Array, owners: Owners): OwnedTexts {
  const texts = readTexts(table.bytes.subarray(table.header.files, table.header.tables));
  const folders = new Map<string, Folder>();
  const folderOf = Array.from(texts.starts, (start, text) => {
    const file = texts.bytes.toString('utf8', start, (texts.ends[text] ?? 1) - 1);
    const name = file.slice(0, Math.max(0, file.lastIndexOf('/')));
    const folder = folders.get(name) ?? { path: packagePath(name), owner: unowned, isProven: false };
    folders.set(name, folder);
    return folder;
  });
  const { words, records, count } = table;
  let lastUnit = none;
  for (let index = 0; index < count; index++) {
    const unit = words[(records[index] ?? 0) + recordField.unit] ?? none;
    const owner = functions[index] ?? unowned;
    if (unit === lastUnit || owner === unowned) continue;
    const folder = folderOf[ownFile(table, texts, index)];
    // What the compiler generates is in no folder.
    if (folder === undefined || folder.path === '') continue;
    lastUnit = unit;
    const { kind, name } = owners.all[owner] ?? { kind: 'structure', name: '' };
    if (folder.isProven || kind !== 'package') continue;
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
