import { resolve } from 'node:path';
import { compileRequest, dependencyListings } from '../gobuild/build.ts';
import { compileRun } from '../gobuild/compile.ts';
import { prepareGo } from '../gobuild/go.ts';
import { type GoCommand, type GoRun, goShellLine } from '../gobuild/go-command.ts';
import type { GoPackage } from '../gobuild/packages.ts';
import { scanPrograms } from '../gobuild/scan.ts';
import { choosePrograms, programName, targetListings, type Workspace } from '../gobuild/targets.ts';
import type { Plan, PlannedShardReport } from '../report/plan.ts';
import { formatBase } from '../request/base.ts';
import { formatOutput, outputsFor } from '../request/output.ts';
import { formatPlatform } from '../request/platform.ts';
import { pushPlaces } from '../request/push.ts';
import { formatReference } from '../request/reference.ts';
import type { BuildRequest, NamedTarget, TargetSettings } from '../request/request.ts';
import { formatShard, formatUnit, shardsOf, shardUnits, type Unit, unitsOf } from '../request/shard.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Wanted } from '../toolchain/go-specification.ts';
import { resolveToolchain } from '../toolchain/resolve.ts';
import { checkingLatest, wantedGo } from '../toolchain/wanted.ts';
import { slipwayVersion } from '../version.ts';
import type { Ports } from './ports.ts';

interface Program {
  readonly name: string;
  readonly importPath: string;
  readonly settings: TargetSettings;
}

/**
 * The plan of a run. Nothing is run, fetched or written: files are read, and what only the go command can decide is
 * taken from the package clauses of the source.
 * @throws SlipwayError E_CONFIG as the run itself would, for what can be known without running anything
 */
export async function planBuild(request: BuildRequest, ports: Ports): Promise<Plan> {
  const workspace = plannedWorkspace(request);
  const wanted = await plannedGo(request, ports, workspace);
  const toolchain = await plannedToolchain(wanted, request, ports);
  const go = (await prepareGo(toolchain, request, { ...ports, progress: () => undefined })).command;
  const all = await plannedPrograms(request, workspace);
  const units = unitsOf(all.map(({ name, settings: { platforms } }) => ({ name, platforms })));
  const { shard, shards } = request;
  const programs = shard === undefined ? all : narrowed(all, shardUnits(units, shard));
  const names = programs.map(({ name }) => name);
  const [places, pushed] = [outputsFor(request, names), pushPlaces(request, names)];
  return {
    slipway: slipwayVersion,
    dryRun: true,
    source:
      request.source.kind === 'directory'
        ? request.source.directory
        : `${request.source.path}@${request.source.version}`,
    toolchain: { go: toolchain.version, source: toolchain.source, askedBy: toolchain.askedBy },
    targets: programs.map(({ name, importPath, settings }) => ({
      name,
      package: importPath,
      platforms: settings.platforms.map(formatPlatform),
      base: formatBase(settings.base),
      outputs: places.get(name)?.outputs.map(formatOutput) ?? [],
      push:
        pushed
          .get(name)
          ?.map(({ repository, tag }) => formatReference({ ...repository, ...(tag && { tag }) })) ?? [],
    })),
    tags: request.tags,
    ...(request.load !== undefined && { load: request.load }),
    ...(shards !== undefined && { shards: plannedShards(units, shards) }),
    commands: plannedCommands(request, workspace, programs, go),
  };
}

/** What of the programs one shard builds. */
function narrowed(programs: readonly Program[], units: readonly Unit[]): readonly Program[] {
  return programs.flatMap((program) => {
    const own = units.filter(({ target }) => target === program.name);
    const platforms = own.map(({ platform }) => platform);
    return own.length === 0 ? [] : [{ ...program, settings: { ...program.settings, platforms } }];
  });
}

/** GitHub runs as many jobs at once for whoever pays nothing (docs.github.com, "Usage limits"). */
const usualShards = 20;

function plannedShards(units: readonly Unit[], asked: number | 'auto'): readonly PlannedShardReport[] {
  const of = asked === 'auto' ? Math.max(1, Math.min(units.length, usualShards)) : asked;
  return shardsOf(units, of).map(({ units: own, ...shard }) => ({
    shard: formatShard(shard),
    units: own.map(formatUnit),
  }));
}

function plannedWorkspace({ source, cacheDirectory }: BuildRequest): Workspace {
  if (source.kind === 'directory') {
    return { directory: source.directory, pattern: './...', importRoot: undefined, self: '.' };
  }
  const { path } = source;
  return { directory: cacheDirectory, pattern: `${path}/...`, importRoot: path, self: path };
}

async function plannedGo(request: BuildRequest, ports: Ports, { directory }: Workspace): Promise<Wanted> {
  const named = request.go.version !== undefined || request.go.versionFile !== undefined;
  if (request.source.kind === 'directory' || named) {
    return wantedGo(request.go, directory, { gowork: ports.env['GOWORK'] });
  }
  const askedBy = 'the go line of its go.mod, once fetched';
  return checkingLatest({ kind: 'minimum', version: '1.21', askedBy }, request.go);
}

/** The Go that is there and fits, or what would be fetched. */
async function plannedToolchain(
  wanted: Wanted,
  request: BuildRequest,
  ports: Ports,
): Promise<{ go: string; goroot: string; version: string; source: string; askedBy: string }> {
  const { env, host } = ports;
  const quiet = {
    env,
    host,
    cacheDirectory: request.cacheDirectory,
    offline: true,
    progress: () => undefined,
    exec: () => Promise.reject(new SlipwayError('E_TOOL', 'a dry run runs nothing')),
  };
  try {
    return await resolveToolchain(wanted, quiet);
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_TOOLCHAIN') throw error;
    const version = 'version' in wanted ? wanted.version : 'range' in wanted ? wanted.range : wanted.kind;
    return {
      go: 'go',
      goroot: '',
      version,
      source: 'not on this machine: would be fetched',
      askedBy: wanted.askedBy,
    };
  }
}

async function plannedPrograms(request: BuildRequest, workspace: Workspace): Promise<Program[]> {
  const { targets, defaults, source } = request;
  const found = source.kind === 'directory' ? await scanPrograms(workspace.directory) : [];
  if (targets.length > 0) {
    return targets.map((target) => ({ ...target, importPath: plannedPath(target, found, workspace) }));
  }
  if (source.kind === 'module') {
    return [{ name: programName(source.path), importPath: source.path, settings: defaults }];
  }
  const [own, ...others] = found;
  return choosePrograms(own, others, workspace).map(({ ImportPath }) => ({
    name: programName(ImportPath),
    importPath: ImportPath,
    settings: defaults,
  }));
}

/** The import path of a named target; its name or `main` as it was given where the files do not tell. */
function plannedPath(
  { name, main }: NamedTarget,
  found: readonly GoPackage[],
  { directory }: Workspace,
): string {
  const program = found.find(({ Name, Dir, ImportPath }) =>
    main === undefined
      ? Name === 'main' && programName(ImportPath) === name
      : Dir === resolve(directory, main),
  );
  return program?.ImportPath ?? main ?? name;
}

function plannedCommands(
  request: BuildRequest,
  workspace: Workspace,
  programs: readonly Program[],
  go: GoCommand,
): string[] {
  const { source } = request;
  const cwd = workspace.directory;
  const fetching: GoRun[] =
    source.kind === 'directory'
      ? []
      : [
          { args: ['mod', 'download', '-json', '--', `${source.path}@${source.version}`], cwd },
          { args: ['get', '--', `${source.path}@${source.version}`], cwd },
        ];
  const listings = [...targetListings(request, workspace), ...dependencyListings(workspace, programs)];
  const builds = programs.flatMap((program) =>
    program.settings.platforms.map((each) => {
      const ldflags = `-s -w ${program.settings.ldflags}`.trim();
      return compileRun(compileRequest({ request, workspace }, program, each, ldflags));
    }),
  );
  return [...fetching, ...listings, ...builds].map((run) => goShellLine(go, run));
}
