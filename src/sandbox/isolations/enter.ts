import { SlipwayError } from '../../support/errors.ts';
import { isRoot } from '../identity.ts';
import type { RunSpec } from '../isolation.ts';

/** Words that put a command into the network of a process (nsenter(1)). */
export function networkOf(nsenter: string | undefined, pid: number): readonly string[] {
  return nsenter === undefined ? [] : [nsenter, ...target(pid), '--net', '--'];
}

/**
 * A command beside a process: in its root, namespaces and folder, as its user.
 * @throws SlipwayError E_TOOL without nsenter: the command would run on this machine
 */
export function besideProcess(
  nsenter: string | undefined,
  pid: number,
  { user, cwd }: Pick<RunSpec, 'user' | 'cwd'>,
  command: readonly string[],
): readonly string[] {
  if (nsenter === undefined) {
    throw new SlipwayError('E_TOOL', 'there is no nsenter on PATH, which runs a probe beside the program', {
      hint: 'install util-linux, or ask by http or tcp',
    });
  }
  const who = isRoot() ? ['--setuid', String(user.uid), '--setgid', String(user.gid)] : [];
  const spaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--root', `--wdns=${cwd}`];
  return [nsenter, ...target(pid), ...spaces, ...who, '--', ...command];
}

function target(pid: number): string[] {
  // Who is not root may enter what belongs to a user namespace of its own, after that.
  const user = isRoot() ? [] : ['--user', '--preserve-credentials'];
  return ['--target', String(pid), ...user];
}
