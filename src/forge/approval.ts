import type { Arrival } from './arrival.ts';
import type { Happening, Permission, Review } from './forge.ts';
import type { Given } from './given-approval.ts';
import { isSet, labelSet, type SetFor, setFor } from './label.ts';
import { type Asking, notCovered, type Remembered, remembering } from './remembered.ts';
import { isApprover, lastWords, type Word, whyNoReview } from './reviews.ts';

/** What asks for approval, with what it is for people. */
export interface Asked extends Asking {
  readonly what: string;
}

/** What is to be known beside what a forge tells. */
export interface ApprovalQuestion {
  /** The commit that is judged, which is the head. */
  readonly commit: string;
  /** A label that approves; undefined: none does. Only who may triage can set one. */
  readonly label: string | undefined;
  /** All that asks for approval; undefined: not all of it can be told, so only the commit itself can be approved. */
  readonly asking: readonly Asked[] | undefined;
  /** Bytes more than were approved that are no growth. */
  readonly tolerance: number;
  /** What was approved before, as Slipway itself wrote it down. */
  readonly memory: readonly Remembered[];
}

/** What a forge tells of a pull request. */
export interface ApprovalFacts extends ApprovalQuestion {
  readonly labels: readonly string[];
  readonly timeline: readonly Happening[];
  readonly arrival: Arrival | undefined;
  readonly reviews: readonly Review[];
  /** What those may do whom `approvers` names, by their login. */
  readonly permissions: ReadonlyMap<string, Permission>;
}

/** Why something does not approve. */
export type Refusal =
  | { readonly kind: 'label'; readonly label: string; readonly setFor: Exclude<SetFor, 'this'> }
  /** Which permission is missing to ask when the label was set. */
  | { readonly kind: 'unreadable'; readonly label: string; readonly why: string }
  /** There is more than was approved; `approved`: bytes, undefined: it did not ask for approval then. */
  | {
      readonly kind: 'more';
      readonly given: Given;
      readonly asked: Asked;
      readonly approved: number | undefined;
    }
  /** It is not remembered what was approved. */
  | { readonly kind: 'forgotten'; readonly given: Given }
  /** `why`: for people, one line. */
  | { readonly kind: 'reviews'; readonly why: string };

/** Whether somebody who may approved what is judged. */
export type Approval =
  | {
      readonly approved: true;
      readonly given: readonly Given[];
      /** False: for this commit. True: for another one, and this is no more than that was. */
      readonly isKept: boolean;
      /** To be written down. */
      readonly remember: readonly Remembered[];
    }
  | { readonly approved: false; readonly refusals: readonly Refusal[] };

/**
 * Whose last word is yes, by login, on the commit or on one that is remembered: what they may do has to be asked before it counts.
 */
export function approvers(
  reviews: readonly Review[],
  { commit, memory }: Pick<ApprovalQuestion, 'commit' | 'memory'>,
): string[] {
  return yesWords(lastWords(reviews), { commit, memory }).map(({ author }) => author.login);
}

function yesWords(
  words: readonly Word[],
  { commit, memory }: Pick<ApprovalQuestion, 'commit' | 'memory'>,
): Word[] {
  const isKnown = ({ id, commit: seen }: Word): boolean =>
    memory.some((one) => one.by === 'review' && one.id === id && one.commit === seen);
  return words.filter((word) => word.state === 'APPROVED' && (word.commit === commit || isKnown(word)));
}

/**
 * A label approves the commit that was the head when it was set, a review by somebody with the right to write the one that was looked at. What
 * is remembered of either is good for a later commit that has no more of anything, as long as the forge tells of that very label or review.
 */
export function approvalOf(facts: ApprovalFacts): Approval {
  const { commit, asking, memory } = facts;
  const label = labelGiven(facts);
  const given = [...(label.given ?? []), ...reviewsGiven(facts)];
  const here = given.filter((one) => one.commit === commit);
  if (here.length > 0) {
    const remember = here.map((one) => remembering(one, asking));
    return { approved: true, given: here, isKept: false, remember };
  }
  const judged = given.map((one) => ({ one, refusal: whyNotKept(one, memory, facts) }));
  const kept = judged.flatMap(({ one, refusal }) => (refusal === undefined ? [one] : []));
  if (kept.length > 0) return { approved: true, given: kept, isKept: true, remember: [] };
  const refusals = [...(label.refusals ?? []), ...judged.flatMap(({ refusal }) => refusal ?? [])];
  if (refusals.length > 0) return { approved: false, refusals };
  const why = whyNoReview(lastWords(facts.reviews), commit);
  return { approved: false, refusals: [{ kind: 'reviews', why }] };
}

/** What the label approves, or why it does not; neither where it is not set. */
function labelGiven(facts: ApprovalFacts): { given?: readonly Given[]; refusals?: readonly Refusal[] } {
  const { label, labels, timeline, arrival, commit, memory } = facts;
  if (!isSet(label, labels)) return {};
  const set = labelSet(timeline, label);
  if (set === undefined) return { refusals: [{ kind: 'label', label, setFor: 'unknown' }] };
  const known = memory.find(({ by, id }) => by === 'label' && id === set.id);
  const found = known === undefined ? setFor(set, commit, arrival, timeline) : 'this';
  if (found !== 'this') return { refusals: [{ kind: 'label', label, setFor: found }] };
  return { given: [{ by: 'label', ...set, commit: known?.commit ?? commit }] };
}

function reviewsGiven(facts: ApprovalFacts): Given[] {
  return yesWords(lastWords(facts.reviews), facts)
    .filter(({ author }) => isApprover(facts.permissions.get(author.login)))
    .map(({ id, at, author, commit = '' }) => ({ by: 'review', id, at, login: author.login, commit }));
}

/** Why what was approved at another commit is not good for this one; undefined: it is. */
function whyNotKept(
  given: Given,
  memory: readonly Remembered[],
  { asking, tolerance }: ApprovalQuestion,
): Refusal | undefined {
  const known = memory.find(({ by, id }) => by === given.by && id === given.id);
  if (known === undefined || known.asking.length === 0 || asking === undefined || asking.length === 0) {
    return { kind: 'forgotten', given };
  }
  const more = notCovered(known, asking, tolerance);
  return more && { kind: 'more', given, asked: more.asking, approved: more.approved };
}
