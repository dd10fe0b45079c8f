import type { Approval, Asked } from '../forge/approval.ts';
import type { Arrival } from '../forge/arrival.ts';
import { askApproval } from '../forge/ask-approval.ts';
import type { Forge } from '../forge/forge.ts';
import { askingKey, mostAsking, type Remembered } from '../forge/remembered.ts';
import { recall } from '../forge/sticky-comment.ts';
import { measureWords } from '../report/budget-words.ts';
import { noiseBytes } from '../report/size-comment/sized.ts';
import { type ApprovalState, approvalLabel } from '../report/size-comment/way-out.ts';
import type { TargetExcess } from '../report/size-report.ts';
import type { Verdict } from '../verify/verdict.ts';
import { approvalState, approvalText } from './approval-text.ts';

const longestName = 120;

/** What waits for approval, and where it may be given. */
export interface Waiting {
  readonly pullRequest: number;
  /** The head, which is what was judged. */
  readonly commit: string;
  readonly verdicts: readonly Verdict[];
  /** Undefined: nothing was compared. */
  readonly excesses: readonly TargetExcess[] | undefined;
  /** Of the comment that remembers; undefined: none does. */
  readonly key: string | undefined;
}

/** What came of asking for approval. */
export interface Answered {
  readonly approved: boolean;
  /** For people, in one line. */
  readonly text: string;
  readonly state: ApprovalState;
  /** For the comment that remembers. */
  readonly remember: readonly Remembered[];
}

/**
 * Whether somebody approved what asks for approval; both ways to a comment ask here.
 * @param arrival when the commit came, as far as that can be said
 * @throws SlipwayError as a Forge does
 */
export async function approvalFor(
  forge: Forge,
  { pullRequest, commit, verdicts, excesses, key }: Waiting,
  arrival: () => Promise<Arrival | undefined>,
): Promise<Answered> {
  const found = key === undefined ? undefined : await recall(forge, pullRequest, key);
  const memory = found ?? [];
  const asking = allAsked(verdicts, excesses);
  const question = { commit, label: approvalLabel, asking, tolerance: noiseBytes, memory };
  const approval: Approval = await askApproval(forge, pullRequest, question, arrival);
  const isRemembered = found !== undefined && asking !== undefined && asking.length <= mostAsking;
  return {
    approved: approval.approved,
    text: approvalText(approval, isRemembered),
    state: approvalState(approval),
    remember: approval.approved ? approval.remember : [],
  };
}

/** Undefined where something else than sizes asks, too: that is never more or less. */
function allAsked(verdicts: readonly Verdict[], excesses: Waiting['excesses']): Asked[] | undefined {
  const asks = verdicts.filter(({ status, severity }) => status === 'fail' && severity === 'approve');
  if (asks.some(({ check }) => !check.startsWith('budget/'))) return undefined;
  return excesses?.filter(({ gate }) => gate === 'approve').map(askedOf);
}

/** Of a cap all bytes count; else those that are more than before, which do not change when the base grows. */
function askedOf({ target, platform, measure, name, rule, before, after }: TargetExcess): Asked {
  const thing = name === '' ? measureWords[measure] : `${measureWords[measure]} ${clipped(name)}`;
  return {
    key: askingKey([target, platform, measure, name, rule]),
    bytes: rule === 'max' ? after : after - before,
    what: `${clipped(target)} (${platform}) ${thing}`,
  };
}

/** A comment has only so much room. */
function clipped(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}
