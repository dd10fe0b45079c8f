import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SlipwayError } from '../../support/errors.ts';
import { readTextIfExists } from '../../support/files.ts';
import { type Launched, launch, sendSignal } from '../../support/launch.ts';
import { isRoot, mappedUser, ownUser } from '../identity.ts';
import type { Held, Isolation, RunSpec, RunUser } from '../isolation.ts';
import { programOf } from '../kernel.ts';
import { outputLines } from '../output-lines.ts';
import { signalled } from '../signalled.ts';
import { besideProcess, networkOf } from './enter.ts';
import { runtimeConfig } from './runtime-config.ts';
import type { IsolationPorts } from './table.ts';
import { labelOf, toolVariables } from './versions.ts';

/** An OCI runtime: which program, and what is said to it before the command. */
export interface Runtime {
  readonly name: 'runc' | 'crun';
  readonly label: string;
  /** How it is called. */
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly nsenter: string | undefined;
}

/** Tells who will be the program, and lets it wait until it may begin, or nobody waits for it any more. */
const hook =
  'cat >"$0/state.new" && mv "$0/state.new" "$0/state"; while [ ! -e "$0/go" ]; do [ -d "$0" ] || exit 1; sleep 0.002; done';

/** How long a runtime may take to set up a container, in milliseconds. */
const setUpMilliseconds = 20_000;

/** The runtime of a name that PATH leads to, or why there is none. */
export async function findRuntime(
  name: Runtime['name'],
  { env, exec, find }: IsolationPorts,
): Promise<Isolation | string> {
  const file = await find(name);
  if (file === undefined) return `there is no ${name} on PATH`;
  const variables = toolVariables(env);
  const label = await labelOf(name, file, exec, variables);
  const command = name === 'crun' ? await withoutHybrid(file, find) : ([file] as const);
  return ociRuntime({ name, label, command, env: variables, nsenter: await find('nsenter') });
}

/** Where the second version of cgroups lies where both are mounted. */
const unified = '/sys/fs/cgroup/unified';

/**
 * crun refuses machines on which both versions of cgroups have controllers. It needs none of them, since the limits are set by us:
 * so it is started where the second cannot be seen.
 */
async function withoutHybrid(
  file: string,
  find: IsolationPorts['find'],
): Promise<readonly [string, ...string[]]> {
  const controllers = await readTextIfExists(join(unified, 'cgroup.controllers'));
  const unshare = await find('unshare');
  if (!controllers?.trim() || unshare === undefined || !isRoot()) return [file];
  const script = 'umount "$0" && exec "$@"';
  return [unshare, '--mount', '--propagation', 'private', '/bin/sh', '-c', script, unified, file];
}

/** Without root nobody can be mapped but the caller, and a runtime needs a root to set things up. */
function rootOfItsOwn(): RunUser {
  const { uid } = ownUser();
  const instead = `without root one user can be mapped: it is 0 in a user namespace of its own, and ${uid} outside`;
  return { user: { uid: 0, gid: 0 }, instead };
}

function ociRuntime(runtime: Runtime): Isolation {
  return {
    name: runtime.name,
    label: runtime.label,
    lacks: {},
    userFor: (wanted) => (isRoot() ? mappedUser(wanted) : rootOfItsOwn()),
    enterNetwork: (pid) => networkOf(runtime.nsenter, pid),
    besides: (pid, spec, command) => besideProcess(runtime.nsenter, pid, spec, command),
    hold: (spec) => hold(runtime, spec),
  };
}

async function hold(runtime: Runtime, spec: RunSpec): Promise<Held> {
  const bundle = await mkdtemp(join(tmpdir(), 'slipway-bundle-'));
  const name = `slipway-${randomBytes(6).toString('hex')}`;
  const output = outputLines();
  try {
    const gate = join(bundle, 'gate');
    await mkdir(gate);
    const config = runtimeConfig({
      spec,
      hook: ['/bin/sh', '-c', hook, gate],
      users: isRoot() ? undefined : ownUser(),
      cgroupsPath: runtime.name === 'runc' && isRoot() ? `/${name}` : undefined,
    });
    await writeFile(join(bundle, 'config.json'), JSON.stringify(config));
    const [file, ...before] = runtime.command;
    const launched = await launch({
      file,
      args: [...before, ...runtimeFlags(runtime, bundle), 'run', '--bundle', bundle, name],
      env: runtime.env,
      told: output.add,
    });
    const pid = await heldProcess(launched, gate, output.last);
    const ended = launched.ended.then(signalled);
    return {
      ...{
        pid,
        output,
        ended,
        beginsAtOnce: false,
        before: [programOf(pid) ?? ''].filter((path) => path !== ''),
      },
      release: () => void writeFile(join(gate, 'go'), ''),
      kill: (signal) => void sendSignal(pid, signal),
      async remove() {
        sendSignal(pid, 'SIGKILL');
        await writeFile(join(gate, 'go'), '').catch(() => undefined);
        const late = pause(setUpMilliseconds, undefined, { ref: false }).then(() => launched.kill('SIGKILL'));
        await Promise.race([launched.ended, late]);
        await launched.ended;
        await rm(bundle, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(bundle, { recursive: true, force: true });
    throw error;
  }
}

function runtimeFlags({ name }: Runtime, bundle: string): string[] {
  const state = ['--root', join(bundle, 'state')];
  // crun sees no cgroups where version 1 and 2 are mixed; the limits are set by us either way.
  return name === 'crun' ? [...state, '--cgroup-manager=disabled'] : state;
}

async function heldProcess(launched: Launched, gate: string, said: () => readonly string[]): Promise<number> {
  const until = performance.now() + setUpMilliseconds;
  let ended = false;
  void launched.ended.then(() => {
    ended = true;
  });
  for (;;) {
    const state = await readFile(join(gate, 'state'), 'utf8').catch(() => undefined);
    const pid = state === undefined ? undefined : (JSON.parse(state) as { pid?: number }).pid;
    if (pid !== undefined && pid > 0) return pid;
    if (ended || performance.now() > until) {
      launched.kill('SIGKILL');
      await launched.ended;
      throw new SlipwayError('E_TOOL', `it sets up no container: ${said().slice(-3).join('; ')}`);
    }
    await pause(1);
  }
}
