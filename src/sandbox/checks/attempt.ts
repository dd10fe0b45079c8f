import { setTimeout as pause } from 'node:timers/promises';
import { type LaunchedEnd, monotonicSeconds } from '../../support/launch.ts';
import { nonRoot } from '../identity.ts';
import type { Isolation, RunSpec, User } from '../isolation.ts';
import { type LimitGroup, makeLimitGroup } from '../limits/limit-group.ts';
import { emulatorPath } from '../root/bare-root.ts';
import type { Runnable } from '../runnable.ts';
import { type Started, startProgram, unlessAborted } from '../start-program.ts';
import type { Contract } from './contract.ts';

/** Everything that the runs of one program have in common. */
export interface Session {
  readonly isolation: Isolation;
  readonly runnable: Runnable;
  readonly contract: Contract;
  readonly isEmulated: boolean;
  /** Of a machine with Linux, by Go's name; elsewhere empty. */
  readonly architecture: string;
  readonly signal: AbortSignal;
}

/** How one run differs from what a careful cluster does: it is less held back. */
export interface Ways {
  readonly readOnlyRoot: boolean;
  /** `given`: the image's own, else 65532. */
  readonly user: 'given' | 'root';
  readonly capabilities: 'none' | 'usual';
  /** Variables beside its own. */
  readonly env?: Readonly<Record<string, string>>;
}

export const strict: Ways = { readOnlyRoot: true, user: 'given', capabilities: 'none' };

export interface Attempt extends Started {
  readonly limits: LimitGroup;
  /** Whether it was ended for its memory. */
  wasKilledForMemory(): Promise<boolean>;
  /** Sends SIGTERM and says how long it took to end; undefined: it did not within that time. */
  stop(within: number): Promise<{ readonly seconds: number; readonly end: LaunchedEnd } | undefined>;
}

/** Far more than a Go program has threads; a fork bomb stops at it. */
const mostProcesses = 1024;

/** Starts a program once and waits for what its contract waits for. */
export async function attempt(session: Session, ways: Ways): Promise<Attempt> {
  const { isolation, contract, signal } = session;
  signal.throwIfAborted();
  const limits = await makeLimitGroup({
    memoryBytes: contract.smoke.memory,
    processes: mostProcesses,
  });
  try {
    const spec = specOf(session, ways);
    const started = await startProgram(
      isolation,
      spec,
      contract.awaited,
      contract.within,
      signal,
      limits.join,
    );
    return {
      ...started,
      limits,
      wasKilledForMemory: async () =>
        (await limits.memoryKills()) > 0 || (await started.held.wasKilledForMemory?.()) === true,
      stop: (within) => unlessAborted(signal, stop(started, within)),
      async remove() {
        await started.remove();
        await limits.remove();
      },
    };
  } catch (error) {
    await limits.remove();
    throw error;
  }
}

/** Who a program runs as: what its image says, or a user that is not root. */
export function wantedUser({ user }: Runnable): User {
  return user ?? nonRoot;
}

/** How a program is run that way. */
export function specOf({ isolation, runnable, contract, isEmulated }: Session, ways: Ways): RunSpec {
  const { entrypoint, program, cmd, env, cwd, root } = runnable;
  const { smoke } = contract;
  const [called, ...words] = entrypoint;
  const rest = [...words, ...(smoke.args ?? cmd)];
  const wanted = ways.user === 'root' ? { uid: 0, gid: 0 } : wantedUser(runnable);
  return {
    ...{ root: root.root, temporary: root.temporary, cwd },
    ...commandOf(isEmulated, program, called, rest),
    env: { ...env, ...smoke.env, ...ways.env },
    user: isolation.userFor(wanted).user,
    readOnlyRoot: ways.readOnlyRoot,
    capabilities: ways.capabilities,
    network: smoke.network ?? 'none',
    writeExecute: smoke.writeExecute,
    memoryBytes: smoke.memory,
  };
}

/** qemu is called with the name that the program would have had (qemu-user, -0). */
export function commandOf(
  isEmulated: boolean,
  program: string,
  called: string,
  rest: readonly string[],
): Pick<RunSpec, 'program' | 'args'> {
  if (!isEmulated) return { program, args: [called, ...rest] };
  return { program: emulatorPath, args: [emulatorPath, '-0', called, program, ...rest] };
}

async function stop({ held, goneAt }: Started, within: number): ReturnType<Attempt['stop']> {
  const asked = monotonicSeconds();
  held.kill('SIGTERM');
  const late = new AbortController();
  const end = await Promise.race([
    held.ended,
    pause(within * 1000, undefined, { signal: late.signal }).catch(() => undefined),
  ]);
  late.abort();
  if (end === undefined) return undefined;
  const at = Math.min(end.at, goneAt() ?? end.at);
  return { seconds: Math.max(0, at - asked), end };
}
