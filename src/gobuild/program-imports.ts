import { formatPlatform, type Platform } from '../request/platform.ts';
import { importTree } from './import-chain.ts';
import { type ModuleGraph, noModules, recordModules } from './module-graph.ts';
import type { GoPackage } from './packages.ts';

/** A package that a program is made of. */
export interface ImportedPackage {
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** Whether the main module requires its module for its own imports. */
  readonly direct: boolean;
  /** On the shortest chain from the main package, which has none. */
  readonly importedBy?: string;
}

/**
 * Whom every package of every program is imported by on the shortest chain from its main package. It is remembered with a build,
 * so each name is there once: programs and platforms share most of their packages.
 */
export interface ImportRecord {
  /** Module paths. */
  readonly modules: readonly string[];
  /** Indexes into `modules`: what the main module requires for its own imports. */
  readonly direct: readonly number[];
  /** Import paths. */
  readonly paths: readonly string[];
  /** By `paths`: indexes into `modules`. */
  readonly moduleOf: readonly number[];
  readonly programs: readonly {
    readonly target: string;
    readonly platform: string;
    /** By `paths`: the importer's index; `ofNobody` for the main package, `notImported` where no import leads. */
    readonly importers: readonly number[];
  }[];
  /** Which of their modules imports packages of which. */
  readonly graph: ModuleGraph;
}

const ofNobody = -1;
const notImported = -2;

export const noImports: ImportRecord = {
  modules: [],
  direct: [],
  paths: [],
  moduleOf: [],
  programs: [],
  graph: noModules,
};

/** A program and the packages that were listed for it, with others or not. */
export interface ListedProgram {
  readonly target: string;
  readonly platform: Platform;
  /** Import path of the main package. */
  readonly main: string;
  readonly packages: readonly GoPackage[];
}

/** What is to be remembered of the imports of programs. */
export function recordImports(programs: readonly ListedProgram[]): ImportRecord {
  const modules = new Map<string, number>();
  const paths = new Map<string, number>();
  const moduleOf: number[] = [];
  const direct = new Set<number>();
  const trees = programs.map(({ target, platform, main, packages }) => {
    const importers: number[] = [];
    const tree = plainTree(packages, main);
    for (const { ImportPath, Standard, Module } of packages) {
      const path = plainPath(ImportPath);
      if (!tree.has(path)) continue;
      const module = Module?.Path ?? (Standard === true ? 'std' : '');
      const number = numberOf(modules, module);
      moduleOf[numberOf(paths, path)] ??= number;
      if (Module !== undefined && Module.Main !== true && Module.Indirect !== true) direct.add(number);
    }
    for (const [path, importer] of tree) {
      const at = paths.get(path);
      if (at === undefined) continue;
      importers[at] = importer === undefined ? ofNobody : (paths.get(importer) ?? notImported);
    }
    return { target, platform: formatPlatform(platform), importers };
  });
  const all = [...paths.keys()];
  return {
    modules: [...modules.keys()],
    direct: [...direct],
    paths: all,
    moduleOf,
    programs: trees.map((tree) => ({
      ...tree,
      importers: all.map((_, at) => tree.importers[at] ?? notImported),
    })),
    graph: recordModules(programs),
  };
}

/** The packages of one program by import path; undefined when nobody listed them. */
export function importsOf(
  { modules, direct, paths, moduleOf, programs }: ImportRecord,
  target: string,
  platform: Platform,
): ReadonlyMap<string, ImportedPackage> | undefined {
  const found = programs.find(
    (program) => program.target === target && program.platform === formatPlatform(platform),
  );
  if (found === undefined) return undefined;
  const packages = new Map<string, ImportedPackage>();
  const required = new Set(direct);
  for (const [at, path] of paths.entries()) {
    const importer = found.importers[at] ?? notImported;
    if (importer === notImported) continue;
    const importedBy = paths[importer];
    const number = moduleOf[at] ?? -1;
    const module = { module: modules[number] ?? '', direct: required.has(number) };
    packages.set(path, { ...module, ...(importedBy !== undefined && { importedBy }) });
  }
  return packages;
}

/** The first tree has names as they are listed, this one as people and linkers know them. */
function plainTree(packages: readonly GoPackage[], main: string): Map<string, string | undefined> {
  const tree = importTree(packages, main);
  return new Map([...tree].map(([path, importer]) => [plainPath(path), importer && plainPath(importer)]));
}

/**
 * Where main packages have profiles, the go command lists packages for each of them apart, as `PATH [MAIN]` (cmd/go,
 * internal/load/pkg.go, setPGOProfilePath).
 */
function plainPath(path: string): string {
  return path.replace(/ \[.*$/, '');
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}
