import type { Account, Permission, Review } from './forge.ts';

const mayApprove: readonly Permission[] = ['write', 'maintain', 'admin'];

/** By the right that an account has, whether its review counts. */
export function isApprover(permission: Permission | undefined): boolean {
  return mayApprove.includes(permission ?? 'none');
}

/** A review of somebody who is there. */
export type Word = Review & { readonly author: Account };

/**
 * Of each person the last review that says yes or no, in the order of their first. So an approval is taken back by the same person's later
 * request for changes, and by dismissing it; a comment changes nothing.
 */
export function lastWords(reviews: readonly Review[]): Word[] {
  const words = new Map<number, Word>();
  for (const review of reviews.toSorted(inTime)) {
    const { author, state } = review;
    if (author === undefined || !['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED'].includes(state)) continue;
    words.set(author.id, { ...review, author });
  }
  return [...words.values()];
}

/** Why no review approves, for people, in one line. */
export function whyNoReview(words: readonly Word[], commit: string): string {
  const logins = (found: readonly Word[]): string => found.map(({ author }) => author.login).join(', ');
  const willing = words.filter(({ state }) => state === 'APPROVED');
  const here = willing.filter((word) => word.commit === commit);
  if (here.length > 0) return `${logins(here)} approved, without the right to write here`;
  if (willing.length > 0) return `${logins(willing)} approved another commit`;
  const against = words.filter(({ state }) => state === 'CHANGES_REQUESTED');
  if (against.length > 0) return `${logins(against)} asked for changes`;
  return words.length > 0 ? 'the approval was dismissed' : 'nobody approved it';
}

function inTime(a: Review, b: Review): number {
  return (Date.parse(a.at) || 0) - (Date.parse(b.at) || 0) || a.id - b.id;
}
