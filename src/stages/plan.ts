import { compileRequest } from '../gobuild/build.ts';
import { compileRun } from '../gobuild/compile.ts';
import { prepareGo } from '../gobuild/go.ts';
import { type GoCommand, type GoRun, goShellLine } from '../gobuild/go-command.ts';
import { platformVariables } from '../gobuild/platform-variables.ts';
import { scanPrograms } from '../gobuild/scan.ts';
import { choosePrograms, programName, type Workspace } from '../gobuild/targets.ts';
import { formatOutput, outputsFor } from '../request/output.ts';
import { formatPlatform } from '../request/platform.ts';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Wanted } from '../toolchain/go-specification.ts';
import { resolveToolchain } from '../toolchain/resolve.ts';
import { wantedGo } from '../toolchain/wanted.ts';
import { slipwayVersion } from '../version.ts';
import type { Ports } from './ports.ts';

/** `slipway build --dry-run`: what a run would do. */
export interface Plan {
  readonly slipway: string;
  readonly dryRun: true;
  readonly source: string;
  readonly toolchain: { readonly go: string; readonly source: string; readonly askedBy: string };
  readonly targets: readonly PlannedTarget[];
  /** Command lines as one could paste them, in order. Templates of --ldflags are filled in when the run is real. */
  readonly commands: readonly string[];
}

export interface PlannedTarget {
  readonly name: string;
  readonly package: string;
  readonly platforms: readonly string[];
  readonly base: string;
  readonly outputs: readonly string[];
}

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
  const go = (await prepareGo(toolchain, request, ports)).command;
  const programs = await plannedPrograms(request, workspace);
  const places = outputsFor(
    request,
    programs.map(({ name }) => name),
  );
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
      base: settings.base,
      outputs: places.get(name)?.outputs.map(formatOutput) ?? [],
    })),
    commands: plannedCommands(request, workspace, programs, go),
  };
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
  return { kind: 'minimum', version: '1.21', askedBy: 'the go line of its go.mod, once fetched' };
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
  if (targets.length > 0) {
    return targets.map(({ name, main, settings }) => ({ name, importPath: main ?? name, settings }));
  }
  if (source.kind === 'module') {
    return [{ name: programName(source.path), importPath: source.path, settings: defaults }];
  }
  const [own, ...others] = await scanPrograms(workspace.directory);
  return choosePrograms(own, others, workspace).map(({ ImportPath }) => ({
    name: programName(ImportPath),
    importPath: ImportPath,
    settings: defaults,
  }));
}

function plannedCommands(
  request: BuildRequest,
  workspace: Workspace,
  programs: readonly Program[],
  go: GoCommand,
): string[] {
  const { source, defaults } = request;
  const cwd = workspace.directory;
  const [platform] = defaults.platforms;
  const variables = platform === undefined ? {} : platformVariables(platform, defaults);
  const fetching: GoRun[] =
    source.kind === 'directory'
      ? []
      : [
          { args: ['mod', 'download', '-json', '--', `${source.path}@${source.version}`], cwd },
          { args: ['get', '--', `${source.path}@${source.version}`], cwd },
        ];
  const listing: GoRun = {
    args: ['list', '-e', '-json', '--', workspace.self, workspace.pattern],
    cwd,
    variables,
  };
  const builds = programs.flatMap((program) =>
    program.settings.platforms.map((each) => {
      const ldflags = `-s -w ${program.settings.ldflags}`.trim();
      return compileRun(compileRequest({ request, workspace }, program, each, ldflags));
    }),
  );
  return [...fetching, listing, ...builds].map((run) => goShellLine(go, run));
}
