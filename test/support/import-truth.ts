import assert from 'node:assert/strict';
import { readJsonStream } from '../../src/gobuild/packages.ts';
import { go } from './go-programs.ts';

interface Listed {
  readonly ImportPath: string;
  readonly Standard?: boolean;
  readonly Module?: { readonly Path: string };
  readonly Imports?: readonly string[];
}

/** What go list says of a program's packages: which imports which, and how many imports away from the main package each is. */
export interface ImportTruth {
  /** By import path; packages that no import leads to are left out. */
  readonly steps: ReadonlyMap<string, number>;
  readonly importsOf: (path: string) => readonly string[];
  /** Module path; `std` for the standard library. */
  readonly moduleOf: (path: string) => string | undefined;
}

/** Asks go list for one main package alone; steps are found by going over all imports until nothing gets nearer. */
export function importTruth(
  cwd: string,
  main: string,
  env: Readonly<Record<string, string>> = {},
): ImportTruth {
  const args = ['list', '-deps', '-json=ImportPath,Standard,Module,Imports', '--', main];
  const listed = readJsonStream(go(args, { GOOS: 'linux', GOARCH: 'amd64', ...env }, cwd)) as Listed[];
  const byPath = new Map(listed.map((each) => [each.ImportPath, each]));
  const steps = new Map([[main, 0]]);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { ImportPath, Imports = [] } of listed) {
      const here = steps.get(ImportPath);
      if (here === undefined) continue;
      for (const path of Imports) {
        if (!byPath.has(path) || (steps.get(path) ?? Number.POSITIVE_INFINITY) <= here + 1) continue;
        steps.set(path, here + 1);
        changed = true;
      }
    }
  }
  assert.ok(steps.size > 10, `only ${steps.size} packages were listed`);
  return {
    steps,
    importsOf: (path) => byPath.get(path)?.Imports ?? [],
    moduleOf: (path) => {
      const found = byPath.get(path);
      return found?.Module?.Path ?? (found?.Standard === true ? 'std' : undefined);
    },
  };
}

/** A chain is made of imports, begins at the main package, and none is shorter. */
export function checkChain({ steps, importsOf }: ImportTruth, main: string, chain: readonly string[]): void {
  assert.equal(chain[0], main);
  for (const [at, path] of chain.slice(1).entries()) {
    assert.ok(importsOf(chain[at] ?? '').includes(path), `${chain[at]} does not import ${path}`);
  }
  assert.equal(chain.length - 1, steps.get(chain.at(-1) ?? ''), `${chain.join(' → ')} is not the shortest`);
}
