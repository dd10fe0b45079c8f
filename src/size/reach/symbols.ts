import { builtin, flag, namePlace, nothing, type ObjectColumns } from '../../binary/go/objects/columns.ts';
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
  tables: LinkerTables,
  wanted: readonly string[],
): SymbolNumbering {
  const columns = objects.map((object) => object.columns);
  const keyOf = keys(columns);
  const { builtins } = tables;
  const names = nameTable(columns, keyOf, [
    ...builtins,
    ...wanted.flatMap((name) => abis.map((abi) => ({ name, abi }))),
  ]);
  const unplaced = definitionCount(columns);
  const { end, homes, definitions, ownBases, others } = numberDefinitions(columns, names, keyOf, tables);
  const lookUp = (first: number, second: number): number | undefined => {
    const found = names.get(first, second);
    return found === unplaced ? undefined : found;
  };
  const exactly = (name: string, abi: number): number | undefined => lookUp(...keyOf.text(name, abi));
  const named = (name: string, abi = 0): number | undefined => exactly(name, abi) ?? exactly(name, 1 - abi);
  const builtinSymbols = builtins.map(({ name, abi }) => named(name, abi) ?? undefinedSymbol);
  const byPackage = firstOf(objects);
  const packageObjects = columns.map(({ packages }) => packages.map((path) => byPackage.get(path)));
  // References by name are looked up once, when they are first followed.
  const referred = columns.map(({ references }) => new Uint32Array(references));
  const byReference = (each: ObjectColumns, target: number): number | undefined => {
    const second = keyOf(each, target);
    return second === 0 ? undefined : lookUp(firstOfKey(each, target), second);
  };
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
  return { objects, end, homes, definitions, symbolOf, named, exactly };
}

interface NumberedDefinitions extends Pick<SymbolNumbering, 'end' | 'homes' | 'definitions'> {
  /** By object: the symbol of its first own definition. */
  readonly ownBases: readonly number[];
  /** By object: the symbols of its other definitions; 0 for debug information. */
  readonly others: readonly Uint32Array[];
}

/**
 * First all that packages define as their own, then what several may define. This stands apart from what is asked later, so that
 * its tables do not outlive it.
 */
function numberDefinitions(
  columns: readonly ObjectColumns[],
  names: NumberTable,
  keyOf: NameKeys,
  { replacesDuplicates }: LinkerTables,
): NumberedDefinitions {
  const owns = countsOf(columns, ([own]) => own);
  const unplaced = definitionCount(columns);
  const homes = new Uint16Array(unplaced);
  const definitions = new Uint32Array(unplaced);
  const ownBases = columns.map((_, at) => 1 + (owns.before[at] ?? 0));
  let next = 1;
  const add = (home: number, definition: number): number => {
    homes[next] = home;
    definitions[next] = definition;
    next += 1;
    return next - 1;
  };
  for (const [at, each] of columns.entries()) {
    for (let i = 0; i < each.counts[0]; i += 1) {
      const symbol = add(at, i);
      const [first, second] = [firstOfKey(each, i), keyOf(each, i)];
      if (second !== 0 && names.get(first, second) !== undefined) names.set(first, second, symbol);
    }
  }
  const contents = numberTable(countsOf(columns, ([, short, hashed]) => short + hashed).total);
  const wins = replacesDuplicates ? countsFirst : counts;
  const byContent = (home: number, each: ObjectColumns, definition: number, salt: number): number => {
    const at = 2 * (definition - each.counts[0]);
    const [first, second] = [each.contentHashes[at] ?? 0, (each.contentHashes[at + 1] ?? 0) ^ salt];
    const known = contents.get(first, second);
    const symbol = known ?? add(home, definition);
    if (known === undefined) contents.set(first, second, symbol);
    const old = columns[homes[symbol] ?? 0]?.sizes[definitions[symbol] ?? 0] ?? 0;
    // Zeros at the end are not in the hash.
    if ((each.sizes[definition] ?? 0) > old) takeOver(symbol, home, definition);
    return symbol;
  };
  const byName = (home: number, each: ObjectColumns, definition: number): number => {
    const [first, second] = [firstOfKey(each, definition), keyOf(each, definition)];
    const known = second === 0 ? undefined : names.get(first, second);
    if (known === undefined || known === unplaced) {
      const symbol = add(home, definition);
      if (second !== 0) names.set(first, second, symbol);
      return symbol;
    }
    const old = columns[homes[known] ?? 0];
    if (old !== undefined && wins(old, definitions[known] ?? 0, each, definition))
      takeOver(known, home, definition);
    return known;
  };
  const takeOver = (symbol: number, home: number, definition: number): void => {
    homes[symbol] = home;
    definitions[symbol] = definition;
  };
  const others = columns.map((each, at) => {
    const [own, short, hashed, named] = each.counts;
    const symbols = new Uint32Array(short + hashed + named);
    for (let i = 0; i < symbols.length; i += 1) {
      const definition = own + i;
      if (i < short) symbols[i] = byContent(at, each, definition, 0);
      else if (i < short + hashed) symbols[i] = byContent(at, each, definition, longSalt);
      else if (each.kinds[definition] !== 0) symbols[i] = byName(at, each, definition);
    }
    return symbols;
  });
  return {
    end: next,
    homes: homes.slice(0, next),
    definitions: definitions.slice(0, next),
    ownBases,
    others,
  };
}

/** Keeps hashes of long content and short content itself apart. */
const longSalt = 0x5bd1_e995;

/** All definitions of all objects, and one more. */
function definitionCount(columns: readonly ObjectColumns[]): number {
  return 1 + countsOf(columns, ([own, short, hashed, named]) => own + short + hashed + named).total;
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
    const { counts, kinds, references: named } = each;
    for (let i = counts[0] + counts[1] + counts[2]; i < kinds.length + named; i += 1) {
      if (i < kinds.length && kinds[i] === 0) continue;
      const second = keyOf(each, i);
      if (second !== 0) table.set(firstOfKey(each, i), second, owns);
    }
  }
  for (const { name, abi } of wanted) table.set(...keyOf.text(name, abi), owns);
  return table;
}

type NameKeys = ReturnType<typeof keys>;

function firstOfKey({ counts: numbers, nameHashes }: ObjectColumns, symbol: number): number {
  return nameHashes[2 * namePlace(numbers, symbol)] ?? 0;
}

/** The second half of a name's key; 0 where it has none. Only where there are wrappers between them conventions differ. */
function keys(columns: readonly ObjectColumns[]) {
  const differ = columns.some(({ flags }) => flags.some((bits) => (bits & flag.abiWrapper) !== 0));
  const salted = (second: number, abi: number): number =>
    second === 0 || !differ || abi === 0 ? second : (second ^ 0x2545_f491) >>> 0 || 1;
  const of = ({ counts: numbers, nameHashes, abis: conventions }: ObjectColumns, symbol: number): number => {
    const place = namePlace(numbers, symbol);
    return salted(nameHashes[2 * place + 1] ?? 0, conventions[place] ?? 0);
  };
  const text = (name: string, abi: number): readonly [number, number] => {
    const hash = new Uint32Array(2);
    textHash(name, hash, 0);
    return [hash[0] ?? 0, salted(hash[1] ?? 0, abi)];
  };
  return Object.assign(of, { text });
}

/** Whether a definition counts rather than the one before it (cmd/link/internal/loader, addSym). */
function counts(
  old: ObjectColumns,
  oldDefinition: number,
  fresh: ObjectColumns,
  definition: number,
): boolean {
  const [oldSize, size] = [old.sizes[oldDefinition] ?? 0, fresh.sizes[definition] ?? 0];
  if (isDuplicate(fresh, definition)) return size > oldSize;
  if (isDuplicate(old, oldDefinition)) return false;
  const [oldHas, has] = [hasContent(old, oldDefinition), hasContent(fresh, definition)];
  if (oldHas === has) return !has && size > oldSize;
  return has;
}

/** The same from Go 1.27 on: what is defined once counts before what several define. */
function countsFirst(
  old: ObjectColumns,
  oldDefinition: number,
  fresh: ObjectColumns,
  definition: number,
): boolean {
  const [was, is] = [isDuplicate(old, oldDefinition), isDuplicate(fresh, definition)];
  return was === is ? counts(old, oldDefinition, fresh, definition) : was;
}

function isDuplicate({ flags }: ObjectColumns, definition: number): boolean {
  return ((flags[definition] ?? 0) & flag.duplicate) !== 0;
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
