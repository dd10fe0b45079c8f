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

function pullRequestText({ number, fork }: NonNullable<GitHubEvent['pullRequest']>): string {
  return `pull request${number === undefined ? '' : ` ${number}`}${fork ? ' from a fork' : ''}`;
}
