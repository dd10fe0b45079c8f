import { builtin, flag, nothing, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { textHash } from '../../binary/go/objects/name-hash.ts';
import { type NumberTable, numberTable } from './number-table.ts';

/** A package's object as the linker sees it. */
export interface LinkedObject {
  /** Import path; `main` for the main package. */
  readonly package: string;
  readonly columns: ObjectColumns;
}

/** No symbol: nobody defines it but the linker. */
export const undefinedSymbol = 0xffff_ffff;

/**
 * All that a program's objects define, each once, numbered as the linker does (cmd/link/internal/loader, LoadSyms): what several
 * define is one symbol, and the one whose definition counts is its home.
 */
export interface SymbolNumbering {
  readonly objects: readonly LinkedObject[];
  /** One more than the last number; there is no symbol 0. */
  readonly end: number;
  /** By symbol: an index into `objects`. */
  readonly homes: Uint16Array;
  /** By symbol: a definition of that object. */
  readonly definitions: Uint32Array;
  /** What a target of an object is; `undefinedSymbol` where no object defines it. */
  symbolOf(object: number, target: number): number;
  /** What a name is of; undefined where no object defines it, and where nobody names it. */
  named(name: string, abi?: number): number | undefined;
  /** The same of one ABI alone. */
  exactly(name: string, abi: number): number | undefined;
}

/** Calling conventions (cmd/internal/obj, ABI0 and ABIInternal). */
const abis = [0, 1] as const;

/**
 * Numbers the symbols of objects.
 * @param objects in the order in which the linker loads them
 * @param wanted names that are to be found though no object refers to them
 */
export function numberSymbols(
  objects: readonly LinkedObject[],
  { builtins }: LinkerTables,
  wanted: readonly string[],
): SymbolNumbering {
  const columns = objects.map((object) => object.columns);
  const owns = countsOf(columns, ([own]) => own);
  const rest = countsOf(columns, ([, short, hashed, named]) => short + hashed + named);
  const most = 1 + owns.total + rest.total;
  const homes = new Uint16Array(most);
  const definitions = new Uint32Array(most);
  for (const [at, { counts }] of columns.entries()) {
    const base = 1 + (owns.before[at] ?? 0);
    for (let i = 0; i < counts[0]; i += 1) {
      homes[base + i] = at;
      definitions[base + i] = i;
    }
  }
  const keyOf = keys(columns);
  const names = nameTable(columns, keyOf, [
    ...builtins,
    ...wanted.flatMap((name) => abis.map((abi) => ({ name, abi }))),
  ]);
  const unplaced = most;
  for (const [at, each] of columns.entries()) {
    const base = 1 + (owns.before[at] ?? 0);
    for (let i = 0; i < each.counts[0]; i += 1) {
      const [first, second] = [each.nameHashes[2 * i] ?? 0, keyOf(each, i)];
      if (second !== 0 && names.get(first, second) !== undefined) names.set(first, second, base + i);
    }
  }
  const contents = numberTable(countsOf(columns, ([, short, hashed]) => short + hashed).total);
  let next = 1 + owns.total;
  /** By object: the symbols of its other definitions. */
  const others = columns.map((each, at) => {
    const [own, short, hashed, named] = each.counts;
    const symbols = new Uint32Array(short + hashed + named);
    const place = (definition: number, found: number | undefined): number => {
      if (found !== undefined) return found;
      homes[next] = at;
      definitions[next] = definition;
      next += 1;
      return next - 1;
    };
    const takeOver = (symbol: number, definition: number): void => {
      homes[symbol] = at;
      definitions[symbol] = definition;
    };
    const sizeOf = (symbol: number): number =>
      columns[homes[symbol] ?? 0]?.sizes[definitions[symbol] ?? 0] ?? 0;
    for (let i = 0; i < short + hashed; i += 1) {
      const definition = own + i;
      const first = each.contentHashes[2 * i] ?? 0;
      const second = (each.contentHashes[2 * i + 1] ?? 0) ^ (i < short ? 0 : 0x5bd1_e995);
      const known = contents.get(first, second);
      const symbol = place(definition, known);
      if (known === undefined) contents.set(first, second, symbol);
      // Zeros at the end are not in the hash.
      else if ((each.sizes[definition] ?? 0) > sizeOf(symbol)) takeOver(symbol, definition);
      symbols[i] = symbol;
    }
    for (let i = short + hashed; i < symbols.length; i += 1) {
      const definition = own + i;
      if (each.kinds[definition] === 0) continue;
      const [first, second] = [each.nameHashes[2 * definition] ?? 0, keyOf(each, definition)];
      const known = second === 0 ? undefined : names.get(first, second);
      const isKnown = known !== undefined && known !== unplaced;
      const symbol = place(definition, isKnown ? known : undefined);
      if (!isKnown && second !== 0) names.set(first, second, symbol);
      if (isKnown && counts(columns[homes[symbol] ?? 0], definitions[symbol] ?? 0, each, definition)) {
        takeOver(symbol, definition);
      }
      symbols[i] = symbol;
    }
    return symbols;
  });
  const lookUp = (first: number, second: number): number | undefined => {
    const found = names.get(first, second);
    return found === unplaced ? undefined : found;
  };
  const exactly = (name: string, abi: number): number | undefined => {
    const [first, second] = keyOf.text(name, abi);
    return lookUp(first, second);
  };
  const named = (name: string, abi = 0): number | undefined => exactly(name, abi) ?? exactly(name, 1 - abi);
  const ownBases = columns.map((_, at) => 1 + (owns.before[at] ?? 0));
  const builtinSymbols = builtins.map(({ name, abi }) => named(name, abi) ?? undefinedSymbol);
  const byPackage = firstOf(objects);
  const packageObjects = columns.map(({ packages }) => packages.map((path) => byPackage.get(path)));
  // References by name are looked up once, when they are first followed.
  const referred = columns.map(({ references }) => new Uint32Array(references));
  const symbolOf = (object: number, target: number): number => {
    const each = columns[object];
    if (each === undefined || target === nothing) return undefinedSymbol;
    const own = each.counts[0];
    if (target < own) return (ownBases[object] ?? 0) + target;
    const inside = others[object]?.[target - own];
    if (inside !== undefined) return inside === 0 ? undefinedSymbol : inside;
    const reference = target - each.kinds.length;
    if (reference < each.references) {
      const cache = referred[object] ?? new Uint32Array();
      cache[reference] ||= byReference(each, target) ?? undefinedSymbol;
      return cache[reference] ?? undefinedSymbol;
    }
    const at = 2 * (reference - each.references);
    const [packageNumber = 0, symbol = 0] = [each.others[at], each.others[at + 1]];
    if (packageNumber === builtin) return builtinSymbols[symbol] ?? undefinedSymbol;
    const home = packageObjects[object]?.[packageNumber];
    return home === undefined ? undefinedSymbol : (ownBases[home] ?? 0) + symbol;
  };
  const byReference = (each: ObjectColumns, target: number): number | undefined => {
    const second = keyOf(each, target);
    return second === 0 ? undefined : lookUp(each.nameHashes[2 * target] ?? 0, second);
  };
  return { objects, end: next, homes, definitions, symbolOf, named, exactly };
}

/** The names that anybody may mean: those with a number at the end stand for nothing yet. */
function nameTable(
  columns: readonly ObjectColumns[],
  keyOf: NameKeys,
  wanted: readonly { readonly name: string; readonly abi: number }[],
): NumberTable {
  const { total } = countsOf(columns, ([, , , named]) => named);
  const references = columns.reduce((sum, each) => sum + each.references, 0);
  const owns = columns.reduce((sum, { counts }) => sum + counts[0] + counts[1] + counts[2] + counts[3], 1);
  const table = numberTable(total + references + wanted.length);
  for (const each of columns) {
    const { counts, kinds, nameHashes } = each;
    const from = counts[0] + counts[1] + counts[2];
    for (let i = from; i < nameHashes.length / 2; i += 1) {
      if (i < kinds.length && kinds[i] === 0) continue;
      const second = keyOf(each, i);
      if (second !== 0) table.set(nameHashes[2 * i] ?? 0, second, owns);
    }
  }
  for (const { name, abi } of wanted) table.set(...keyOf.text(name, abi), owns);
  return table;
}

type NameKeys = ReturnType<typeof keys>;

/** The second half of a name's key; 0 where it has none. Only where there are wrappers between them conventions differ. */
function keys(columns: readonly ObjectColumns[]) {
  const differ = columns.some(({ flags }) => flags.some((bits) => (bits & flag.abiWrapper) !== 0));
  const salted = (second: number, abi: number): number =>
    second === 0 || !differ || abi === 0 ? second : (second ^ 0x2545_f491) >>> 0 || 1;
  const of = ({ nameHashes, abis: conventions }: ObjectColumns, symbol: number): number =>
    salted(nameHashes[2 * symbol + 1] ?? 0, conventions[symbol] ?? 0);
  const text = (name: string, abi: number): readonly [number, number] => {
    const hash = new Uint32Array(2);
    textHash(name, hash, 0);
    return [hash[0] ?? 0, salted(hash[1] ?? 0, abi)];
  };
  return Object.assign(of, { text });
}

/** Whether a definition counts rather than the one before it (cmd/link/internal/loader, addSym). */
function counts(
  old: ObjectColumns | undefined,
  oldDefinition: number,
  fresh: ObjectColumns,
  definition: number,
): boolean {
  if (old === undefined) return true;
  const [oldSize, size] = [old.sizes[oldDefinition] ?? 0, fresh.sizes[definition] ?? 0];
  if (((fresh.flags[definition] ?? 0) & flag.duplicate) !== 0) return size > oldSize;
  if (((old.flags[oldDefinition] ?? 0) & flag.duplicate) !== 0) return false;
  const [oldHas, has] = [hasContent(old, oldDefinition), hasContent(fresh, definition)];
  if (oldHas === has) return !has && size > oldSize;
  return has;
}

function hasContent({ contents }: ObjectColumns, definition: number): boolean {
  return ((contents[definition >> 3] ?? 0) & (1 << (definition & 7))) !== 0;
}

function countsOf(
  columns: readonly ObjectColumns[],
  count: (counts: ObjectColumns['counts']) => number,
): { readonly total: number; readonly before: readonly number[] } {
  let total = 0;
  const before = columns.map(({ counts }) => {
    total += count(counts);
    return total - count(counts);
  });
  return { total, before };
}

/** Of a package with assembly the compiler's object is the first. */
function firstOf(objects: readonly LinkedObject[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [at, { package: path }] of objects.entries()) if (!first.has(path)) first.set(path, at);
  return first;
}
