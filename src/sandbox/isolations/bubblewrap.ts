import { launch, sendSignal } from '../../support/launch.ts';
import { isMapped, isRoot } from '../identity.ts';
import type { Held, Isolation, RunSpec } from '../isolation.ts';
import { programOf } from '../kernel.ts';
import { outputLines } from '../output-lines.ts';
import { signalled } from '../signalled.ts';
import { besideProcess, networkOf } from './enter.ts';
import type { IsolationPorts } from './table.ts';
import { labelOf, toolVariables } from './versions.ts';
import { whenTold } from './when-told.ts';

/** bubblewrap: namespaces without a daemon, also for those who are not root. */
export async function bubblewrap({ env, exec, find }: IsolationPorts): Promise<Isolation | string> {
  const file = await find('bwrap');
  if (file === undefined) return 'there is no bwrap on PATH';
  const variables = toolVariables(env);
  const nsenter = await find('nsenter');
  return {
    name: 'bubblewrap',
    label: await labelOf('bubblewrap', file, exec, variables),
    lacks: { seccomp: 'bubblewrap sets no filter of system calls' },
    userFor: (wanted) => ({ user: wanted, instead: undefined }),
    enterNetwork: (pid) => networkOf(nsenter, pid),
    besides: (pid, spec, command) => besideProcess(nsenter, pid, spec, command),
    hold: (spec) => hold(file, variables, spec),
  };
}

/** bwrap tells of its child in a JSON as soon as there is one. */
const childPid = /"child-pid":\s*(\d+)/;

async function hold(file: string, env: Readonly<Record<string, string>>, spec: RunSpec): Promise<Held> {
  const output = outputLines();
  const launched = await launch({
    ...{ file, env, args: ['--args', '5', '--', ...spec.args], told: output.add },
    files: [[...flags(spec), ''].join('\0')],
    user: outsideUser(spec),
  });
  const pid = Number((await whenTold(launched, output, childPid))[1]);
  return {
    ...{ pid, output, ended: launched.ended.then(signalled) },
    beginsAtOnce: true,
    before: [programOf(pid) ?? ''].filter((path) => path !== ''),
    release: () => launched.control.write('\n'),
    kill: (signal) => void sendSignal(pid, signal),
    async remove() {
      launched.kill('SIGKILL');
      sendSignal(pid, 'SIGKILL');
      await launched.ended;
    },
  };
}

/** As root the user outside is the one inside, so that it owns nothing of ours; elsewhere the caller is mapped to it. */
export function outsideUser({ user }: RunSpec): RunSpec['user'] | undefined {
  return isRoot() && isMapped(user.uid, 'uid_map') && isMapped(user.gid, 'gid_map') ? user : undefined;
}

/**
 * What --dev does without its terminals: for these bubblewrap would need a second user namespace, and nobody but root could then
 * enter the network to ask the program.
 */
const devices = [
  ...['--tmpfs', '/dev'],
  ...['null', 'zero', 'full', 'random', 'urandom'].flatMap((name) => [
    '--dev-bind',
    `/dev/${name}`,
    `/dev/${name}`,
  ]),
  ...['--remount-ro', '/dev'],
];

function flags({ root, temporary, env, cwd, user, readOnlyRoot, network, capabilities }: RunSpec): string[] {
  const variables = Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]);
  return [
    ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network === 'none' ? ['--unshare-net'] : []),
    ...['--uid', String(user.uid), '--gid', String(user.gid), '--hostname', 'slipway'],
    ...[
      '--die-with-parent',
      '--as-pid-1',
      ...(capabilities === 'none' ? ['--cap-drop', 'ALL'] : []),
      '--clearenv',
      ...variables,
    ],
    ...['--bind', root, '/', '--bind', temporary, '/tmp', '--proc', '/proc', ...devices],
    ...(readOnlyRoot ? ['--remount-ro', '/'] : []),
    ...['--chdir', cwd, '--block-fd', '3', '--info-fd', '4'],
  ];
}
