import type { ModuleChange } from '../comparison.ts';

/** A major version of a module in place of another, which to Go is another module (go.dev/ref/mod#major-version-suffixes). */
export interface Replaced {
  readonly before: ModuleChange;
  readonly after: ModuleChange;
}

/** Of modules of which one is gone and one is new. */
export function replacedIn(modules: readonly ModuleChange[]): Replaced[] {
  const byName = new Map(modules.map((each) => [each.name, each]));
  return modules.flatMap((after) => {
    const before = after.formerName === undefined ? undefined : byName.get(after.formerName);
    return before === undefined ? [] : [{ before, after }];
  });
}

/** Whether a module has another version than before. */
export function isMoved({ versions: { before, after } = {} }: ModuleChange): boolean {
  return before !== undefined && after !== undefined && before !== after;
}
