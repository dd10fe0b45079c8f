import type { Account, Permission, PullRequests, Review } from './forge.ts';

/** Whether somebody who may approved what is judged, and who. */
export type Approval =
  | { readonly approved: true; readonly by: 'label'; readonly label: string }
  | { readonly approved: true; readonly by: 'review'; readonly reviewers: readonly string[] }
  /** `why`: for people, one line. */
  | { readonly approved: false; readonly why: string };

/** What a forge says about a pull request. */
export interface ApprovalFacts {
  /** The commit that is judged. */
  readonly commit: string;
  readonly reviews: readonly Review[];
  readonly labels: readonly string[];
  /** A label that approves; undefined: none does. Only who may triage can set one. */
  readonly label: string | undefined;
  /** What those may do whom `approvers` names, by their login. */
  readonly permissions: ReadonlyMap<string, Permission>;
}

const mayApprove: readonly Permission[] = ['write', 'maintain', 'admin'];

/**
 * Whose last word on the commit is yes, by login: what they may do has to be asked before it counts. An approval is for the
 * commit that was looked at: a later push needs another one. It is taken back by the same person's later request for
 * changes, and by dismissing it; a comment changes nothing.
 */
export function approvers(reviews: readonly Review[], commit: string): string[] {
  return lastWords(reviews).flatMap(({ author, state, commit: seen }) =>
    state === 'APPROVED' && seen === commit ? [author.login] : [],
  );
}

/** A label approves, or a review by somebody with the right to write. */
export function approvalOf({ commit, reviews, labels, label, permissions }: ApprovalFacts): Approval {
  // GitHub's labels are the same in whatever case.
  const set = label && labels.find((one) => one.toLowerCase() === label.toLowerCase());
  if (set) return { approved: true, by: 'label', label: set };
  const willing = approvers(reviews, commit);
  const allowed = willing.filter((login) => mayApprove.includes(permissions.get(login) ?? 'none'));
  if (allowed.length > 0) return { approved: true, by: 'review', reviewers: allowed };
  return { approved: false, why: whyNot(reviews, willing) };
}

/**
 * Asks a forge for all that says whether a commit of a pull request is approved.
 * @throws SlipwayError as a Forge does
 */
export async function askApproval(
  forge: PullRequests,
  { pullRequest, commit, label }: { pullRequest: number; commit: string; label: string | undefined },
): Promise<Approval> {
  const [labels, reviews] = await Promise.all([forge.labels(pullRequest), forge.reviews(pullRequest)]);
  const asked = approvers(reviews, commit).map(
    async (login) => [login, await forge.permissionOf(login)] as const,
  );
  const permissions = new Map(await Promise.all(asked));
  return approvalOf({ commit, reviews, labels, label, permissions });
}

function whyNot(reviews: readonly Review[], willing: readonly string[]): string {
  if (willing.length > 0) return `${willing.join(', ')} approved, without the right to write here`;
  const words = lastWords(reviews);
  const earlier = words.filter(({ state }) => state === 'APPROVED').map(({ author }) => author.login);
  if (earlier.length > 0) return `${earlier.join(', ')} approved another commit`;
  const against = words
    .filter(({ state }) => state === 'CHANGES_REQUESTED')
    .map(({ author }) => author.login);
  if (against.length > 0) return `${against.join(', ')} asked for changes`;
  return words.length > 0 ? 'the approval was dismissed' : 'nobody approved it';
}

type Word = Review & { readonly author: Account };

/** Of each person the last review that says yes or no, in the order of their first. */
function lastWords(reviews: readonly Review[]): Word[] {
  const words = new Map<number, Word>();
  for (const review of reviews.toSorted(inTime)) {
    const { author, state } = review;
    if (author === undefined || !['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(state)) continue;
    words.set(author.id, { ...review, author });
  }
  return [...words.values()];
}

function inTime(a: Review, b: Review): number {
  return (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0) || a.id - b.id;
}
