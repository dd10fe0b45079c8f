import { type Chains, referenceChains } from './chains.ts';
import { deadCodeQuestion, type PackageFacts } from './dead-code.ts';
import type { Advice, DeadCode, ReferenceStep } from './findings.ts';
import { mainNode, type NamedReach } from './program-reach.ts';
import { answered, type Question } from './question.ts';

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

/**
 * Asks what goes without each package and each module, and without whatever else has to be left out.
 * @param nodes of each package, as `packageNodes` has them
 * @param advice what is to be known for it
 */
export function reachFindings(
  reach: NamedReach,
  nodes: ReadonlyMap<string, readonly number[]>,
  facts: PackageFacts,
  advice: Question<readonly Advice[]>,
): ReachFindings {
  const chains = referenceChains(reach);
  const parts = partsQuestion(reach, nodes, chains, facts);
  const dead = deadCodeQuestion(reach, nodes, chains, facts);
  const [first, second] = [parts.things.length, parts.things.length + dead.things.length];
  return answered(
    reach.graph,
    {
      things: [...parts.things, ...dead.things, ...advice.things],
      answer: (bytes) => ({
        ...parts.answer(bytes.slice(0, first)),
        deadCode: dead.answer(bytes.slice(first, second)),
        advice: advice.answer(bytes.slice(second)),
      }),
    },
    mainNode(reach),
  );
}

function partsQuestion(
  reach: NamedReach,
  nodes: ReadonlyMap<string, readonly number[]>,
  chains: Chains,
  facts: PackageFacts,
): Question<Pick<ReachFindings, 'packages' | 'modules'>> {
  const main = facts.moduleOf('main');
  const packages = [...nodes.keys()].filter((path) => path !== 'main');
  const byModule = Map.groupBy(packages, (path) => facts.moduleOf(path));
  const modules = [...byModule.keys()].filter((path) => path !== 'std' && path !== main && path !== '');
  const nodesOf = (path: string): readonly number[] => nodes.get(path) ?? [];
  const nearest = nearestNodes(reach, chains);
  return {
    things: [
      ...packages.map(nodesOf),
      ...modules.map((module) => (byModule.get(module) ?? []).flatMap(nodesOf)),
    ],
    answer: (bytes) => {
      const retained = bytes.map((each) => each && Math.round(each));
      return {
        packages: new Map(
          packages.map((path, at) => {
            const node = facts.moduleOf(path) === 'std' ? undefined : nearest.get(path);
            const own = retained[at];
            return [
              path,
              {
                ...(own !== undefined && { retainedBytes: own }),
                ...(node !== undefined && { references: chains.to(node) }),
              },
            ];
          }),
        ),
        modules: new Map(
          modules.flatMap((module, at) => {
            const own = retained[packages.length + at];
            return own === undefined ? [] : [[module, own] as const];
          }),
        ),
      };
    },
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
