import { functionAtAddress } from '../functions/functions.ts';
import { structure, unowned } from '../owners.ts';
import type { SymbolOwners } from '../types/type-owners.ts';
import { symbolKind, type TypeSymbols } from '../types/type-symbols.ts';
import { addPieces, noSubjects } from './owned-pieces.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import type { Functions } from './table-ranges.ts';

/** All that the ranges of types follow from. */
export interface Types {
  readonly symbols: TypeSymbols;
  readonly owners: SymbolOwners;
}

/**
 * Gives descriptors, names and closures to their owners; what lies between them is padding. Names that nothing refers to are
 * shared; a closure that no type refers to belongs to the function that it calls.
 */
export function addTypeRanges(list: RangeList, types: Types, functions: Functions): void {
  const { count, starts, ends, kinds, layout } = types.symbols;
  const owners = types.owners.slice();
  for (let symbol = owners.indexOf(unowned); symbol >= 0; symbol = owners.indexOf(unowned, symbol + 1)) {
    const isClosure = kinds[symbol] === symbolKind.closure;
    const called = isClosure ? layout.region.pointer(starts[symbol] ?? 0) : -1;
    const index = functionAtAddress(functions.table, called);
    owners[symbol] = functions.owners.functions[index ?? -1] ?? structure.shared;
  }
  addPieces(list, {
    base: layout.region.address,
    count,
    starts,
    ends,
    owners,
    subjects: noSubjects,
    kind: kinds.map((kind) => kindOf[kind] ?? rangeKind.structure),
    end: ends[count - 1] ?? 0,
  });
}

/** By kind of symbol. */
const kindOf = [rangeKind.name, rangeKind.type, rangeKind.descriptor] as const;
