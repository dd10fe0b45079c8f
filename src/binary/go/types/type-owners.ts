import { joined, type Owners, structure, unowned } from '../ledger/owners.ts';
import { flagsAt, kindAt, nameAt, partsOf, type TypeParts, typeFlag, typeKind } from './type-layout.ts';
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
}

/**
 * Gives types to packages. A named type belongs to the package that declares it, whatever its type arguments; a predeclared
 * one to runtime, which is compiled with its descriptor. A type literal, such as map[string]*pkg.T, belongs to the one
 * package that it names; if it names several, to nobody alone, and if it names none, to the types of no package.
 * Names and closures belong to whom the types belong that refer to them, paths of packages to the package itself.
 */
export function typeOwners(symbols: TypeSymbols, owners: Owners): SymbolOwners {
  const search: Search = { symbols, owners, named: new Int32Array(symbols.count).fill(unowned) };
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
  return found;
}

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
  const { symbols, owners } = search;
  const { layout } = symbols;
  const { region } = layout;
  if (parts.uncommon !== undefined && (flagsAt(layout, offset) & typeFlag.named) !== 0) {
    const path = textAt(symbols, region.u32(parts.uncommon));
    // A shape stands for type arguments of one form in code that several instances share.
    return path === '' || path === 'go.shape' ? nobody : owners.ofPackage(path);
  }
  let found = nobody;
  const include = (other: number): void => {
    if (other !== nobody) found = found === nobody ? other : joined(found, other);
  };
  // Unexported fields and methods are of the package that the literal stands in.
  const own = ownPackage(symbols, offset, parts);
  if (own !== '') include(owners.ofPackage(own));
  eachComponent(symbols, offset, parts, (component) => include(namedPackage(search, component, depth + 1)));
  return found;
}

/** Path of the package of a struct's or interface's unexported names; empty where it has none. */
function ownPackage({ layout, ...symbols }: TypeSymbols, offset: number, { own }: TypeParts): string {
  const kind = kindAt(layout, offset);
  if (kind !== typeKind.struct && kind !== typeKind.interface) return '';
  const path = layout.region.pointer(own);
  return path === 0 ? '' : textAt({ layout, ...symbols }, path - layout.region.address);
}

/** Symbols of the types that a type literal is made of. */
function eachComponent(
  symbols: TypeSymbols,
  offset: number,
  parts: TypeParts,
  use: (symbol: number) => void,
): void {
  const { region, wordBytes } = symbols.layout;
  const useAt = (place: number): void => useOffset(region.pointer(place) - region.address);
  const useOffset = (component: number): void => {
    const symbol = component < 0 ? undefined : symbols.at(component);
    if (symbol !== undefined && symbols.kinds[symbol] === symbolKind.type) use(symbol);
  };
  switch (kindAt(symbols.layout, offset)) {
    case typeKind.map:
      useAt(parts.own + wordBytes);
      useAt(parts.own);
      break;
    case typeKind.array:
    case typeKind.chan:
    case typeKind.pointer:
    case typeKind.slice:
      useAt(parts.own);
      break;
    case typeKind.func:
      for (let each = 0; each < parts.listCount; each++) useAt(parts.list + each * wordBytes);
      break;
    case typeKind.struct:
      for (let each = 0; each < parts.listCount; each++) {
        useAt(parts.list + each * parts.listEntryBytes + wordBytes);
      }
      break;
    case typeKind.interface:
      for (let each = 0; each < parts.listCount; each++) {
        useOffset(region.u32(parts.list + each * parts.listEntryBytes + 4));
      }
  }
}

/** Gives the names and closures that a descriptor refers to a share in it. */
function addReferred({ symbols, owners }: Search, symbol: number, found: SymbolOwners): void {
  const { layout } = symbols;
  const { region, wordBytes } = layout;
  const offset = symbols.starts[symbol] ?? 0;
  const parts = partsOf(layout, offset);
  if (parts === undefined) return;
  const owner = found[symbol] ?? structure.shared;
  const share = (at: number): void => {
    const referred = at < 0 ? undefined : symbols.at(at);
    if (referred === undefined || symbols.kinds[referred] === symbolKind.type) return;
    found[referred] = joined(found[referred] ?? unowned, owner);
    if (symbols.kinds[referred] === symbolKind.name) addPath(nameAt(region, at)?.packagePath ?? 0);
  };
  const addPath = (at: number): void => {
    const path = symbols.at(at);
    if (path !== undefined && at > 0) found[path] = owners.ofPackage(textAt(symbols, at));
  };
  const sharePointer = (place: number): void => share(region.pointer(place) - region.address);
  const kind = kindAt(layout, offset);
  share(region.u32(offset + 4 * wordBytes + 8));
  sharePointer(offset + 2 * wordBytes + 8);
  if (kind === typeKind.map) sharePointer(parts.own + 3 * wordBytes);
  if (kind === typeKind.struct || kind === typeKind.interface) {
    addPath(region.pointer(parts.own) - region.address);
    for (let each = 0; each < parts.listCount; each++) {
      const entry = parts.list + each * parts.listEntryBytes;
      if (kind === typeKind.struct) sharePointer(entry);
      else share(region.u32(entry));
    }
  }
  if (parts.uncommon !== undefined) addPath(region.u32(parts.uncommon));
  for (let each = 0; each < parts.methodCount; each++) share(region.u32(parts.methods + each * 16));
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
