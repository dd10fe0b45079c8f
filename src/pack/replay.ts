import { type Decided, otherEnd, type PackedCandidate, saved } from './decide.ts';
import type { Weight } from './rule.ts';
import { endOf, type Runs } from './start.ts';

/**
 * A decision that was written down: nothing is timed, only that what was packed still runs is seen.
 * @param candidate packed by the locked setting
 */
export async function replay(
  unpacked: Weight & { readonly path: string },
  candidate: PackedCandidate,
  runs: Runs,
): Promise<Decided> {
  const { setting } = candidate;
  const answer = await runsAlike(unpacked.path, candidate.path, runs);
  const locked = `${saved(unpacked, candidate)}, as slipway.lock has it`;
  if (answer === undefined) return { decision: 'packed', reason: locked, setting };
  if (answer.kind === 'not-run')
    return { decision: 'packed', reason: `${locked}; not run here: ${answer.why}`, setting, unproved: true };
  return { decision: 'reverted', reason: `slipway.lock says packed, and ${answer.why}`, setting };
}

async function runsAlike(
  unpacked: string,
  packed: string,
  runs: Runs,
): Promise<{ readonly kind: 'not-run' | 'dies'; readonly why: string } | undefined> {
  const answer = await runs.start(packed, 1);
  if (answer.kind === 'not-run') return { kind: 'not-run', why: answer.why };
  if (answer.kind === 'failed') return { kind: 'dies', why: `packed it does not run: ${answer.how}` };
  const before = await endOf(runs, unpacked);
  if (before?.kind !== 'ran') return undefined;
  const after = await endOf(runs, packed, before.end);
  if (after?.kind !== 'ran' || before.end === after.end) return undefined;
  return { kind: 'dies', why: otherEnd(before.end, after.end) };
}
