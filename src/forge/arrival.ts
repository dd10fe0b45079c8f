import type { GitHubEvent } from './event.ts';
import type { WorkflowRun } from './forge.ts';

/** What is known of when a commit came to be the head of its pull request. Commit dates are none of it: who pushes chooses them. */
export type Arrival =
  /** It was the head at that time, RFC 3339, and had become it just before; it is the head now. */
  | { readonly kind: 'since'; readonly at: string }
  /** It was the head when the label was set, which was no later than at that time. */
  | { readonly kind: 'labeled'; readonly at: string };

/** They start a run because of a new head (docs.github.com, "Events that trigger workflows", pull_request). */
const pushes: readonly (string | undefined)[] = ['opened', 'synchronize', 'reopened'];

/**
 * What the event of a pull request tells of its head, which must still be the head. The payload of a push is made after it: whatever was done to
 * the pull request before, a label too, is no later than that.
 */
export function arrivalByEvent({ activity }: GitHubEvent, label: string): Arrival | undefined {
  const { action, updated: at } = activity;
  if (at === undefined || Number.isNaN(Date.parse(at))) return undefined;
  if (pushes.includes(action)) return { kind: 'since', at };
  const isOurs = activity.label?.toLowerCase() === label.toLowerCase();
  return action === 'labeled' && isOurs ? { kind: 'labeled', at } : undefined;
}

/**
 * What the runs of a commit tell of it, by the one that measured. A commit that comes again is measured again: so the newest run of the same
 * workflow counts, although it may not have ended.
 */
export function arrivalByRuns(runs: readonly WorkflowRun[], measuring: number): Arrival | undefined {
  const own = runs.find(({ id }) => id === measuring);
  if (own === undefined) return undefined;
  const times = runs
    .filter(
      ({ workflow, branch, repository }) =>
        workflow === own.workflow && branch === own.branch && repository === own.repository,
    )
    .map(({ at }) => at)
    .toSorted((a, b) => Date.parse(b) - Date.parse(a));
  return { kind: 'since', at: times[0] ?? own.at };
}
