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
}

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
}

export interface GroupRow {
  readonly name: string;
  readonly kind: number;
  readonly rows: readonly (readonly [name: string, ...numbers: number[]])[];
}
