import { join } from 'node:path';
import type { EngineRequest } from '../../request/engine-request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type CommandResult, type Exec, failure } from '../../support/exec.ts';
import { findProgram } from '../../support/find-program.ts';
import type { Environment } from '../../support/http.ts';
import { buildctlArguments, buildxArguments } from './arguments.ts';
import type { Solve } from './solve.ts';

/** What talks to a BuildKit, and to which. */
export interface BuildkitClient {
  readonly program: 'buildctl' | 'buildx';
  /** The builder's name or address, for people. */
  readonly builder: string;
  /** The BuildKits' own version, the oldest where there are several: `0.33.1`; undefined where they do not say. */
  readonly version: string | undefined;
  /** What each node is itself, in Docker's spelling: `linux/amd64`; undefined where that is not told. */
  readonly nodePlatforms: readonly string[] | undefined;
  /** True: several nodes have a share in a solve, and nobody joins the layouts that they give. */
  readonly hasNodes: boolean;
  /** The command line of a solve. */
  readonly command: (solve: Solve) => { readonly file: string; readonly args: readonly string[] };
  readonly env: Readonly<Record<string, string>>;
  readonly exec: Exec;
  /** Whether it still answers. */
  readonly answers: () => Promise<boolean>;
}

export interface ClientPorts {
  readonly exec: Exec;
  readonly env: Environment;
  /** Go's name of this machine's system. */
  readonly host: { readonly os: string };
}

/**
 * Finds the BuildKit that was asked for, and asks it who it is.
 * @throws SlipwayError E_TOOL when there is no client for it, or it does not answer
 */
export async function findClient(
  engine: Pick<EngineRequest, 'builder' | 'tls'>,
  ports: ClientPorts,
): Promise<BuildkitClient> {
  const { BUILDKIT_HOST } = ports.env;
  const named = engine.builder ?? (BUILDKIT_HOST === '' ? undefined : BUILDKIT_HOST);
  if (named?.includes('://') === true) return buildctl(named, engine.tls, ports);
  return buildx(named, ports);
}

async function buildctl(
  address: string,
  tls: string | undefined,
  ports: ClientPorts,
): Promise<BuildkitClient> {
  const file = await findProgram('buildctl', ports.env, ports.host.os);
  if (file === undefined) {
    throw new SlipwayError(
      'E_TOOL',
      `the builder ${address} is an address, and there is no buildctl on PATH`,
      {
        hint: `buildctl comes with BuildKit; or make a builder of it: docker buildx create --name remote --driver remote ${address}, and name that: --builder remote`,
      },
    );
  }
  const certificates =
    tls === undefined
      ? []
      : [
          ...['--tlscacert', join(tls, 'ca.pem')],
          ...['--tlscert', join(tls, 'cert.pem'), '--tlskey', join(tls, 'key.pem')],
        ];
  const reach = ['--addr', address, ...certificates];
  const env = clientEnvironment(ports.env);
  const ask = (...words: string[]): Promise<CommandResult> =>
    ports.exec({ file, args: [...reach, 'debug', ...words], env });
  const info = await ask('info');
  if (info.status !== 0) throw silent(`the BuildKit at ${address}`, info, 'is buildkitd running there?');
  const workers = await ask(
    'workers',
    '--format',
    '{{range .}}{{with index .Platforms 0}}{{.OS}}/{{.Architecture}} {{end}}{{end}}',
  );
  return {
    program: 'buildctl',
    builder: address,
    version: oldest(info.stdout),
    hasNodes: false,
    nodePlatforms: workers.status === 0 ? words(workers.stdout) : undefined,
    command: (solve) => ({ file, args: [...reach, ...buildctlArguments(solve)] }),
    env,
    exec: ports.exec,
    answers: async () => (await ask('info')).status === 0,
  };
}

/** As a plugin of docker, or alone; `docker` may be podman's, which has no buildx. */
async function buildx(name: string | undefined, ports: ClientPorts): Promise<BuildkitClient> {
  const env = clientEnvironment(ports.env);
  const [file, ...prefix] = (await buildxProgram(env, ports)) ?? noBuildx();
  const builder = name === undefined ? [] : ['--builder', name];
  const inspect = (): Promise<CommandResult> =>
    ports.exec({ file, args: [...prefix, ...builder, 'inspect', '--bootstrap'], env });
  const state = await inspect();
  const shown = name ?? /^Name:\s*(\S+)/m.exec(state.stdout)?.[1] ?? 'default';
  const fault = /^Error:\s*(.*)$/m.exec(state.stdout)?.[1];
  const hint =
    'docker buildx ls names the builders there are; docker buildx create --use makes one in a container';
  if (state.status !== 0 || fault !== undefined) {
    const said = fault === undefined ? state : { ...state, stderr: fault };
    throw silent(`the builder ${shown} of buildx`, said, hint);
  }
  if (/^Driver:\s*docker\s*$/m.test(state.stdout)) {
    const why = `the builder ${shown} is Docker's own, which cannot write OCI layouts`;
    throw new SlipwayError('E_TOOL', why, { hint });
  }
  // The first is what a node is itself, unless its owner named platforms for it: those stand before all others, with a star.
  const lists = [...state.stdout.matchAll(/^Platforms:\s*(.*)$/gm)].map(([, list = '']) =>
    list.split(/,\s*/),
  );
  const isTold = lists.length > 0 && lists.every(([first = '']) => !first.endsWith('*'));
  return {
    program: 'buildx',
    builder: shown,
    version: oldest(state.stdout),
    hasNodes: lists.length > 1,
    nodePlatforms: isTold ? words(lists.map(([first = '']) => first).join(' ')) : undefined,
    command: (solve) => ({ file, args: [...prefix, ...builder, ...buildxArguments(solve)] }),
    env,
    exec: ports.exec,
    answers: async () => {
      const { status, stdout } = await inspect();
      return status === 0 && !/^Error:/m.test(stdout) && !/^Status:\s*(?!running)\S/m.test(stdout);
    },
  };
}

async function buildxProgram(
  env: Readonly<Record<string, string>>,
  { exec, host }: ClientPorts,
): Promise<[string, ...string[]] | undefined> {
  const docker = await findProgram('docker', env, host.os);
  if (docker !== undefined) {
    const plugin = await exec({ file: docker, args: ['buildx', 'version'], env });
    if (plugin.status === 0) return [docker, 'buildx'];
  }
  for (const name of ['buildx', 'docker-buildx']) {
    const alone = await findProgram(name, env, host.os);
    if (alone !== undefined) return [alone];
  }
  return undefined;
}

function noBuildx(): never {
  throw new SlipwayError(
    'E_TOOL',
    'BuildKit is asked for, and there is neither docker buildx nor buildx on PATH',
    {
      hint: 'install docker buildx (in a workflow: docker/setup-buildx-action), or name the address of a buildkitd: --builder tcp://HOST:PORT; --engine embedded needs none',
    },
  );
}

/** The programs on PATH through which a BuildKit could be reached, each as one would call it. No BuildKit is asked. */
export async function clientPrograms(ports: ClientPorts): Promise<string[]> {
  const buildx = await buildxProgram(clientEnvironment(ports.env), ports);
  const buildctl = await findProgram('buildctl', ports.env, ports.host.os);
  return [...(buildx === undefined ? [] : [buildx.join(' ')]), ...(buildctl === undefined ? [] : [buildctl])];
}

/** What the caller has, for logins, proxies and clusters; but for what would answer in place of the definition. */
function clientEnvironment(env: Environment): Record<string, string> {
  const own = new Set(['SOURCE_DATE_EPOCH', 'BUILDX_NO_DEFAULT_OUTPUT', 'BUILDX_BUILDER', 'BUILDKIT_HOST']);
  const given = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !own.has(entry[0]),
  );
  const builder = env['BUILDX_BUILDER'];
  return { ...Object.fromEntries(given), ...(builder !== undefined && { BUILDX_BUILDER: builder }) };
}

/** The least of the versions that a client tells of BuildKits. */
function oldest(told: string): string | undefined {
  const versions = [...told.matchAll(/^BuildKit(?: version)?:\s.*?\bv(\d+\.\d+\.\d+)/gm)].map(
    ([, version = '']) => version,
  );
  return versions.filter((version) => version !== '0.0.0').sort(byVersion)[0];
}

function byVersion(a: string, b: string): number {
  const [x, y] = [a, b].map((version) => version.split('.').map(Number));
  return [0, 1, 2].map((at) => (x?.[at] ?? 0) - (y?.[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/**
 * Refuses a BuildKit that does not know what is asked of it.
 * @param least the version that first has it
 * @throws SlipwayError E_TOOL
 */
export function needVersion({ version, builder }: BuildkitClient, least: string, what: string): void {
  if (version === undefined || byVersion(version, least) >= 0) return;
  const why = `BuildKit ${version} (${builder}) is too old for ${what}: it came with ${least}`;
  throw new SlipwayError('E_TOOL', why, { hint: 'update it, or leave that out' });
}

function words(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((word) => word !== ''))];
}

function silent(what: string, result: CommandResult, hint: string): SlipwayError {
  const said = result.stderr.trim() || result.stdout.trim();
  return new SlipwayError('E_TOOL', `${what} does not answer: ${failure(result)}\n${said}`, { hint });
}
