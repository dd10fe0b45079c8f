import type { ProgramReach } from '../reach/program-reach.ts';

/** A function that the linker's rules keep. */
export interface KeptFunction {
  readonly node: number;
  /** Of its code. */
  readonly bytes: number;
}

/** The functions that a program keeps, by name: those that pass a call on from one calling convention to another have one too. */
export function keptFunctions({
  graph,
  flood,
  numbering,
  objects,
  names,
  tables,
}: ProgramReach): Map<string, KeptFunction[]> {
  const isCode = tables.kinds.map((kind) => kind.startsWith('STEXT'));
  const kept = new Map<string, KeptFunction[]>();
  for (let node = 0; node < graph.symbols.length; node += 1) {
    const symbol = graph.symbols.values[node] ?? 0;
    if (symbol === 0 || flood.reached[node] !== 1) continue;
    const home = numbering.homes[symbol] ?? 0;
    const definition = numbering.definitions[symbol] ?? 0;
    const columns = objects[home]?.columns;
    if (columns === undefined || isCode[columns.kinds[definition] ?? 0] !== true) continue;
    const name = names[node] ?? '';
    const one = { node, bytes: columns.sizes[definition] ?? 0 };
    const known = kept.get(name);
    if (known === undefined) kept.set(name, [one]);
    else known.push(one);
  }
  return kept;
}
