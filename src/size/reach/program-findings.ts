import { type Chains, referenceChains } from './chains.ts';
import { deadCode, type PackageFacts, packageNodes } from './dead-code.ts';
import type { Advice, DeadCode, ReferenceStep } from './findings.ts';
import type { NamedReach } from './program-reach.ts';
import { retainedBytes } from './retained.ts';

/** What the linker's rules say of a program. */
export interface ReachFindings {
  /** By import path; the main package's is `main`, without what would go. */
  readonly packages: ReadonlyMap<
    string,
    { readonly retainedBytes?: number; readonly references?: readonly ReferenceStep[] }
  >;
  /** By module path, what would go; without the main module and the standard library. */
  readonly modules: ReadonlyMap<string, number>;
  readonly deadCode: DeadCode;
  readonly advice: readonly Advice[];
}

/** Runs the rules again without each package and each module. */
export function reachFindings(reach: NamedReach, facts: PackageFacts): Omit<ReachFindings, 'advice'> {
  const nodes = packageNodes(reach);
  const chains = referenceChains(reach);
  const main = facts.moduleOf('main');
  const packages = [...nodes.keys()].filter((path) => path !== 'main');
  const byModule = Map.groupBy(packages, (path) => facts.moduleOf(path));
  const modules = [...byModule.keys()].filter(
    (module) => module !== 'std' && module !== main && module !== '',
  );
  const nodesOf = (path: string): readonly number[] => nodes.get(path) ?? [];
  const things = [
    ...packages.map(nodesOf),
    ...modules.map((module) => (byModule.get(module) ?? []).flatMap(nodesOf)),
  ];
  const start = reach.names.indexOf('main.main');
  const retained = retainedBytes(reach.graph, things, start < 0 ? undefined : start).map(
    (bytes) => bytes && Math.round(bytes),
  );
  const nearest = nearestNodes(reach, chains);
  return {
    packages: new Map(
      packages.map((path, at) => {
        const node = facts.moduleOf(path) === 'std' ? undefined : nearest.get(path);
        const references = node === undefined ? {} : { references: chains.to(node) };
        const bytes = retained[at];
        return [path, { ...(bytes !== undefined && { retainedBytes: bytes }), ...references }];
      }),
    ),
    modules: new Map(
      modules.flatMap((module, at) => {
        const bytes = retained[packages.length + at];
        return bytes === undefined ? [] : [[module, bytes] as const];
      }),
    ),
    deadCode: deadCode(reach, nodes, chains, facts),
  };
}

/** The node of each package to which the shortest chain leads. */
function nearestNodes({ owners }: NamedReach, { order }: Chains): Map<string, number> {
  const nearest = new Map<string, number>();
  for (const node of order) {
    const owner = owners[node] ?? '';
    if (owner !== '' && !nearest.has(owner)) nearest.set(owner, node);
  }
  return nearest;
}
