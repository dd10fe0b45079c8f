import type { LoadRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Command, type Exec, failure } from '../support/exec.ts';
import { findProgram } from '../support/find-program.ts';
import type { Environment } from '../support/http.ts';

export type EngineName = Exclude<LoadRequest, 'auto'>;

/** How one program that loads images is spoken to. */
interface EngineProgram {
  readonly engine: EngineName;
  readonly program: string;
  /** Fails unless the engine itself answers; prints `OS/ARCHITECTURE` of where containers run, where the program can tell. */
  readonly ask: readonly string[];
  readonly load: (file: string, env: Environment) => readonly string[];
  /** Prints the ID of an image, where that is the digest of its config. */
  readonly inspect?: (image: string) => readonly string[];
}

const inspectId = (image: string): readonly string[] => ['image', 'inspect', '--format', '{{.Id}}', image];

/** In the order in which `auto` asks. */
const programs: readonly EngineProgram[] = [
  {
    engine: 'docker',
    program: 'docker',
    ask: ['version', '--format', '{{.Server.Os}}/{{.Server.Arch}}'],
    load: (file) => ['load', '--input', file],
    inspect: inspectId,
  },
  {
    engine: 'podman',
    program: 'podman',
    ask: ['info', '--format', '{{.Host.OS}}/{{.Host.Arch}}'],
    load: (file) => ['load', '--input', file],
    inspect: inspectId,
  },
  {
    engine: 'containerd',
    program: 'nerdctl',
    ask: ['info', '--format', '{{.OSType}}/{{.Architecture}}'],
    load: (file) => ['load', '--input', file],
  },
  {
    engine: 'containerd',
    program: 'ctr',
    ask: ['version'],
    load: (file, env) => [
      `--namespace=${env['CONTAINERD_NAMESPACE'] || 'default'}`,
      'images',
      'import',
      file,
    ],
  },
];

/** An engine that is there and answers. */
export interface Engine extends EngineProgram {
  /** The program's path. */
  readonly file: string;
  /** Where containers run, in Go's names. */
  readonly platform: { readonly os: string; readonly architecture: string };
}

/** What finding an engine needs from outside. `host` has Go's names. */
export interface EnginePorts {
  readonly exec: Exec;
  readonly env: Environment;
  readonly host: { readonly os: string; readonly architecture: string };
}

/**
 * The engine of that name, or the first one, that is there and answers.
 * @throws SlipwayError E_TOOL that says of each program whether it is missing or why it does not answer
 */
export async function findEngine(wanted: LoadRequest, ports: EnginePorts): Promise<Engine> {
  const told: string[] = [];
  let denied = false;
  for (const candidate of programs.filter(({ engine }) => wanted === 'auto' || wanted === engine)) {
    const { program, ask } = candidate;
    const file = await findProgram(program, ports.env, ports.host.os);
    if (file === undefined) {
      told.push(`${program}: not on PATH`);
      continue;
    }
    const command = { file, args: ask, env: definedOnly(ports.env) };
    const answer = await ports.exec(command).catch(reasonOfStart);
    if (typeof answer !== 'string' && answer.status === 0) {
      return { ...candidate, file, platform: platformFrom(answer.stdout, ports.host.architecture) };
    }
    const said = typeof answer === 'string' ? answer : answer.stderr.trim() || failure(answer);
    // The words of an engine choose the hint, never what is done.
    denied ||= /permission denied/i.test(said);
    told.push(`${program}: does not answer: ${oneLine(said)}`);
  }
  const what = wanted === 'auto' ? 'no container engine answers' : `${wanted} does not answer`;
  throw new SlipwayError('E_TOOL', [`cannot load the image: ${what}`, ...told].join('\n'), {
    hint: denied
      ? "this user may not use the engine's socket: join its group (docker's is called docker), or run as root"
      : 'start one of them, or write a file for it with --output docker-archive:FILE',
  });
}

function reasonOfStart(error: unknown): string {
  if (error instanceof SlipwayError && error.code === 'E_TOOL') return error.message;
  throw error;
}

/** What engines print of themselves, some in the kernel's names. Containers are Linux's unless an engine says otherwise. */
function platformFrom(said: string, hostArchitecture: string): Engine['platform'] {
  const [, os = 'linux', architecture = hostArchitecture] =
    /^([a-z]+)\/([a-z0-9_]+)$/.exec(said.trim()) ?? [];
  const kernelNames: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64', armv7l: 'arm' };
  return { os, architecture: kernelNames[architecture] ?? architecture };
}

function oneLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300);
}

/** The environment as a program gets it. */
export function definedOnly(env: Environment): NonNullable<Command['env']> {
  const defined = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(defined);
}
