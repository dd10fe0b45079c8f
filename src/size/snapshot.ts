import type { Json } from '../request/kinds.ts';
import type { Digest } from '../support/hashing.ts';
import type { AttributionMethod } from './attribution.ts';
import type { ToldDeadCode } from './dead-code-change.ts';
import { deadCodeDocument } from './snapshot-dead-code.ts';
import { nothing, type SnapshotVerdict, verdictColumns } from './snapshot-verdicts.ts';

export const snapshotMediaType = 'application/vnd.slipway.size.snapshot.v1+json';

/** What a build weighed, to be compared with later ones. */
export interface SizeSnapshot {
  /** Version of Slipway that made it. */
  readonly slipway: string;
  /** The commit that was built; absent outside of git, and where there was more than what was committed. */
  readonly commit?: string;
  /** The commit's time: RFC 3339, UTC. */
  readonly created?: string;
  readonly targets: readonly SnapshotTarget[];
  /** What checks said of it; absent where nobody kept that. */
  readonly checks?: readonly SnapshotVerdict[];
}

export interface SnapshotTarget {
  readonly name: string;
  readonly importPath: string;
  /** What the bytes follow from beside the code, such as the Go version: by name, for people. */
  readonly settings: Readonly<Record<string, string>>;
  /** What it was allowed to weigh, as slipway.yaml writes it; absent where nobody said. */
  readonly budget?: Json;
  readonly images: readonly SnapshotImage[];
}

/** One platform. Lengths are bytes. */
export interface SnapshotImage {
  /** `linux/arm64` */
  readonly platform: string;
  /** Absent for bare files, and where a layer of the base is not known. */
  readonly diskBytes?: number;
  readonly pullBytes?: number;
  readonly program: { readonly path: string; readonly bytes: number; readonly digest: Digest };
  /** Absent where nobody asked for it. */
  readonly attribution?: {
    readonly method: AttributionMethod;
    readonly attributedBytes: number;
    readonly unattributedBytes: number;
    readonly packages: readonly SnapshotPackage[];
    /** Versions of modules by their paths, where they are known. */
    readonly versions: Readonly<Record<string, string>>;
    /** What the file would be smaller without a module, by its path; absent where the compiled objects were not read. */
    readonly retained?: Readonly<Record<string, number>>;
    /** The same. */
    readonly deadCode?: ToldDeadCode;
  };
}

export interface SnapshotPackage {
  /** Import path. */
  readonly path: string;
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** 0: it is imported, and nothing of it is in the file. */
  readonly bytes: number;
  readonly wireBytes?: number;
  /** What the file would be smaller without it; absent where the compiled objects were not read. */
  readonly retainedBytes?: number;
  /** On the shortest chain from the main package. */
  readonly importedBy?: string;
}

/**
 * A snapshot as a file: JSON in which each name stands once, since platforms share most of their packages; packages are
 * columns of numbers. Later versions of Slipway read it; members that one does not know are passed over.
 */
export function encodeSnapshot(snapshot: SizeSnapshot): string {
  return `${JSON.stringify(snapshotDocument(snapshot))}\n`;
}

/** The same as a value, for JSON that holds more than one. */
export function snapshotDocument({ slipway, commit, created, targets, checks }: SizeSnapshot): object {
  const names = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  };
  const encoded = targets.map(({ images, ...target }) => ({
    ...target,
    images: images.map(({ attribution, ...image }) => ({
      ...image,
      ...(attribution !== undefined && { attribution: attributionDocument(attribution, numberOf) }),
    })),
  }));
  const head = {
    schemaVersion: 1,
    slipway,
    ...(commit !== undefined && { commit }),
    ...(created !== undefined && { created }),
  };
  // All in one place: one target's are much like the next one's, which packs well.
  const answers = checks && verdictColumns(checks, numberOf);
  return {
    ...head,
    names: [...names.keys()],
    targets: encoded,
    ...(answers !== undefined && { checks: answers }),
  };
}

function attributionDocument(
  { packages, versions, retained, deadCode, ...totals }: NonNullable<SnapshotImage['attribution']>,
  numberOf: (name: string) => number,
): object {
  return {
    ...totals,
    packages: columnsOf(packages, numberOf),
    versions: Object.entries(versions).flat().map(numberOf),
    ...(retained !== undefined && {
      retained: Object.entries(retained).flatMap(([path, bytes]) => [numberOf(path), bytes]),
    }),
    ...(deadCode !== undefined && { deadCode: deadCodeDocument(deadCode, numberOf) }),
  };
}

function columnsOf(packages: readonly SnapshotPackage[], numberOf: (name: string) => number) {
  return {
    path: packages.map(({ path }) => numberOf(path)),
    module: packages.map(({ module }) => numberOf(module)),
    bytes: packages.map(({ bytes }) => bytes),
    wireBytes: packages.map(({ wireBytes = nothing }) => wireBytes),
    importedBy: packages.map(({ importedBy }) => (importedBy === undefined ? nothing : numberOf(importedBy))),
    ...(packages.some(({ retainedBytes }) => retainedBytes !== undefined) && {
      retainedBytes: packages.map(({ retainedBytes = nothing }) => retainedBytes),
    }),
  };
}
