import {
  type Approval,
  type ApprovalFacts,
  type ApprovalQuestion,
  approvalOf,
  approvers,
} from './approval.ts';
import type { Arrival } from './arrival.ts';
import { MissingRight, type PullRequests } from './forge.ts';
import { isSet } from './label.ts';

/**
 * Asks a forge for all that says whether a commit of a pull request is approved.
 * @param arrival when the commit came, which is asked for only where a label's time is to be held against it
 * @throws SlipwayError as a Forge does
 */
export async function askApproval(
  forge: PullRequests,
  pullRequest: number,
  question: ApprovalQuestion,
  arrival: () => Promise<Arrival | undefined>,
): Promise<Approval> {
  const [labels, reviews] = await Promise.all([forge.labels(pullRequest), forge.reviews(pullRequest)]);
  const asked = approvers(reviews, question).map(
    async (login) => [login, await forge.permissionOf(login)] as const,
  );
  const permissions = new Map(await Promise.all(asked));
  const facts = { ...question, labels, reviews, permissions, timeline: [], arrival: undefined };
  const { label } = question;
  if (!isSet(label, labels)) return approvalOf(facts);
  try {
    // First when it came: what moved it away since must be on the timeline.
    const came = await arrival();
    return approvalOf({ ...facts, arrival: came, timeline: await forge.timeline(pullRequest) });
  } catch (error) {
    if (!(error instanceof MissingRight)) throw error;
    return withoutLabel(facts, label, `${error.message}; ${error.hint}`);
  }
}

/** A review may approve all the same. */
function withoutLabel(facts: ApprovalFacts, label: string, why: string): Approval {
  const approval = approvalOf({ ...facts, label: undefined });
  return approval.approved ? approval : { approved: false, refusals: [{ kind: 'unreadable', label, why }] };
}
