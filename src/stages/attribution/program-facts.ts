import { blankImports } from '../../gobuild/blank-imports.ts';
import type { PackageModule, ProgramFacts } from '../../size/reach/advice/program.ts';
import type { LinkedFrom } from './reach.ts';

/**
 * What advice on a program needs of its build.
 * @throws the system's error when a file of the program's own module cannot be read
 */
export function programFacts({ packages, main, buildTags }: LinkedFrom): ProgramFacts {
  const modules = new Map(
    packages.map(({ path, module, version }): [string, PackageModule] => [
      path,
      { path: module, ...(version !== undefined && { version }) },
    ]),
  );
  const own = modules.get(main)?.path;
  const blank = blankImports(packages.filter(({ module }) => module === own));
  return { modules, main, blankImports: blank, buildTags };
}
