import type { ReferenceKind } from './findings.ts';
import { isExported } from './flood.ts';
import { link, nodeFlag, noNode } from './graph.ts';
import type { ProgramReach } from './program-reach.ts';

/** What refers to a symbol that the linker keeps. */
export interface Referrer {
  readonly node: number;
  readonly by: ReferenceKind;
}

/**
 * What refers to a node from outside of a part of the program. Data that belong to no package or to several are no referrers: what
 * refers to them is.
 * @param isInside whether a node is of the part
 */
export type ReferrerLookup = (node: number, isInside: (node: number) => boolean) => Referrer[];

/** Turns the links of what is kept around. */
export function referrersOf(reach: ProgramReach): ReferrerLookup {
  const { owners } = reach;
  const count = reach.graph.symbols.length;
  // Of each node where its links begin, one place further on while they are counted and filled in.
  const starts = new Uint32Array(count + 2);
  forEachLink(reach, (_, to) => {
    starts[to + 2] = (starts[to + 2] ?? 0) + 1;
  });
  for (let at = 3; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const from = new Uint32Array(starts.at(-1) ?? 0);
  const by = new Uint8Array(from.length);
  forEachLink(reach, (node, to, kind) => {
    const at = starts[to + 1] ?? 0;
    from[at] = node;
    by[at] = kinds.indexOf(kind);
    starts[to + 1] = at + 1;
  });
  return (target, isInside) => {
    const found = new Map<number, ReferenceKind>();
    const toTarget = reach.linknamed[target] === 1 ? 'linkname' : 'reference';
    // A set is gone through in the order of its entries, those that are added on the way included.
    const visited = new Set([target]);
    for (const node of visited) {
      const end = starts[node + 1] ?? 0;
      for (let at = starts[node] ?? 0; at < end; at += 1) {
        const referrer = from[at] ?? 0;
        if (isInside(referrer)) continue;
        const kind = kinds[by[at] ?? 0] ?? 'reference';
        if (owners[referrer] === '') visited.add(referrer);
        else if (!found.has(referrer)) {
          found.set(referrer, kind === 'reference' && node === target ? toTarget : kind);
        }
      }
    }
    return [...found].map(([node, kind]) => ({ node, by: kind }));
  };
}

const kinds = ['reference', 'interface', 'name', 'reflection'] as const;

/** Every link by which something kept leads to another, but for the order in which packages are initialised. */
function forEachLink(
  reach: ProgramReach,
  use: (node: number, to: number, by: (typeof kinds)[number]) => void,
): void {
  const { graph, flood } = reach;
  for (let node = 0; node < graph.symbols.length; node += 1) {
    if (flood.reached[node] !== 1) continue;
    const isUsed =
      flood.used[node] === 1 || ((graph.flags.values[node] ?? 0) & nodeFlag.usedInInterface) !== 0;
    const end = graph.ends.values[node] ?? 0;
    for (let at = graph.starts.values[node] ?? 0; at < end; at += 1) {
      const target = graph.targets.values[at] ?? 0;
      const kind = graph.kinds.values[at];
      if (kind === link.node) use(node, target, 'reference');
      if (kind !== link.method || !isUsed) continue;
      const reason = keptBy(reach, target);
      if (reason === undefined) continue;
      for (const to of graph.methods.targets.values.subarray(3 * target, 3 * target + 3)) {
        if (to !== noNode) use(node, to, reason);
      }
    }
  }
}

/** Why the linker keeps a method of a type in an interface; undefined where it does not. */
function keptBy({ graph: { methods }, flood }: ProgramReach, method: number) {
  const signature = methods.signatures.values[method] ?? 0;
  const name = methods.nameOf[signature] ?? 0;
  if (flood.isCalled(signature)) return 'interface';
  if (flood.isNamed(name)) return 'name';
  return flood.reflects() && isExported(methods.names[name] ?? '') ? 'reflection' : undefined;
}
