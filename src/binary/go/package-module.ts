import type { GoModule, ModuleInfo } from './module-info.ts';

/** Where a package comes from: a module of the build, or Go's standard library. */
export type PackageModule = GoModule | 'std';

/**
 * Says which module each package of a program is from: the one with the longest path that the package's begins with. `main`
 * is of the main module. What no module has is of the standard library if its path says so: its first element has no dot.
 * @param info undefined where the program carries none
 * @returns undefined for a package that cannot be placed
 */
export function packageModules(
  info: Pick<ModuleInfo, 'main' | 'dependencies'> | undefined,
): (packagePath: string) => PackageModule | undefined {
  const modules = new Map<string, GoModule>();
  for (const dependency of info?.dependencies ?? []) modules.set(dependency.path, dependency);
  if (info?.main !== undefined) modules.set(info.main.path, info.main);
  return (packagePath) => {
    if (packagePath === 'main') return info?.main;
    for (let end = packagePath.length; end > 0; end = packagePath.lastIndexOf('/', end - 1)) {
      const module = modules.get(packagePath.slice(0, end));
      if (module !== undefined) return module;
    }
    const [first = ''] = packagePath.split('/', 1);
    return first.includes('.') ? undefined : 'std';
  };
}

/** The import path of a package as the linker names it: that of the main package where it is known. */
export function importPath(packagePath: string, info: Pick<ModuleInfo, 'path'> | undefined): string {
  return packagePath === 'main' ? (info?.path ?? 'main') : packagePath;
}
