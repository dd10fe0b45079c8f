import type { ProgramReach } from '../reach/program-reach.ts';

/**
 * The functions that a program keeps, by name: those that pass a call on from one calling convention to another have one too. Names
 * have numbers, in the order of the symbols.
 */
export interface KeptFunctions {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** By number: how many have the name. */
  readonly counts: Uint32Array;
  /** By number, of the first that has the name: its node, and the bytes of its code. */
  readonly nodes: Uint32Array;
  readonly bytes: Uint32Array;
}

export function keptFunctions(
  { numbering, objects, nodeOf, names: nodeNames }: ProgramReach,
  symbols: Uint32Array,
): KeptFunctions {
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const column = () => new Uint32Array(symbols.length);
  const [counts, nodes, bytes] = [column(), column(), column()];
  for (const symbol of symbols) {
    const node = nodeOf(symbol) ?? 0;
    const name = nodeNames[node] ?? '';
    const known = numbers.get(name);
    if (known !== undefined) {
      counts[known] = (counts[known] ?? 0) + 1;
      continue;
    }
    const number = names.push(name) - 1;
    numbers.set(name, number);
    counts[number] = 1;
    nodes[number] = node;
    const columns = objects[numbering.homes[symbol] ?? 0]?.columns;
    bytes[number] = columns?.sizes[numbering.definitions[symbol] ?? 0] ?? 0;
  }
  return { names, numbers, counts, nodes, bytes };
}
