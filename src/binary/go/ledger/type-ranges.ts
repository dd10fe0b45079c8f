import { functionAtAddress } from '../functions/functions.ts';
import type { SymbolOwners } from '../types/type-owners.ts';
import { symbolKind, type TypeSymbols } from '../types/type-symbols.ts';
import { structure, unowned } from './owners.ts';
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
export function addTypeRanges(list: RangeList, { symbols, owners }: Types, functions: Functions): void {
  const { region } = symbols.layout;
  let last = 0;
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    const start = symbols.starts[symbol] ?? 0;
    const bytes = symbols.bytes[symbol] ?? 0;
    const kind = symbols.kinds[symbol];
    if (start > last) list.add(region.address + last, start - last, rangeKind.structure, structure.padding);
    let owner = owners[symbol] ?? unowned;
    if (owner === unowned && kind === symbolKind.closure) {
      const called = functionAtAddress(functions.table, region.pointer(start));
      owner = functions.owners.functions[called ?? -1] ?? unowned;
    }
    const as =
      kind === symbolKind.type
        ? rangeKind.type
        : kind === symbolKind.name
          ? rangeKind.name
          : rangeKind.descriptor;
    list.add(region.address + start, bytes, as, owner === unowned ? structure.shared : owner);
    last = start + bytes;
  }
}
