import { join } from 'node:path';
import { formatPlatform, type Platform } from '../request/platform.ts';
import { importTree } from './import-chain.ts';
import { type ModuleGraph, noModules, recordModules } from './module-graph.ts';
import { type GoPackage, type PackageFiles, plainPath } from './packages.ts';

/** A package that a program is made of. */
export interface ImportedPackage {
  /** Module path; `std` for the standard library. */
  readonly module: string;
  /** Whether the main module requires its module for its own imports. */
  readonly direct: boolean;
  /** On the shortest chain from the main package, which has none. */
  readonly importedBy?: string;
  /** Of its module, or of what replaces it. */
  readonly version?: string;
}

/**
 * Whom every package of every program is imported by on the shortest chain from its main package. It is remembered with a build,
 * so each name is there once: programs and platforms share most of their packages.
 */
export interface ImportRecord {
  /** Module paths. */
  readonly modules: readonly string[];
  /** By `modules`; '' for a folder, the main module and the standard library. */
  readonly versions: readonly string[];
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
    /** Indexes into `sources`: of the packages of its own module. */
    readonly own: readonly number[];
  }[];
  /** Packages by the Go files of them that are compiled, which differ by platform. */
  readonly sources: readonly PackageSources[];
  /** Which of their modules imports packages of which. */
  readonly graph: ModuleGraph;
}

interface PackageSources {
  /** Index into `paths`. */
  readonly at: number;
  readonly folder: string;
  readonly names: readonly string[];
}

const ofNobody = -1;
const notImported = -2;

export const noImports: ImportRecord = {
  modules: [],
  versions: [],
  direct: [],
  paths: [],
  moduleOf: [],
  programs: [],
  sources: [],
  graph: noModules,
};

type ListedPackage = GoPackage & Partial<Pick<PackageFiles, 'GoFiles' | 'CgoFiles'>>;

/** A program and the packages that were listed for it, with others or not. */
export interface ListedProgram {
  readonly target: string;
  readonly platform: Platform;
  /** Import path of the main package. */
  readonly main: string;
  readonly packages: readonly ListedPackage[];
}

/** What is to be remembered of the imports of programs. */
export function recordImports(programs: readonly ListedProgram[]): ImportRecord {
  const modules = new Map<string, number>();
  const versions: string[] = [];
  const paths = new Map<string, number>();
  const moduleOf: number[] = [];
  const direct = new Set<number>();
  const sources = new Map<string, number>();
  const trees = programs.map(({ target, platform, main, packages }) => {
    const importers: number[] = [];
    const tree = plainTree(packages, main);
    const own = new Set<number>();
    const ownModule = packages.find(({ ImportPath }) => ImportPath === main)?.Module?.Path;
    for (const { ImportPath, Standard, Module, Dir = '', GoFiles = [], CgoFiles = [] } of packages) {
      const path = plainPath(ImportPath);
      if (!tree.has(path)) continue;
      const module = Module?.Path ?? (Standard === true ? 'std' : '');
      const number = numberOf(modules, module);
      versions[number] ??= (Module?.Replace ?? Module)?.Version ?? '';
      const at = numberOf(paths, path);
      moduleOf[at] ??= number;
      if (Module !== undefined && Module.Path === ownModule) {
        const found: PackageSources = { at, folder: Dir, names: [...GoFiles, ...CgoFiles] };
        own.add(numberOf(sources, JSON.stringify(found)));
      }
      if (Module !== undefined && Module.Main !== true && Module.Indirect !== true) direct.add(number);
    }
    for (const [path, importer] of tree) {
      const at = paths.get(path);
      if (at === undefined) continue;
      importers[at] = importer === undefined ? ofNobody : (paths.get(importer) ?? notImported);
    }
    return { target, platform: formatPlatform(platform), importers, own: [...own] };
  });
  const all = [...paths.keys()];
  return {
    modules: [...modules.keys()],
    versions,
    direct: [...direct],
    paths: all,
    moduleOf,
    programs: trees.map((tree) => ({
      ...tree,
      importers: all.map((_, at) => tree.importers[at] ?? notImported),
    })),
    sources: [...sources.keys()].map((text): PackageSources => JSON.parse(text)),
    graph: recordModules(programs),
  };
}

/** The packages of one program by import path; undefined when nobody listed them. */
export function importsOf(
  { modules, versions, direct, paths, moduleOf, programs }: ImportRecord,
  target: string,
  platform: Platform,
): ReadonlyMap<string, ImportedPackage> | undefined {
  const found = programOf(programs, target, platform);
  if (found === undefined) return undefined;
  const packages = new Map<string, ImportedPackage>();
  const required = new Set(direct);
  for (const [at, path] of paths.entries()) {
    const importer = found.importers[at] ?? notImported;
    if (importer === notImported) continue;
    const importedBy = paths[importer];
    const number = moduleOf[at] ?? -1;
    const module = { module: modules[number] ?? '', direct: required.has(number) };
    const version = versions[number] ?? '';
    packages.set(path, {
      ...module,
      ...(version !== '' && { version }),
      ...(importedBy !== undefined && { importedBy }),
    });
  }
  return packages;
}

/** By import path: absolute paths of the Go files that are compiled of a program's own module. */
export function ownFilesOf(
  { paths, programs, sources }: ImportRecord,
  target: string,
  platform: Platform,
): ReadonlyMap<string, readonly string[]> {
  const found = programOf(programs, target, platform);
  return new Map(
    (found?.own ?? []).flatMap((number) => {
      const source = sources[number];
      const path = paths[source?.at ?? -1];
      if (source === undefined || path === undefined) return [];
      return [[path, source.names.map((name) => join(source.folder, name))] as const];
    }),
  );
}

function programOf(
  programs: ImportRecord['programs'],
  target: string,
  platform: Platform,
): ImportRecord['programs'][number] | undefined {
  return programs.find(
    (program) => program.target === target && program.platform === formatPlatform(platform),
  );
}

/** The first tree has names as they are listed, this one as people and linkers know them. */
function plainTree(packages: readonly GoPackage[], main: string): Map<string, string | undefined> {
  const tree = importTree(packages, main);
  return new Map([...tree].map(([path, importer]) => [plainPath(path), importer && plainPath(importer)]));
}

function numberOf(numbers: Map<string, number>, name: string): number {
  const known = numbers.get(name) ?? numbers.size;
  numbers.set(name, known);
  return known;
}
