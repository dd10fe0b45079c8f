import type { NamedRange } from '../binary/program-file.ts';
import { type PieceKind, type Pieces, pieceKinds } from './pieces.ts';
import type { OwnerCost } from './wire/program-cost.ts';

/** Raise it when the same program is attributed otherwise. */
export const attributionFormat = 8;

/**
 * How it is known what a byte belongs to: `twin` by the symbol table of the same link, proved equal section by section;
 * `pclntab` by the tables that every Go program carries; `objects` by the compiled objects.
 */
export type AttributionMethod = 'objects' | 'twin' | 'pclntab';

/** Who a range belongs to. What cannot be proved to belong to a package is not given to one. */
export type Owner =
  | { readonly kind: 'package'; readonly path: string; readonly module: string }
  /** Headers, lookup tables, what several packages share. */
  | { readonly kind: 'structure'; readonly name: string }
  /** What is left of a section. */
  | { readonly kind: 'unattributed'; readonly name: string };

/** Every byte of a file with its owner. */
export interface Attribution {
  readonly method: AttributionMethod;
  readonly fileBytes: number;
  /** Without a gap from the file's first byte to its last. */
  readonly pieces: Pieces;
  /** By `pieces.owners`. */
  readonly owners: readonly Owner[];
  /** The name of one of `pieces.subjects`: a function, a variable, an embedded file. */
  readonly symbolName: (symbol: number) => string;
  /** What Go's linker makes of many things, such as its table of functions: whoever they belong to. In the file's order. */
  readonly parts: readonly NamedRange[];
  /** Versions of modules by their paths, as build info has them; of a replaced one that of what stands in for it. */
  readonly versions: ReadonlyMap<string, string>;
}

/** Bytes by what they are; kinds without any are left out. */
export type PartBytes = Readonly<Partial<Record<PieceKind, number>>>;

export interface PackageBytes {
  /** Import path; the main package has its own, not `main`. */
  readonly path: string;
  /** Module path; `std` for the standard library, empty where build info does not tell. */
  readonly module: string;
  readonly bytes: number;
  /** Of the compressed layer, where the program lies in one. */
  readonly wireBytes?: number;
  readonly parts: PartBytes;
}

export interface NamedBytes {
  readonly name: string;
  readonly bytes: number;
  readonly wireBytes?: number;
}

/** How the compressed layer's bytes are known; those of packages, structures and the rest, with these two, are all of it. */
export interface WireTotals
  extends Pick<OwnerCost, 'method' | 'certainty' | 'layerBytes' | 'otherBytes' | 'overheadBytes'> {}

/** An attribution summed up; each list begins with the largest. attributedBytes + unattributedBytes = fileBytes. */
export interface AttributionTotals {
  readonly method: AttributionMethod;
  /** Of packages and structures. */
  readonly attributedBytes: number;
  readonly unattributedBytes: number;
  readonly packages: readonly PackageBytes[];
  readonly structures: readonly NamedBytes[];
  /** By section. */
  readonly unattributed: readonly NamedBytes[];
  readonly wire?: WireTotals;
}

/** Sums an attribution by owner, and where it is known what the layer's bytes are spent on. */
export function totalsOf(
  { method, pieces, owners }: Pick<Attribution, 'method' | 'pieces' | 'owners'>,
  cost?: OwnerCost,
): AttributionTotals {
  const kinds = pieceKinds.length;
  const sums = new Float64Array(owners.length * kinds);
  for (let i = 0; i < pieces.count; i += 1) {
    const cell = (pieces.owners[i] ?? 0) * kinds + (pieces.kinds[i] ?? 0);
    sums[cell] = (sums[cell] ?? 0) + (pieces.bytes[i] ?? 0);
  }
  const packages: PackageBytes[] = [];
  const structures: NamedBytes[] = [];
  const unattributed: NamedBytes[] = [];
  for (const [index, owner] of owners.entries()) {
    const row = sums.subarray(index * kinds, (index + 1) * kinds);
    const bytes = row.reduce((sum, part) => sum + part, 0);
    if (bytes === 0) continue;
    const sizes = { bytes, ...(cost !== undefined && { wireBytes: cost.ownerBytes[index] ?? 0 }) };
    if (owner.kind === 'package') {
      packages.push({ path: owner.path, module: owner.module, ...sizes, parts: partsOf(row) });
    } else {
      (owner.kind === 'structure' ? structures : unattributed).push({ name: owner.name, ...sizes });
    }
  }
  const unattributedBytes = unattributed.reduce((sum, { bytes }) => sum + bytes, 0);
  const all = sums.reduce((sum, part) => sum + part, 0);
  return {
    method,
    attributedBytes: all - unattributedBytes,
    unattributedBytes,
    packages: largestFirst(packages, ({ path }) => path),
    structures: largestFirst(structures, ({ name }) => name),
    unattributed: largestFirst(unattributed, ({ name }) => name),
    ...(cost !== undefined && { wire: wireOf(cost) }),
  };
}

function wireOf({ method, certainty, layerBytes, otherBytes, overheadBytes }: OwnerCost): WireTotals {
  return { method, certainty, layerBytes, otherBytes, overheadBytes };
}

function partsOf(row: Float64Array): PartBytes {
  return Object.fromEntries(
    pieceKinds.map((kind, code) => [kind, row[code] ?? 0] as const).filter(([, bytes]) => bytes > 0),
  );
}

/** Of equal length by name, so that the order is the same each time. */
export function largestFirst<Item extends { readonly bytes: number }>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  return items.toSorted((a, b) => b.bytes - a.bytes || (nameOf(a) < nameOf(b) ? -1 : 1));
}

export interface ModuleBytes {
  readonly path: string;
  /** Absent for the main module and the standard library, for folders, and where build info does not tell. */
  readonly version?: string;
  readonly bytes: number;
  readonly wireBytes?: number;
  readonly packages: number;
}

/** The packages summed by their modules, the largest first. */
export function modulesOf(
  packages: readonly PackageBytes[],
  versions: ReadonlyMap<string, string> = new Map(),
): ModuleBytes[] {
  const modules = new Map<string, ModuleBytes>();
  for (const { module, bytes, wireBytes } of packages) {
    const known = modules.get(module) ?? { path: module, bytes: 0, packages: 0 };
    const wire = wireBytes === undefined ? {} : { wireBytes: (known.wireBytes ?? 0) + wireBytes };
    const sums = { bytes: known.bytes + bytes, packages: known.packages + 1 };
    const version = versions.get(module);
    modules.set(module, { path: module, ...(version !== undefined && { version }), ...sums, ...wire });
  }
  return largestFirst([...modules.values()], ({ path }) => path);
}
