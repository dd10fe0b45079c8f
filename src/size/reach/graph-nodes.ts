import { flag, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import { type Graph, link, nodeFlag, noNode } from './graph.ts';
import { growing } from './growing.ts';
import { type ByteRules, symbolBytes } from './node-bytes.ts';
import { type SymbolNumbering, undefinedSymbol } from './symbols.ts';

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

export function emptyGraph(): Graph {
  const numbers = (room: number) => growing((length) => new Uint32Array(length), room);
  const small = (room: number) => growing((length) => new Uint8Array(length), room);
  const room = 1 << 16;
  return {
    symbols: numbers(room),
    bytes: growing((length) => new Float64Array(length), room),
    flags: small(room),
    starts: numbers(room),
    ends: numbers(room),
    targets: numbers(4 * room),
    kinds: small(4 * room),
    methods: {
      types: numbers(1 << 12),
      signatures: numbers(1 << 12),
      targets: numbers(1 << 12),
      bySignature: [],
      names: [],
      nameOf: [],
      byName: [],
    },
    roots: [],
    initRoots: [],
  };
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
