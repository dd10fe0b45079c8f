/** Whom bytes belong to: a package, or a structure that no package alone is the reason for. */
export interface Owner {
  readonly kind: 'package' | 'structure';
  /** Import path, `main` for the main package; or the structure's name. */
  readonly name: string;
}

/** Structures, by their numbers as owners. */
export const structure = {
  /** Deduplicated by the linker, and of use to functions or types of more than one package. */
  shared: 0,
  padding: 1,
  tableHeader: 2,
  /** From addresses to functions. */
  functionIndex: 3,
  moduledata: 4,
  /** A type that is made of predeclared ones alone, such as []string. */
  universe: 5,
  /** C code, trampolines, what the linker itself makes. */
  foreign: 6,
  /** Which words of all global variables are pointers. */
  globals: 7,
} as const;

const structureNames: Readonly<Record<keyof typeof structure, string>> = {
  shared: 'shared by several packages',
  padding: 'padding',
  tableHeader: 'header of the function table',
  functionIndex: 'index of functions by address',
  moduledata: 'moduledata',
  universe: 'types of no package',
  foreign: 'code of no package',
  globals: 'pointers in global variables',
};

/** Numbers for owners, in the order in which they are first asked for; structures come first. */
export interface Owners {
  readonly all: readonly Owner[];
  ofPackage(path: string): number;
  isPackage(path: string): boolean;
}

export function makeOwners(): Owners {
  const all: Owner[] = Object.values(structureNames).map((name) => ({ kind: 'structure', name }));
  const packages = new Map<string, number>();
  return {
    all,
    isPackage: (path) => packages.has(path),
    ofPackage: (path) => {
      const known = packages.get(path);
      if (known !== undefined) return known;
      packages.set(path, all.length);
      return all.push({ kind: 'package', name: path }) - 1;
    },
  };
}

/** Nobody yet. */
export const unowned = -1;

/** The owner of what two owners use. */
export function joined(one: number, other: number): number {
  return one === unowned || one === other ? other : structure.shared;
}
