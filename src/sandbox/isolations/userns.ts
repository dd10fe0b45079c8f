import { readFileSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { type Launched, launch, sendSignal } from '../../support/launch.ts';
import type { Held, Isolation, RunSpec } from '../isolation.ts';
import { programOf } from '../kernel.ts';
import { type OutputLines, outputLines } from '../output-lines.ts';
import { signalled } from '../signalled.ts';
import { outsideUser } from './bubblewrap.ts';
import { besideProcess, networkOf } from './enter.ts';
import type { IsolationPorts } from './table.ts';
import { toolVariables } from './versions.ts';
import { whenTold } from './when-told.ts';

interface Tools {
  readonly unshare: string;
  readonly nsenter: string | undefined;
  readonly ip: string | undefined;
  readonly setpriv: string;
  /** Files of what runs between the shell and the program. */
  readonly onTheWay: readonly string[];
}

/** Bare user namespaces, put together by util-linux: what bubblewrap does, where it is not there. */
export async function userNamespaces({ env, find }: IsolationPorts): Promise<Isolation | string> {
  const [unshare, setpriv] = [await find('unshare'), await find('setpriv')];
  if (unshare === undefined || setpriv === undefined) return 'there is no unshare and setpriv on PATH';
  const [nsenter, ip] = [await find('nsenter'), await find('ip')];
  const own = [unshare, setpriv, (await find('env')) ?? '/usr/bin/env'];
  const onTheWay = await Promise.all(own.map((path) => realpath(path)));
  const tools = { unshare, setpriv, nsenter, ip, onTheWay };
  return {
    name: 'userns',
    label: 'user namespaces',
    lacks: {
      seccomp: 'user namespaces alone set no filter of system calls',
      ...(ip === undefined && { network: 'there is no ip on PATH, which would bring loopback up' }),
    },
    userFor: (wanted) => ({ user: wanted, instead: undefined }),
    enterNetwork: (pid) => (ip === undefined ? [] : networkOf(nsenter, pid)),
    besides: (pid, spec, command) => besideProcess(nsenter, pid, spec, command),
    hold: (spec) => hold(tools, toolVariables(env), spec),
  };
}

/**
 * In namespaces of its own, as their root: mounts what the program is to see, tells that it is ready, waits for a line, and goes on as
 * another user in the new root. Arguments: root, its /tmp, `ro` or `rw`, ip or nothing, and the command that goes on.
 */
const setUp = `set -e
root=$1 tmp=$2 mode=$3 ip=$4
shift 4
mount --bind "$root" "$root"
mount --bind "$tmp" "$root/tmp"
mount -t proc proc "$root/proc" -o nosuid,nodev,noexec
mount -t tmpfs tmpfs "$root/dev" -o mode=755,size=64k
for name in null zero full random urandom; do : >"$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"; done
[ "$mode" = rw ] || mount -o "remount,bind,ro" "$root"
[ -z "$ip" ] || "$ip" link set lo up
echo ready >&4
read -r _ <&3 || exit 125
exec 3>&- 4>&-
exec "$@"`;

async function hold(tools: Tools, env: Readonly<Record<string, string>>, spec: RunSpec): Promise<Held> {
  const output = outputLines();
  const isPrivate = spec.network === 'none' && tools.ip !== undefined;
  const spaces = [
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--ipc',
    '--uts',
    '--fork',
    '--kill-child',
  ];
  const launched = await launch({
    file: tools.unshare,
    args: [
      ...[...spaces, ...(isPrivate ? ['--net'] : []), '--', '/bin/sh', '-c', setUp, 'sh'],
      ...[spec.root, spec.temporary, spec.readOnlyRoot ? 'ro' : 'rw', isPrivate ? (tools.ip ?? '') : ''],
      ...goOn(tools, spec),
    ],
    env,
    told: output.add,
    user: outsideUser(spec),
  });
  const pid = await whenReady(launched, output);
  return {
    ...{ pid, output, ended: launched.ended.then(signalled) },
    beginsAtOnce: false,
    before: [...new Set([programOf(pid) ?? '', ...tools.onTheWay])].filter((path) => path !== ''),
    release: () => launched.control.write('\n'),
    kill: (signal) => void sendSignal(pid, signal),
    async remove() {
      launched.kill('SIGKILL');
      sendSignal(pid, 'SIGKILL');
      await launched.ended;
    },
  };
}

/**
 * A namespace below the first, in which the program is who it is to be. Whoever is not 0 in it has no capability after exec; they are
 * not taken away before, since the kernel lets only who may set file capabilities map the user 0 of above (user_namespaces(7)).
 */
function goOn({ unshare, setpriv }: Tools, spec: RunSpec): readonly string[] {
  const { user, root, cwd, env, args, program } = spec;
  const [, ...rest] = args;
  const who = [`--map-user=${user.uid}`, `--map-group=${user.gid}`];
  const where = [`--root=${root}`, `--wd=${cwd}`];
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [
    setpriv,
    '--no-new-privs',
    '--',
    'env',
    '-i',
    ...variables,
    unshare,
    '--user',
    ...who,
    ...where,
    '--',
    program,
    ...rest,
  ];
}

/** The child of unshare, once it has set everything up. */
async function whenReady(launched: Launched, output: OutputLines): Promise<number> {
  await whenTold(launched, output, /ready/);
  const children = readFileSync(`/proc/${launched.pid}/task/${launched.pid}/children`, 'utf8').trim();
  return Number(children.split(' ')[0]);
}
