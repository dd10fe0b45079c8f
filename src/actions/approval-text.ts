import type { Approval, Refusal } from '../forge/approval.ts';
import type { Given } from '../forge/given-approval.ts';
import { formatBytes } from '../report/format-bytes.ts';
import type { ApprovalState } from '../report/size-comment/way-out.ts';
import { approvalLabel } from '../report/size-comment/way-out.ts';

/**
 * Who approved and when, or why nobody did, in one line.
 * @param isRemembered false where what was approved is told to no later run
 */
export function approvalText(approval: Approval, isRemembered: boolean): string {
  if (!approval.approved) return `not approved: ${approval.refusals.map(refusalText).join('; ')}`;
  const { given, isKept } = approval;
  if (isKept) {
    return `approved by ${given.map((one) => `${byText(one)} at ${short(one)}${whenText(one)}`).join(' and ')}, and it grows no further since`;
  }
  const text = `approved by ${given.map((one) => `${byText(one)}${whenText(one)}`).join(' and ')}`;
  return isRemembered
    ? text
    : `${text}; how much that was is not remembered, so a later push needs another approval`;
}

/** How a comment is to tell it. */
export function approvalState(approval: Approval): ApprovalState {
  if (approval.approved) return 'given';
  const found = approval.refusals.map(labelState);
  return found.find((state) => state !== 'asked') ?? 'asked';
}

function labelState(refusal: Refusal): ApprovalState {
  if (refusal.kind === 'label') return refusal.setFor === 'moved' ? 'stuck' : 'stale';
  if (refusal.kind === 'unreadable') return 'stuck';
  const isLabels = (refusal.kind === 'more' || refusal.kind === 'forgotten') && refusal.given.by === 'label';
  return isLabels ? 'stale' : 'asked';
}

const labelReasons = {
  earlier: 'was set before the last push: take it off and set it again',
  unknown: 'is set, and nothing says that it is for this commit: take it off and set it again',
  moved:
    'is set, and nothing says what for, since the branch left this commit and came back: push once more, or have it reviewed',
} as const;

function refusalText(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'label':
      return `the label ${refusal.label} ${labelReasons[refusal.setFor]}`;
    case 'unreadable':
      return `nothing says when the label ${refusal.label} was set: ${refusal.why}`;
    case 'forgotten':
      return `${whoText(refusal.given)} approved ${short(refusal.given)}, and how much that was is not remembered`;
    case 'more': {
      const { given, asked, approved } = refusal;
      const than =
        approved === undefined
          ? 'was within its limit then'
          : `(${formatBytes(approved)}, now ${moreText(approved, asked.bytes)})`;
      return `it grows further than what ${whoText(given)} approved at ${short(given)}: ${asked.what} ${than}`;
    }
    case 'reviews':
      return refusal.why;
  }
}

/** What is the same as people read it is told by how much it is more. */
function moreText(before: number, after: number): string {
  const text = formatBytes(after);
  return text === formatBytes(before) ? `${formatBytes(after - before)} more` : text;
}

function byText({ by, login }: Given): string {
  return by === 'label' ? `the label ${approvalLabel}` : (login ?? 'somebody');
}

function whoText({ login }: Given): string {
  return login ?? 'somebody';
}

/** ` (ada, 2026-11-29 12:10 UTC)` */
function whenText({ by, login, at }: Given): string {
  const when = Number.isNaN(Date.parse(at))
    ? []
    : [`${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`];
  const parts = [...(by === 'label' && login !== undefined ? [login] : []), ...when];
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function short({ commit }: Given): string {
  return commit.slice(0, 7);
}
