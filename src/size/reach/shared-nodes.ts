import { nothing, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import { firstRow } from './definition-rows.ts';
import { type Graph, link } from './graph.ts';
import { keyNumbers } from './key-numbers.ts';
import { undefinedSymbol } from './number-definitions.ts';
import type { SymbolNumbering } from './symbols.ts';

/** A definition of an object. */
export interface DefinitionPlace {
  readonly home: number;
  readonly definition: number;
  readonly columns: ObjectColumns;
}

export interface SharedNodes {
  /** Nodes that a function leads to beside what its object says; good until the next call. */
  of(symbol: number, place: DefinitionPlace): readonly number[];
}

/** What the linker writes once for all functions that need it (cmd/link/internal/ld/pcln.go). */
export function sharedNodes(
  graph: Graph,
  symbols: SymbolNumbering,
  add: (bytes: number) => number,
): SharedNodes {
  /** By symbol: one more than the node of its name. */
  const names = new Uint32Array(symbols.end);
  const hashes = keyNumbers();
  /** By number of a file's hash: its node. */
  const files: number[] = [];
  /** By object and its files: one more than the node. */
  const fileNodes = symbols.objects.map(({ columns }) => new Uint32Array(columns.fileLengths.length));
  const tables = symbols.objects.map((): number[] => []);
  const nodes: number[] = [];
  /** The name of a function, with the byte that ends it: also of one that is only there inlined. */
  const nameOf = (symbol: number): number => {
    if (names[symbol] === 0) {
      const definition = symbols.definitions[symbol] ?? 0;
      const { functions } = symbols.objects[symbols.homes[symbol] ?? 0]?.columns ?? { functions: none };
      const row = firstRow(functions, 4, definition);
      names[symbol] = add((functions[row] === definition ? (functions[row + 3] ?? 0) : 0) + 1) + 1;
    }
    return (names[symbol] ?? 0) - 1;
  };
  const fileOf = (home: number, { fileHashes, fileLengths }: ObjectColumns, file: number): number => {
    const known = fileNodes[home] ?? none;
    if (known[file] === 0) {
      const number = hashes.of(fileHashes[2 * file] ?? 0, fileHashes[2 * file + 1] ?? 0);
      if (number === files.length) files.push(add(fileLengths[file] ?? 0));
      known[file] = (files[number] ?? 0) + 1;
    }
    return (known[file] ?? 0) - 1;
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
    of: (symbol, { home, definition, columns }) => {
      nodes.length = 0;
      nodes.push(nameOf(symbol));
      const { inlined, sources } = columns;
      for (let row = firstRow(inlined, 2, definition); inlined[row] === definition; row += 2) {
        const callee = symbols.symbolOf(home, inlined[row + 1] ?? nothing);
        if (callee !== undefinedSymbol) nodes.push(nameOf(callee));
      }
      let last = -1;
      for (let row = firstRow(sources, 2, definition); sources[row] === definition; row += 2) {
        const file = sources[row + 1] ?? 0;
        nodes.push(fileOf(home, columns, file));
        last = Math.max(last, file);
      }
      if (last >= 0) nodes.push(entryOf(home, last));
      return nodes;
    },
  };
}

const none = new Uint32Array();
