import { type ReferenceKind, type ReferenceStep, referenceKinds } from './findings.ts';
import { isExported } from './flood.ts';
import { link, nodeFlag, noNode } from './graph.ts';
import { mainFunction, type NamedReach } from './program-reach.ts';

/** The shortest chains of references from where the linker begins to everything that it keeps. */
export interface Chains {
  /** Nodes in the order in which they are met: the nearest first. */
  readonly order: readonly number[];
  /** The chain to a node, both ends included; empty where the rules do not reach it. */
  to(node: number): ReferenceStep[];
  /** The same as nodes. */
  nodesTo(node: number): number[];
}

/**
 * Goes through what is reached breadth first. A chain without an inittask is taken before a shorter one with it, and one through
 * what only reflection may call comes last: so where those are in a chain, nothing else keeps what is at its end.
 */
export function referenceChains(reach: NamedReach): Chains {
  const { graph, flood } = reach;
  const { methods } = graph;
  const count = graph.symbols.length;
  const from = new Int32Array(count).fill(-1);
  const by = new Uint8Array(count);
  const order: number[] = [];
  const [called, named] = [new Uint8Array(methods.nameOf.length), new Uint8Array(methods.names.length)];
  /** Methods of types that were met, that only reflection keeps; looked at when nothing else is left. */
  const reflected: number[] = [];
  const meet = (node: number, parent: number, kind: ReferenceKind): void => {
    if (node === noNode || flood.reached[node] !== 1 || from[node] !== -1) return;
    from[node] = parent;
    by[node] = referenceKinds.indexOf(kind);
    order.push(node);
  };
  const meetMethod = (method: number, parent: number, kind: ReferenceKind): void => {
    for (let at = 0; at < 3; at += 1) meet(methods.targets.values[3 * method + at] ?? noNode, parent, kind);
  };
  const isUsed = (type: number): boolean =>
    flood.used[type] === 1 || ((graph.flags.values[type] ?? 0) & nodeFlag.usedInInterface) !== 0;
  /** Of a method's type and of who calls it the one that is met last leads to it: the other is there without it. */
  const meetLive = (signature: number, caller: number, kind: ReferenceKind): void => {
    for (const method of methods.bySignature[signature] ?? []) {
      const type = methods.types.values[method] ?? 0;
      if (from[type] !== -1 && isUsed(type)) meetMethod(method, caller, kind);
    }
  };
  const lookAtMethod = (method: number, type: number): void => {
    const signature = methods.signatures.values[method] ?? 0;
    const name = methods.nameOf[signature] ?? 0;
    if (called[signature] === 1) meetMethod(method, type, 'interface');
    else if (named[name] === 1) meetMethod(method, type, 'name');
    else if (flood.reflects() && isExported(methods.names[name] ?? '')) reflected.push(method);
  };
  const follow = (node: number, target: number, kind: number): void => {
    switch (kind) {
      case link.node:
        meet(target, node, reach.linknamed[target] === 1 ? 'linkname' : 'reference');
        return;
      case link.call:
        if (called[target] === 0) meetLive(target, node, 'interface');
        called[target] = 1;
        return;
      case link.name:
        if (named[target] === 0) {
          for (const signature of methods.byName[target] ?? []) meetLive(signature, node, 'name');
        }
        named[target] = 1;
        return;
      case link.method:
        if (isUsed(node)) lookAtMethod(target, node);
    }
  };
  const goOn = (start: number): number => {
    let next = start;
    for (; next < order.length; next += 1) {
      const node = order[next] ?? 0;
      const end = graph.ends.values[node] ?? 0;
      for (let at = graph.starts.values[node] ?? 0; at < end; at += 1) {
        follow(node, graph.targets.values[at] ?? 0, graph.kinds.values[at] ?? 0);
      }
    }
    return next;
  };
  for (const node of graph.roots) meet(node, startNode, 'start');
  let next = goOn(0);
  for (let node = 0; node < count; node += 1) {
    if (from[node] !== -1 || ((graph.flags.values[node] ?? 0) & nodeFlag.initialises) === 0) continue;
    if (isInitTask(reach.names[node])) meet(node, startNode, 'init');
  }
  next = goOn(next);
  // Grows while it is gone through.
  for (const method of reflected) {
    meetMethod(method, methods.types.values[method] ?? 0, 'reflection');
    next = goOn(next);
  }
  const nodesTo = (node: number): number[] => {
    const chain: number[] = [];
    for (let at = node; at >= 0 && from[at] !== -1; at = from[at] ?? startNode) {
      chain.unshift(at);
      // What comes before it is the same in every program.
      if (reach.names[at] === mainFunction) break;
    }
    return chain;
  };
  const stepOf = (node: number): ReferenceStep => ({
    symbol: reach.names[node] || madeName,
    package: reach.owners[node] ?? '',
    by: reach.names[node] === mainFunction ? 'start' : (referenceKinds[by[node] ?? 0] ?? 'reference'),
  });
  return { order, nodesTo, to: (node) => nodesTo(node).map(stepOf) };
}

/** Before the first node of a chain. */
const startNode = -2;
/** What the compiler gives no name. */
const madeName = '(data without a name)';

function isInitTask(name = ''): boolean {
  return name.endsWith('..inittask');
}
