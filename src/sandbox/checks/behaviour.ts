import { setTimeout as pause } from 'node:timers/promises';
import { endedHow } from '../signalled.ts';
import { type Attempt, attempt, type Session, type Ways } from './attempt.ts';
import { isWell, memoryFindings } from './first-run.ts';
import type { Times } from './sandbox-run.ts';
import { type Finding, failed, outcomeText, passed, printed, skipped, timeText } from './words.ts';

export interface Behaviour {
  readonly findings: readonly Finding[];
  readonly times: Times;
  readonly memoryBytes: number | undefined;
}

/** How long a server is watched after its first good answer, in milliseconds: some end a moment later. */
const settleMilliseconds = 300;
const variables = 2000;

/** What a program does that stays up: it is killed and started again, started twice, and asked to end. */
export async function asServer(session: Session, run: Attempt, ways: Ways): Promise<Behaviour> {
  const early = await endedEarly(session, run);
  if (early !== undefined) return { findings: early, times: {}, memoryBytes: run.peakBytes() };
  const firstPeak = run.peakBytes();
  run.held.kill('SIGKILL');
  await run.remove();
  const again = await attempt(session, ways);
  try {
    if (!isWell(again, session)) {
      const how = `${outcomeText(again.outcome)}${printed(again)}`;
      const restarts = failed('restarts', `killed by SIGKILL and started again, it is not well: ${how}`);
      return { findings: [restarts], times: {}, memoryBytes: firstPeak };
    }
    const restart = again.outcome.seconds;
    const two = await twoAtOnce(session, again, ways);
    const memoryBytes = Math.max(firstPeak ?? 0, again.peakBytes() ?? 0) || undefined;
    const stopping = await stopFinding(session, again);
    const findings = [
      passed('restarts', `well again ${timeText(restart)} after SIGKILL and a new start`),
      ...[two, stopping.finding, await manyVariables(session, ways)],
    ];
    return { findings, times: { restart, ...stopping.times }, memoryBytes };
  } finally {
    await again.remove();
  }
}

/** What a program does that ends by itself. */
export async function asCommand(session: Session, run: Attempt, ways: Ways): Promise<Behaviour> {
  const memoryBytes = run.peakBytes();
  await run.remove();
  const both = await Promise.all([attempt(session, ways), attempt(session, ways)]);
  const ill = both.find((one) => !isWell(one, session));
  const two =
    ill === undefined
      ? passed('two-at-once', 'two at once both ended well')
      : failed(
          'two-at-once',
          `of two at once, one did not end well: ${outcomeText(ill.outcome)}${printed(ill)}`,
        );
  for (const one of both) await one.remove();
  return { findings: [two, await manyVariables(session, ways)], times: {}, memoryBytes };
}

async function endedEarly(session: Session, run: Attempt): Promise<readonly Finding[] | undefined> {
  const end = await Promise.race([run.held.ended, pause(settleMilliseconds)]);
  if (end === undefined) return undefined;
  const memory = await memoryFindings(
    { ...run, outcome: { kind: 'ended', seconds: run.outcome.seconds, end } },
    session,
  );
  const how = `it was well after ${timeText(run.outcome.seconds)}, and then ended: ${endedHow(end)}`;
  const findings = memory.length > 0 ? memory : [failed('starts', `${how}${printed(run)}`)];
  await run.remove();
  return findings;
}

async function twoAtOnce(session: Session, first: Attempt, ways: Ways): Promise<Finding> {
  const { isolation, contract } = session;
  const isShared = isolation.lacks.network !== undefined || contract.smoke.network === 'host';
  if (isShared && contract.awaited.kind === 'probe') {
    return skipped('two-at-once', 'both would want the same port: they share a network here');
  }
  const second = await attempt(session, ways);
  try {
    if (!isWell(second, session)) {
      const how = `${outcomeText(second.outcome)}${printed(second)}`;
      return failed('two-at-once', `while one runs, a second with the same /tmp is not well: ${how}`);
    }
    const end = await Promise.race([first.held.ended, pause(1)]);
    if (end === undefined) return passed('two-at-once', 'two with the same /tmp are both well');
    return failed('two-at-once', `when a second started, the first ended: ${endedHow(end)}${printed(first)}`);
  } finally {
    await second.remove();
  }
}

/** The first process of a container ends by a signal only if it handles it: Go's runtime exits then, and qemu in its place waits for ever. */
const unheard =
  'under qemu, which as the first process of a container is not ended by a signal, it is only seen whether a program handles SIGTERM itself, and this one goes on';

async function stopFinding(
  { contract, isEmulated, isolation }: Session,
  run: Attempt,
): Promise<{ readonly finding: Finding; readonly times: Times }> {
  const stopped = await run.stop(contract.stopWithin);
  if (stopped === undefined && isEmulated && isolation.name !== 'process') {
    return { finding: skipped('stops', unheard), times: {} };
  }
  if (stopped === undefined) {
    const what = `it still runs ${timeText(contract.stopWithin)} after SIGTERM; a cluster then kills it, with what it is doing`;
    const way = 'handle it: signal.NotifyContext(ctx, syscall.SIGTERM), and Shutdown of the server';
    return { finding: failed('stops', `${what}\n${way}${printed(run)}`), times: {} };
  }
  const { seconds, end } = stopped;
  const detail = `${endedHow(end)}, ${timeText(seconds)} after SIGTERM`;
  return { finding: passed('stops', detail), times: { stop: seconds } };
}

/** UPX on arm64 fails at some number of variables (upx#743); a cluster sets several for each service. */
async function manyVariables(session: Session, ways: Ways): Promise<Finding> {
  const env = Object.fromEntries(
    Array.from({ length: variables }, (_, at) => [`SLIPWAY_SMOKE_${at}`, `value of variable ${at}`]),
  );
  const run = await attempt(session, { ...ways, env });
  try {
    const many = `${variables.toLocaleString('en')} environment variables`;
    if (isWell(run, session)) return passed('many-variables', `starts with ${many}`);
    const how = `${outcomeText(run.outcome)}${printed(run)}`;
    return failed('many-variables', `it starts, but not with ${many}: ${how}`);
  } finally {
    await run.remove();
  }
}
