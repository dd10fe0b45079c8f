import { type Fields, isFields } from '../support/fields.ts';
import type { PullRequest, PullRequests } from './forge.ts';

/** The pull request that a run was for, and the run's id; or why that cannot be said, for people, in one line. */
export type ProvedPullRequest =
  | { readonly kind: 'proved'; readonly pullRequest: PullRequest; readonly run: number }
  | { readonly kind: 'none'; readonly why: string };

/** What a `workflow_run` event says of the run (docs.github.com, "Webhook events and payloads", workflow_run). */
interface Run {
  readonly id: number;
  /** This repository's id. */
  readonly repository: number;
  readonly commit: string;
  readonly branch: string;
  readonly head: { readonly id: number; readonly owner: string };
  /** The numbers of its pull requests into this repository; none where the branch is a fork's. */
  readonly named: readonly number[];
}

/**
 * Which pull request a run was for, from the event and the API alone: what the run itself left says what its author wants. The
 * pull request is open, into this repository, and its head is the run's commit in the run's repository; and it is the only one.
 * @param payload of a `workflow_run` event
 * @throws SlipwayError as a Forge does
 */
export async function provePullRequest(payload: unknown, forge: PullRequests): Promise<ProvedPullRequest> {
  const run = readRun(payload);
  if (typeof run === 'string') return { kind: 'none', why: run };
  const candidates =
    run.named.length > 0
      ? await Promise.all(run.named.map((number) => forge.pullRequest(number)))
      : await forge.pullRequestsFrom(run.head.owner, run.branch);
  const judged = candidates.flatMap((one) => (one === undefined ? [] : [{ one, why: obstacle(one, run) }]));
  const [first, ...more] = judged.filter(({ why }) => why === undefined).map(({ one }) => one);
  if (first !== undefined && more.length === 0) return { kind: 'proved', pullRequest: first, run: run.id };
  if (first !== undefined) {
    const numbers = [first, ...more].map(({ number }) => number).join(', ');
    return { kind: 'none', why: `the run may be for any of the pull requests ${numbers}` };
  }
  const from = `${run.head.owner}:${run.branch}`;
  return { kind: 'none', why: judged[0]?.why ?? `no open pull request comes from ${from}` };
}

/** Why a pull request is not the run's; undefined: it is. */
function obstacle({ number, open, head, base }: PullRequest, run: Run): string | undefined {
  const name = `pull request ${number}`;
  if (base.repository !== run.repository) return `${name} is into another repository`;
  if (head.repository !== run.head.id) return `${name} comes from another repository than the run`;
  if (head.branch !== run.branch) return `${name} comes from another branch than the run`;
  if (!open) return `${name} is closed`;
  if (head.commit === run.commit) return undefined;
  return `${name} has moved on to ${head.commit.slice(0, 12)} since the run, which was for ${run.commit.slice(0, 12)}`;
}

/** Their runs are at the head of a pull request; those of `pull_request_target` are not. */
const events: readonly unknown[] = ['pull_request', 'pull_request_review'];

/** Gives a text that says why there is no run that could have a pull request. */
function readRun(payload: unknown): Run | string {
  const { workflow_run: run, repository } = fields(payload);
  const { id: runId, event, head_sha: commit, head_branch: branch } = fields(run);
  const { head_repository: head, pull_requests } = fields(run);
  const { id, owner } = fields(head);
  const { id: here } = fields(repository);
  const { login } = fields(owner);
  if (!isId(runId) || !isId(here)) return 'the event is none of a workflow_run';
  if (!events.includes(event)) return 'the run was not for a pull request';
  if (!isId(id) || !isText(login)) return 'the repository that the run was for is gone';
  if (!isText(commit) || !isText(branch))
    return 'the event does not say which commit and branch the run was for';
  const named = (Array.isArray(pull_requests) ? pull_requests : []).flatMap((one) => numberHere(one, here));
  return { id: runId, repository: here, commit, branch, head: { id, owner: login }, named };
}

/** An event also names pull requests between other repositories that the branch is in. */
function numberHere(pullRequest: unknown, here: number): number[] {
  const { number, base } = fields(pullRequest);
  return fields(fields(base)['repo'])['id'] === here && isId(number) ? [number] : [];
}

function fields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isId(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
