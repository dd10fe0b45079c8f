import type { PullRequests } from '../forge.ts';
import { readAs, readHappening, readLabel, readPermission, readPullRequest, readReview } from './answers.ts';
import { askJson, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';
import { askAll } from './pages.ts';

const needs = 'pull-requests: read';

/** docs.github.com, "REST API endpoints for pull requests", and what is said on them. */
export function gitHubPullRequests(api: GitHubApi): PullRequests {
  const { repository } = api;
  const list = async <T>(target: string, purpose: string, read: (value: unknown) => T): Promise<T[]> => {
    const call: GitHubCall = { target: `${repository}/${target}`, purpose, needs };
    return (await askAll(api, call)).map((one) => readAs(api, call, one, read));
  };
  return {
    async pullRequest(number) {
      const call = { target: `${repository}/pulls/${number}`, purpose: `read pull request ${number}`, needs };
      const value = await askJson(api, call, [404]);
      return value === undefined ? undefined : readAs(api, call, value, readPullRequest);
    },
    pullRequestsFrom(owner, branch) {
      const query = new URLSearchParams({ state: 'open', head: `${owner}:${branch}` });
      return list(`pulls?${query}`, `list the pull requests from ${owner}:${branch}`, readPullRequest);
    },
    labels: (pullRequest) =>
      list(`issues/${pullRequest}/labels`, `list the labels of pull request ${pullRequest}`, readLabel),
    reviews: (pullRequest) =>
      list(`pulls/${pullRequest}/reviews`, `list the reviews of pull request ${pullRequest}`, readReview),
    async permissionOf(login) {
      const call: GitHubCall = {
        target: `${repository}/collaborators/${encodeURIComponent(login)}/permission`,
        purpose: `ask what ${login} may do`,
        needs: 'metadata: read',
      };
      const value = await askJson(api, call, [404]);
      return value === undefined ? 'none' : readAs(api, call, value, readPermission);
    },
    // docs.github.com, "REST API endpoints for timeline events".
    async timeline(pullRequest) {
      const purpose = `list what happened to pull request ${pullRequest}`;
      return (await list(`issues/${pullRequest}/timeline`, purpose, readHappening)).flat();
    },
  };
}
