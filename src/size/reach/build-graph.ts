import { flag } from '../../binary/go/objects/columns.ts';
import { expander } from './expand.ts';
import { type Flood, runFlood } from './flood.ts';
import type { Graph } from './graph.ts';
import { emptyGraph, graphNodes, roomFor, unmade } from './graph-nodes.ts';
import { methodTable } from './methods.ts';
import type { ByteRules } from './node-bytes.ts';
import { sharedNodes } from './shared-nodes.ts';
import type { SymbolNumbering } from './symbols.ts';

/** What is kept, and why. */
export interface Reach {
  readonly graph: Graph;
  readonly flood: Flood;
  /** The node of a symbol; undefined where nothing leads to it. */
  readonly nodeOf: (symbol: number) => number | undefined;
}

/** Where the linker begins beside the entry: what it calls itself, and what stands for methods that are not there. */
const always = ['runtime.unreachableMethod'];
const initLists = ['main..inittask', 'runtime..inittask'];

/** Names that the linker looks up by itself. */
export function rootNames(entry: string): string[] {
  return [entry, ...always, ...initLists];
}

/**
 * Runs the dead-code rules over a program's symbols; the graph is made on the way, of what is reached.
 * @param entry the symbol at which a program of the platform starts, for example `_rt0_amd64_linux`
 */
export function buildGraph(symbols: SymbolNumbering, entry: string, rules: ByteRules): Reach {
  const room = roomFor(symbols);
  const graph = emptyGraph(room);
  const nodes = graphNodes(graph, symbols, rules);
  const shared = sharedNodes(graph, symbols, nodes.add);
  const making = { graph, symbols, nodes, methods: methodTable(graph.methods), shared };
  const rootsOf = (names: readonly string[]): number[] =>
    names
      .flatMap((name) => ([0, 1] as const).flatMap((abi) => symbols.exactly(name, abi) ?? []))
      .map(nodes.of);
  graph.roots.push(
    ...rootsOf([entry, ...always]),
    ...(rules.tables.isWasm ? wasmExports(symbols).map(nodes.of) : []),
  );
  graph.initRoots.push(...rootsOf(initLists));
  const flood = runFlood(graph, { capacity: room.nodes, expand: expander(making) });
  // Nothing leads to these.
  const ends = graph.ends.values.subarray(0, graph.ends.length);
  for (let node = 0; node < ends.length; node += 1) if (ends[node] === unmade) ends[node] = 0;
  return { graph, flood, nodeOf: nodes.known };
}

/** What WebAssembly's host may call (go:wasmexport). */
function wasmExports({ objects, symbolOf }: SymbolNumbering): number[] {
  return objects.flatMap(({ columns }, home) => {
    const found: number[] = [];
    for (const [definition, bits] of columns.flags.entries()) {
      if ((bits & flag.wasmExport) !== 0) found.push(symbolOf(home, definition));
    }
    return found;
  });
}
