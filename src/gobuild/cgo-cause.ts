import type { Platform } from '../request/platform.ts';
import type { GoCommand } from './go-command.ts';
import { importChains } from './import-chain.ts';
import { dependenciesRun, list, type PackageFiles } from './packages.ts';
import { platformVariables } from './platform-variables.ts';
import type { Target } from './targets.ts';

/** Which packages make a program need C. */
export interface CgoCause {
  /** Import paths from the main package to the one to be named. */
  readonly chain: readonly string[];
  /** True: that one is the standard library's, which does without C too. */
  readonly standard: boolean;
  /** Import paths of other packages of modules that import "C". */
  readonly others: readonly string[];
}

/**
 * Asks the go command what makes a target need C. Takes as long as a go list, so it is for when somebody is to be told.
 * @throws SlipwayError E_BUILD when go list fails
 */
export async function findCgoCause(
  { go, directory }: { readonly go: GoCommand; readonly directory: string },
  { importPath, settings }: Pick<Target, 'importPath' | 'settings'>,
  platform: Platform,
): Promise<CgoCause | undefined> {
  const variables = platformVariables(platform, settings);
  const run = dependenciesRun({
    cwd: directory,
    patterns: [importPath],
    tags: settings.buildTags,
    variables,
  });
  return cgoCauseOf(await list(go, run), importPath);
}

/** No package imports it: the go command adds it where one imports "C". */
const added = 'runtime/cgo';

/**
 * The package that is nearest to the main one among those that import "C", with the way to it; one of the standard library
 * where there is no other. Undefined where none does, as for a program that is linked with C by flags alone.
 */
export function cgoCauseOf(packages: readonly PackageFiles[], main: string): CgoCause | undefined {
  const chainTo = importChains(packages, main);
  const users = packages.filter((found) => found.ImportPath !== added && needsC(found));
  const own = users.filter(({ Standard }) => Standard !== true);
  const chains = (own.length > 0 ? own : users)
    .flatMap(({ ImportPath }) => [chainTo(ImportPath) ?? []])
    .filter((chain) => chain.length > 0)
    .sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1));
  const [chain, ...further] = chains;
  if (chain === undefined) return undefined;
  const standard = own.length === 0;
  return { chain, standard, others: standard ? [] : further.flatMap((other) => other.at(-1) ?? []) };
}

function needsC({ CgoFiles = [], SwigFiles = [], SwigCXXFiles = [] }: PackageFiles): boolean {
  return CgoFiles.length + SwigFiles.length + SwigCXXFiles.length > 0;
}
