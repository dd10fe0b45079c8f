import type { DeadCode, ReferenceStep } from '../../size/reach/findings.ts';

/**
 * What keeps methods, with the main package by its import path and the packages that lead to each.
 * @param importsTo import paths from the main package to one
 */
export function toldDeadCode(
  found: DeadCode,
  main: string,
  importsTo: (path: string) => readonly string[],
): DeadCode {
  const pathOf = (owner: string): string => (owner === 'main' ? main : owner);
  return {
    ...found,
    blockers: found.blockers.map((each) => {
      const references = each.references.map((step) => ({ ...step, package: pathOf(step.package) }));
      const path = pathOf(each.package);
      return { ...each, package: path, references, imports: wayTo(path, references, importsTo) };
    }),
  };
}

/**
 * By imports to where the chain of references begins, which may be a package that is only initialised, and along that chain: who
 * imports a package on the shortest way need not be who calls it.
 */
function wayTo(
  path: string,
  references: readonly ReferenceStep[],
  importsTo: (path: string) => readonly string[],
): string[] {
  const named = references.map((step) => step.package).filter((each) => each !== '');
  const all = [...importsTo(named[0] ?? path), ...named, path];
  return all.filter((each, at) => each !== all[at - 1]);
}
