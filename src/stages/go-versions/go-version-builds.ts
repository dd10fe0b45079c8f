import type { BuildContext } from '../../gobuild/build.ts';
import type { Target } from '../../gobuild/targets.ts';
import { compileWithVersion, type VersionProgram } from '../../gobuild/version-programs.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import { compareGoVersions, versionOfToolchain } from '../../toolchain/go-version.ts';
import { leastGo } from '../../toolchain/wanted.ts';
import { moduleTargets, type OpenedModule } from '../module.ts';
import type { VersionOrigin } from './go-version-origins.ts';

/** What one Go made of one program for one platform, or why nothing. */
export interface VersionBuild {
  /** go1.26.8 */
  readonly go: string;
  readonly target: Target;
  readonly platform: Platform;
  readonly made: VersionProgram | SlipwayError;
}

/** Everything that was built: of every target and platform one for each Go that can be had. */
export interface VersionBuilds {
  readonly targets: readonly Target[];
  readonly builds: readonly VersionBuild[];
}

/**
 * Builds every program with every Go, one version after the other, since each takes the whole machine. Which programs there are says
 * the first Go that can read the module.
 * @throws SlipwayError for all but E_BUILD, which is the version's own; E_BUILD when no version can read the module
 */
export async function buildVersions(origins: readonly VersionOrigin[]): Promise<VersionBuilds> {
  const opened = origins.flatMap(({ opened: one }) => one ?? []);
  const targets = await targetsOfFirst(opened);
  const builds: VersionBuild[] = [];
  for (const one of opened) builds.push(...(await buildAll(one, targets)));
  return { targets, builds };
}

async function targetsOfFirst(opened: readonly OpenedModule[]): Promise<readonly Target[]> {
  let refused: unknown;
  for (const one of opened) {
    const found = await orOwnFault(one, () => moduleTargets(one.context));
    if (!(found instanceof SlipwayError)) return found;
    refused ??= found;
  }
  throw refused;
}

async function buildAll(opened: OpenedModule, targets: readonly Target[]): Promise<VersionBuild[]> {
  const { context, origin } = opened;
  const { version: go } = origin.toolchain;
  const platforms = new Map(
    targets.flatMap(({ settings }) => settings.platforms).map((one) => [formatPlatform(one), one]),
  );
  // Of one platform's targets the first goes ahead, so that what they share is compiled once.
  const lanes = await inParallel([...platforms.values()], context.jobs, async (platform) => {
    const builds: VersionBuild[] = [];
    for (const target of targets) {
      const made = await orOwnFault(opened, () => compileWithVersion(context, go, target, platform));
      builds.push({ go, target, platform, made });
    }
    return builds;
  });
  return lanes.flat();
}

/** E_BUILD is what a version says of the module; where that needs a newer Go, this is said rather than what follows from it. */
async function orOwnFault<T>(
  { context, origin }: OpenedModule,
  work: () => Promise<T>,
): Promise<T | SlipwayError> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_BUILD') throw error;
    return (await tooOld(origin.toolchain.version, context, error)) ?? error;
  }
}

/** The first Go that reads go lines and refuses what is newer (go.dev/doc/toolchain). */
const firstToRefuse = '1.21';

async function tooOld(
  go: string,
  { workspace, go: { environment } }: BuildContext,
  error: SlipwayError,
): Promise<SlipwayError | undefined> {
  const version = versionOfToolchain(go);
  const least = await leastGo(workspace.directory, environment['GOWORK']);
  if (version === undefined || least === undefined || compareGoVersions(version, least.version) >= 0)
    return undefined;
  const isRefused = compareGoVersions(version, firstToRefuse) >= 0;
  const why = `the go line of ${least.file} asks for Go ${least.version}, and ${go} is older`;
  return new SlipwayError('E_BUILD', isRefused ? why : `${why}\n${error.message}`, { cause: error });
}
