import { type FunctionTable, functionNames } from '../../binary/go/functions/functions.ts';
import type { KeptFunctions } from './kept-functions.ts';

/** The functions of a program's own table, by the names of those that the linker's rules keep. */
export interface ListedFunctions {
  readonly table: FunctionTable;
  /** By number of the name: how many have it, and the place of the first in the table. */
  readonly counts: Uint32Array;
  readonly places: Uint32Array;
  /** All other names, with the place of the first that has each. */
  readonly others: ReadonlyMap<string, number>;
}

export function listedFunctions(table: FunctionTable, { names, numbers }: KeptFunctions): ListedFunctions {
  const [counts, places] = [new Uint32Array(names.length), new Uint32Array(names.length)];
  const others = new Map<string, number>();
  const nameOf = functionNames(table);
  for (let index = 0; index < table.count; index += 1) {
    const name = nameOf(index).replaceAll('·', '.');
    const number = numbers.get(name);
    if (number === undefined) {
      if (!others.has(name)) others.set(name, index);
      continue;
    }
    if (counts[number] === 0) places[number] = index;
    counts[number] = (counts[number] ?? 0) + 1;
  }
  return { table, counts, places, others };
}

/**
 * Where functions lie, by node; 0 for what is no function, and for those that do not have their name alone.
 * @param count of nodes
 */
export function functionAddresses(
  { table, counts, places }: ListedFunctions,
  kept: KeptFunctions,
  count: number,
): Float64Array {
  const addresses = new Float64Array(count);
  for (let number = 0; number < counts.length; number += 1) {
    const isOnly = kept.counts[number] === 1 && counts[number] === 1;
    if (isOnly) addresses[kept.nodes[number] ?? 0] = table.entries[places[number] ?? 0] ?? 0;
  }
  return addresses;
}
