import type { PackPolicy } from '../request/pack-policy.ts';
import { figuresOf, type RunFigures } from './figures.ts';
import { startInTurns } from './in-turns.ts';
import { type Candidate, change, ranked, tooLittle, veto, type Weight } from './rule.ts';
import type { PackSetting } from './settings.ts';
import { endOf, type Runs } from './start.ts';

/** `reverted`: it was worth it and did not run; `impossible`: UPX cannot pack it. */
export type PackDecision = 'packed' | 'kept' | 'reverted' | 'impossible';

export interface PackedCandidate extends Candidate {
  readonly path: string;
}

export interface Decided {
  readonly decision: PackDecision;
  /** One or more sentences without a full stop, for people. */
  readonly reason: string;
  /** The setting that was decided on; for `kept` the one that came nearest. */
  readonly setting?: PackSetting;
  readonly run?: RunFigures;
  /** True where it should have been run and was not: what is found out on another day may be something else. */
  readonly unproved?: true;
}

export interface DecisionInput {
  readonly mode: 'auto' | 'always';
  readonly policy: Pick<PackPolicy, 'minGain' | 'maxStartup'>;
  readonly unpacked: Weight & { readonly path: string };
  readonly candidates: readonly PackedCandidate[];
}

/** Enough for a median that one slow run does not move. */
const usualRuns = 5;

/**
 * Whether a program is shipped packed, and how. Bytes decide, which are the same everywhere: the best candidate that saves enough.
 * Then runs may say no: one that does not start as the unpacked one does is never shipped; one that starts too late or takes too much
 * memory is not with `auto`. Then the next best has its turn.
 * @param candidates at least one
 */
export async function decide(input: DecisionInput, runs: Runs): Promise<Decided> {
  const { mode, policy, unpacked, candidates } = input;
  const order = ranked(candidates);
  const saving = order.filter((each) => tooLittle(unpacked, each, policy.minGain) === undefined);
  const worthy = mode === 'always' ? order : saving;
  const best = order[0];
  if (worthy.length === 0 || best === undefined) {
    const reason = best === undefined ? 'nothing was packed' : tooLittle(unpacked, best, policy.minGain);
    return { decision: 'kept', reason: reason ?? '', ...(best && { setting: best.setting }) };
  }
  const before = await runsOfUnpacked(unpacked.path, runs);
  if (typeof before === 'string') return withoutRun(before, input, worthy);
  return tryInTurn(input, worthy, before, runs);
}

interface Before {
  /** How the unpacked program ends when nobody stops it; undefined: it goes on, or a contract says it. */
  readonly end: string | undefined;
  readonly runs: number;
}

/** @returns why it is not known how the program runs, where it is not */
async function runsOfUnpacked(path: string, runs: Runs): Promise<Before | string> {
  const answer = await runs.start(path, 1);
  if (answer.kind === 'failed') return `the unpacked program itself fails its run: ${answer.how}`;
  if (answer.kind === 'not-run') return `it cannot be run here: ${answer.why}`;
  const ended = await endOf(runs, path);
  return {
    end: ended?.kind === 'ran' ? ended.end : undefined,
    runs: answer.measure.emulated ? 1 : usualRuns,
  };
}

/** Nothing shows that a packed file starts: only who asked for it in any case gets it. */
function withoutRun(why: string, { mode, unpacked }: DecisionInput, worthy: readonly Candidate[]): Decided {
  const [best] = worthy;
  const setting = best && { setting: best.setting };
  if (mode === 'auto' || best === undefined)
    return { decision: 'kept', reason: why, ...setting, unproved: true };
  const reason = `${saved(unpacked, best)}, as --pack always asks; nothing shows that it starts: ${why}`;
  return { decision: 'packed', reason, ...setting, unproved: true };
}

async function tryInTurn(
  input: DecisionInput,
  worthy: readonly PackedCandidate[],
  before: Before,
  runs: Runs,
): Promise<Decided> {
  const said: Said[] = [];
  for (const each of worthy) {
    const after = await tryOne(input, each, before, runs);
    if (after.against === undefined) {
      const others = said.map(({ why }) => why);
      const isEmulated = input.mode === 'auto' && after.run?.emulated === true;
      const qemu = isEmulated ? ['it was run by qemu, whose times decide nothing'] : [];
      const reason = [saved(input.unpacked, each), ...others, ...qemu].join('; ');
      return { decision: 'packed', reason, setting: each.setting, ...(after.run && { run: after.run }) };
    }
    const why = `${each.setting}: ${after.against}`;
    const decision = after.dies ? 'reverted' : 'kept';
    const decided = {
      decision,
      reason: why,
      setting: each.setting,
      ...(after.run && { run: after.run }),
    } as const;
    said.push({ why, dies: after.dies, decided });
  }
  const reason = said.map(({ why }) => why).join('; ');
  const told = nearest(said.filter(({ dies }) => !dies)) ?? said[0];
  return { ...(told?.decided ?? { decision: 'kept' }), reason };
}

interface Said {
  readonly why: string;
  readonly dies: boolean;
  readonly decided: Decided;
}

/** Of those that are not shipped for their start the one that starts soonest is what people want to know of. */
function nearest(said: readonly Said[]): Said | undefined {
  const start = ({ decided: { run } }: Said): number =>
    run?.startSeconds.packed.median ?? Number.POSITIVE_INFINITY;
  return said.toSorted((a, b) => start(a) - start(b))[0];
}

interface Tried {
  /** What speaks against it; undefined: nothing. */
  readonly against: string | undefined;
  readonly dies: boolean;
  readonly run?: RunFigures;
}

async function tryOne(
  { mode, policy, unpacked }: DecisionInput,
  candidate: PackedCandidate,
  before: Before,
  runs: Runs,
): Promise<Tried> {
  const pair = await startInTurns(unpacked.path, candidate.path, before.runs, runs);
  if (pair.kind === 'stopped') {
    const { of, answer } = pair;
    const how =
      answer.kind === 'failed' ? `does not run: ${answer.how}` : `cannot be run here: ${answer.why}`;
    return { against: `${of} it ${how}`, dies: of === 'packed' };
  }
  const ended = await endOf(runs, candidate.path, before.end);
  if (ended?.kind === 'ran' && ended.end !== before.end)
    return { against: otherEnd(before.end, ended.end), dies: true };
  const run = figuresOf(pair.unpacked, pair.packed, before.runs);
  const against = mode === 'always' ? undefined : veto(pair.unpacked, pair.packed, unpacked.bytes, policy);
  return { against, dies: false, run };
}

/** What tells a packed program from the unpacked one. @param was the end of the unpacked one; undefined: it goes on */
export function otherEnd(was: string | undefined, is: string | undefined): string {
  const [before, after] = [was, is].map((how) => how ?? 'it goes on');
  return `packed it comes to another end: ${after}, where unpacked: ${before}`;
}

/** `the file is 66.7 % smaller, the pulled layer 22.6 % smaller`. */
export function saved(before: Weight, after: Weight): string {
  const file = `the file is ${change(before.bytes, after.bytes)}`;
  if (before.wireBytes === undefined || after.wireBytes === undefined) return file;
  return `${file}, the pulled layer ${change(before.wireBytes, after.wireBytes)}`;
}
