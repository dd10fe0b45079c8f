import { edge, flag, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import { type Flood, startFlood } from './flood.ts';
import { type Graph, link, type Methods, nodeFlag, noNode } from './graph.ts';
import { growing } from './growing.ts';
import { type ByteRules, symbolBytes } from './node-bytes.ts';
import { numberTable } from './number-table.ts';
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
  const objects = symbols.objects.map(({ columns }) => objectIndex(columns));
  const nodes = new Uint32Array(symbols.end);
  const shared = sharedNodes(graph);
  const addNode = (symbol: number, bytes: number, flags: number): number => {
    graph.symbols.push(symbol);
    graph.bytes.push(bytes);
    graph.flags.push(flags);
    graph.starts.push(0);
    graph.ends.push(0);
    return graph.symbols.length - 1;
  };
  const nodeOf = (symbol: number): number => {
    if (symbol === undefinedSymbol) return noNode;
    const known = nodes[symbol] ?? 0;
    if (known !== 0) return known - 1;
    const index = objects[symbols.homes[symbol] ?? 0];
    const definition = symbols.definitions[symbol] ?? 0;
    const bytes = index === undefined ? 0 : symbolBytes(index.columns, definition, index.functions, rules);
    const node = addNode(symbol, bytes, index === undefined ? 0 : flagsOf(index.columns, definition));
    nodes[symbol] = node + 1;
    return node;
  };
  const addLink = (target: number, kind: number): void => {
    if (target === noNode) return;
    graph.targets.push(target);
    graph.kinds.push(kind);
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
    const index = objects[home];
    if (index === undefined) return;
    const { columns } = index;
    const toNode = (target: number): number => nodeOf(symbols.symbolOf(home, target));
    graph.starts.values[node] = graph.targets.length;
    const end = columns.edgeStarts[definition + 1] ?? 0;
    for (let at = columns.edgeStarts[definition] ?? 0; at < end; at += 1) {
      const target = columns.edgeTargets[at] ?? 0;
      const kind = columns.edgeKinds[at];
      if (kind === edge.usedInInterface) addLink(nodeOf(typeOf(home, target)), link.used);
      else addLink(toNode(target), kind === edge.initialised ? link.init : link.node);
    }
    for (const row of index.methods.get(definition) ?? []) {
      const [, name = 0, ...targets] = columns.methods.subarray(row, row + 5);
      const [type = noNode, ...functions] = targets.map(toNode);
      const which = signature.of(columns.methodNames[name] ?? '', type);
      addLink(addMethod(graph.methods, node, which, [type, ...functions]), link.method);
    }
    for (const row of index.calls.get(definition) ?? []) {
      const [, target = 0, place = 0] = columns.calls.subarray(row, row + 3);
      const called = calledMethod(symbols.symbolOf(home, target), place);
      if (called !== undefined) addLink(called, link.call);
    }
    for (const row of index.namedCalls.get(definition) ?? []) {
      addLink(signature.name(columns.methodNames[columns.namedCalls[row + 1] ?? 0] ?? ''), link.name);
    }
    const written = index.functions.get(definition);
    if (written !== undefined) {
      addLink(shared.nameOf(symbol, columns.nameLengths[definition] ?? 0, addNode), link.node);
      for (const row of index.inlined.get(definition) ?? []) {
        const callee = symbols.symbolOf(home, columns.inlined[row + 1] ?? 0);
        if (callee === undefinedSymbol) continue;
        const lengths = symbols.objects[symbols.homes[callee] ?? 0]?.columns.nameLengths;
        addLink(shared.nameOf(callee, lengths?.[symbols.definitions[callee] ?? 0] ?? 0, addNode), link.node);
      }
      for (const row of index.sources.get(definition) ?? []) {
        const file = columns.sources[row + 1] ?? 0;
        addLink(shared.fileOf(home, file, columns, addNode), link.node);
        addLink(shared.entryOf(home, file, addNode), link.node);
      }
    }
    graph.ends.values[node] = graph.targets.length;
  };
  /** A type, where what is put into an interface is told by the table of its methods. */
  const typeOf = (home: number, target: number): number => {
    const symbol = symbols.symbolOf(home, target);
    if (symbol === undefinedSymbol) return symbol;
    const at = symbols.homes[symbol] ?? 0;
    const type = objects[at]?.itabs.get(symbols.definitions[symbol] ?? 0);
    return type === undefined ? symbol : symbols.symbolOf(at, type);
  };
  /** The signature of an interface's method, by its place in the interface's type. */
  const calledMethod = (symbol: number, place: number): number | undefined => {
    const at = symbols.homes[symbol] ?? 0;
    const index = objects[at];
    if (symbol === undefinedSymbol || index === undefined) return undefined;
    for (const row of index.interfaceMethods.get(symbols.definitions[symbol] ?? 0) ?? []) {
      const [, offset, name = 0, type = 0] = index.columns.interfaceMethods.subarray(row, row + 4);
      if (offset !== place) continue;
      return signature.of(index.columns.methodNames[name] ?? '', nodeOf(symbols.symbolOf(at, type)));
    }
    return undefined;
  };
  const rootsOf = (names: readonly string[]): number[] =>
    names.flatMap((name) => ([0, 1] as const).flatMap((abi) => symbols.exactly(name, abi) ?? [])).map(nodeOf);
  graph.roots.push(...rootsOf([entry, ...always]));
  graph.initRoots.push(...rootsOf(initLists));
  // Each symbol may have a name, a file and an entry of its own.
  const capacity =
    symbols.end +
    objects.reduce((sum, { columns }) => sum + columns.functions.length + 2 * columns.fileLengths.length, 0);
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

/** Columns of an object with the rows of each definition. */
function objectIndex(columns: ObjectColumns) {
  return {
    columns,
    methods: rowsOf(columns.methods, 5),
    interfaceMethods: rowsOf(columns.interfaceMethods, 4),
    calls: rowsOf(columns.calls, 3),
    namedCalls: rowsOf(columns.namedCalls, 2),
    inlined: rowsOf(columns.inlined, 2),
    sources: rowsOf(columns.sources, 2),
    functions: new Map(
      Array.from({ length: columns.functions.length / 3 }, (_, row) => [
        columns.functions[3 * row] ?? 0,
        3 * row,
      ]),
    ),
    itabs: new Map(
      Array.from({ length: columns.itabs.length / 2 }, (_, row) => [
        columns.itabs[2 * row] ?? 0,
        columns.itabs[2 * row + 1] ?? 0,
      ]),
    ),
  };
}

/** Where the rows of each definition begin, which is what each row begins with. */
function rowsOf(column: Uint32Array, width: number): Map<number, number[]> {
  const rows = new Map<number, number[]>();
  for (let row = 0; row < column.length; row += width) {
    const definition = column[row] ?? 0;
    const known = rows.get(definition);
    if (known === undefined) rows.set(definition, [row]);
    else known.push(row);
  }
  return rows;
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

type AddNode = (symbol: number, bytes: number, flags: number) => number;

/** What the linker writes once for all that need it. */
function sharedNodes(_graph: Graph) {
  const names = new Map<number, number>();
  const files = numberTable(1 << 16);
  const entries = new Map<number, number>();
  return {
    /** The name of a function in pclntab, with the byte that ends it: also of one that is only there inlined. */
    nameOf: (symbol: number, length: number, add: AddNode): number => {
      const known = names.get(symbol) ?? add(0, length + 1, 0);
      names.set(symbol, known);
      return known;
    },
    /** The name of a source file. */
    fileOf: (
      _home: number,
      file: number,
      { fileHashes, fileLengths }: ObjectColumns,
      add: AddNode,
    ): number => {
      const [first, second] = [fileHashes[2 * file] ?? 0, fileHashes[2 * file + 1] ?? 0];
      const known = files.get(first, second) ?? add(0, fileLengths[file] ?? 0, 0);
      files.set(first, second, known);
      return known;
    },
    /** The place of a file in its package's table. */
    entryOf: (home: number, file: number, add: AddNode): number => {
      const key = home * 2 ** 20 + file;
      const known = entries.get(key) ?? add(0, 4, 0);
      entries.set(key, known);
      return known;
    },
  };
}
