import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { BlobStore } from '../cache/blob-store.ts';
import { storeFolders } from '../cache/folders.ts';
import { formatPlatform, type Platform } from '../request/platform.ts';
import type { BuildRequest } from '../request/request.ts';
import { settleAll } from '../support/concurrency.ts';
import { withLock } from '../support/lock.ts';
import { type CompileRequest, compile, type Executable, type LinkBegins } from './compile.ts';
import { explainLoadFaults } from './explain.ts';
import type { GoCommand, GoRun } from './go-command.ts';
import { linkerFlags } from './ldflags.ts';
import { dependenciesRun, list, type PackageFiles } from './packages.ts';
import { platformVariables } from './platform-variables.ts';
import { type ImportRecord, recordImports } from './program-imports.ts';
import { type SourceFacts, templateValues } from './source.ts';
import type { Target, Workspace } from './targets.ts';

export interface BuiltTarget extends Target {
  readonly executables: readonly Executable[];
}

export interface CompileEvent {
  readonly target: string;
  readonly platform: Platform;
  readonly step: 'compiling' | 'compiled';
  readonly seconds?: number;
  readonly linked?: boolean;
}

export interface BuildContext {
  readonly go: GoCommand;
  readonly store: BlobStore;
  readonly request: BuildRequest;
  readonly workspace: Workspace;
  readonly source: SourceFacts;
  /** How many go commands may run at once. */
  readonly jobs: number;
  readonly seconds: () => number;
  readonly progress: (event: CompileEvent) => void;
  readonly signal: AbortSignal;
  readonly linking?: Linking;
}

/**
 * Is told of programs that are to be linked, each before anything of it is compiled.
 * @param imports what is listed for the build
 * @returns who is told how it goes on; undefined where nobody wants to know
 */
export type Linking = (
  go: GoCommand,
  target: Target,
  request: Pick<CompileRequest, 'platform' | 'output'>,
  imports: Promise<ImportRecord>,
) => LinkTold | undefined;

export interface LinkTold {
  /** The linker begins, and reads these; nobody may say so. */
  readonly begins: LinkBegins;
  /** @param isNew whether this run linked it: else it was current */
  readonly ended: (executable: Executable, isNew: boolean) => void;
  readonly failed: (error: unknown) => void;
}

export interface Compiled {
  readonly targets: readonly BuiltTarget[];
  /** How many files were linked in this run; the others were current. */
  readonly linked: number;
}

/**
 * Compiles every target for each of its platforms over one build cache. Platforms run side by side; of one platform's
 * targets the first goes ahead, so that what they share is compiled once.
 * @param listed what the targets need: to tell why they cannot be compiled, and who is told of links
 * @throws SlipwayError E_BUILD when something does not compile, E_NETWORK when its modules cannot be had
 */
export async function compileTargets(
  context: BuildContext,
  targets: readonly Target[],
  listed: Promise<Dependencies>,
): Promise<Compiled> {
  const limit = pLimit(context.jobs);
  const imported = listed.then(({ imports }) => imports);
  // Who waits for it is told.
  imported.catch(() => undefined);
  const lanes = [...new Set(targets.flatMap(({ settings }) => settings.platforms.map(formatPlatform)))];
  let linked = 0;
  const one = (target: Target, platform: Platform): Promise<readonly [string, Executable]> =>
    limit(async () => {
      const started = context.seconds();
      context.progress({ target: target.name, platform, step: 'compiling' });
      const ldflags = linkerFlags(target.settings.ldflags, templateValues(context.source, target));
      const request = compileRequest(context, target, platform, ldflags);
      const told = context.linking?.(context.go, target, request, imported);
      const result = await withLock(`${request.output}.lock`, { signal: context.signal }, () =>
        compile(context.go, request, told?.begins),
      ).catch((error: unknown) => {
        told?.failed(error);
        throw error;
      });
      told?.ended(result.executable, result.linked);
      if (result.linked) linked += 1;
      const seconds = context.seconds() - started;
      context.progress({ target: target.name, platform, step: 'compiled', seconds, linked: result.linked });
      return [`${target.name} ${formatPlatform(platform)}`, result.executable] as const;
    });
  const lane = async (name: string): Promise<(readonly [string, Executable])[]> => {
    const work = targets.flatMap((target) =>
      target.settings.platforms
        .filter((platform) => formatPlatform(platform) === name)
        .map((platform) => ({ target, platform })),
    );
    const [first, ...rest] = work;
    if (first === undefined) return [];
    const head = await one(first.target, first.platform);
    return [head, ...(await settleAll(rest.map(({ target, platform }) => one(target, platform))))];
  };
  const done = await settleAll(lanes.map(lane)).catch(async (error: unknown) => {
    throw await explainLoadFaults(context, error, listed);
  });
  const built = new Map(done.flat());
  return {
    targets: targets.map((target) => ({ ...target, executables: executablesOf(target, built) })),
    linked,
  };
}

function executablesOf(target: Target, built: ReadonlyMap<string, Executable>): Executable[] {
  return target.settings.platforms.flatMap(
    (platform) => built.get(`${target.name} ${formatPlatform(platform)}`) ?? [],
  );
}

/** What one target's go build for one platform is; the same target and settings always link to the same private path. */
export function compileRequest(
  { request, workspace }: Pick<BuildContext, 'request' | 'workspace'>,
  target: Pick<Target, 'name' | 'importPath' | 'settings'>,
  platform: Platform,
  ldflags: string,
): CompileRequest {
  const { settings } = target;
  const stamped = settings.vcsStamp === 'auto' && request.source.kind === 'directory';
  const place = JSON.stringify([
    workspace.directory,
    target.importPath,
    formatPlatform(platform),
    settings.buildTags,
    settings.ldflags,
    settings.goexperiment,
    settings.cgo,
    settings.vcsStamp,
    ...placeOfCompiling(request),
  ]);
  const key = createHash('sha256').update(place).digest('hex').slice(0, 32);
  return {
    target: `${target.name} (${formatPlatform(platform)})`,
    packageArgument: target.importPath,
    directory: workspace.directory,
    platform,
    settings,
    ldflags,
    buildvcs: stamped ? 'auto' : 'false',
    output: join(request.cacheDirectory, storeFolders.builds, key, target.name),
  };
}

/** What is compiled elsewhere may be another program: with cgo it is made by another compiler. */
export function placeOfCompiling({ engine }: Pick<BuildRequest, 'engine'>): string[] {
  return engine.compile === 'host' ? [] : [engine.compile, engine.compileImage ?? ''];
}

/** What the go command lists for a build. */
export interface Dependencies {
  /** Every package the targets need on any of their platforms, each once per folder and set of files. */
  readonly packages: readonly PackageFiles[];
  readonly imports: ImportRecord;
}

/** Lists every package that the targets need, once for all targets of one platform and set of tags. */
export async function dependencies(context: BuildContext, targets: readonly Target[]): Promise<Dependencies> {
  const limit = pLimit(context.jobs);
  const listings = new Map(
    dependencyListings(context.workspace, targets).map((run) => [
      keyOf(run),
      limit(() => list(context.go, run)),
    ]),
  );
  const packages = (await Promise.all(listings.values())).flat();
  const programs = targets.flatMap((target) =>
    target.settings.platforms.map(async (platform) => {
      const listing = listings.get(keyOf(listingRun(context.workspace, targets, target, platform)));
      return { target: target.name, platform, main: target.importPath, packages: (await listing) ?? [] };
    }),
  );
  return { packages, imports: recordImports(await Promise.all(programs)) };
}

/** What is asked for that. */
export function dependencyListings(
  workspace: Workspace,
  targets: readonly Pick<Target, 'importPath' | 'settings'>[],
): GoRun[] {
  const runs = targets.flatMap((target) =>
    target.settings.platforms.map((platform) => listingRun(workspace, targets, target, platform)),
  );
  return [...new Map(runs.map((run) => [keyOf(run), run])).values()];
}

/** The question for what a target needs on a platform: it is that of all targets with the same settings. */
function listingRun(
  { directory }: Workspace,
  targets: readonly Pick<Target, 'importPath' | 'settings'>[],
  { settings }: Pick<Target, 'settings'>,
  platform: Platform,
): GoRun {
  const patterns = targets.flatMap((other) => (other.settings === settings ? [other.importPath] : []));
  const variables = platformVariables(platform, settings);
  return dependenciesRun({ cwd: directory, patterns, tags: settings.buildTags, variables });
}

function keyOf(run: GoRun): string {
  return JSON.stringify(run);
}
