import type { Files } from '../forge.ts';
import { readAs, readCommits, readContent } from './answers.ts';
import { apiFault, askJson, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';

/** docs.github.com, "REST API endpoints for repository contents" and "for commits". */
export function gitHubFiles(api: GitHubApi): Files {
  return {
    async readFile(path, commit) {
      const named = path.split('/').map(encodeURIComponent).join('/');
      const query = new URLSearchParams({ ref: commit });
      const call: GitHubCall = {
        target: `${api.repository}/contents/${named}?${query}`,
        purpose: `read ${path} at ${commit}`,
        needs: 'contents: read',
      };
      const value = await askJson(api, call, [404]);
      if (value === undefined) return undefined;
      const content = readAs(api, call, value, readContent);
      if (content !== undefined) return content;
      throw apiFault(api, call, 'it is no file, or a large one', 'name a file that is shorter than 1 MB');
    },
    async lastCommits(commit) {
      const query = new URLSearchParams({ sha: commit, per_page: '100' });
      const call: GitHubCall = {
        target: `${api.repository}/commits?${query}`,
        purpose: `list the commits before ${commit}`,
        needs: 'contents: read',
      };
      return readAs(api, call, await askJson(api, call), readCommits);
    },
  };
}
