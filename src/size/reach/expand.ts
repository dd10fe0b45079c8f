import { edge, flag, nothing, rows } from '../../binary/go/objects/columns.ts';
import { firstRow } from './definition-rows.ts';
import { type Graph, link } from './graph.ts';
import { type GraphNodes, unmade } from './graph-nodes.ts';
import type { MethodTable } from './methods.ts';
import { undefinedSymbol } from './number-definitions.ts';
import type { DefinitionPlace, SharedNodes } from './shared-nodes.ts';
import type { SymbolNumbering } from './symbols.ts';

/** What a graph is made with. */
export interface Making {
  readonly graph: Graph;
  readonly symbols: SymbolNumbering;
  readonly nodes: GraphNodes;
  readonly methods: MethodTable;
  readonly shared: SharedNodes;
}

/** A definition, and the node that is made of it. */
interface Place extends DefinitionPlace {
  readonly node: number;
}

/** Makes the links of a node when they are first asked for. */
export function expander(making: Making): (node: number) => void {
  const { graph, symbols, shared, nodes } = making;
  return (node) => {
    if (graph.ends.values[node] !== unmade) return;
    const symbol = graph.symbols.values[node] ?? 0;
    const home = symbols.homes[symbol] ?? 0;
    const definition = symbols.definitions[symbol] ?? 0;
    const columns = symbols.objects[home]?.columns;
    if (columns === undefined) return;
    const place = { node, home, definition, columns };
    const bits = columns.flags[definition] ?? 0;
    // These are made first, since they may have links of their own.
    const written = (bits & rows.functions) === 0 ? none : shared.of(symbol, place);
    graph.starts.values[node] = graph.targets.length;
    linkEdges(place, making);
    if ((bits & flag.goType) !== 0) linkMethods(place, making);
    if ((bits & rows.calls) !== 0) linkCalls(place, making);
    for (const target of written) nodes.link(target, link.node);
    graph.ends.values[node] = graph.targets.length;
  };
}

const none: readonly number[] = [];

function linkEdges({ home, definition, columns }: Place, { symbols, nodes }: Making): void {
  const { edgeStarts, edgeTargets, edgeKinds } = columns;
  const end = edgeStarts[definition + 1] ?? 0;
  for (let at = edgeStarts[definition] ?? 0; at < end; at += 1) {
    const symbol = symbols.symbolOf(home, edgeTargets[at] ?? nothing);
    const kind = edgeKinds[at];
    if (kind === edge.usedInInterface) nodes.link(nodes.of(typeOf(symbol, symbols)), link.used);
    else nodes.link(nodes.of(symbol), kind === edge.initialised ? link.init : link.node);
  }
}

/** A type, where what is put into an interface is told by the table of its methods. */
function typeOf(symbol: number, { objects, homes, definitions, symbolOf }: SymbolNumbering): number {
  if (symbol === undefinedSymbol) return symbol;
  const home = homes[symbol] ?? 0;
  const definition = definitions[symbol] ?? 0;
  const itabs = objects[home]?.columns.itabs ?? new Uint32Array();
  const row = firstRow(itabs, 2, definition);
  return itabs[row] === definition ? symbolOf(home, itabs[row + 1] ?? nothing) : symbol;
}

function linkMethods({ node, home, definition, columns }: Place, { symbols, nodes, methods }: Making): void {
  const { methods: column, methodNames } = columns;
  const nodeAt = (at: number): number => nodes.of(symbols.symbolOf(home, column[at] ?? nothing));
  for (let row = firstRow(column, 5, definition); column[row] === definition; row += 5) {
    const type = nodeAt(row + 2);
    const call = nodeAt(row + 3);
    const plain = nodeAt(row + 4);
    const signature = methods.signature(methods.name(methodNames[column[row + 1] ?? 0] ?? ''), type);
    nodes.link(methods.add(node, signature, type, call, plain), link.method);
  }
}

function linkCalls({ home, definition, columns }: Place, making: Making): void {
  const { symbols, nodes, methods } = making;
  const { calls, namedCalls, methodNames } = columns;
  for (let row = firstRow(calls, 3, definition); calls[row] === definition; row += 3) {
    const called = calledMethod(
      symbols.symbolOf(home, calls[row + 1] ?? nothing),
      calls[row + 2] ?? 0,
      making,
    );
    if (called !== undefined) nodes.link(called, link.call);
  }
  for (let row = firstRow(namedCalls, 2, definition); namedCalls[row] === definition; row += 2) {
    nodes.link(methods.name(methodNames[namedCalls[row + 1] ?? 0] ?? ''), link.name);
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
  const definition = symbols.definitions[symbol] ?? 0;
  const { interfaceMethods: column, methodNames } = columns;
  for (let row = firstRow(column, 4, definition); column[row] === definition; row += 4) {
    if (column[row + 1] !== place) continue;
    const type = nodes.of(symbols.symbolOf(home, column[row + 3] ?? nothing));
    return methods.signature(methods.name(methodNames[column[row + 2] ?? 0] ?? ''), type);
  }
  return undefined;
}
