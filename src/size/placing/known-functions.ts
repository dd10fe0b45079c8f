import { type FunctionTable, functionName } from '../../binary/go/functions/functions.ts';
import type { ProgramReach } from '../reach/program-reach.ts';
import { keptFunctions } from './kept-functions.ts';

/** Where functions lie, by node; 0 for what is no function, and for those that do not have their name alone. */
export function knownFunctions(reach: ProgramReach, table: FunctionTable): Float64Array {
  const addresses = new Float64Array(reach.graph.symbols.length);
  const places = new Map<string, number>();
  for (let index = 0; index < table.count; index += 1) {
    const name = functionName(table, index).replaceAll('·', '.');
    places.set(name, places.has(name) ? 0 : (table.entries[index] ?? 0));
  }
  for (const [name, [only, ...others]] of keptFunctions(reach)) {
    if (only !== undefined && others.length === 0) addresses[only.node] = places.get(name) ?? 0;
  }
  return addresses;
}
