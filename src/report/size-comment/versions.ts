import type { ModuleChange } from '../comparison.ts';

/** A major version of a module in place of another, which to Go is another module (go.dev/ref/mod#major-version-suffixes). */
export interface Replaced {
  readonly before: ModuleChange;
  readonly after: ModuleChange;
}

/** Of modules of which one is gone and one is new. */
export function replacedIn(modules: readonly ModuleChange[]): Replaced[] {
  const gone = new Map(
    modules.filter(({ after }) => after === 0).map((each) => [withoutMajor(each.name), each]),
  );
  return modules
    .filter(({ before }) => before === 0)
    .flatMap((after) => {
      const before = gone.get(withoutMajor(after.name));
      return before === undefined ? [] : [{ before, after }];
    });
}

/** `a.example/b/v2` and `gopkg.in/b.v2` are `a.example/b` and `gopkg.in/b`. */
function withoutMajor(path: string): string {
  return path.replace(path.startsWith('gopkg.in/') ? /\.v\d+(-unstable)?$/ : /\/v\d+$/, '');
}

/** Whether a module has another version than before. */
export function isMoved({ versions: { before, after } = {} }: ModuleChange): boolean {
  return before !== undefined && after !== undefined && before !== after;
}
