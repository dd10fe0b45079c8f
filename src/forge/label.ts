import type { Arrival } from './arrival.ts';
import type { Happening } from './forge.ts';

/** That a label was set, and has been since. */
export interface LabelSet {
  /** Of the event. */
  readonly id: number;
  /** RFC 3339. */
  readonly at: string;
  /** Who set it; undefined: the account is gone. */
  readonly login: string | undefined;
}

/** Whether a label was set while a commit was the head; `moved`: that cannot be said, since the branch was moved about. */
export type SetFor = 'this' | 'earlier' | 'moved' | 'unknown';

/** GitHub's labels are the same in whatever case. */
function isLabel(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export function isSet(label: string | undefined, labels: readonly string[]): label is string {
  return label !== undefined && label !== '' && labels.some((one) => isLabel(one, label));
}

/** When a label that is set was; undefined: nothing tells, or it was taken off since. */
export function labelSet(timeline: readonly Happening[], label: string): LabelSet | undefined {
  const [newest] = timeline
    .flatMap((one) =>
      (one.kind === 'labeled' || one.kind === 'unlabeled') && isLabel(one.label, label) ? [one] : [],
    )
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.id - a.id);
  if (newest?.kind !== 'labeled') return undefined;
  return { id: newest.id, at: newest.at, login: newest.by?.login };
}

/** What tells of a moment is written down a little before or after it. */
const mostApart = 10_000;

/**
 * Whether a label was set for the commit. That the commit was the head at some time and is it now does not say that it was in between: a branch
 * that leaves a commit comes back to it only by force, or while the pull request is closed, and both are told.
 */
export function setFor(
  { at }: LabelSet,
  commit: string,
  arrival: Arrival | undefined,
  timeline: readonly Happening[],
): SetFor {
  if (arrival === undefined) return 'unknown';
  if (arrival.kind === 'labeled') {
    return Date.parse(at) <= Date.parse(arrival.at) + mostApart ? 'this' : 'unknown';
  }
  let since = Date.parse(arrival.at);
  for (const one of timeline.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const when = Date.parse(one.at);
    // A push of the same second may have been the next one; that a pull request was opened again is what began such a run.
    if (one.kind === 'forced' && when >= since) {
      if (one.commit !== commit) return 'moved';
      since = when;
    }
    if (one.kind === 'reopened' && when > since) return 'moved';
  }
  // Nobody approves what has just come.
  return Date.parse(at) > since + mostApart ? 'this' : 'earlier';
}
