/** What colours tell apart on the page. Numbers of kinds in `PageData` are indexes into this. */
export const pageKinds = [
  'code',
  'tables',
  'types',
  'strings',
  'data',
  'embedded',
  'structures',
  'other',
] as const;

export type PageKind = (typeof pageKinds)[number];

/** `disk`: bytes of the file. `wire`: bytes of what is pulled. */
export type PageMeasure = 'disk' | 'wire';

/**
 * Bytes, for each measure those of each file: [disk] of one file, [disk before, disk after, wire before, wire after] of two
 * whose wire bytes are known.
 */
export type Numbers = readonly number[];

/** An index into `pageKinds`, then its numbers. */
export type KindRow = readonly [kind: number, ...numbers: number[]];

/** What a page shows, as it lies in it. Short names and flat lists: a large program has thousands of rows. */
export interface PageData {
  /** Slipway's own version. */
  readonly slipway: string;
  /** One; of a comparison the one before and the one after. */
  readonly files: readonly PageFile[];
  readonly measures: readonly PageMeasure[];
  /** Module paths; `std` is the standard library, the empty one is not known. */
  readonly modules: readonly string[];
  readonly packages: readonly PackageRow[];
  /** What belongs to no package. */
  readonly groups: readonly GroupRow[];
  /** What a reader of the page should know: notices, and checks that failed. */
  readonly notices: readonly string[];
  /** Packages that are not among `packages`, summed by their modules: index into `modules`, how many, then their numbers. */
  readonly others?: readonly KindRow[];
  /**
   * What the file would be smaller without each of `modules`; -1 for what cannot go away, and where nobody knows. Only of one
   * file whose compiled objects were read.
   */
  readonly retained?: readonly number[];
  /** Of the file, of a comparison of the one after. */
  readonly reasons?: PageReasons;
  readonly deadCode?: PageDeadCode;
  /** What saves most first. */
  readonly advice?: readonly AdviceRow[];
}

/** Why packages are in a file. Chains have their beginnings in common, so each link is there once. */
export interface PageReasons {
  /** Import paths of which nothing is in the file and that chains lead through; they are numbered behind `packages`. */
  readonly passed: readonly string[];
  /** Of each package, and of those passed: the number of the one that imports it, or -1. */
  readonly importers: readonly number[];
  /** Links of chains of references: as a person reads it, an index into `referenceKinds`, and the link before or -1. */
  readonly links: readonly (readonly [symbol: string, how: number, before: number])[];
  /** Of each package: the link that its chain ends with, or -1. */
  readonly ends: readonly number[];
}

export interface PageDeadCode {
  readonly pruned: boolean;
  /** What would go with the methods that nothing calls, and what without all blockers. */
  readonly pruningBytes: number;
  readonly bytes: number;
  /** All of them; `blockers` are the dearest. */
  readonly count: number;
  readonly blockers: readonly PageBlocker[];
}

export interface PageBlocker {
  readonly symbol: string;
  /** Import path. */
  readonly package: string;
  readonly bytes: number;
  readonly packageBytes: number;
  /** As those of `PageReasons`, from the first. */
  readonly links: readonly (readonly [symbol: string, how: number])[];
  readonly imports: readonly string[];
  readonly hint?: string;
}

export type AdviceRow = readonly [bytes: number, subject: string, text: string];

export interface PageFile {
  readonly name: string;
  readonly bytes: number;
  readonly digest: string;
  /** Platform, format, Go version, main module: a few words each. */
  readonly facts: readonly string[];
  /** How much of the file has an owner and how that is known; absent where nothing has. */
  readonly attributed?: { readonly bytes: number; readonly method: string };
  /** Of the layer that the file is pulled in, with what else is in it; `exact` or `estimate`. */
  readonly wire?: { readonly bytes: number; readonly certainty: string };
}

/** A package's bytes are those of `sizes`, `smaller` and `rest` together. */
export interface PackageRow {
  readonly path: string;
  /** Index into `modules`. */
  readonly module: number;
  /** All of its bytes on disk by kind, for each file. */
  readonly parts: readonly KindRow[];
  /** Of its symbols. One that begins with a dot stands behind the package's path. */
  readonly names: readonly string[];
  /** A digit for each symbol: its kind. */
  readonly kinds: string;
  /** The symbols' numbers, one symbol after another. */
  readonly sizes: Numbers;
  /** Symbols below the threshold by kind: how many, then their numbers. */
  readonly smaller: readonly KindRow[];
  /** What no symbol of the package has, by kind. */
  readonly rest: readonly KindRow[];
  /** What the file would be smaller without it. */
  readonly retained?: number;
  /** Of one of which nobody knows what it is made of: its bytes. It has no rows. */
  readonly numbers?: Numbers;
}

export interface GroupRow {
  readonly name: string;
  readonly kind: number;
  readonly rows: readonly (readonly [name: string, ...numbers: number[]])[];
}

/** What the page of a compared build has beside its markup. Each name is once in `names`; elsewhere is its index. */
export interface SizePageData {
  /** Slipway's own version. */
  readonly slipway: string;
  readonly names: readonly string[];
  /** Those of which it is known what is in them, what changed most first. */
  readonly images: readonly SizeImage[];
}

export type Pair = readonly [before: number, after: number];

/** A target on one platform, in two states. */
export interface SizeImage {
  /** `api linux/amd64`; it stands in the page's address. */
  readonly name: string;
  /** The program's file. */
  readonly file: Pair;
  /** The image, where there is one. */
  readonly disk?: Pair;
  readonly pull?: Pair;
  readonly measures: readonly PageMeasure[];
  /** Packages as columns: paths and modules by name, and their numbers one package after another. */
  readonly paths: readonly number[];
  readonly modules: readonly number[];
  readonly sizes: Numbers;
  /** Packages that did not change and are not listed for lack of room: their module, how many, then their numbers. */
  readonly others: readonly (readonly [module: number, count: number, ...numbers: number[]])[];
  readonly changes: SizeChanges;
}

/** What is told of an image beside its treemap; 0 bytes before: it is new, after: it is gone. */
export interface SizeChanges {
  /** With versions, -1 where none is known, and what it takes the place of, or -1. */
  readonly modules: readonly (readonly [
    name: number,
    before: number,
    after: number,
    oldVersion: number,
    newVersion: number,
    former: number,
  ])[];
  /** What new imports bring, the most first. */
  readonly brought: readonly BroughtRow[];
  /** To packages that are new, which are their last links. */
  readonly chains: readonly (readonly number[])[];
}

export interface BroughtRow {
  readonly name: number;
  readonly bytes: number;
  /** What comes with it, in words. */
  readonly what: string;
  readonly chain: readonly number[];
  /** Modules that come with it, each with its way from there. */
  readonly modules: readonly (readonly [name: number, bytes: number, ...chain: number[]])[];
}
