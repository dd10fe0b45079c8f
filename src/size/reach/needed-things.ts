import { isExported } from './flood.ts';
import { type Graph, link, nodeFlag, noNode } from './graph.ts';
import { smallestFirst } from './smallest-first.ts';
import { everything, nothing, type ThingSets } from './thing-sets.ts';

/**
 * Which of many things each node needs, by the linker's rules. A thing is a set of nodes; things may overlap. A node needs a thing
 * where it is not reached in a program without that thing alone.
 *
 * What a rule leads to needs all that its premises need. What several rules lead to needs only what is needed by all of them, and
 * the things that it is in itself. So all begin with everything, and rules take away from it until nothing changes: what is left is
 * what one run of the rules without each thing would tell (`flood.ts`), of all things at once.
 * @param mostThings gives up where all sets together hold more
 * @returns by node, `everything` where it is not reached at all; undefined where it gave up
 */
export function neededThings(
  graph: Graph,
  things: readonly (readonly number[])[],
  sets: ThingSets,
  mostThings: number,
): Uint32Array | undefined {
  const { methods } = graph;
  const nodeCount = graph.symbols.length;
  const flags = graph.flags.values.subarray(0, nodeCount);
  const [starts, ends] = [graph.starts.values, graph.ends.values];
  const [targets, kinds] = [graph.targets.values, graph.kinds.values];
  const own = ownThings(things, nodeCount, sets, mostThings);
  if (own === undefined) return undefined;
  // What each needs for the sake of others, without what it is in itself.
  const column = (length: number): Uint32Array => new Uint32Array(length);
  const [reached, used, scheduled] = [column(nodeCount), column(nodeCount), column(nodeCount)];
  const [kept, named, reflects] = [column(methods.nameOf.length), column(methods.names.length), column(1)];
  // In the queue these come one after another: nodes, signatures, names, reflection.
  const firstName = nodeCount + kept.length;
  const reflection = firstName + named.length;
  const queue = smallestFirst(reflection + 1);
  const exported = [...methods.nameOf.keys()].filter((signature) =>
    isExported(methods.names[methods.nameOf[signature] ?? 0] ?? ''),
  );
  const narrow = (which: Uint32Array, at: number, needs: number, item: number): void => {
    const before = which[at] ?? everything;
    if (before === nothing || before === needs) return;
    const after = sets.intersection(before, needs);
    if (after === before) return;
    which[at] = after;
    // Nothing to follow.
    if (item < nodeCount && starts[item] === ends[item] && flags[item] === 0) return;
    queue.add(item, sets.size(after));
  };
  const reach = (node: number, needs: number): void => narrow(reached, node, needs, node);
  const use = (type: number, needs: number): void => narrow(used, type, needs, type);
  const keep = (signature: number, needs: number): void =>
    narrow(kept, signature, needs, nodeCount + signature);
  const reachedBy = (node: number): number => sets.union(reached[node] ?? everything, own[node] ?? nothing);
  /** What a type needs to be there and put into an interface. */
  const liveBy = (type: number): number => sets.union(reachedBy(type), used[type] ?? everything);
  const reachMethod = (method: number, live: number): void => {
    const needs = sets.union(live, kept[methods.signatures.values[method] ?? 0] ?? everything);
    if (needs === everything) return;
    for (let at = 3 * method; at < 3 * method + 3; at += 1) {
      const to = methods.targets.values[at] ?? noNode;
      if (to !== noNode) reach(to, needs);
    }
  };
  const initialise = (task: number): void => {
    const needs = sets.union(scheduled[task] ?? everything, own[task] ?? nothing);
    if (((flags[task] ?? 0) & nodeFlag.initialises) !== 0) reach(task, needs);
    const end = ends[task] ?? 0;
    for (let at = starts[task] ?? 0; at < end; at += 1) {
      const before = targets[at] ?? 0;
      if (kinds[at] === link.init) narrow(scheduled, before, needs, before);
    }
  };
  const lookAt = (node: number): void => {
    const needs = reachedBy(node);
    if (needs === everything) return;
    const bits = flags[node] ?? 0;
    if ((bits & nodeFlag.reflects) !== 0) narrow(reflects, 0, needs, reflection);
    const live = (bits & nodeFlag.type) === 0 ? everything : liveBy(node);
    const end = ends[node] ?? 0;
    for (let at = starts[node] ?? 0; at < end; at += 1) {
      const to = targets[at] ?? 0;
      switch (kinds[at]) {
        case link.node:
          if (live !== everything && ((flags[to] ?? 0) & nodeFlag.type) !== 0) use(to, live);
          // Most of what is led to needs nothing already.
          if (reached[to] !== nothing) reach(to, needs);
          break;
        case link.used:
          use(to, needs);
          break;
        case link.call:
          keep(to, needs);
          break;
        case link.name:
          narrow(named, to, needs, firstName + to);
          break;
        case link.method:
          if (live !== everything) {
            const type = methods.targets.values[3 * to] ?? noNode;
            if (type !== noNode) use(type, live);
            reachMethod(to, live);
          }
      }
    }
  };
  const follow = (item: number): void => {
    if (item < nodeCount) {
      if (scheduled[item] !== everything) initialise(item);
      lookAt(item);
    } else if (item < firstName) {
      for (const method of methods.bySignature[item - nodeCount] ?? []) {
        reachMethod(method, liveBy(methods.types.values[method] ?? 0));
      }
    } else {
      const signatures = item === reflection ? exported : (methods.byName[item - firstName] ?? []);
      const needs = (item === reflection ? reflects[0] : named[item - firstName]) ?? everything;
      for (const signature of signatures) keep(signature, needs);
    }
  };
  for (let node = 0; node < nodeCount; node += 1) {
    if (((flags[node] ?? 0) & nodeFlag.usedInInterface) !== 0) used[node] = nothing;
  }
  for (const node of graph.roots) if (node !== noNode) reach(node, nothing);
  for (const node of graph.initRoots) narrow(scheduled, node, nothing, node);
  for (let item = queue.take(); item !== undefined; item = queue.take()) {
    if (sets.things > mostThings) return undefined;
    follow(item);
  }
  return reached.map((_, node) => reachedBy(node));
}

/** By node: the things that it is in; undefined where there are too many of them. */
function ownThings(
  things: readonly (readonly number[])[],
  nodeCount: number,
  sets: ThingSets,
  mostThings: number,
): Uint32Array | undefined {
  const own = new Uint32Array(nodeCount).fill(nothing);
  for (const [thing, nodes] of things.entries()) {
    if (sets.things > mostThings) return undefined;
    const alone = sets.of(thing);
    for (const node of nodes) own[node] = sets.union(own[node] ?? nothing, alone);
  }
  return own;
}
