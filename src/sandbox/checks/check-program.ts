import type { Smoke } from '../../request/smoke.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { Emulation } from '../emulator.ts';
import type { ChosenIsolation } from '../isolations/choose.ts';
import type { SandboxPorts } from '../ports.ts';
import type { Runnable } from '../runnable.ts';
import { type Attempt, type Session, type Ways, wantedUser } from './attempt.ts';
import { asCommand, asServer } from './behaviour.ts';
import { contractOf } from './contract.ts';
import { enforced } from './enforced.ts';
import { firstRun } from './first-run.ts';
import type { SandboxRun } from './sandbox-run.ts';
import { standInFacts } from './stand-in.ts';
import {
  type Finding,
  failed,
  memoryText,
  outcomeText,
  passed,
  sandboxChecks,
  skipped,
  timeText,
} from './words.ts';

export interface CheckedProgram {
  readonly verdicts: readonly Verdict[];
  readonly run: SandboxRun;
}

/**
 * Runs a program as its contract says and as a careful cluster would, and judges what it did.
 * @throws SlipwayError E_TOOL when the isolation fails, E_IO
 */
export async function checkProgram(
  runnable: Runnable,
  smoke: Smoke | undefined,
  emulation: Exclude<Emulation, { readonly kind: 'none' }>,
  { isolation, passedOver }: ChosenIsolation,
  { signal, host }: Pick<SandboxPorts, 'signal' | 'host'>,
): Promise<CheckedProgram> {
  const isEmulated = emulation.kind === 'emulated';
  const contract = contractOf(smoke, runnable.ports, isEmulated);
  const session: Session = {
    isolation,
    runnable,
    contract,
    isEmulated,
    signal,
    architecture: host.os === 'linux' ? host.architecture : '',
  };
  const first = await firstRun(session);
  const { user } = isolation.userFor(wantedUser(runnable));
  const head = {
    ...{ isolation: isolation.name, label: isolation.label, lacks: isolation.lacks, passedOver },
    ...{ emulated: isEmulated, user: `${user.uid}:${user.gid}`, contract },
  };
  if (first.attempt === undefined) {
    return { verdicts: verdictsOf(runnable, first.findings), run: { ...head, times: {} } };
  }
  const { findings, times, memoryBytes } = await judge(session, first.attempt, first.ways);
  const all = [...first.findings, ...findings];
  return { verdicts: verdictsOf(runnable, all), run: { ...head, times, memoryBytes } };
}

async function judge(session: Session, run: Attempt, ways: Ways) {
  const { outcome } = run;
  const facts = run.facts();
  const memoryBytes = run.peakBytes();
  const behaviour =
    outcome.kind === 'ready' ? await asServer(session, run, ways) : await asCommand(session, run, ways);
  const times = { start: outcome.seconds, ...behaviour.times };
  const peak = Math.max(memoryBytes ?? 0, behaviour.memoryBytes ?? 0) || undefined;
  const memory = behaviour.findings.some(({ check }) => check === 'memory')
    ? []
    : [await memoryFinding(session, run, peak)];
  const findings = [
    ...[...startFindings(session, run), ...behaviour.findings, ...memory],
    ...writeExecuteFindings(session),
  ];
  const known = facts ?? (await standInFacts(session, ways));
  return { findings: [...findings, ...enforced(session, ways, known)], times, memoryBytes: peak };
}

function startFindings({ contract }: Session, { outcome }: Attempt): Finding[] {
  const time = timeText(outcome.seconds);
  const guess = contract.guess === undefined ? '' : ` (${contract.guess})`;
  if (outcome.kind === 'ended') return [passed('starts', `exit status 0 after ${time}${guess}`)];
  if (contract.awaited.kind !== 'probe') return [passed('starts', `starts and stays up${guess}`)];
  const answer = outcome.kind === 'ready' ? outcome.answer : outcomeText(outcome);
  return [passed('starts', `starts and stays up${guess}`), passed('health', `${answer} after ${time}`)];
}

/** A program that needs such pages is not well under a filter that refuses them. */
function writeExecuteFindings({ contract, isolation }: Session): Finding[] {
  if (contract.smoke.writeExecute !== 'deny') return [];
  const isHeld = isolation.name === 'crun' || isolation.name === 'runc';
  if (isHeld) return [passed('write-execute', 'is well where no page that was written can be executed')];
  return [skipped('write-execute', 'only runc and crun take a filter of ours')];
}

async function memoryFinding(
  { contract, isolation }: Session,
  { limits }: Attempt,
  peak: number | undefined,
): Promise<Finding> {
  const { memory } = contract.smoke;
  const most =
    peak === undefined ? 'it ended before its memory was seen' : `at most ${memoryText(peak)} resident`;
  if (memory === undefined) return passed('memory', `${most}, without a limit`);
  if (peak !== undefined && peak > memory) {
    return failed('memory', `${most}, and its limit is ${memoryText(memory)}`);
  }
  if (limits.lacks.memory !== undefined && isolation.setsLimits !== true) {
    return skipped(
      'memory',
      `${most}; the limit of ${memoryText(memory)} could not be set: ${limits.lacks.memory}`,
    );
  }
  return passed('memory', `${most}, of ${memoryText(memory)} that the kernel allowed`);
}

/** One verdict for each check, in their order: a failure goes before whatever else was said of it. */
function verdictsOf({ subject }: Runnable, findings: readonly Finding[]): Verdict[] {
  return sandboxChecks.flatMap((check) => {
    const own = findings.filter((finding) => finding.check === check);
    const one = own.find(({ status }) => status === 'fail') ?? own[0];
    if (one === undefined) return [];
    const { status, severity, detail } = one;
    return [{ check: `sandbox/${check}`, subject, status, severity, detail }];
  });
}
