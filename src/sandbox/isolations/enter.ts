import { isRoot } from '../identity.ts';
import type { User } from '../isolation.ts';

/** Words that put a command into the network of a process (nsenter(1)). */
export function networkOf(nsenter: string | undefined, pid: number): readonly string[] {
  return nsenter === undefined ? [] : [nsenter, ...target(pid), '--net', '--'];
}

/** Words that put a command beside a process: its root, namespaces, folder and user. */
export function besides(
  nsenter: string | undefined,
  pid: number,
  { user, cwd }: { readonly user: User; readonly cwd: string },
): readonly string[] {
  if (nsenter === undefined) return [];
  const who = isRoot() ? ['--setuid', String(user.uid), '--setgid', String(user.gid)] : [];
  const spaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--root', `--wdns=${cwd}`];
  return [nsenter, ...target(pid), ...spaces, ...who, '--'];
}

function target(pid: number): string[] {
  // Who is not root may enter what belongs to a user namespace of its own, after that.
  const user = isRoot() ? [] : ['--user', '--preserve-credentials'];
  return ['--target', String(pid), ...user];
}
