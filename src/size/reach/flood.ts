import { type Graph, link, nodeFlag, noNode } from './graph.ts';

/** What the linker's dead-code rules (cmd/link/internal/ld/deadcode.go) reach of a graph. */
export interface Flood {
  /** By node. */
  readonly reached: Uint8Array;
  /** By node: a type that is put into an interface. */
  readonly used: Uint8Array;
  isCalled(signature: number): boolean;
  isNamed(name: number): boolean;
  /** Whether all exported methods are kept. */
  reflects(): boolean;
  /** What the file holds for all that is reached. */
  bytes(): number;
}

export interface FloodOptions {
  /** How many nodes there may be, where the graph still grows. */
  readonly capacity?: number;
  /** Called before the links of a node are followed, where the graph still grows. */
  readonly expand?: (node: number) => void;
  /** Nobody looks methods up by unknown names. */
  readonly ignoreReflection?: boolean;
  /** Nodes that are not in the program. */
  readonly without?: Iterable<number>;
}

/** Runs the rules: what is reached grows until nothing is added any more, so the order does not matter. */
export function runFlood(graph: Graph, options: FloodOptions = {}): Flood {
  const { methods } = graph;
  const { capacity = graph.symbols.length, expand, ignoreReflection = false, without = [] } = options;
  const column = (): Uint8Array => new Uint8Array(capacity);
  const [reached, used, scheduled, leftOut] = [column(), column(), column(), column()];
  for (const node of without) leftOut[node] = 1;
  const [called, named]: [number[], number[]] = [[], []];
  let reflects = false;
  let bytes = 0;
  const queue: number[] = [];
  // They stay the same where the graph grows: it has room for all.
  const { flags, nodeBytes, starts, ends, targets, kinds } = columnsOf(graph);
  const flagsOf = (node: number): number => flags[node] ?? 0;
  const hasMore = (node: number): boolean => starts[node] !== ends[node] || flags[node] !== 0;
  const reach = (node: number): void => {
    if (reached[node] === 1 || node === noNode || leftOut[node] === 1) return;
    reached[node] = 1;
    bytes += nodeBytes[node] ?? 0;
    // There may be nothing to follow.
    if (hasMore(node)) queue.push(node);
  };
  const reachMethod = (method: number): void => {
    for (let at = 3 * method; at < 3 * method + 3; at += 1) reach(methods.targets.values[at] ?? noNode);
  };
  const isUsed = (node: number): boolean =>
    used[node] === 1 || (flagsOf(node) & nodeFlag.usedInInterface) !== 0;
  const isLive = (method: number): boolean => {
    const type = methods.types.values[method] ?? 0;
    return reached[type] === 1 && isUsed(type);
  };
  const exported: boolean[] = [];
  const isExportedName = (name: number): boolean => {
    exported[name] ??= isExported(methods.names[name] ?? '');
    return exported[name];
  };
  const isKept = (signature: number): boolean => {
    const name = methods.nameOf[signature] ?? 0;
    return called[signature] === 1 || named[name] === 1 || (reflects && isExportedName(name));
  };
  const use = (type: number): void => {
    if (isUsed(type)) return;
    used[type] = 1;
    // Its links are followed once more: they mean more now.
    if (reached[type] === 1) queue.push(type);
  };
  const reachLive = (signature: number): void => {
    for (const method of methods.bySignature[signature] ?? []) if (isLive(method)) reachMethod(method);
  };
  const call = (signature: number): void => {
    if (called[signature] === 1) return;
    called[signature] = 1;
    reachLive(signature);
  };
  const name = (which: number): void => {
    if (named[which] === 1) return;
    named[which] = 1;
    for (const signature of methods.byName[which] ?? []) reachLive(signature);
  };
  const reflect = (): void => {
    if (reflects || ignoreReflection) return;
    reflects = true;
    for (const [signature, which] of methods.nameOf.entries()) {
      if (isExportedName(which)) reachLive(signature);
    }
  };
  const schedule = (task: number): void => {
    const tasks = [task];
    for (let node = tasks.pop(); node !== undefined; node = tasks.pop()) {
      if (scheduled[node] === 1 || leftOut[node] === 1) continue;
      scheduled[node] = 1;
      expand?.(node);
      if ((flagsOf(node) & nodeFlag.initialises) !== 0) reach(node);
      const end = ends[node] ?? 0;
      for (let at = starts[node] ?? 0; at < end; at += 1) {
        if (kinds[at] === link.init) tasks.push(targets[at] ?? 0);
      }
    }
  };
  /** A method of a type that is put into an interface: reflection gets to the type of its function. */
  const lookAtMethod = (method: number): void => {
    const type = methods.targets.values[3 * method] ?? noNode;
    if (type !== noNode) use(type);
    if (isKept(methods.signatures.values[method] ?? 0)) reachMethod(method);
  };
  const lookAt = (node: number): void => {
    expand?.(node);
    const bits = flagsOf(node);
    if ((bits & nodeFlag.reflects) !== 0) reflect();
    const isUsedType = (bits & nodeFlag.type) !== 0 && isUsed(node);
    const end = ends[node] ?? 0;
    for (let at = starts[node] ?? 0; at < end; at += 1) {
      const to = targets[at] ?? 0;
      switch (kinds[at]) {
        case link.node:
          if (isUsedType && (flagsOf(to) & nodeFlag.type) !== 0) use(to);
          // Most of what is led to is there already.
          if (reached[to] === 0) reach(to);
          break;
        case link.used:
          use(to);
          break;
        case link.call:
          call(to);
          break;
        case link.name:
          name(to);
          break;
        case link.method:
          if (isUsedType) lookAtMethod(to);
      }
    }
  };
  for (const node of graph.roots) reach(node);
  for (const node of graph.initRoots) schedule(node);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) lookAt(node);
  return {
    reached,
    used,
    isCalled: (signature) => called[signature] === 1,
    isNamed: (which) => named[which] === 1,
    reflects: () => reflects,
    bytes: () => bytes,
  };
}

/** `methodref.isExported`: its name begins with an upper-case letter. */
export function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

function columnsOf({ flags, bytes, starts, ends, targets, kinds }: Graph) {
  return {
    ...{ flags: flags.values, nodeBytes: bytes.values, starts: starts.values },
    ...{ ends: ends.values, targets: targets.values, kinds: kinds.values },
  };
}
