import { formatPlatform, type Platform } from '../request/platform.ts';
import { importTree } from './import-chain.ts';
import type { GoModule, GoPackage } from './packages.ts';
import type { ListedProgram } from './program-imports.ts';

/** What stands for the standard library among module paths. */
export const standardLibrary = 'std';

/** A module that gives packages to a program, as the go command lists it. */
export interface GraphModule {
  readonly path: string;
  /** Absent for main modules. */
  readonly version?: string;
  /** Without a version: a folder, as the directive names it. */
  readonly replace?: { readonly path: string; readonly version?: string };
}

/** Of every program which of its modules imports packages of which; it is remembered with a build, so each module is there once. */
export interface ModuleGraph {
  readonly modules: readonly GraphModule[];
  readonly programs: readonly {
    readonly target: string;
    readonly platform: string;
    /** An importing module and those it imports from: indexes into `modules`. */
    readonly imports: readonly (readonly [number, readonly number[]])[];
  }[];
}

export const noModules: ModuleGraph = { modules: [], programs: [] };

/** The modules of one program: those that its packages come from, and no others. */
export interface ProgramModules {
  readonly modules: readonly GraphModule[];
  /** By module path, `std` among them: the paths of the modules that it imports packages of. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

/** What is to be remembered of the modules of programs. */
export function recordModules(programs: readonly ListedProgram[]): ModuleGraph {
  const modules = new Map<string, GraphModule>();
  const numbers = new Map<string, number>();
  const numberOf = (module: GraphModule): number => {
    const known = numbers.get(module.path) ?? numbers.size;
    numbers.set(module.path, known);
    modules.set(module.path, module);
    return known;
  };
  const graphs = programs.map(({ target, platform, main, packages }) => {
    const edges = moduleEdges(packages, main);
    const imports = [...edges].map(
      ([from, to]) => [numberOf(from), [...to].map(numberOf).sort((a, b) => a - b)] as const,
    );
    return { target, platform: formatPlatform(platform), imports };
  });
  return { modules: [...modules.values()], programs: graphs };
}

/** The modules of one program; undefined when nobody listed its packages. */
export function modulesOfProgram(
  { modules, programs }: ModuleGraph,
  target: string,
  platform: Platform,
): ProgramModules | undefined {
  const found = programs.find((one) => one.target === target && one.platform === formatPlatform(platform));
  if (found === undefined) return undefined;
  const own = found.imports.flatMap(([from]) => modules[from] ?? []);
  return {
    modules: own.filter(({ path }) => path !== standardLibrary),
    imports: new Map(
      found.imports.map(([from, to]) => [
        modules[from]?.path ?? '',
        to.flatMap((at) => modules[at]?.path ?? []),
      ]),
    ),
  };
}

/** Every module that imports lead to from the main package, with the other modules it imports from. */
function moduleEdges(packages: readonly GoPackage[], main: string): Map<GraphModule, Set<GraphModule>> {
  const reached = importTree(packages, main);
  const byPath = new Map<string, GraphModule>();
  const moduleOf = new Map<string, GraphModule>();
  for (const one of packages) {
    if (!reached.has(one.ImportPath)) continue;
    const module = graphModule(one);
    if (module === undefined) continue;
    const known = byPath.get(module.path) ?? module;
    byPath.set(module.path, known);
    moduleOf.set(one.ImportPath, known);
  }
  const edges = new Map([...byPath.values()].map((module) => [module, new Set<GraphModule>()]));
  for (const { ImportPath, Imports = [] } of packages) {
    const from = moduleOf.get(ImportPath);
    if (from === undefined) continue;
    for (const path of Imports) {
      const to = moduleOf.get(path);
      if (to !== undefined && to !== from) edges.get(from)?.add(to);
    }
  }
  return edges;
}

/** Undefined for a package in no module, such as files named on the command line. */
function graphModule({ Standard, Module }: GoPackage): GraphModule | undefined {
  if (Standard === true) return { path: standardLibrary };
  if (Module === undefined) return undefined;
  const { Path: path, Version: version, Replace } = Module;
  return {
    path,
    ...(version !== undefined && { version }),
    ...(Replace !== undefined && { replace: replacement(Replace) }),
  };
}

function replacement({ Path: path, Version: version }: GoModule): NonNullable<GraphModule['replace']> {
  return { path, ...(version !== undefined && { version }) };
}
