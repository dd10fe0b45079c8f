import type { ObjectColumns } from '../../binary/go/objects/columns.ts';
import { rowsOf } from './definition-rows.ts';
import { type Graph, link } from './graph.ts';
import { numberTable } from './number-table.ts';
import { type SymbolNumbering, undefinedSymbol } from './symbols.ts';

export interface SharedNodes {
  /** Nodes that a function leads to beside what its object says. */
  of(symbol: number, columns: ObjectColumns): number[];
}

/** What the linker writes once for all functions that need it (cmd/link/internal/ld/pcln.go). */
export function sharedNodes(
  graph: Graph,
  symbols: SymbolNumbering,
  add: (bytes: number) => number,
): SharedNodes {
  const fileCount = symbols.objects.reduce((sum, { columns }) => sum + columns.fileLengths.length, 0);
  const names = new Map<number, number>();
  const files = numberTable(fileCount);
  const tables = symbols.objects.map((): number[] => []);
  /** The name of a function, with the byte that ends it: also of one that is only there inlined. */
  const nameOf = (symbol: number): number => {
    const { columns } = symbols.objects[symbols.homes[symbol] ?? 0] ?? {};
    const length = columns?.nameLengths[symbols.definitions[symbol] ?? 0] ?? 0;
    const known = names.get(symbol) ?? add(length + 1);
    names.set(symbol, known);
    return known;
  };
  const fileOf = ({ fileHashes, fileLengths }: ObjectColumns, file: number): number => {
    const [first, second] = [fileHashes[2 * file] ?? 0, fileHashes[2 * file + 1] ?? 0];
    const known = files.get(first, second) ?? add(fileLengths[file] ?? 0);
    files.set(first, second, known);
    return known;
  };
  /** The entry of a file in its object's table, which reaches from the first one up to the last that is needed. */
  const entryOf = (home: number, file: number): number => {
    const entries = tables[home] ?? [];
    for (let at = entries.length; at <= file; at += 1) {
      const entry = add(4);
      graph.starts.values[entry] = graph.targets.length;
      const before = entries[at - 1];
      if (before !== undefined) {
        graph.targets.push(before);
        graph.kinds.push(link.node);
      }
      graph.ends.values[entry] = graph.targets.length;
      entries.push(entry);
    }
    return entries[file] ?? 0;
  };
  return {
    of: (symbol: number, columns: ObjectColumns): number[] => {
      const home = symbols.homes[symbol] ?? 0;
      const definition = symbols.definitions[symbol] ?? 0;
      const nodes = [nameOf(symbol)];
      for (const row of rowsOf(columns.inlined, 2, definition)) {
        const callee = symbols.symbolOf(home, columns.inlined[row + 1] ?? 0);
        if (callee !== undefinedSymbol) nodes.push(nameOf(callee));
      }
      let last = -1;
      for (const row of rowsOf(columns.sources, 2, definition)) {
        const file = columns.sources[row + 1] ?? 0;
        nodes.push(fileOf(columns, file));
        last = Math.max(last, file);
      }
      return last < 0 ? nodes : [...nodes, entryOf(home, last)];
    },
  };
}
