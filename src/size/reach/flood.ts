import { type Graph, link, nodeFlag, noNode } from './graph.ts';

/**
 * The linker's dead-code rules (cmd/link/internal/ld/deadcode.go) over a graph, some of it left out: what is reached grows until
 * nothing is added any more, so the order does not matter, and what is let in later is added to what there is. A mark tells how
 * far things are; `undo` goes back to it.
 */
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
  /** Keeps nodes from being reached until they are let in as often. */
  leaveOut(nodes: Iterable<number>): void;
  letIn(nodes: Iterable<number>): void;
  /** Goes on from the roots, and from what was let in. */
  run(): void;
  mark(): number;
  undo(mark: number): void;
}

export interface FloodOptions {
  /** How many nodes there may be, where the graph still grows. */
  readonly capacity?: number;
  /** Called before the links of a node are followed, where the graph still grows. */
  readonly expand?: (node: number) => void;
  /** Nobody looks methods up by unknown names. */
  readonly ignoreReflection?: boolean;
}

/** Kinds of what can be undone. */
const step = {
  reached: 0,
  used: 1,
  called: 2,
  named: 3,
  reflects: 4,
  wanted: 5,
  scheduled: 6,
  expected: 7,
} as const;

/** Nothing is reached yet. */
export function startFlood(graph: Graph, options: FloodOptions = {}): Flood {
  const { methods } = graph;
  const { capacity = graph.symbols.length, expand, ignoreReflection = false } = options;
  const column = (): Uint8Array => new Uint8Array(capacity);
  const [reached, used, scheduled] = [column(), column(), column()];
  /** What something leads to, and is left out; the same of inittasks. */
  const [wanted, expected] = [column(), column()];
  const leftOut = new Uint16Array(capacity);
  const [called, named, reflects]: [number[], number[], number[]] = [[], [], []];
  /** By `step`: what each can be undone in. */
  const columns = [reached, used, called, named, reflects, wanted, scheduled, expected];
  let bytes = 0;
  const trail: number[] = [];
  const queue: number[] = [];
  const note = (kind: number, what: number): void => {
    trail.push(what * columns.length + kind);
  };
  // They stay the same where the graph grows: it has room for all.
  const { flags, nodeBytes, starts, ends, targets, kinds } = columnsOf(graph);
  const flagsOf = (node: number): number => flags[node] ?? 0;
  const hasMore = (node: number): boolean => starts[node] !== ends[node] || flags[node] !== 0;
  const reach = (node: number): void => {
    if (reached[node] === 1 || node === noNode) return;
    if (leftOut[node] === 0) {
      reached[node] = 1;
      note(step.reached, node);
      bytes += nodeBytes[node] ?? 0;
      // There may be nothing to follow.
      if (hasMore(node)) queue.push(node);
    } else if (wanted[node] === 0) {
      wanted[node] = 1;
      note(step.wanted, node);
    }
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
    return called[signature] === 1 || named[name] === 1 || (reflects[0] === 1 && isExportedName(name));
  };
  const use = (type: number): void => {
    if (isUsed(type)) return;
    used[type] = 1;
    note(step.used, type);
    // Its links are followed once more: they mean more now.
    if (reached[type] === 1) queue.push(type);
  };
  const reachLive = (signature: number): void => {
    for (const method of methods.bySignature[signature] ?? []) if (isLive(method)) reachMethod(method);
  };
  const call = (signature: number): void => {
    if (called[signature] === 1) return;
    called[signature] = 1;
    note(step.called, signature);
    reachLive(signature);
  };
  const name = (which: number): void => {
    if (named[which] === 1) return;
    named[which] = 1;
    note(step.named, which);
    for (const signature of methods.byName[which] ?? []) reachLive(signature);
  };
  const reflect = (): void => {
    if (reflects[0] === 1 || ignoreReflection) return;
    reflects[0] = 1;
    note(step.reflects, 0);
    for (const [signature, which] of methods.nameOf.entries()) {
      if (isExportedName(which)) reachLive(signature);
    }
  };
  const schedule = (task: number): void => {
    const tasks = [task];
    for (let node = tasks.pop(); node !== undefined; node = tasks.pop()) {
      if (scheduled[node] === 1) continue;
      if (leftOut[node] !== 0) {
        if (expected[node] === 1) continue;
        expected[node] = 1;
        note(step.expected, node);
        continue;
      }
      scheduled[node] = 1;
      note(step.scheduled, node);
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
  return {
    reached,
    used,
    isCalled: (signature) => called[signature] === 1,
    isNamed: (which) => named[which] === 1,
    reflects: () => reflects[0] === 1,
    bytes: () => bytes,
    leaveOut: (nodes) => {
      for (const node of nodes) leftOut[node] = (leftOut[node] ?? 0) + 1;
    },
    letIn: (nodes) => {
      for (const node of nodes) leftOut[node] = (leftOut[node] ?? 1) - 1;
      for (const node of nodes) {
        if (leftOut[node] !== 0) continue;
        if (expected[node] === 1) schedule(node);
        if (wanted[node] === 1) reach(node);
      }
    },
    run: () => {
      for (const node of graph.roots) reach(node);
      for (const node of graph.initRoots) schedule(node);
      for (let node = queue.pop(); node !== undefined; node = queue.pop()) lookAt(node);
    },
    mark: () => trail.length,
    undo: (mark) => {
      while (trail.length > mark) {
        const entry = trail.pop() ?? 0;
        const [kind, what] = [entry % columns.length, Math.floor(entry / columns.length)];
        if (kind === step.reached) {
          reached[what] = 0;
          bytes -= nodeBytes[what] ?? 0;
        } else (columns[kind] ?? used)[what] = 0;
      }
    },
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
