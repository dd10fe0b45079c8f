import type { Isolation } from '../isolation.ts';
import { type Attempt, attempt, type Session, strict, type Ways, wantedUser } from './attempt.ts';
import { type Finding, failed, memoryText, outcomeText, printed, skipped, timeText } from './words.ts';

/** The first run that did what is expected, how it was run, and what that says; without `attempt` none did. */
export interface FirstRun {
  readonly attempt: Attempt | undefined;
  readonly ways: Ways;
  readonly findings: readonly Finding[];
}

/** Less and less held back, one thing at a time, so that it can be said what a program cannot do without. */
const ladder: readonly Ways[] = [
  strict,
  { ...strict, readOnlyRoot: false },
  { ...strict, user: 'root' },
  { ...strict, readOnlyRoot: false, user: 'root' },
  { readOnlyRoot: true, user: 'root', capabilities: 'usual' },
  { readOnlyRoot: false, user: 'root', capabilities: 'usual' },
];

/** Runs a program as a careful cluster would; where it ends by itself, again with less of that, to find out what it needs. */
export async function firstRun(session: Session): Promise<FirstRun> {
  const first = await attempt(session, strict);
  if (isWell(first, session)) return { attempt: first, ways: strict, findings: [] };
  try {
    const findings = await memoryFindings(first, session);
    if (findings.length > 0) return { attempt: undefined, ways: strict, findings };
    for (const ways of mayHelp(first) ? ladder.slice(1).filter((one) => isOther(one, session)) : []) {
      const next = await attempt(session, ways);
      if (isWell(next, session)) return { attempt: next, ways, findings: needs(ways, first) };
      await next.remove();
    }
    return { attempt: undefined, ways: strict, findings: [startFault(first, session)] };
  } finally {
    await first.remove();
  }
}

/** Whether a run did what its contract says. */
export function isWell({ outcome }: Attempt, { contract }: Session): boolean {
  if (outcome.kind === 'ready') return true;
  return outcome.kind === 'ended' && contract.kind !== 'server' && outcome.end.status === 0;
}

/** What ends by a status of its own may be missing something; what hangs or crashes is not helped. */
function mayHelp({ outcome }: Attempt): boolean {
  return outcome.kind === 'ended' && outcome.end.killedBy === null;
}

function isOther(ways: Ways, { isolation, runnable }: Session): boolean {
  const isSameRoot = ways.readOnlyRoot || isolation.lacks['read-only-root'] !== undefined;
  const isSameUser = ways.user === 'given' || sameAsRoot(isolation, wantedUser(runnable));
  return !(isSameRoot && isSameUser && ways.capabilities === 'none');
}

function sameAsRoot({ userFor }: Isolation, wanted: { uid: number; gid: number }): boolean {
  return userFor(wanted).user.uid === userFor({ uid: 0, gid: 0 }).user.uid;
}

function needs(ways: Ways, first: Attempt): Finding[] {
  const how = `${outcomeText(first.outcome)}${printed(first)}`;
  return [
    ...(ways.readOnlyRoot
      ? []
      : [
          failed(
            'read-only-root',
            `it writes to its root: it works when the root is writable, and not when it is read-only (${how})\nwrite to /tmp, or to a folder that is mounted`,
          ),
        ]),
    ...(ways.user === 'given'
      ? []
      : [failed('non-root', `it needs root: it works as user 0, and not as another (${how})`)]),
    ...(ways.capabilities === 'none'
      ? []
      : [
          failed(
            'capabilities',
            `it needs capabilities: it works with those that docker gives, and not without (${how})`,
          ),
        ]),
  ];
}

/** Empty when memory was not why. */
export async function memoryFindings(run: Attempt, { contract }: Session): Promise<Finding[]> {
  if (run.outcome.kind !== 'ended' || !(await run.wasKilledForMemory())) return [];
  const { memory } = contract.smoke;
  const limit = memory === undefined ? 'what this machine has' : `its limit of ${memoryText(memory)}`;
  const why = `it was killed for its memory (the kernel's count of such: oom_kill): it went past ${limit}`;
  const way =
    'raise memory: in its contract, or let it use less: GOMEMLIMIT makes the collector work earlier';
  return [
    skipped('starts', 'it was killed for its memory: see sandbox/memory'),
    failed('memory', `${why} after ${outcomeText(run.outcome).split(' after ')[1]}\n${way}${printed(run)}`),
  ];
}

function startFault(run: Attempt, { contract }: Session): Finding {
  const { outcome } = run;
  if (outcome.kind === 'late' && contract.awaited.kind === 'probe') {
    return failed('health', `${outcomeText(outcome)}${printed(run)}`);
  }
  if (outcome.kind === 'late') {
    return failed(
      'starts',
      `it was to end by itself, and still runs after ${timeText(outcome.seconds)}${printed(run)}`,
    );
  }
  const end = outcome.kind === 'ended' ? outcome.end : undefined;
  const isOpen = contract.kind === 'found-out' && end?.killedBy === null && !hasPanicked(run);
  const hint = isOpen
    ? "\nnothing says whether that is right: say what is expected, for example --smoke '--version'"
    : '';
  const stranger = end?.killedBy === 'SIGKILL' ? ', neither for its memory nor by Slipway' : '';
  const what = contract.kind === 'server' ? 'it does not stay up' : 'it does not end well';
  return failed(
    'starts',
    `${what}: ${outcomeText(outcome)}${stranger}${hint}${printed(run)}`,
    isOpen ? 'warn' : 'block',
  );
}

/** Go's runtime ends with status 2 and says so (runtime/panic.go). */
function hasPanicked({ held }: Attempt): boolean {
  return held.output.last().some((line) => /^(panic: |fatal error: )/.test(line));
}
