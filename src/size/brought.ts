/** A package of a program, and who imports it. */
export interface LinkedPackage {
  /** Import path. */
  readonly path: string;
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** 0: nothing of it is in the file. */
  readonly bytes: number;
  /** On the shortest chain from the main package; absent where that is not known, and for the main package. */
  readonly importedBy?: string;
  /** What the file would be smaller without it, where that is known. */
  readonly retainedBytes?: number;
}

/** Of a package that keeps less that is not told, and snapshots leave it out. */
export const leastRetained = 8 * 1024;

/** What a new import brings into a program. */
export interface Brought {
  /** The first module of the chain that is new; where none is, the first new package of a module that was there. */
  readonly name: string;
  readonly kind: 'module' | 'package';
  /** Of itself and all that it brings. */
  readonly bytes: number;
  readonly ownBytes: number;
  /** What the file would be smaller without it, packages that were there too; absent where that is not known. */
  readonly retainedBytes?: number;
  /** Import paths from the main package to the first that is new. */
  readonly chain: readonly string[];
  /** The new modules that come with it, the largest first. */
  readonly modules: readonly string[];
  /** New packages that come with it, of modules that were there, the largest first. */
  readonly packages: readonly string[];
}

/** What is new in a program, and the imports that bring it. */
export interface News {
  /** By import path: the chain to each package that is new in the file. */
  readonly packageChains: ReadonlyMap<string, readonly string[]>;
  /** By module path: the chain to that package of each new module which is the nearest to the main package. */
  readonly moduleChains: ReadonlyMap<string, readonly string[]>;
  /** What brings most first. */
  readonly brought: readonly Brought[];
}

/**
 * Which imports bring what is in a program and was in none of its packages before. New modules come whole, by their package that is
 * nearest to the main package; packages of modules that were there come one by one. What was imported already, and has
 * bytes only now, nothing new brings.
 * @param retained what the file would be smaller without a module, by its path, where that is known
 */
export function newsOf(
  before: readonly LinkedPackage[],
  after: readonly LinkedPackage[],
  retained: ReadonlyMap<string, number> = new Map(),
): News {
  const chainOf = chains(after);
  const linkedBefore = before.filter(({ bytes }) => bytes > 0);
  const linkedPackages = new Set(linkedBefore.map(({ path }) => path));
  const linkedModules = new Set(linkedBefore.map(({ module }) => module));
  const fresh = after.filter(({ path, bytes }) => bytes > 0 && !linkedPackages.has(path));
  const packageChains = new Map<string, readonly string[]>();
  for (const { path } of fresh) {
    const chain = chainOf(path);
    if (chain !== undefined) packageChains.set(path, chain);
  }
  const newModules = new Set(fresh.map(({ module }) => module).filter((one) => !linkedModules.has(one)));
  const moduleChains = nearestOf(newModules, after, chainOf);
  const units: Unit[] = [...moduleChains].map(([name, chain]) => {
    return { kind: 'module', name, bytes: sum(fresh.filter(({ module }) => module === name)), chain };
  });
  for (const { path, module, bytes } of fresh) {
    const chain = packageChains.get(path);
    if (chain === undefined || moduleChains.has(module)) continue;
    units.push({ kind: 'package', name: path, bytes, chain });
  }
  const ofPackages = new Map(after.map(({ path, retainedBytes }) => [path, retainedBytes]));
  const brought = grouped(units, before, after)
    .map((group) => {
      const isModule = group.kind === 'module';
      const kept = (isModule ? retained : ofPackages).get(group.name);
      const isTold = kept !== undefined && (isModule || kept >= leastRetained);
      return { ...broughtBy(group), ...(isTold && { retainedBytes: kept }) };
    })
    .sort(largerFirst);
  return { packageChains, moduleChains, brought };
}

/** What comes as one: a new module, or a new package of a module that was there. */
interface Unit {
  readonly kind: 'module' | 'package';
  readonly name: string;
  readonly bytes: number;
  readonly chain: readonly string[];
}

interface Group extends Pick<Brought, 'name' | 'kind'> {
  chain: readonly string[];
  readonly units: Unit[];
}

/** Units by the first new link of their chains; of the main package itself nothing leads to it. */
function grouped(
  units: readonly Unit[],
  before: readonly LinkedPackage[],
  after: readonly LinkedPackage[],
): Group[] {
  const knownPackages = new Set(before.map(({ path }) => path));
  const knownModules = new Set(before.map(({ module }) => module));
  const moduleOf = new Map(after.map(({ path, module }) => [path, module]));
  const groups = new Map<string, Group>();
  for (const unit of units) {
    const links = unit.chain.map((path) => ({ path, module: moduleOf.get(path) ?? '' })).slice(1);
    const module = links.find((link) => !knownModules.has(link.module));
    const link = module ?? links.find(({ path }) => !knownPackages.has(path));
    if (link === undefined) continue;
    const head =
      module === undefined
        ? ({ kind: 'package', name: link.path } as const)
        : ({ kind: 'module', name: module.module } as const);
    const chain = unit.chain.slice(0, unit.chain.indexOf(link.path) + 1);
    const key = `${head.kind} ${head.name}`;
    const group = groups.get(key) ?? { ...head, chain, units: [] };
    groups.set(key, group);
    group.units.push(unit);
    if (isNearer(chain, group.chain)) group.chain = chain;
  }
  return [...groups.values()];
}

function broughtBy({ name, kind, chain, units }: Group): Brought {
  const isOwn = (unit: Unit): boolean => unit.kind === kind && unit.name === name;
  const others = units.filter((unit) => !isOwn(unit)).sort(largerFirst);
  const named = (what: Unit['kind']) => others.filter((unit) => unit.kind === what).map((unit) => unit.name);
  return {
    name,
    kind,
    bytes: sum(units),
    ownBytes: sum(units.filter(isOwn)),
    chain,
    modules: named('module'),
    packages: named('package'),
  };
}

/** The chain of the nearest package of each module. */
function nearestOf(
  modules: ReadonlySet<string>,
  packages: readonly LinkedPackage[],
  chainOf: (path: string) => readonly string[] | undefined,
): Map<string, readonly string[]> {
  const nearest = new Map<string, readonly string[]>();
  for (const { path, module } of packages) {
    const chain = modules.has(module) ? chainOf(path) : undefined;
    if (chain === undefined) continue;
    const known = nearest.get(module);
    if (known === undefined || isNearer(chain, known)) nearest.set(module, chain);
  }
  return nearest;
}

/** Of equal length the first by name, so that the answer does not go by the order of a list. */
function isNearer(chain: readonly string[], other: readonly string[]): boolean {
  return chain.length < other.length || (chain.length === other.length && chain.join() < other.join());
}

/** Longer than that of any real program. */
const longestChain = 100;

/**
 * Chains by their importers. A report is a file that anybody may have written: one that goes in a circle, or leads to a package that
 * is not there, is none.
 */
function chains(packages: readonly LinkedPackage[]): (path: string) => readonly string[] | undefined {
  const importers = new Map(packages.map(({ path, importedBy }) => [path, importedBy]));
  return (path) => {
    const chain = new Set<string>();
    for (let at: string | undefined = path; at !== undefined; at = importers.get(at)) {
      if (chain.has(at) || !importers.has(at) || chain.size === longestChain) return undefined;
      chain.add(at);
    }
    return chain.size < 2 ? undefined : [...chain].reverse();
  };
}

function sum(items: readonly { readonly bytes: number }[]): number {
  return items.reduce((total, { bytes }) => total + bytes, 0);
}

function largerFirst(a: Pick<Unit, 'name' | 'bytes'>, b: Pick<Unit, 'name' | 'bytes'>): number {
  return b.bytes - a.bytes || (a.name < b.name ? -1 : 1);
}
