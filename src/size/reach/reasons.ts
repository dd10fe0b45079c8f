import type { Chains } from './chains.ts';
import type { ReferenceKind, ReferenceStep } from './findings.ts';
import { nodeFlag } from './graph.ts';
import { mainNode, type ProgramReach } from './program-reach.ts';
import { type Referrer, referrersOf } from './referrers.ts';
import { retainedBytes } from './retained.ts';

/** Why a part of a program is in it, by the linker's rules, and what would go with it. */
export interface Reasons {
  /** Whether the linker keeps anything of it. */
  readonly kept: boolean;
  /** What the file holds for its functions, types and data. */
  readonly bytes: number;
  /** What the file would be smaller without it; undefined where no program would be left. */
  readonly retainedBytes: number | undefined;
  /**
   * The shortest chain of references to the first of it; one that begins with an init of its own only where there is no other. Empty
   * where nothing is kept.
   */
  readonly references: readonly ReferenceStep[];
  /** Those of its packages that have something to run when the program starts: that stays as long as they are imported. */
  readonly initialised: readonly string[];
  /** What of it is referred to from outside, that of which most would go first; empty where no program would be left. */
  readonly entries: readonly Entry[];
}

/** A symbol, and who outside of the part in question refers to it. */
export interface Entry {
  readonly symbol: string;
  /** Import path; `main` for the main package. */
  readonly package: string;
  /** What the file would be smaller without it alone; undefined where no program would be left. */
  readonly retainedBytes: number | undefined;
  /** Those nearest to where the linker begins come first. */
  readonly referrers: readonly {
    readonly symbol: string;
    readonly package: string;
    readonly by: ReferenceKind;
  }[];
}

/**
 * Why parts of a program are in it, and what goes without each part, and without each symbol of it that is referred to from outside.
 * @param parts sets of nodes
 */
export function reasonsFor(
  reach: ProgramReach,
  chains: Chains,
  parts: readonly (readonly number[])[],
): Reasons[] {
  const { graph, flood, names, owners } = reach;
  const main = mainNode(reach);
  const without = (things: readonly (readonly number[])[]): (number | undefined)[] =>
    retainedBytes(graph, things, main).map((bytes) => bytes && Math.round(bytes));
  const retained = without(parts);
  const places = new Map(chains.order.map((node, place) => [node, place]));
  const byPlace = (a: number, b: number): number =>
    (places.get(a) ?? places.size) - (places.get(b) ?? places.size);
  const kept = parts.map((nodes) => nodes.filter((node) => flood.reached[node] === 1).sort(byPlace));
  const entries = entriesOf(
    reach,
    kept.map((nodes, at) => (retained[at] === undefined ? [] : nodes)),
  );
  const prices = without(entries.flat().map(({ nodes }) => nodes));
  const priced = new Map(entries.flat().map((entry, at) => [entry, prices[at]]));
  const told = (entry: NamedEntry): Entry => ({
    symbol: entry.symbol,
    package: owners[entry.nodes[0] ?? 0] ?? '',
    retainedBytes: priced.get(entry),
    referrers: entry.referrers
      .toSorted((a, b) => byPlace(a.node, b.node))
      .map(({ node, by }) => ({ symbol: names[node] ?? '', package: owners[node] ?? '', by })),
  });
  return parts.map((_, at): Reasons => {
    const nodes = kept[at] ?? [];
    const inits = nodes.filter((node) => initialises(reach, node));
    const nearest = nearestOf(nodes, new Set(inits), chains);
    return {
      kept: nearest !== undefined,
      bytes: Math.round(nodes.reduce((sum, node) => sum + (graph.bytes.values[node] ?? 0), 0)),
      retainedBytes: retained[at],
      references: nearest === undefined ? [] : chains.to(nearest),
      initialised: inits.map((node) => owners[node] ?? ''),
      entries: (entries[at] ?? []).map(told).sort(byRetained),
    };
  });
}

function byRetained(a: Entry, b: Entry): number {
  return (b.retainedBytes ?? 0) - (a.retainedBytes ?? 0) || (a.symbol < b.symbol ? -1 : 1);
}

interface NamedEntry {
  readonly symbol: string;
  /** Of one name: a function has one for each calling convention. */
  readonly nodes: readonly number[];
  readonly referrers: readonly Referrer[];
}

/** Of each part what is referred to from outside; who refers to it twice is there once. */
function entriesOf(reach: ProgramReach, parts: readonly (readonly number[])[]): NamedEntry[][] {
  const outside = referrersOf(reach);
  return parts.map((nodes) => {
    const part = new Set(nodes);
    const isInside = (node: number): boolean => part.has(node);
    const found = nodes.flatMap((node) => {
      const referrers = outside(node, isInside);
      return referrers.length === 0 ? [] : [{ node, referrers }];
    });
    const byName = Map.groupBy(found, ({ node }) => reach.names[node] ?? '');
    return [...byName].map(([symbol, each]) => ({
      symbol,
      nodes: each.map(({ node }) => node),
      referrers: [
        ...new Map(
          each
            .flatMap(({ referrers }) => referrers)
            .map((one) => [`${reach.names[one.node]} ${one.by}`, one]),
        ).values(),
      ],
    }));
  });
}

/** The first to which a chain leads that does not begin with an init of the same part: that is only there since others lead to it. */
function nearestOf(nodes: readonly number[], inits: ReadonlySet<number>, chains: Chains): number | undefined {
  const entered = nodes.find((node) => !chains.nodesTo(node).some((each) => inits.has(each)));
  return entered ?? nodes[0];
}

/** Whether it is the inittask of a package that has something to run. */
function initialises({ graph, names }: ProgramReach, node: number): boolean {
  const flags = graph.flags.values[node] ?? 0;
  return (flags & nodeFlag.initialises) !== 0 && names[node]?.endsWith('..inittask') === true;
}
