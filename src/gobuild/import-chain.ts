/** What `go list -json` says of whom a package imports; import paths are as the go command resolved them. */
export interface Importing {
  readonly ImportPath: string;
  readonly Imports?: readonly string[];
}

/** The import paths from the starting package to this one, both included; undefined where none leads there. */
export type ChainLookup = (to: string) => readonly string[] | undefined;

/**
 * Whom each package is imported by on the shortest chain of imports from one package, found breadth first, the nearest first.
 * Of several chains that are as short it is the first in the order of import paths, so that equal packages have equal chains in
 * whatever order they are listed.
 * @param packages of one platform and set of tags: where a path is listed twice, both imports count
 * @returns undefined for the starting package; what no import leads to is left out
 */
export function importTree(
  packages: Iterable<Importing>,
  from: string,
): ReadonlyMap<string, string | undefined> {
  const imports = new Map<string, Set<string>>();
  for (const { ImportPath, Imports = [] } of packages) {
    const known = imports.get(ImportPath) ?? new Set();
    for (const path of Imports) known.add(path);
    imports.set(ImportPath, known);
  }
  const importedBy = new Map<string, string | undefined>();
  if (imports.has(from)) importedBy.set(from, undefined);
  // A map is walked in the order of its entries, those that are added on the way included.
  for (const path of importedBy.keys()) {
    for (const imported of [...(imports.get(path) ?? [])].sort()) {
      if (!importedBy.has(imported)) importedBy.set(imported, path);
    }
  }
  return importedBy;
}

/** The shortest chains of imports from one package to every other, as `importTree` finds them. */
export function importChains(packages: Iterable<Importing>, from: string): ChainLookup {
  const importedBy = importTree(packages, from);
  return (to) => {
    if (!importedBy.has(to)) return undefined;
    const chain: string[] = [];
    for (let at: string | undefined = to; at !== undefined; at = importedBy.get(at)) chain.unshift(at);
    return chain;
  };
}

/** One of them; `importChains` is for several from the same package. */
export function importChain(
  packages: Iterable<Importing>,
  from: string,
  to: string,
): readonly string[] | undefined {
  return importChains(packages, from)(to);
}
