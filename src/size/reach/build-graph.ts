import { edge, flag, nothing, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import { rowOf, rowsOf } from './definition-rows.ts';
import { type Flood, startFlood } from './flood.ts';
import { type Graph, link, type Methods, nodeFlag, noNode } from './graph.ts';
import { growing } from './growing.ts';
import { type ByteRules, symbolBytes } from './node-bytes.ts';
import { sharedNodes } from './shared-nodes.ts';
import { type SymbolNumbering, undefinedSymbol } from './symbols.ts';

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
  const graph = emptyGraph();
  const objects = symbols.objects.map(({ columns }) => columns);
  const nodes = new Uint32Array(symbols.end);
  const addNode = (symbol: number, bytes: number, flags: number): number => {
    graph.symbols.push(symbol);
    graph.bytes.push(bytes);
    graph.flags.push(flags);
    graph.starts.push(0);
    graph.ends.push(0);
    return graph.symbols.length - 1;
  };
  const shared = sharedNodes(graph, symbols, addNode);
  const nodeOf = (symbol: number): number => {
    if (symbol === undefinedSymbol) return noNode;
    const known = nodes[symbol] ?? 0;
    if (known !== 0) return known - 1;
    const columns = objects[symbols.homes[symbol] ?? 0];
    const definition = symbols.definitions[symbol] ?? 0;
    const bytes = columns === undefined ? 0 : symbolBytes(columns, definition, rules);
    const node = addNode(symbol, bytes, columns === undefined ? 0 : flagsOf(columns, definition));
    nodes[symbol] = node + 1;
    return node;
  };
  const tasks = new Set<number>();
  const addLink = (target: number, kind: number): void => {
    if (target === noNode) return;
    if (kind === link.init) addTask(target);
    graph.targets.push(target);
    graph.kinds.push(kind);
  };
  /** The linker lists the tasks that have something to do (cmd/link/internal/ld/inittask.go). */
  const addTask = (task: number): void => {
    const isListed = ((graph.flags.values[task] ?? 0) & nodeFlag.initialises) !== 0;
    const bytes = graph.bytes.values[task] ?? 0;
    if (isListed && !tasks.has(task)) graph.bytes.values[task] = bytes + rules.tables.pointerBytes;
    tasks.add(task);
  };
  const signature = signatures(graph.methods);
  const isExpanded = growing((length) => new Uint8Array(length), 1 << 16);
  const expand = (node: number): void => {
    while (isExpanded.length <= node) isExpanded.push(0);
    if (isExpanded.values[node] === 1) return;
    isExpanded.values[node] = 1;
    const symbol = graph.symbols.values[node] ?? 0;
    if (symbol === 0) return;
    const home = symbols.homes[symbol] ?? 0;
    const definition = symbols.definitions[symbol] ?? 0;
    const columns = objects[home];
    if (columns === undefined) return;
    const toNode = (target: number): number => nodeOf(symbols.symbolOf(home, target));
    // These are made first, since they may have links of their own.
    const isWritten = rowOf(columns.functions, 3, definition) !== undefined;
    const written = isWritten ? shared.of(symbol, columns) : [];
    graph.starts.values[node] = graph.targets.length;
    const end = columns.edgeStarts[definition + 1] ?? 0;
    for (let at = columns.edgeStarts[definition] ?? 0; at < end; at += 1) {
      const target = columns.edgeTargets[at] ?? 0;
      const kind = columns.edgeKinds[at];
      if (kind === edge.usedInInterface) addLink(nodeOf(typeOf(home, target)), link.used);
      else addLink(toNode(target), kind === edge.initialised ? link.init : link.node);
    }
    for (const row of rowsOf(columns.methods, 5, definition)) {
      const [, name = 0, ...targets] = columns.methods.subarray(row, row + 5);
      const [type = noNode, ...functions] = targets.map(toNode);
      const which = signature.of(columns.methodNames[name] ?? '', type);
      addLink(addMethod(graph.methods, node, which, [type, ...functions]), link.method);
    }
    for (const row of rowsOf(columns.calls, 3, definition)) {
      const [, target = 0, place = 0] = columns.calls.subarray(row, row + 3);
      const called = calledMethod(symbols.symbolOf(home, target), place);
      if (called !== undefined) addLink(called, link.call);
    }
    for (const row of rowsOf(columns.namedCalls, 2, definition)) {
      addLink(signature.name(columns.methodNames[columns.namedCalls[row + 1] ?? 0] ?? ''), link.name);
    }
    for (const target of written) addLink(target, link.node);
    graph.ends.values[node] = graph.targets.length;
  };
  /** A type, where what is put into an interface is told by the table of its methods. */
  const typeOf = (home: number, target: number): number => {
    const symbol = symbols.symbolOf(home, target);
    if (symbol === undefinedSymbol) return symbol;
    const at = symbols.homes[symbol] ?? 0;
    const itabs = objects[at]?.itabs ?? noRows;
    const row = rowOf(itabs, 2, symbols.definitions[symbol] ?? 0);
    return row === undefined ? symbol : symbols.symbolOf(at, itabs[row + 1] ?? nothing);
  };
  /** The signature of an interface's method, by its place in the interface's type. */
  const calledMethod = (symbol: number, place: number): number | undefined => {
    const at = symbols.homes[symbol] ?? 0;
    const columns = objects[at];
    if (symbol === undefinedSymbol || columns === undefined) return undefined;
    for (const row of rowsOf(columns.interfaceMethods, 4, symbols.definitions[symbol] ?? 0)) {
      const [, offset, name = 0, type = 0] = columns.interfaceMethods.subarray(row, row + 4);
      if (offset !== place) continue;
      return signature.of(columns.methodNames[name] ?? '', nodeOf(symbols.symbolOf(at, type)));
    }
    return undefined;
  };
  const rootsOf = (names: readonly string[]): number[] =>
    names.flatMap((name) => ([0, 1] as const).flatMap((abi) => symbols.exactly(name, abi) ?? [])).map(nodeOf);
  graph.roots.push(...rootsOf([entry, ...always]), ...wasmExports(symbols).map(nodeOf));
  graph.initRoots.push(...rootsOf(initLists));
  // Each symbol may have a name, a file and an entry of its own.
  const capacity =
    symbols.end +
    objects.reduce((sum, { functions, fileLengths }) => sum + functions.length + 2 * fileLengths.length, 0);
  const flood = startFlood(graph, { capacity, expand });
  flood.run();
  return {
    graph,
    flood,
    nodeOf: (symbol) => {
      const node = nodes[symbol] ?? 0;
      return node === 0 ? undefined : node - 1;
    },
  };
}

/** What WebAssembly's host may call (go:wasmexport). */
function wasmExports({ objects, symbolOf }: SymbolNumbering): number[] {
  return objects.flatMap(({ columns }, home) => {
    const found: number[] = [];
    for (const [definition, bits] of columns.flags.subarray(0, columns.kinds.length).entries()) {
      if ((bits & flag.wasmExport) !== 0) found.push(symbolOf(home, definition));
    }
    return found;
  });
}

function emptyGraph(): Graph {
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

const noRows = new Uint32Array();

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

function signatures(methods: Methods) {
  const byKey = new Map<string, number>();
  const names = new Map<string, number>();
  const name = (text: string): number => {
    const number = names.get(text) ?? methods.names.length;
    if (number === methods.names.length) {
      methods.names.push(text);
      methods.byName.push([]);
    }
    names.set(text, number);
    return number;
  };
  const of = (text: string, type: number): number => {
    const key = `${type} ${text}`;
    const signature = byKey.get(key) ?? methods.nameOf.length;
    if (signature === methods.nameOf.length) {
      const number = name(text);
      methods.nameOf.push(number);
      methods.byName[number]?.push(signature);
      methods.bySignature.push([]);
    }
    byKey.set(key, signature);
    return signature;
  };
  return { of, name };
}

function addMethod(methods: Methods, type: number, signature: number, targets: readonly number[]): number {
  const method = methods.types.length;
  methods.types.push(type);
  methods.signatures.push(signature);
  for (const at of [0, 1, 2]) methods.targets.push(targets[at] ?? noNode);
  methods.bySignature[signature]?.push(method);
  return method;
}
