import type { AdvisedProgram } from './program.ts';
import { type AdviceQuestion, listed } from './question.ts';

/** Modules that went on under another path, the major version apart (github.com/yaml/go-yaml says so of itself). */
const renamed: ReadonlyMap<string, string> = new Map([['gopkg.in/yaml', 'go.yaml.in/yaml']]);

interface Version {
  readonly module: string;
  readonly major: number;
  readonly nodes: readonly number[];
}

/** Modules of which two major versions are linked: what the program would do without, had it but the higher one. */
export function twoVersions(program: AdvisedProgram): AdviceQuestion[] {
  const groups = Map.groupBy(linkedModules(program), ([path]) => majorOf(path).stem);
  return [...groups.values()].flatMap((modules) => {
    const versions = modules
      .map(([module, nodes]): Version => ({ module, nodes, major: majorOf(module).major }))
      .toSorted((a, b) => a.major - b.major || (a.module < b.module ? 1 : -1));
    const highest = versions.pop();
    return highest === undefined ? [] : versions.map((lower) => pairQuestion(program, lower, highest));
  });
}

/**
 * A version that is a layer over the other takes that away with itself, which would stay: what goes is no more than what both
 * keep together without what the other does.
 */
function pairQuestion(program: AdvisedProgram, lower: Version, higher: Version): AdviceQuestion {
  const importers = listed(importersOf(program, lower.module));
  const text =
    `${lower.module} and ${higher.module} are two versions of a module, and both are in the program: ` +
    `the first one goes when ${importers} ${importers.includes(' ') ? 'have' : 'has'} moved to the other`;
  return {
    things: [lower.nodes, higher.nodes, [...lower.nodes, ...higher.nodes]],
    answer: ([ofLower = 0, ofHigher = 0, together = 0]) => ({
      kind: 'two-versions',
      subject: lower.module,
      bytes: Math.round(Math.min(ofLower, together - ofHigher)),
      text,
    }),
  };
}

/** Packages of other modules that import any of a module, by name. */
function importersOf({ facts, packages, importersOf: of }: AdvisedProgram, module: string): string[] {
  const isIts = (path: string): boolean => facts.modules.get(path)?.path === module;
  const importers = packages.filter(isIts).flatMap((path) => of(path).filter((each) => !isIts(each)));
  return [...new Set(importers)].toSorted();
}

function linkedModules({ facts, packages, nodesOf, isOwn }: AdvisedProgram): [string, number[]][] {
  const modules = new Map<string, number[]>();
  for (const path of packages) {
    const module = facts.modules.get(path)?.path ?? 'std';
    if (module === 'std' || isOwn(path)) continue;
    const nodes = modules.get(module) ?? [];
    for (const node of nodesOf(path)) nodes.push(node);
    modules.set(module, nodes);
  }
  return [...modules];
}

/** A module's path without its major version (go.dev/ref/mod, "Major version suffixes"). */
function majorOf(module: string): { readonly stem: string; readonly major: number } {
  const [, path = module, digits = '1'] = /^(.+?)(?:\/v|\.v(?=\d+$))(\d+)$/.exec(module) ?? [];
  return { stem: renamed.get(path) ?? path, major: Number(digits) };
}
