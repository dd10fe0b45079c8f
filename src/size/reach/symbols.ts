import {
  builtin,
  type LastingColumns,
  nothing,
  type ObjectColumns,
} from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { type NumberedDefinitions, numberDefinitions, undefinedSymbol } from './number-definitions.ts';
import { symbolNames } from './symbol-names.ts';

/** A package's object as the linker sees it. */
export interface LinkedObject<Columns extends LastingColumns = ObjectColumns> {
  /** Import path; `main` for the main package. */
  readonly package: string;
  readonly columns: Columns;
}

/**
 * All that a program's objects define, each once, numbered as the linker does (cmd/link/internal/loader, LoadSyms): what several
 * define is one symbol, and the one whose definition counts is its home.
 */
export interface SymbolNumbering extends Pick<NumberedDefinitions, 'end' | 'homes' | 'definitions'> {
  readonly objects: readonly LinkedObject[];
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
  const { builtins } = tables;
  const names = symbolNames(columns);
  for (const { name, abi } of builtins) names.ofText(name, abi);
  for (const name of wanted) for (const abi of abis) names.ofText(name, abi);
  const { ownBases, others, byName, ...numbered } = numberDefinitions(columns, names, tables);
  const exactly = (name: string, abi: number): number | undefined =>
    byName[names.knownText(name, abi) ?? byName.length] || undefined;
  const named = (name: string, abi = 0): number | undefined => exactly(name, abi) ?? exactly(name, 1 - abi);
  const builtinSymbols = builtins.map(({ name, abi }) => named(name, abi) ?? undefinedSymbol);
  const byPackage = firstOf(objects);
  const packageObjects = columns.map(({ packages }) => packages.map((path) => byPackage.get(path)));
  const symbolOf = (object: number, target: number): number => {
    const each = columns[object];
    if (each === undefined || target === nothing) return undefinedSymbol;
    const outside = target - each.counts[0];
    if (outside < 0) return (ownBases[object] ?? 0) + target;
    const known = others[object];
    if (known !== undefined && outside < known.length) return known[outside] ?? undefinedSymbol;
    const at = 2 * (target - each.kinds.length - each.references);
    const packageNumber = each.others[at] ?? 0;
    const symbol = each.others[at + 1] ?? 0;
    if (packageNumber === builtin) return builtinSymbols[symbol] ?? undefinedSymbol;
    const home = packageObjects[object]?.[packageNumber];
    return home === undefined ? undefinedSymbol : (ownBases[home] ?? 0) + symbol;
  };
  return { objects, ...numbered, symbolOf, named, exactly };
}

/** Of a package with assembly the compiler's object is the first. */
function firstOf(objects: readonly LinkedObject[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const [at, { package: path }] of objects.entries()) if (!first.has(path)) first.set(path, at);
  return first;
}
