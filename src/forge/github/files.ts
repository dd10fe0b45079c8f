import type { Files } from '../forge.ts';
import { readAs, readContent } from './answers.ts';
import { apiFault, askJson, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';

/** docs.github.com, "REST API endpoints for repository contents". */
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
  };
}
