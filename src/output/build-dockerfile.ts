import { randomBytes } from 'node:crypto';
import { basename, dirname } from 'node:path';
import { formatPlatform, type Platform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { failure, shellLine } from '../support/exec.ts';
import { findProgram } from '../support/find-program.ts';
import { definedOnly, type EnginePorts } from './engines.ts';

/** A Dockerfile and the folder whose files it may copy. Paths are absolute. */
export interface DockerfileRequest {
  readonly path: string;
  readonly context: string;
  readonly platform: Platform;
  /** Where the image is written to, as an archive. */
  readonly output: string;
}

/** How one program that builds Dockerfiles is spoken to. */
interface Builder {
  readonly program: string;
  /** Each fails unless the builder itself answers. */
  readonly asks: readonly (readonly string[])[];
  readonly writes: 'docker-archive' | 'oci-archive';
  /** What is run, one after the other. @param name the image's, for as long as the engine has it */
  readonly steps: (request: DockerfileRequest, name: string) => readonly (readonly string[])[];
  /** Takes the name away again. */
  readonly clean?: (name: string) => readonly string[];
}

const common = ({ path, platform }: DockerfileRequest, name: string): readonly string[] => [
  ...['--file', path, '--platform', formatPlatform(platform), '--tag', name],
];

const serverVersion = ['version', '--format', '{{.Server.Version}}'] as const;

/** In the order in which they are asked. buildx is asked before docker's own builder, which is deprecated. */
const builders: readonly Builder[] = [
  {
    program: 'docker',
    asks: [serverVersion, ['buildx', 'version']],
    writes: 'docker-archive',
    steps: (request, name) => [
      ['buildx', 'build', '--load', ...common(request, name), '--', request.context],
      ['save', '--output', request.output, name],
    ],
    clean: (name) => ['rmi', name],
  },
  {
    program: 'docker',
    asks: [serverVersion],
    writes: 'docker-archive',
    steps: (request, name) => [
      ['build', ...common(request, name), '--', request.context],
      ['save', '--output', request.output, name],
    ],
    clean: (name) => ['rmi', name],
  },
  {
    program: 'podman',
    asks: [['info', '--format', '{{.Version.Version}}']],
    writes: 'oci-archive',
    steps: (request, name) => [
      ['build', ...common(request, name), '--', request.context],
      ['save', '--format', 'oci-archive', '--output', request.output, name],
    ],
    clean: (name) => ['rmi', name],
  },
  {
    program: 'buildctl',
    asks: [['debug', 'workers']],
    writes: 'oci-archive',
    steps: ({ path, context, platform, output }) => [
      [
        ...['build', '--frontend', 'dockerfile.v0'],
        ...['--local', `context=${context}`, '--local', `dockerfile=${dirname(path)}`],
        ...['--opt', `filename=${basename(path)}`, '--opt', `platform=${formatPlatform(platform)}`],
        ...['--output', `type=oci,dest=${output}`],
      ],
    ],
  },
];

/** A builder that is there and answers. */
export interface DockerfileBuilder extends Builder {
  /** The program's path. */
  readonly file: string;
}

/**
 * The first program on PATH that builds Dockerfiles and answers.
 * @throws SlipwayError E_TOOL that says of each whether it is missing or why it does not answer
 */
export async function findDockerfileBuilder(ports: EnginePorts): Promise<DockerfileBuilder> {
  const told: string[] = [];
  for (const builder of builders) {
    const file = await findProgram(builder.program, ports.env, ports.host.os);
    if (file === undefined) {
      told.push(`${builder.program}: not on PATH`);
      continue;
    }
    const fault = await faultOf(builder, file, ports);
    if (fault === undefined) return { ...builder, file };
    told.push(fault);
  }
  throw new SlipwayError(
    'E_TOOL',
    ['cannot build the Dockerfile: no engine answers', ...new Set(told)].join('\n'),
    {
      hint: 'start docker, podman or buildkitd, or build it elsewhere and name the image with --compare-image',
    },
  );
}

/** Why a builder does not answer; undefined: it does. */
async function faultOf(
  { program, asks }: Builder,
  file: string,
  { exec, env }: EnginePorts,
): Promise<string | undefined> {
  for (const args of asks) {
    const answer = await exec({ file, args, env: definedOnly(env) });
    if (answer.status === 0) continue;
    const [said = ''] = (answer.stderr.trim() || failure(answer)).split('\n');
    return `${program} ${args[0]}: does not answer: ${said.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300)}`;
  }
  return undefined;
}

/**
 * Builds a Dockerfile for one platform into an archive. What the engine caches stays with it; the image's name does not.
 * @throws SlipwayError E_TOOL with all that the engine said
 */
export async function buildDockerfile(
  builder: DockerfileBuilder,
  request: DockerfileRequest,
  ports: EnginePorts,
): Promise<void> {
  // buildctl's options are lists of names and values.
  const unfit = [request.path, request.context, request.output].find((path) => /[,"\n]/.test(path));
  if (builder.program === 'buildctl' && unfit !== undefined)
    throw new SlipwayError('E_TOOL', `buildctl takes no path with a comma or a quote in it: ${unfit}`);
  const name = `localhost/slipway-compare:${randomBytes(8).toString('hex')}`;
  const env = definedOnly(ports.env);
  const run = (args: readonly string[]) =>
    ports.exec({ file: builder.file, args, cwd: request.context, env });
  try {
    for (const args of builder.steps(request, name)) {
      const result = await run(args);
      if (result.status === 0) continue;
      const said = `${result.stderr}${result.stdout}`.trim().split('\n').slice(-40).join('\n');
      const line = shellLine({ file: builder.file, args });
      throw new SlipwayError(
        'E_TOOL',
        `${builder.program} did not build ${request.path} for ${formatPlatform(request.platform)}: ${failure(result)}\n${line}\n${said}`,
        { hint: 'the reason is the engine’s own; a foreign platform needs its emulator (binfmt) for RUN' },
      );
    }
  } finally {
    if (builder.clean !== undefined) await run(builder.clean(name)).catch(() => undefined);
  }
}
