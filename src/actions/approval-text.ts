import type { Approval } from '../forge/approval.ts';

/** Who approved, or why nobody did, in one line. */
export function approvalText(approval: Approval): string {
  if (!approval.approved) return `not approved: ${approval.why}`;
  return approval.by === 'label'
    ? `approved by the label ${approval.label}`
    : `approved by ${approval.reviewers.join(', ')}`;
}
