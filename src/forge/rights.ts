import { type GitHubEvent, isDefaultBranch } from './event.ts';

/** Whether a run pushes where nobody says so, and why, for people. */
export interface Publishing {
  readonly publishes: boolean;
  readonly why: string;
}

/** Events that run the code of somebody who may write to the repository, and whose ref is what they are about. */
const ownEvents = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'release'];

/** The usual: what is on the default branch or has a tag is published; everything else is built and verified only. */
export function usualPublishing(event: GitHubEvent): Publishing {
  const { name = 'an unknown event', branch, tag, pullRequest } = event;
  if (pullRequest !== undefined) return { publishes: false, why: pullRequestText(pullRequest) };
  if (!ownEvents.includes(name)) return { publishes: false, why: name };
  if (tag !== undefined) return { publishes: true, why: `tag ${tag}` };
  if (isDefaultBranch(event)) return { publishes: true, why: `default branch ${branch}` };
  return { publishes: false, why: branch === undefined ? name : `branch ${branch}` };
}

/** Why a run cannot push even where it is told to; undefined: it may. */
export function pushObstacle({ name, pullRequest }: GitHubEvent): string | undefined {
  if (pullRequest?.fork !== true || name === 'pull_request_target') return undefined;
  return `${pullRequestText(pullRequest)}: GitHub gives it no right to push and no secret`;
}

/**
 * Who may read what a run writes into a cache of the repository. `branch`: everybody, releases too. `pull-request`: pull
 * requests. `none`: the run has the default branch's cache to write to, and may run code of anybody, so it writes nothing.
 */
export type CacheTrust = 'branch' | 'pull-request' | 'none';

export function cacheTrust({ name = '', pullRequest }: GitHubEvent): CacheTrust {
  if (ownEvents.includes(name) && pullRequest === undefined) return 'branch';
  return name === 'pull_request' || name === 'merge_group' ? 'pull-request' : 'none';
}

function pullRequestText({ number, fork }: NonNullable<GitHubEvent['pullRequest']>): string {
  return `pull request${number === undefined ? '' : ` ${number}`}${fork ? ' from a fork' : ''}`;
}
