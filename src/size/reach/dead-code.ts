import { type Chains, referenceChains } from './chains.ts';
import type { Blocker, DeadCode, ReferenceStep } from './findings.ts';
import { type Flood, runFlood } from './flood.ts';
import { nodeFlag } from './graph.ts';
import { mainNode, type NamedReach } from './program-reach.ts';
import { answered, type Question } from './question.ts';

/** What is known of packages beside their objects. */
export interface PackageFacts {
  /** Module path; `std` for the standard library. */
  moduleOf(path: string): string;
  hintFor(symbol: string, path: string): string | undefined;
}

/** The nodes of each package, by its path. */
export function packageNodes({ owners }: NamedReach): Map<string, number[]> {
  const nodes = new Map<string, number[]>();
  for (const [node, owner] of owners.entries()) {
    if (owner === '') continue;
    const known = nodes.get(owner);
    if (known === undefined) nodes.set(owner, [node]);
    else known.push(node);
  }
  return nodes;
}

/**
 * Whether the linker leaves methods out that nothing calls; if it does not, which functions keep it from that, and what the file
 * would be smaller without each of them, and without all.
 */
export function deadCode(
  reach: NamedReach,
  packages: ReadonlyMap<string, readonly number[]>,
  chains: Chains,
  facts: PackageFacts,
): DeadCode {
  return answered(reach.graph, deadCodeQuestion(reach, packages, chains, facts), mainNode(reach));
}

/** The same as a question. */
export function deadCodeQuestion(
  reach: NamedReach,
  packages: ReadonlyMap<string, readonly number[]>,
  chains: Chains,
  facts: PackageFacts,
): Question<DeadCode> {
  // Others look methods up for the sake of methods that may be called by name.
  const pruned = reach.flood.reflects() ? runFlood(reach.graph, { ignoreReflection: true }) : reach.flood;
  const causes = causesOf(reach, pruned, chains);
  if (causes.length === 0) {
    return { things: [], answer: () => ({ pruned: true, blockers: [], pruningBytes: 0, bytes: 0 }) };
  }
  const pruningBytes = Math.round(reach.flood.bytes() - pruned.bytes());
  const owners = [...new Set(causes.map(({ node }) => reach.owners[node] ?? ''))];
  const things = [
    causes.map(({ node }) => node),
    ...causes.map(({ node }) => [node]),
    ...owners.map((owner) => packages.get(owner) ?? []),
  ];
  return { things, answer: (bytes) => withPrices(reach, causes, owners, facts, pruningBytes, bytes) };
}

/** @param all without all of the causes; then without each, and without each of the packages */
function withPrices(
  reach: NamedReach,
  causes: readonly Cause[],
  owners: readonly string[],
  facts: PackageFacts,
  pruningBytes: number,
  [all, ...each]: readonly (number | undefined)[],
): DeadCode {
  // Of main.main itself nothing can go but that it names methods.
  const ofRest = causes.length === 1 ? pruningBytes : 0;
  const ofPackage = new Map(owners.map((owner, at) => [owner, each[causes.length + at] ?? 0]));
  const blockers = causes.map(({ node, references }, at): Blocker => {
    const [symbol, path] = [reach.names[node] ?? '', reach.owners[node] ?? ''];
    const hint = facts.hintFor(symbol, path);
    return {
      symbol,
      package: path,
      module: facts.moduleOf(path),
      bytes: Math.round(each[at] ?? ofRest),
      packageBytes: Math.round(ofPackage.get(path) ?? 0),
      references,
      imports: [],
      ...(hint !== undefined && { hint }),
    };
  });
  return {
    pruned: false,
    blockers: blockers.sort(
      (a, b) => b.bytes - a.bytes || b.packageBytes - a.packageBytes || (a.symbol < b.symbol ? -1 : 1),
    ),
    pruningBytes,
    bytes: Math.round(all ?? pruningBytes),
  };
}

interface Cause {
  readonly node: number;
  readonly references: readonly ReferenceStep[];
}

/** So that a program that names methods all over does not take for ever; what is left over is not left out together. */
const mostRounds = 16;

/**
 * The functions for whose sake methods are kept: without all of them none are. Of those of package reflect, which a constant
 * name or an interface may keep, it is who calls or names them; where that is gone another may, so it is looked once more.
 * @param pruned what is reached where nobody looks methods up
 */
function causesOf(reach: NamedReach, pruned: Flood, chains: Chains): Cause[] {
  const reflecting = reflectingNodes(reach, pruned);
  const causes = new Map<number, Cause>();
  let found = newCauses(reach, reflecting, chains, causes);
  for (let round = 0; round < mostRounds && found.length > 0; round += 1) {
    for (const cause of found) causes.set(cause.node, cause);
    const flood = runFlood(reach.graph, { without: causes.keys() });
    if (!flood.reflects()) break;
    const without = { ...reach, flood };
    found = newCauses(without, reflecting, referenceChains(without), causes);
  }
  return [...causes.values()];
}

/** Those that look methods up, and are not there for the sake of others that do. */
function reflectingNodes({ graph }: NamedReach, pruned: Flood): number[] {
  const flags = graph.flags.values.subarray(0, graph.symbols.length);
  const nodes: number[] = [];
  for (let node = 0; node < flags.length; node += 1) {
    if (((flags[node] ?? 0) & nodeFlag.reflects) !== 0 && pruned.reached[node] === 1) nodes.push(node);
  }
  return nodes;
}

function newCauses(
  { owners, flood }: NamedReach,
  reflecting: readonly number[],
  chains: Chains,
  known: ReadonlyMap<number, Cause>,
): Cause[] {
  const found = new Map<number, Cause>();
  for (const node of reflecting) {
    if (flood.reached[node] !== 1) continue;
    const chain = chains.nodesTo(node);
    const cause = owners[node] === 'reflect' ? chain.findLast((each) => owners[each] !== 'reflect') : node;
    if (cause === undefined || known.has(cause) || found.has(cause)) continue;
    found.set(cause, { node: cause, references: chains.to(node) });
  }
  return [...found.values()];
}
