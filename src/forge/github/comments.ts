import { discard } from '../../support/http-body.ts';
import { keptText } from '../comment-text.ts';
import { type Comments, MissingRight } from '../forge.ts';
import { readAccount, readAs, readComment } from './answers.ts';
import { askJson, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';
import { gitHubFault } from './fault.ts';
import { askAll } from './pages.ts';
import { sendOnce } from './send-once.ts';

const reading = 'pull-requests: read';
const writing = 'pull-requests: write';

/** docs.github.com, "REST API endpoints for issue comments": those of a pull request are an issue's. */
export function gitHubComments(api: GitHubApi): Comments {
  const { repository } = api;
  const listing = (pullRequest: number): GitHubCall => ({
    target: `${repository}/issues/${pullRequest}/comments`,
    purpose: `list the comments of pull request ${pullRequest}`,
    needs: reading,
  });
  const listComments: Comments['listComments'] = async (pullRequest) => {
    const call = listing(pullRequest);
    const comments = await askAll(api, call);
    return comments.map((one) => readAs(api, call, one, readComment));
  };
  return {
    identity: () => askIdentity(api),
    listComments,
    async createComment(pullRequest, body) {
      const { target } = listing(pullRequest);
      const purpose = `comment on pull request ${pullRequest}`;
      const call: GitHubCall = { method: 'POST', target, body: { body }, purpose, needs: writing };
      return sendOnce(api, call, readComment, async () =>
        (await listComments(pullRequest)).findLast((comment) => keptText(comment.body) === keptText(body)),
      );
    },
    async editComment(id, body) {
      const call = { ...single(api, id, 'PATCH', 'edit'), body: { body } };
      const value = await askJson(api, call, [404, 410]);
      return value === undefined ? undefined : readAs(api, call, value, readComment);
    },
    async deleteComment(id) {
      const call = single(api, id, 'DELETE', 'delete');
      const answer = await api.send(call);
      if (![204, 404, 410].includes(answer.status)) throw await gitHubFault(call, answer, api.place);
      discard(answer);
    },
  };
}

function single(api: GitHubApi, id: number, method: 'PATCH' | 'DELETE', verb: string): GitHubCall {
  const target = `${api.repository}/issues/comments/${id}`;
  return { method, target, purpose: `${verb} comment ${id}`, needs: writing };
}

/** The token of a workflow belongs to an app, which is no user: it gets 403 (docs.github.com, "Get the authenticated user"). */
async function askIdentity(api: GitHubApi): ReturnType<Comments['identity']> {
  const call: GitHubCall = { target: 'user', purpose: 'ask whose token it is', needs: 'metadata: read' };
  try {
    return readAs(api, call, await askJson(api, call, [404]), (value) =>
      value === undefined ? undefined : readAccount(value),
    );
  } catch (error) {
    if (error instanceof MissingRight) return undefined;
    throw error;
  }
}
