import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetSettings } from '../request/request.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { GoCommand } from './go-command.ts';
import { goHeader } from './go-header.ts';
import { list, type PackageFiles, packagesRun } from './packages.ts';
import { platformVariables } from './platform-variables.ts';

/** A package of which a part is left out because cgo is off. */
export interface CgoStub {
  readonly importPath: string;
  /** Files that import "C", by name. */
  readonly leftOut: readonly string[];
}

interface StubSearch {
  readonly go: GoCommand;
  readonly directory: string;
  /** Of all targets. */
  readonly settings: readonly TargetSettings[];
}

/**
 * The packages that would have more files with cgo on any of the platforms. They compile without, and what they lack may be
 * only seen at run time: go-sqlite3 fails at its first query. The standard library is left out, which does without.
 * @param packages what the targets need, as listed with cgo off
 * @throws SlipwayError E_BUILD when go list fails
 */
export async function findCgoStubs(
  { go, directory, settings }: StubSearch,
  packages: readonly PackageFiles[],
): Promise<CgoStub[]> {
  const suspects = packages.filter((found) => found.Standard !== true && ignoresCgo(found));
  const without = settings.filter(({ cgo }) => !cgo);
  if (suspects.length === 0 || without.length === 0) return [];
  const patterns = [...new Set(suspects.map(({ ImportPath }) => ImportPath))].sort();
  const found = new Map<string, Set<string>>();
  for (const setting of without) {
    for (const platform of setting.platforms) {
      const variables = platformVariables(platform, { ...setting, cgo: true });
      const run = packagesRun({ cwd: directory, patterns, tags: setting.buildTags, variables }, ['CgoFiles']);
      for (const { ImportPath, CgoFiles = [] } of await list(go, run)) {
        if (CgoFiles.length === 0) continue;
        const names = found.get(ImportPath) ?? new Set();
        found.set(
          ImportPath,
          CgoFiles.reduce((all, name) => all.add(name), names),
        );
      }
    }
  }
  return [...found].map(([importPath, names]) => ({ importPath, leftOut: [...names].sort() }));
}

function ignoresCgo({ Dir, IgnoredGoFiles = [] }: PackageFiles): boolean {
  return (
    Dir !== undefined &&
    IgnoredGoFiles.some((name) => importsC(join(Dir, name)) && !name.endsWith('_test.go'))
  );
}

function importsC(path: string): boolean {
  return /^\s*(?:import\s+)?"C"/m.test(goHeader(readFileSync(path, 'utf8')));
}

const mostNamed = 3;

/** The verdict on what was left out. */
export function checkCgoStubs(stubs: readonly CgoStub[]): Verdict {
  const common = { check: 'source/cgo-stubs', subject: 'the source', severity: 'warn' } as const;
  if (stubs.length === 0) return { ...common, status: 'pass', detail: '' };
  const lines = stubs.map(({ importPath, leftOut }) => {
    const more = leftOut.length > mostNamed ? ` and ${leftOut.length - mostNamed} more` : '';
    return `${importPath} without ${leftOut.slice(0, mostNamed).join(', ')}${more}`;
  });
  const detail = [
    'has packages that are built without their C part, since cgo is off; what is left of them may fail when it is called:',
    ...lines.map((line) => `  ${line}`),
    'try a pure-Go package in their place, or --cgo with a base that has the C library',
  ].join('\n');
  return { ...common, status: 'fail', detail };
}
