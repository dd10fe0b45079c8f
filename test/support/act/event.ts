import { type Payload, payloadsOf } from '../github-events.ts';

/** What starts a workflow: an event of GitHub's and its payload. */
export interface WorkflowEvent {
  readonly name: 'push' | 'pull_request' | 'workflow_run';
  readonly payload: Payload;
}

/** The repository that events of the tests are about. Its owner has a capital, which no image's name may have. */
export const repositoryName = 'Acme/hello';
const branch = 'main';
const known = { default_branch: branch, full_name: repositoryName };

/** A push of a commit: to the default branch, or of `refs/tags/…`. */
export function pushEvent(commit: string, ref = `refs/heads/${branch}`): WorkflowEvent {
  const [example] = payloadsOf('push');
  const payload = { ...example, ref, after: commit, repository: { ...example?.repository, ...known } };
  return { name: 'push', payload };
}

/** The end of a run of a workflow for a pull request from a branch of the fork 2000. */
export function workflowRunEvent(run: number, commit: string): WorkflowEvent {
  const [example] = payloadsOf('workflow_run');
  const given = example as unknown as { workflow_run: { head_repository: object } };
  const { head_repository: head } = given.workflow_run;
  const workflow_run = {
    ...given.workflow_run,
    ...{ id: run, event: 'pull_request', conclusion: 'success', head_sha: commit, head_branch: 'faster' },
    head_repository: { ...head, id: 2000, owner: { login: 'stranger' } },
    pull_requests: [],
  };
  const repository = { ...example?.repository, ...known, id: 1000 };
  return { name: 'workflow_run', payload: { ...example, repository, workflow_run } };
}

/**
 * A pull request into the default branch, from a branch of the same repository or from a fork.
 * @param baseCommit the branch's end; undefined: it does not matter
 */
export function pullRequestEvent(
  commit: string,
  from: 'branch' | 'fork',
  baseCommit?: string,
): WorkflowEvent {
  const [example] = payloadsOf('pull_request');
  const given = example?.pull_request;
  if (given === undefined) throw new Error('the example of a pull request has none');
  const repo = from === 'fork' ? { full_name: 'somebody/hello' } : { full_name: repositoryName };
  const base = { ref: branch, ...(baseCommit !== undefined && { sha: baseCommit }) };
  const pull_request = {
    ...given,
    head: { ...given.head, sha: commit, ref: 'feature', repo: { ...given.head.repo, ...repo } },
    base: { ...given.base, ...base, repo: { ...given.base.repo, full_name: repositoryName } },
  };
  const payload = { ...example, pull_request, repository: { ...example?.repository, ...known } };
  return { name: 'pull_request', payload };
}
