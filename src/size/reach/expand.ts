import { edge, nothing, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import { rowOf, rowsOf } from './definition-rows.ts';
import { type Graph, link, noNode } from './graph.ts';
import type { GraphNodes } from './graph-nodes.ts';
import { growing } from './growing.ts';
import type { MethodTable } from './methods.ts';
import type { SharedNodes } from './shared-nodes.ts';
import { type SymbolNumbering, undefinedSymbol } from './symbols.ts';

/** What a graph is made with. */
export interface Making {
  readonly graph: Graph;
  readonly symbols: SymbolNumbering;
  readonly nodes: GraphNodes;
  readonly methods: MethodTable;
  readonly shared: SharedNodes;
}

/** A definition of an object, and the node that is made of it. */
interface Place {
  readonly node: number;
  readonly home: number;
  readonly definition: number;
  readonly columns: ObjectColumns;
}

/** Makes the links of a node when they are first asked for. */
export function expander(making: Making): (node: number) => void {
  const { graph, symbols, nodes, shared } = making;
  const isExpanded = growing((length) => new Uint8Array(length), 1 << 16);
  return (node) => {
    while (isExpanded.length <= node) isExpanded.push(0);
    const symbol = graph.symbols.values[node] ?? 0;
    if (isExpanded.values[node] === 1 || symbol === 0) return;
    isExpanded.values[node] = 1;
    const home = symbols.homes[symbol] ?? 0;
    const definition = symbols.definitions[symbol] ?? 0;
    const columns = symbols.objects[home]?.columns;
    if (columns === undefined) return;
    const place = { node, home, definition, columns };
    // These are made first, since they may have links of their own.
    const isWritten = rowOf(columns.functions, 3, definition) !== undefined;
    const written = isWritten ? shared.of(symbol, columns) : [];
    graph.starts.values[node] = graph.targets.length;
    linkEdges(place, making);
    linkMethods(place, making);
    linkCalls(place, making);
    for (const target of written) nodes.link(target, link.node);
    graph.ends.values[node] = graph.targets.length;
  };
}

function linkEdges({ home, definition, columns }: Place, { symbols, nodes }: Making): void {
  const end = columns.edgeStarts[definition + 1] ?? 0;
  for (let at = columns.edgeStarts[definition] ?? 0; at < end; at += 1) {
    const symbol = symbols.symbolOf(home, columns.edgeTargets[at] ?? nothing);
    const kind = columns.edgeKinds[at];
    if (kind === edge.usedInInterface) nodes.link(nodes.of(typeOf(symbol, symbols)), link.used);
    else nodes.link(nodes.of(symbol), kind === edge.initialised ? link.init : link.node);
  }
}

/** A type, where what is put into an interface is told by the table of its methods. */
function typeOf(symbol: number, { objects, homes, definitions, symbolOf }: SymbolNumbering): number {
  if (symbol === undefinedSymbol) return symbol;
  const home = homes[symbol] ?? 0;
  const itabs = objects[home]?.columns.itabs;
  const row = itabs && rowOf(itabs, 2, definitions[symbol] ?? 0);
  return row === undefined ? symbol : symbolOf(home, itabs?.[row + 1] ?? nothing);
}

function linkMethods({ node, home, definition, columns }: Place, { symbols, nodes, methods }: Making): void {
  for (const row of rowsOf(columns.methods, 5, definition)) {
    const [, name = 0, ...targets] = columns.methods.subarray(row, row + 5);
    const [type = noNode, ...functions] = targets.map((target) => nodes.of(symbols.symbolOf(home, target)));
    const signature = methods.signature(columns.methodNames[name] ?? '', type);
    nodes.link(methods.add(node, signature, [type, ...functions]), link.method);
  }
}

function linkCalls({ home, definition, columns }: Place, making: Making): void {
  const { symbols, nodes, methods } = making;
  for (const row of rowsOf(columns.calls, 3, definition)) {
    const [, target = 0, place = 0] = columns.calls.subarray(row, row + 3);
    const called = calledMethod(symbols.symbolOf(home, target), place, making);
    if (called !== undefined) nodes.link(called, link.call);
  }
  for (const row of rowsOf(columns.namedCalls, 2, definition)) {
    const name = columns.methodNames[columns.namedCalls[row + 1] ?? 0] ?? '';
    nodes.link(methods.name(name), link.name);
  }
}

/** The signature of an interface's method, by its place in the interface's type. */
function calledMethod(
  symbol: number,
  place: number,
  { symbols, nodes, methods }: Making,
): number | undefined {
  const home = symbols.homes[symbol] ?? 0;
  const columns = symbols.objects[home]?.columns;
  if (symbol === undefinedSymbol || columns === undefined) return undefined;
  for (const row of rowsOf(columns.interfaceMethods, 4, symbols.definitions[symbol] ?? 0)) {
    const [, offset, name = 0, type = 0] = columns.interfaceMethods.subarray(row, row + 4);
    if (offset !== place) continue;
    return methods.signature(columns.methodNames[name] ?? '', nodes.of(symbols.symbolOf(home, type)));
  }
  return undefined;
}
