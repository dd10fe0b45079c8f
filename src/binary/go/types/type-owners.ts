import { joined, type Owners, structure, unowned } from '../owners.ts';
import {
  flagsAt,
  kindAt,
  methodBytes,
  nameAt,
  nameFlag,
  partsOf,
  type TypeParts,
  typeFlag,
  typeKind,
} from './type-layout.ts';
import { symbolKind, type TypeSymbols } from './type-symbols.ts';

/** By symbol, whom it belongs to. Of names and closures that no descriptor refers to: `unowned`. */
export type SymbolOwners = Int32Array;

/** Names no package: made of predeclared types. */
const nobody = -2;
/** Being looked at: a type that is made of itself. */
const visiting = -3;

/** A type literal is not nested deeper than what people write. */
const mostDepth = 200;

interface Search {
  readonly symbols: TypeSymbols;
  readonly owners: Owners;
  /** By symbol: a package, `structure.shared`, `nobody`, `unowned` or `visiting`. */
  readonly named: Int32Array;
  /** Owners by the offset of their package's path. */
  readonly packages: Map<number, number>;
  /** Symbols that are the path of a package. */
  readonly paths: Set<number>;
}

/**
 * Gives types to packages. A named type belongs to the package that declares it, whatever its type arguments; a predeclared
 * one to runtime, which is compiled with its descriptor. A type literal, such as map[string]*pkg.T, belongs to the one
 * package that it names; if it names several, to nobody alone, and if it names none, to the types of no package.
 * Names and closures belong to whom the types belong that refer to them, paths of packages to the package itself.
 */
export function typeOwners(symbols: TypeSymbols, owners: Owners): SymbolOwners {
  const search: Search = {
    symbols,
    owners,
    named: new Int32Array(symbols.count).fill(unowned),
    packages: new Map(),
    paths: new Set(),
  };
  const found: SymbolOwners = new Int32Array(symbols.count).fill(unowned);
  const runtime = owners.ofPackage('runtime');
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if (symbols.kinds[symbol] !== symbolKind.type) continue;
    const named = namedPackage(search, symbol, 0);
    const offset = symbols.starts[symbol] ?? 0;
    const isPredeclared = (flagsAt(symbols.layout, offset) & typeFlag.named) !== 0;
    found[symbol] = named === nobody ? (isPredeclared ? runtime : structure.universe) : named;
  }
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if (symbols.kinds[symbol] === symbolKind.type) addReferred(search, symbol, found);
  }
  for (const path of search.paths) {
    const text = textAt(symbols, symbols.starts[path] ?? 0);
    found[path] = text === '' || text === shapes ? structure.universe : owners.ofPackage(text);
  }
  return found;
}

/** Where types are that stand for type arguments of one form in code that several instances share (cmd/compile/internal/types). */
const shapes = 'go.shape';

/** The package that a type's text would name. */
function namedPackage(search: Search, symbol: number, depth: number): number {
  const known = search.named[symbol] ?? unowned;
  if (known === visiting) return nobody;
  if (known !== unowned) return known;
  if (depth > mostDepth) return structure.shared;
  search.named[symbol] = visiting;
  const offset = search.symbols.starts[symbol] ?? 0;
  const parts = partsOf(search.symbols.layout, offset);
  const found = parts === undefined ? nobody : packageOfParts(search, offset, parts, depth);
  search.named[symbol] = found;
  return found;
}

function packageOfParts(search: Search, offset: number, parts: TypeParts, depth: number): number {
  const { symbols } = search;
  const { layout } = symbols;
  const { region } = layout;
  if (parts.uncommon !== undefined && (flagsAt(layout, offset) & typeFlag.named) !== 0) {
    return ownerOfPath(search, region.u32(parts.uncommon));
  }
  const kind = kindAt(layout, offset);
  const hasNames = kind === typeKind.struct || kind === typeKind.interface;
  // Unexported fields and methods are of the package that the literal stands in.
  let found = hasNames ? ownerOfPath(search, region.pointer(parts.own) - region.address) : nobody;
  const include = (other: number): void => {
    if (other !== nobody) found = found === nobody ? other : joined(found, other);
  };
  const count = componentCount(kind, parts);
  for (let each = 0; each < count; each++) {
    if (hasNames) include(ownerOfName(search, kind, parts, each));
    const component = symbols.at(componentOffset(layout, kind, parts, each));
    if (component === undefined || symbols.kinds[component] !== symbolKind.type) continue;
    include(namedPackage(search, component, depth + 1));
  }
  return found;
}

/** The package that the name of a field or method has itself, if it is not exported and of another package. */
function ownerOfName(
  search: Search,
  kind: number,
  { list, listEntryBytes }: TypeParts,
  each: number,
): number {
  const { region } = search.symbols.layout;
  const entry = list + each * listEntryBytes;
  const offset = kind === typeKind.struct ? region.pointer(entry) - region.address : region.u32(entry);
  if (((region.bytes[offset] ?? 0) & nameFlag.packagePath) === 0) return nobody;
  return ownerOfPath(search, nameAt(region, offset)?.packagePath ?? 0);
}

/** The package whose path stands at an offset; `nobody` where there is none. */
function ownerOfPath({ symbols, owners, packages }: Search, offset: number): number {
  if (offset <= 0) return nobody;
  const known = packages.get(offset);
  if (known !== undefined) return known;
  const path = textAt(symbols, offset);
  const owner = path === '' || path === shapes ? nobody : owners.ofPackage(path);
  packages.set(offset, owner);
  return owner;
}

/** How many types a type literal is made of. */
function componentCount(kind: number, { listCount }: TypeParts): number {
  switch (kind) {
    case typeKind.map:
      return 2;
    case typeKind.array:
    case typeKind.chan:
    case typeKind.pointer:
    case typeKind.slice:
      return 1;
    default:
      return listCount;
  }
}

/** Offset of the descriptor of one of them: of a map its key and value; of a list its entries. */
function componentOffset(
  { region, wordBytes }: TypeSymbols['layout'],
  kind: number,
  { own, list, listEntryBytes }: TypeParts,
  each: number,
): number {
  switch (kind) {
    case typeKind.func:
      return region.pointer(list + each * listEntryBytes) - region.address;
    case typeKind.struct:
      return region.pointer(list + each * listEntryBytes + wordBytes) - region.address;
    case typeKind.interface:
      return region.u32(list + each * listEntryBytes + 4);
    default:
      return region.pointer(own + each * wordBytes) - region.address;
  }
}

/** Gives the names and closures that a descriptor refers to a share in it. */
function addReferred(search: Search, symbol: number, found: SymbolOwners): void {
  const { layout, starts } = search.symbols;
  const { region, wordBytes } = layout;
  const base = region.address;
  const offset = starts[symbol] ?? 0;
  const parts = partsOf(layout, offset);
  if (parts === undefined) return;
  const owner = found[symbol] ?? structure.shared;
  const kind = kindAt(layout, offset);
  share(search, found, region.u32(offset + 4 * wordBytes + 8), owner);
  share(search, found, region.pointer(offset + 2 * wordBytes + 8) - base, owner);
  if (kind === typeKind.map) share(search, found, region.pointer(parts.own + 3 * wordBytes) - base, owner);
  if (kind === typeKind.struct || kind === typeKind.interface) {
    addPath(search, region.pointer(parts.own) - base);
    for (let each = 0; each < parts.listCount; each++) {
      const entry = parts.list + each * parts.listEntryBytes;
      share(
        search,
        found,
        kind === typeKind.struct ? region.pointer(entry) - base : region.u32(entry),
        owner,
      );
    }
  }
  if (parts.uncommon !== undefined) addPath(search, region.u32(parts.uncommon));
  for (let each = 0; each < parts.methodCount; each++) {
    share(search, found, region.u32(parts.methods + each * methodBytes), owner);
  }
}

function share(search: Search, found: SymbolOwners, offset: number, owner: number): void {
  const { symbols } = search;
  const referred = symbols.at(offset);
  if (referred === undefined || symbols.kinds[referred] === symbolKind.type) return;
  const { region } = symbols.layout;
  const isFirst = found[referred] === unowned;
  found[referred] = joined(found[referred] ?? unowned, owner);
  const isName = isFirst && symbols.kinds[referred] === symbolKind.name;
  if (!isName || ((region.bytes[offset] ?? 0) & nameFlag.packagePath) === 0) return;
  addPath(search, nameAt(region, offset)?.packagePath ?? 0);
}

function addPath({ symbols, paths }: Search, offset: number): void {
  const path = offset > 0 ? symbols.at(offset) : undefined;
  if (path !== undefined) paths.add(path);
}

/** Text of the name at an offset of the region of types; empty where there is none. */
export function textAt({ layout, at, kinds }: TypeSymbols, offset: number): string {
  const symbol = offset < 0 ? undefined : at(offset);
  if (symbol === undefined || kinds[symbol] !== symbolKind.name) return '';
  const name = nameAt(layout.region, offset);
  return name === undefined
    ? ''
    : layout.region.bytes.toString('utf8', name.text, name.text + name.textBytes);
}
