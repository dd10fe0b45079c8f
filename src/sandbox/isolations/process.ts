import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../../support/find-program.ts';
import { launch, sendSignal } from '../../support/launch.ts';
import { isRoot, mappedUser, ownUser } from '../identity.ts';
import type { Held, Isolation, RunSpec } from '../isolation.ts';
import { programOf } from '../kernel.ts';
import { outputLines } from '../output-lines.ts';
import type { SandboxPorts } from '../ports.ts';
import { emulatorPath } from '../root/bare-root.ts';

/** Waits for a line, closes what the program is not to have, and becomes it. */
const waitThenRun = 'read -r _ <&3 || exit 125; exec 3>&- 4>&-; ulimit -c 0; exec "$@"';

/** A plain process: the last resort. It sees this machine's files and network. */
export async function plainProcess({ env, host }: SandboxPorts): Promise<Isolation> {
  const setpriv = await findProgram('setpriv', env, host.os);
  return {
    name: 'process',
    label: 'a plain process',
    lacks: {
      'own-root': 'a plain process sees the files of this machine',
      'read-only-root': 'a plain process has no root of its own',
      network: "a plain process has this machine's network",
      seccomp: 'a plain process has no filter of system calls',
      processes: 'a plain process sees the others of this machine',
      ...(setpriv === undefined && { 'no-new-privileges': 'there is no setpriv on PATH' }),
    },
    userFor: (wanted) =>
      isRoot()
        ? mappedUser(wanted)
        : { user: ownUser(), instead: 'a plain process is the user that runs Slipway' },
    enterNetwork: () => [],
    besides: (_, { root }, [program = '', ...args]) => [join(root, program), ...args],
    hold: (spec) => hold(spec, setpriv),
  };
}

async function hold(spec: RunSpec, setpriv: string | undefined): Promise<Held> {
  const output = outputLines();
  const shell = ['/bin/sh', '-c', waitThenRun, 'sh', join(spec.root, spec.program), ...wordsOf(spec)];
  const [file = '', ...rest] = setpriv === undefined ? shell : [setpriv, '--no-new-privs', ...shell];
  const launched = await launch({
    ...{ file, args: rest, env: spec.env, told: output.add },
    cwd: await workingFolder(spec),
    user: isRoot() ? spec.user : undefined,
  });
  const shellPath = await realpath('/bin/sh');
  for (let tries = 0; tries < 200 && programOf(launched.pid) !== shellPath; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return {
    ...{ pid: launched.pid, output, ended: launched.ended, beginsAtOnce: true, before: [shellPath] },
    release: () => launched.control.write('\n'),
    kill: (signal) => void sendSignal(launched.pid, signal),
    async remove() {
      launched.kill('SIGKILL');
      await launched.ended;
    },
  };
}

/** What comes after the program's name. qemu sees this machine's files, and is told where the program lies among them. */
function wordsOf({ root, program, args: [, ...words] }: RunSpec): string[] {
  if (program !== emulatorPath) return words;
  const [flag = '', called = '', emulated = '', ...rest] = words;
  return [flag, called, join(root, emulated), ...rest];
}

async function workingFolder({ root, cwd }: RunSpec): Promise<string> {
  const folder = join(root, cwd);
  const isFolder = await stat(folder).then(
    (state) => state.isDirectory(),
    () => false,
  );
  return isFolder ? folder : root;
}
