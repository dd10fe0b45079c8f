import type { CompiledPackage } from '../../gobuild/compiled-packages.ts';
import { importTree } from '../../gobuild/import-chain.ts';
import type { WhyEntry, WhySubject } from '../../report/why-inspection.ts';
import { type Chains, referenceChains } from '../../size/reach/chains.ts';
import { packageNodes } from '../../size/reach/dead-code.ts';
import type { ReferenceStep } from '../../size/reach/findings.ts';
import type { Meaning } from '../../size/reach/meanings.ts';
import { ownBytes } from '../../size/reach/own-bytes.ts';
import type { ProgramReach } from '../../size/reach/program-reach.ts';
import { type Entry, type Reasons, reasonsFor } from '../../size/reach/reasons.ts';
import { namedPackage } from '../../size/reach/symbol-owner.ts';

/** A program of which it is asked why something is in it. */
export interface KnownProgram {
  readonly packages: readonly CompiledPackage[];
  /** Import path of its main package. */
  readonly main: string;
  readonly reach: ProgramReach;
  readonly chains: Chains;
  /** By import path, `main` for the main package. */
  readonly nodes: ReadonlyMap<string, readonly number[]>;
  /** Whom each package is imported by, as `importTree` finds it: the nearest first. */
  readonly importedBy: ReadonlyMap<string, string | undefined>;
}

/** How much a list holds; the rest is counted. */
const most = { entries: 100, referrers: 20 } as const;

export function knownProgram(
  packages: readonly CompiledPackage[],
  main: string,
  reach: ProgramReach,
): KnownProgram {
  const listed = packages.map(({ path, imports }) => ({ ImportPath: path, Imports: imports }));
  const nodes = packageNodes(reach);
  return {
    ...{ packages, main, reach, nodes },
    chains: referenceChains(reach),
    importedBy: importTree(listed, main),
  };
}

/** What the nodes of a meaning are. */
export function nodesOf({ packages, main, nodes }: KnownProgram, meaning: Meaning): readonly number[] {
  if (meaning.kind === 'symbol') return meaning.nodes;
  const isPart = partOf(meaning);
  return packages.filter(isPart).flatMap(({ path }) => nodes.get(path === main ? 'main' : path) ?? []);
}

/** Which packages a path means. */
function partOf({ kind, name }: Meaning): (each: CompiledPackage) => boolean {
  return kind === 'module' ? ({ module }) => module === name : ({ path }) => path === name;
}

/** Why each of them is in the program. */
export function whySubjects(program: KnownProgram, meanings: readonly Meaning[]): WhySubject[] {
  const { reach, chains } = program;
  const reasons = reasonsFor(
    reach,
    chains,
    meanings.map((meaning) => nodesOf(program, meaning)),
  );
  const own = ownBytes(reach);
  return meanings.flatMap((meaning, at) => {
    const found = reasons[at];
    return found === undefined ? [] : [subjectOf(program, meaning, found, own)];
  });
}

function subjectOf(
  program: KnownProgram,
  meaning: Meaning,
  reasons: Reasons,
  sums: ReadonlyMap<string, number>,
): WhySubject {
  const { reach, main, packages } = program;
  const { kind, name } = meaning;
  const path = (owner: string): string => (owner === 'main' ? main : owner);
  const owner = meaning.kind === 'symbol' ? path(ownerOf(reach, meaning)) : undefined;
  const own = new Set(packages.filter(partOf(meaning)).map((each) => each.path));
  const inside = kind === 'symbol' ? new Set(owner === undefined || owner === '' ? [] : [owner]) : own;
  const [first] = packages.filter((each) => inside.has(each.path));
  const { kept, retainedBytes, references, initialised, entries } = reasons;
  // With what nothing else has use of, such as tables of its functions: as --retained and reports of builds have it.
  const linked = [...own].map((each) => sums.get(each === main ? 'main' : each) ?? 0);
  const bytes = kind === 'symbol' ? reasons.bytes : linked.reduce((sum, each) => sum + each, 0);
  return {
    ...{ kind, name },
    ...(owner !== undefined && { package: owner }),
    ...(first !== undefined && { module: first.module }),
    imported: true,
    ...{ kept, bytes },
    ...(retainedBytes !== undefined && { retainedBytes }),
    imports: chainTo(program, inside),
    importers: kind === 'symbol' ? [] : importersOf(program, own),
    references: references.map((step): ReferenceStep => ({ ...step, package: path(step.package) })),
    initialised: initialised.map(path).sort(),
    entries: entries.slice(0, most.entries).map((entry) => entryOf(entry, path)),
    entryCount: entries.length,
  };
}

/** Of what nothing refers to only its name is known. */
function ownerOf({ owners }: ProgramReach, { name, nodes: [node] }: Extract<Meaning, { kind: 'symbol' }>) {
  return (node === undefined ? namedPackage(name) : owners[node]) ?? '';
}

function entryOf(
  { symbol, package: owner, retainedBytes, referrers }: Entry,
  path: (owner: string) => string,
): WhyEntry {
  return {
    symbol,
    package: path(owner),
    ...(retainedBytes !== undefined && { retainedBytes }),
    referrers: referrers.slice(0, most.referrers).map((each) => ({ ...each, package: path(each.package) })),
    referrerCount: referrers.length,
  };
}

/** The shortest chain of imports to the nearest of some packages. */
export function chainTo(
  { importedBy }: Pick<KnownProgram, 'importedBy'>,
  paths: ReadonlySet<string>,
): string[] {
  // Its keys come nearest first.
  const nearest = [...importedBy.keys()].find((path) => paths.has(path));
  const chain: string[] = [];
  for (let at = nearest; at !== undefined; at = importedBy.get(at)) chain.unshift(at);
  return chain;
}

function importersOf({ packages, importedBy }: KnownProgram, paths: ReadonlySet<string>): string[] {
  const places = new Map([...importedBy.keys()].map((path, place) => [path, place]));
  return packages
    .filter(({ path, imports }) => !paths.has(path) && imports.some((each) => paths.has(each)))
    .map(({ path }) => path)
    .sort((a, b) => (places.get(a) ?? places.size) - (places.get(b) ?? places.size));
}

/** What another program has, or is known by its path alone. */
export type AbsentThing = Pick<WhySubject, 'kind' | 'name' | 'package'>;

/** The same of a program that has nothing of it. */
export function absentSubject(
  { kind, name, package: owner }: AbsentThing,
  packages: ReadonlySet<string>,
): WhySubject {
  return {
    ...{ kind, name, ...(owner !== undefined && { package: owner }) },
    imported: packages.has(kind === 'symbol' ? (owner ?? '') : name),
    ...{ kept: false, bytes: 0, retainedBytes: 0 },
    ...{ imports: [], importers: [], references: [], initialised: [], entries: [], entryCount: 0 },
  };
}
