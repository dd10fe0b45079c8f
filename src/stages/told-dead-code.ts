import type { DeadCode } from '../size/reach/findings.ts';

/** What keeps methods, with the main package by its import path and how imports lead to each. */
export function toldDeadCode(
  found: DeadCode,
  main: string,
  importsTo: (path: string) => readonly string[],
): DeadCode {
  const pathOf = (owner: string): string => (owner === 'main' ? main : owner);
  return {
    ...found,
    blockers: found.blockers.map((each) => ({
      ...each,
      package: pathOf(each.package),
      references: each.references.map((step) => ({ ...step, package: pathOf(step.package) })),
      imports: importsTo(pathOf(each.package)),
    })),
  };
}
