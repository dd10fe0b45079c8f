import { flag, type ObjectColumns, rows } from '../../binary/go/objects/columns.ts';
import { zeroColumns } from './column-rooms.ts';
import { type Graph, link, nodeFlag, noNode } from './graph.ts';
import { bounded } from './growing.ts';
import { type ByteRules, symbolBytes } from './node-bytes.ts';
import { undefinedSymbol } from './number-definitions.ts';
import type { SymbolNumbering } from './symbols.ts';

/** The end of a node's links until they are made. */
export const unmade = 0xffff_ffff;

/** Adds nodes and links to a graph. */
export interface GraphNodes {
  /** The node of a symbol, made where it is new; `noNode` for what no object defines. */
  of(symbol: number): number;
  /** The node of a symbol; undefined where nothing led to it. */
  known(symbol: number): number | undefined;
  /** A node that is no symbol. */
  add(bytes: number): number;
  /** A link of the node whose links are being made. */
  link(target: number, kind: number): void;
}

export function graphNodes(graph: Graph, symbols: SymbolNumbering, rules: ByteRules): GraphNodes {
  /** By symbol: one more than its node. */
  const nodes = new Uint32Array(symbols.end);
  const tasks = new Set<number>();
  const add = (symbol: number, bytes: number, flags: number): number => {
    graph.symbols.push(symbol);
    graph.bytes.push(bytes);
    graph.flags.push(flags);
    graph.starts.push(0);
    graph.ends.push(0);
    return graph.symbols.length - 1;
  };
  /** The linker lists the tasks that have something to do (cmd/link/internal/ld/inittask.go). */
  const listTask = (task: number): void => {
    if (tasks.has(task)) return;
    tasks.add(task);
    const isListed = ((graph.flags.values[task] ?? 0) & nodeFlag.initialises) !== 0;
    if (isListed) graph.bytes.values[task] = (graph.bytes.values[task] ?? 0) + rules.tables.pointerBytes;
  };
  const known = (symbol: number): number | undefined => {
    const node = nodes[symbol] ?? 0;
    return node === 0 ? undefined : node - 1;
  };
  return {
    known,
    of: (symbol) => {
      if (symbol === undefinedSymbol) return noNode;
      const found = known(symbol);
      if (found !== undefined) return found;
      const columns = symbols.objects[symbols.homes[symbol] ?? 0]?.columns;
      const definition = symbols.definitions[symbol] ?? 0;
      const node =
        columns === undefined
          ? add(symbol, 0, 0)
          : add(symbol, symbolBytes(columns, definition, rules), flagsOf(columns, definition));
      nodes[symbol] = node + 1;
      if (columns !== undefined && leadsOn(columns, definition)) graph.ends.values[node] = unmade;
      return node;
    },
    add: (bytes) => add(0, bytes, 0),
    link: (target, kind) => {
      if (target === noNode) return;
      if (kind === link.init) listTask(target);
      graph.targets.push(target);
      graph.kinds.push(kind);
    },
  };
}

/** How many there may be. */
export interface GraphRoom {
  readonly nodes: number;
  readonly links: number;
  readonly methods: number;
}

/** At the most: each symbol is made of one definition, whose rows become links and names; each file may have an entry too. */
export function roomFor({ objects, end }: SymbolNumbering): GraphRoom {
  let [nodes, links, methods] = [end, 0, 0];
  for (const { columns } of objects) {
    const written = columns.functions.length / 4 + columns.inlined.length / 2;
    const files = columns.fileLengths.length;
    const calls = columns.calls.length / 3 + columns.namedCalls.length / 2;
    nodes += written + 2 * files;
    links += columns.edgeTargets.length + columns.methods.length / 5 + calls;
    links += 2 * written + columns.sources.length / 2 + files;
    methods += columns.methods.length / 5;
  }
  return { nodes, links, methods };
}

export function emptyGraph({ nodes, links, methods }: GraphRoom): Graph {
  const zeros = zeroColumns(21 * nodes + 5 * links + 20 * methods);
  const numbers = (room: number) => bounded(zeros(Uint32Array, room));
  return {
    symbols: numbers(nodes),
    bytes: bounded(zeros(Float64Array, nodes)),
    flags: bounded(zeros(Uint8Array, nodes)),
    starts: numbers(nodes),
    ends: numbers(nodes),
    targets: numbers(links),
    kinds: bounded(zeros(Uint8Array, links)),
    methods: {
      types: numbers(methods),
      signatures: numbers(methods),
      targets: numbers(3 * methods),
      bySignature: [],
      names: [],
      nameOf: [],
      byName: [],
    },
    roots: [],
    initRoots: [],
  };
}

/** Whether links will be made of it. */
function leadsOn({ edgeStarts, flags }: ObjectColumns, definition: number): boolean {
  const others = flag.goType | rows.functions | rows.calls;
  return edgeStarts[definition] !== edgeStarts[definition + 1] || ((flags[definition] ?? 0) & others) !== 0;
}

function flagsOf({ flags, sizes }: ObjectColumns, definition: number): number {
  const bits = flags[definition] ?? 0;
  return (
    ((bits & flag.goType) === 0 ? 0 : nodeFlag.type) |
    ((bits & flag.reflectMethod) === 0 ? 0 : nodeFlag.reflects) |
    ((bits & flag.usedInInterface) === 0 ? 0 : nodeFlag.usedInInterface) |
    // An inittask begins with its state and how many functions it has (runtime.initTask).
    ((sizes[definition] ?? 0) > 8 ? nodeFlag.initialises : 0)
  );
}
