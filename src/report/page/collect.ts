import type { PackageBytes } from '../../size/attribution.ts';
import type { SymbolBytes } from '../../size/symbols.ts';
import type { FileInspection, Retained } from '../inspection.ts';
import type { PageMeasure } from './data.ts';
import { byPageKind, kindOfSymbol } from './kinds.ts';

/** Wire bytes are there where they were measured; those of symbols may come later than those of packages. */
export interface Measured {
  readonly wireBytes?: number;
}

/** Packages of one file or of two, each once. */
export interface Collected {
  readonly measures: readonly PageMeasure[];
  readonly packages: readonly CollectedPackage[];
}

export interface CollectedPackage {
  readonly path: string;
  readonly module: string;
  /** Its own bytes, by measure and file. */
  readonly numbers: number[];
  /** By `pageKinds`, for each file. */
  readonly parts: number[][];
  readonly symbols: Map<string, CollectedSymbol>;
  /** Only of one file; nobody asks what goes without the main package. */
  readonly retainedBytes?: number;
}

export interface CollectedSymbol {
  readonly name: string;
  /** Index into `pageKinds`. */
  readonly kind: number;
  readonly numbers: number[];
}

/** What packages and symbols the files have; what is in one of them alone has 0 in the other. */
export function collect(files: readonly FileInspection[]): Collected {
  const measures = measuresOf(files);
  const columns = measures.length * files.length;
  const packages = new Map<string, CollectedPackage>();
  for (const [side, { attribution, go }] of files.entries()) {
    for (const found of attribution?.packages ?? []) {
      const known = packages.get(found.path);
      const one = known ?? newPackage(found, files.length, columns, found.path === go?.path);
      // A package that moved to another module is shown where it is now.
      packages.set(found.path, { ...one, module: found.module });
      add(one.numbers, found, side, files.length);
      one.parts[side] = byPageKind(found.parts);
    }
  }
  for (const [side, { symbols = [] }] of files.entries()) {
    for (const found of symbols) {
      const owner = packages.get(found.package);
      if (owner !== undefined) add(symbolIn(owner, found, columns).numbers, found, side, files.length);
    }
  }
  return { measures, packages: [...packages.values()] };
}

/** Wire bytes are shown when every file has them. */
function measuresOf(files: readonly FileInspection[]): PageMeasure[] {
  return files.every(({ attribution }) => attribution?.wire !== undefined) ? ['disk', 'wire'] : ['disk'];
}

function newPackage(
  { path, module, retainedBytes }: PackageBytes & Retained,
  sides: number,
  columns: number,
  isMain: boolean,
): CollectedPackage {
  const parts = Array.from({ length: sides }, () => byPageKind({}));
  const retained = sides === 1 && !isMain && retainedBytes !== undefined ? { retainedBytes } : {};
  return { path, module, numbers: zeros(columns), parts, symbols: new Map(), ...retained };
}

function symbolIn(owner: CollectedPackage, found: SymbolBytes, columns: number): CollectedSymbol {
  const kind = kindOfSymbol(found.kind);
  const key = `${kind}${found.name}`;
  const known = owner.symbols.get(key);
  if (known !== undefined) return known;
  const symbol = { name: found.name, kind, numbers: zeros(columns) };
  owner.symbols.set(key, symbol);
  return symbol;
}

/** Adds an item's disk bytes and wire bytes to the columns of its file. */
export function add(
  numbers: number[],
  { bytes, wireBytes = 0 }: { readonly bytes: number } & Measured,
  side: number,
  sides: number,
): void {
  for (const [measure, value] of [bytes, wireBytes].entries()) {
    const column = measure * sides + side;
    if (column < numbers.length) numbers[column] = (numbers[column] ?? 0) + value;
  }
}

export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}
