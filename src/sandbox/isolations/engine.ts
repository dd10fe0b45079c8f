import { randomBytes } from 'node:crypto';
import { open, rm, unlink } from 'node:fs/promises';
import { isIP } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SlipwayError } from '../../support/errors.ts';
import { type CommandResult, failure } from '../../support/exec.ts';
import { readTextIfExists } from '../../support/files.ts';
import { launch, sendSignal } from '../../support/launch.ts';
import { oneLine } from '../../support/one-line.ts';
import { isRoot } from '../identity.ts';
import type { Held, Isolation, RunSpec } from '../isolation.ts';
import { programOf } from '../kernel.ts';
import { outputLines } from '../output-lines.ts';
import { writeProgram } from '../root/bare-root.ts';
import { signalled } from '../signalled.ts';
import { besideProcess, networkOf } from './enter.ts';
import type { IsolationPorts } from './table.ts';
import { trialProgram } from './trial-program.ts';
import { toolVariables } from './versions.ts';

/** An engine on this machine, and how it is asked. */
interface Engine {
  readonly name: 'docker' | 'podman';
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly gate: Uint8Array;
  readonly ask: (args: readonly string[]) => Promise<CommandResult>;
  /** Runs another program of the machine. */
  readonly other: (file: string, args: readonly string[]) => Promise<CommandResult>;
}

const gatePath = '/.slipway-gate';
const setUpMilliseconds = 20_000;

/** A container of docker or podman: what is run is imported as an image, which goes with it. */
export async function engineIsolation(
  name: Engine['name'],
  { env, exec, find, host }: IsolationPorts,
): Promise<Isolation | string> {
  const file = await find(name);
  const gate = trialProgram(host.architecture, 'gate');
  if (file === undefined) return `there is no ${name} on PATH`;
  if (gate === undefined) return `it is not known how to let a container wait on ${host.architecture}`;
  const variables = toolVariables(env);
  const ask = (args: readonly string[]): Promise<CommandResult> => exec({ file, args, env: variables });
  const field = name === 'docker' ? '{{.Server.Version}}' : '{{.Client.Version}}';
  const version = await ask(['version', '--format', field]);
  if (version.status !== 0) return `it does not answer: ${oneLine(version.stderr)}`;
  const nsenter = isRoot() ? await find('nsenter') : undefined;
  const other = (program: string, args: readonly string[]): Promise<CommandResult> =>
    exec({ file: program, args, env: variables });
  const engine = { name, file, env: variables, gate, ask, other };
  return {
    ...{ name, label: `${name} ${oneLine(version.stdout)}`, setsLimits: true },
    lacks: {
      ...(nsenter === undefined && {
        network:
          "only root can enter a container's network: this one has the engine's, so that it can be asked",
      }),
    },
    userFor: (wanted) => ({ user: wanted, instead: undefined }),
    enterNetwork: (pid) => networkOf(nsenter, pid),
    besides: (pid, spec, command) => besideProcess(nsenter, pid, spec, command),
    hold: (spec) => hold(engine, spec, nsenter !== undefined),
  };
}

async function hold(engine: Engine, spec: RunSpec, isPrivate: boolean): Promise<Held> {
  const name = `slipway-${randomBytes(6).toString('hex')}`;
  const fifo = join(spec.temporary, `.${name}`);
  const output = outputLines();
  const clean = async (): Promise<void> => {
    // An engine that is still noting the end of a container refuses to take it away.
    for (let tries = 0; tries < 5; tries++) {
      const { status } = await engine.ask(['rm', '--force', name]);
      if (status === 0) break;
      await pause(100);
    }
    await engine.ask(['rmi', '--force', name]);
    await rm(fifo, { force: true });
  };
  try {
    await make(engine, spec, { name, fifo, isPrivate });
    const attach = ['start', '--attach', name];
    const launched = await launch({ file: engine.file, args: attach, env: engine.env, told: output.add });
    const { pid, address } = await container(engine, name);
    return {
      ...{ pid, output, ended: launched.ended.then(signalled), beginsAtOnce: true },
      ...(!isPrivate && address !== '' && { address }),
      before: [programOf(pid) ?? ''].filter((path) => path !== ''),
      release: () => void release(fifo),
      kill: (signal) => {
        if (isRoot()) sendSignal(pid, signal);
        else void engine.ask(['kill', '--signal', signal, name]);
      },
      wasKilledForMemory: async () => {
        const { stdout } = await engine.ask(['inspect', '--format', '{{.State.OOMKilled}}', name]);
        return stdout.trim() === 'true';
      },
      async remove() {
        if (isRoot()) sendSignal(pid, 'SIGKILL');
        else await engine.ask(['kill', '--signal', 'SIGKILL', name]);
        await Promise.race([launched.ended, pause(setUpMilliseconds, undefined, { ref: false })]);
        launched.kill('SIGKILL');
        await launched.ended;
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

interface Names {
  readonly name: string;
  readonly fifo: string;
  readonly isPrivate: boolean;
}

async function make(engine: Engine, spec: RunSpec, { name, fifo, isPrivate }: Names): Promise<void> {
  const { root, temporary, args, program, env, cwd, user, memoryBytes } = spec;
  await writeProgram(join(root, gatePath), engine.gate);
  const archive = join(temporary, '..', `${name}.tar`);
  const run = async (file: string, words: readonly string[]): Promise<void> => {
    const end = await (file === engine.file ? engine.ask(words) : engine.other(file, words));
    if (end.status !== 0) {
      throw new SlipwayError(
        'E_TOOL',
        `${basename(file)} ${words[0]}: ${failure(end)}: ${oneLine(end.stderr)}`,
      );
    }
  };
  try {
    await run('tar', ['--create', '--file', archive, '--directory', root, '.']);
    await run(engine.file, ['import', archive, name]);
  } finally {
    await rm(archive, { force: true });
  }
  await run('mkfifo', ['-m', '666', fifo]);
  const limits = memoryBytes === undefined ? [] : [`--memory=${memoryBytes}`, `--memory-swap=${memoryBytes}`];
  const network = spec.network === 'host' ? ['--network=host'] : isPrivate ? ['--network=none'] : [];
  await run(engine.file, [
    ...['create', '--name', name, '--pull=never', `--user=${user.uid}:${user.gid}`, `--workdir=${cwd}`],
    ...['--security-opt=no-new-privileges', '--pids-limit=1024', ...limits, ...network],
    ...(spec.capabilities === 'none' ? ['--cap-drop=ALL'] : []),
    ...(spec.readOnlyRoot ? ['--read-only'] : []),
    ...['--mount', `type=bind,source=${temporary},target=/tmp`],
    ...Object.entries(env).map(([key, value]) => `--env=${key}=${value}`),
    ...['--entrypoint', gatePath, name, `/tmp/.${name}`, program, ...args],
  ]);
}

/** Who waits at the gate, on this machine, and the address of its container. */
async function container({ ask }: Engine, name: string): Promise<{ pid: number; address: string }> {
  // Newer engines tell addresses by network only.
  const format = '{{.State.Pid}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
  for (const until = performance.now() + setUpMilliseconds; performance.now() < until; ) {
    const { stdout } = await ask(['inspect', '--format', format, name]);
    const [pid = '0', ...words] = stdout.trim().split(/\s+/);
    const address = words.find((word) => isIP(word) !== 0) ?? '';
    const line = /^[1-9]\d*$/.test(pid) ? await readTextIfExists(`/proc/${pid}/cmdline`) : undefined;
    if (line?.startsWith(gatePath)) return { pid: Number(pid), address };
    await pause(20);
  }
  throw new SlipwayError('E_TOOL', 'its containers do not start, or not on this machine');
}

/** A pipe is opened when both ends are; its name goes, so that the program does not see it. */
async function release(fifo: string): Promise<void> {
  const handle = await open(fifo, 'w');
  await unlink(fifo).catch(() => undefined);
  await handle.write('\n');
  await handle.close();
}
