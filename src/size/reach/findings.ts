/**
 * How a link of a chain leads to the symbol that it names, by the linker's own rules (cmd/link/internal/ld/deadcode.go):
 * `start` is where the linker begins; `init` the list of packages to initialise; `linkname` a symbol that another package
 * names; the last three are methods of types in interfaces, kept since an interface has them, since a constant names them
 * (reflect's MethodByName), or since somebody may name them when the program runs.
 */
export type ReferenceKind = (typeof referenceKinds)[number];

/** In this order they are numbered in columns and pages. */
export const referenceKinds = [
  'start',
  'reference',
  'init',
  'linkname',
  'interface',
  'name',
  'reflection',
] as const;

/** A link of a chain of references. */
export interface ReferenceStep {
  /** As the linker names it: a function, a variable, a type's descriptor. */
  readonly symbol: string;
  /** Import path; empty for what the linker makes. */
  readonly package: string;
  /** How the link before leads here; of the first `start`. */
  readonly by: ReferenceKind;
}

/** Whether methods that nothing calls are left out, and if not, why not. */
export interface DeadCode {
  /** True where the linker leaves them out. */
  readonly pruned: boolean;
  /** The functions for whose sake it does not, the dearest first. */
  readonly blockers: readonly Blocker[];
  /** What the file would be smaller if methods were pruned and all else stayed. */
  readonly pruningBytes: number;
  /** What it would be smaller without all the blockers. */
  readonly bytes: number;
}

/** A function that looks methods up by names that nobody knows when the program is linked. */
export interface Blocker {
  readonly symbol: string;
  /** Import path. */
  readonly package: string;
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** What the file would be smaller without the function and what it alone keeps. */
  readonly bytes: number;
  /** What it would be smaller without its package. */
  readonly packageBytes: number;
  /** The shortest chain of references from where the linker begins. */
  readonly references: readonly ReferenceStep[];
  /**
   * Import paths from the main package to its package: by imports to where `references` begin, and along them; empty where the build is
   * not known.
   */
  readonly imports: readonly string[];
  /** What replaces it, where that is known. */
  readonly hint?: string;
}

/** What can be done to make a program smaller, and what that saves: the rules were run, or the bytes were compressed. */
export interface Advice {
  readonly kind: AdviceKind;
  /** What it is about: an import path, a module path, a file. */
  readonly subject: string;
  /** What the file would be smaller; of embedded files what their content would be, compressed. */
  readonly bytes: number;
  /** What there is and what to do, in one sentence. */
  readonly text: string;
}

export type AdviceKind =
  | 'time-zones'
  | 'http2'
  | 'two-versions'
  | 'constant'
  | 'pprof'
  | 'embedded'
  | 'build-tag';
