import type { BuildInfo } from '../binary/go/build-info.ts';

/** What the standard library is called where modules are. */
export const standardLibrary = 'std';

/** The package of function main in the linker's names. */
const mainPackage = 'main';

export interface PackageNames {
  /** The import path of a package as the linker has it. */
  readonly pathOf: (linked: string) => string;
  /** The module of an import path; empty where it is not known. */
  readonly moduleOf: (path: string) => string;
}

/** How the packages of a program are called and which modules they are of, by its build info (cmd/go/internal/modload). */
export function packageNames(info: BuildInfo | undefined): PackageNames {
  const modules = [info?.main, ...(info?.dependencies ?? [])]
    .flatMap((module) => (module === undefined ? [] : [module.path]))
    .sort((a, b) => b.length - a.length);
  const known = new Map<string, string>();
  return {
    pathOf: (linked) => (linked === mainPackage ? (info?.path ?? linked) : linked),
    moduleOf: (path) => {
      const module = known.get(path) ?? find(path, modules);
      known.set(path, module);
      return module;
    },
  };
}

/** The longest module path that the package's begins with; only the standard library has paths without a dot in their first element. */
function find(path: string, modules: readonly string[]): string {
  const module = modules.find((one) => path === one || path.startsWith(`${one}/`));
  if (module !== undefined) return module;
  const [first = ''] = path.split('/');
  return first.includes('.') || first === mainPackage || first === 'command-line-arguments'
    ? ''
    : standardLibrary;
}
