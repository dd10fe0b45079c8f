import { type Payload, payloadsOf } from '../github-events.ts';

/** What starts a workflow: an event of GitHub's and its payload. */
export interface WorkflowEvent {
  readonly name: 'push' | 'pull_request';
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

/** A pull request into the default branch, from a branch of the same repository or from a fork. */
export function pullRequestEvent(commit: string, from: 'branch' | 'fork'): WorkflowEvent {
  const [example] = payloadsOf('pull_request');
  const given = example?.pull_request;
  if (given === undefined) throw new Error('the example of a pull request has none');
  const repo = from === 'fork' ? { full_name: 'somebody/hello' } : { full_name: repositoryName };
  const pull_request = {
    ...given,
    head: { ...given.head, sha: commit, ref: 'feature', repo: { ...given.head.repo, ...repo } },
    base: { ...given.base, ref: branch, repo: { ...given.base.repo, full_name: repositoryName } },
  };
  const payload = { ...example, pull_request, repository: { ...example?.repository, ...known } };
  return { name: 'pull_request', payload };
}
