import type { ProgramReach } from '../program-reach.ts';

/** What advice needs to know of a program beside what the linker keeps of it: the objects do not tell. */
export interface ProgramFacts {
  /** By import path, the main package's among them. */
  readonly modules: ReadonlyMap<string, PackageModule>;
  /** Import path of the main package. */
  readonly main: string;
  /** By import path: what its files import for the sake of initialisation alone (`import _`); absent where nobody looked. */
  readonly blankImports?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that it was built with. */
  readonly buildTags: readonly string[];
}

export interface PackageModule {
  /** Module path; `std` for the standard library. */
  readonly path: string;
  /** As go.sum has it, that of the replacement where there is one; absent for the main module and the standard library. */
  readonly version?: string;
}

/** A program, by package. Packages are called by their import paths, the main package too. */
export interface AdvisedProgram {
  readonly reach: ProgramReach;
  readonly facts: ProgramFacts;
  /** Import paths of packages that have anything in the file. */
  readonly packages: readonly string[];
  /** All of a package that anything leads to; nothing where none of it is in the file. */
  nodesOf(path: string): readonly number[];
  /** Import paths of those that import a package, by name. */
  importersOf(path: string): readonly string[];
  /** Whether the people who build it can change a package. */
  isOwn(path: string): boolean;
  /** Import path; empty for what is of none, or of several. */
  ownerOf(node: number): string;
}

/** What the linker calls the main package. */
const linkedMain = 'main';

/** @param byPackage nodes of each package, as the linker calls it */
export function advisedProgram(
  reach: ProgramReach,
  byPackage: ReadonlyMap<string, readonly number[]>,
  facts: ProgramFacts,
): AdvisedProgram {
  const plain = (path: string): string => (path === linkedMain ? facts.main : path);
  const nodes = new Map<string, readonly number[]>();
  for (const [path, all] of byPackage) {
    // Inittasks without anything to do are not reached themselves, and lead on.
    if (all.some((node) => reach.flood.reached[node] === 1)) nodes.set(plain(path), all);
  }
  const importers = new Map<string, Set<string>>();
  for (const { package: path, columns } of reach.objects) {
    for (const imported of columns.imports) {
      const known = importers.get(imported) ?? new Set();
      importers.set(imported, known.add(plain(path)));
    }
  }
  const own = facts.modules.get(facts.main)?.path;
  return {
    reach,
    facts,
    packages: [...nodes.keys()],
    nodesOf: (path) => nodes.get(path) ?? [],
    importersOf: (path) => [...(importers.get(path) ?? [])].toSorted(),
    isOwn: (path) => own !== undefined && facts.modules.get(path)?.path === own,
    ownerOf: (node) => plain(reach.owners[node] ?? ''),
  };
}
