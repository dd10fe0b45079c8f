import type { BuiltTarget } from '../../gobuild/build.ts';
import type { PackageFiles } from '../../gobuild/packages.ts';
import type { BeforeAfter } from '../../report/comparison.ts';
import type { AttributionReport } from '../../report/inspection.ts';
import type { GraphChange, GraphModule, TagSetChange } from '../../report/tags-inspection.ts';
import { changesOf, growth } from '../../size/difference.ts';
import { SlipwayError } from '../../support/errors.ts';

/** A program that was built, its dependency graph, and whom its bytes belong to where that is known. */
export interface Made {
  readonly program: BuiltTarget;
  readonly packages: readonly PackageFiles[];
  readonly attribution?: AttributionReport | undefined;
}

/** What differs between two builds of a program. */
export function changeBetween(before: Made, after: Made): TagSetChange {
  const named = (made: Made, what: 'packages' | 'modules') =>
    (made.attribution?.[what] ?? []).map(({ path, bytes }) => ({ name: path, bytes }));
  const others = ({ attribution }: Made) => [
    ...(attribution?.structures ?? []),
    ...(attribution?.unattributed ?? []),
  ];
  const fileBytes = fileChange(before, after);
  const packages = changesOf(named(before, 'packages'), named(after, 'packages'));
  const explained = packages.reduce((sum, change) => sum + growth(change), 0);
  return {
    fileBytes,
    graph: graphChange(before, after),
    modules: changesOf(named(before, 'modules'), named(after, 'modules')),
    packages: packages.map(({ name, ...change }) => ({ path: name, ...change })),
    others: changesOf(others(before), others(after)),
    otherBytes: growth(fileBytes) - explained,
  };
}

export function fileChange(before: Made, after: Made): BeforeAfter {
  return { before: fileOf(before).bytes, after: fileOf(after).bytes };
}

export function fileOf({ program }: Pick<Made, 'program'>): BuiltTarget['executables'][number] {
  const [file] = program.executables;
  if (file === undefined) throw new SlipwayError('E_INTERNAL', `${program.name} was built and is not there`);
  return file;
}

/** What is in one dependency graph only; the standard library is no module of it. */
export function graphChange(before: Made, after: Made): GraphChange {
  const [old, now] = [packageNames(before.packages), packageNames(after.packages)];
  const [oldModules, modules] = [graphModules(before.packages), graphModules(after.packages)];
  return {
    packages: { added: now.filter(isNotIn(old)), removed: old.filter(isNotIn(now)) },
    modules: {
      added: [...modules.values()].filter(({ path }) => !oldModules.has(path)),
      removed: [...oldModules.values()].filter(({ path }) => !modules.has(path)),
    },
  };
}

function isNotIn(names: readonly string[]): (name: string) => boolean {
  const known = new Set(names);
  return (name) => !known.has(name);
}

/** Import paths, by name. */
export function packageNames(packages: readonly PackageFiles[]): readonly string[] {
  return [...new Set(packages.map(({ ImportPath }) => ImportPath))].toSorted();
}

/** The modules that packages are of, by path. */
export function graphModules(packages: readonly PackageFiles[]): ReadonlyMap<string, GraphModule> {
  const modules = packages.flatMap(({ Module }) => (Module === undefined ? [] : [Module]));
  const sorted = modules.toSorted((a, b) => (a.Path < b.Path ? -1 : 1));
  return new Map(
    sorted.map(({ Path, Version }) => [
      Path,
      { path: Path, ...(Version !== undefined && { version: Version }) },
    ]),
  );
}
