import { isFields } from '../../support/fields.ts';
import type { HttpResponse } from '../../support/http.ts';
import { nextLink } from '../../support/http-link.ts';
import { apiFault, type GitHubApi, readJson, unreadable } from './api.ts';
import type { GitHubCall } from './call.ts';
import { notOfTheApi } from './fault.ts';

const mostPages = 500;

/**
 * A list, page by page (docs.github.com, "Using pagination in the REST API").
 * @param member of the answer that holds the list; undefined: the answer is the list
 * @throws SlipwayError E_FORGE also for pages that go round, have no end, or are somewhere else
 */
export async function askAll(api: GitHubApi, call: GitHubCall, member?: string): Promise<unknown[]> {
  const found: unknown[] = [];
  const seen = new Set<string>();
  let target: URL | undefined = new URL(call.target, api.address);
  target.searchParams.set('per_page', '100');
  while (target !== undefined) {
    if (seen.has(target.href) || seen.size === mostPages) {
      throw apiFault(api, call, 'the pages of the answer have no end', notOfTheApi.hint);
    }
    seen.add(target.href);
    const page: GitHubCall = { ...call, target };
    const answer = await api.send(page);
    const value = await readJson(api, page, answer);
    const list = member === undefined ? value : isFields(value) ? value[member] : undefined;
    if (!Array.isArray(list)) throw unreadable(api, call);
    for (const one of list) found.push(one);
    target = nextPage(api, call, answer);
  }
  return found;
}

/** The token goes with every page: it must not follow a Link to where it does not belong. */
function nextPage(api: GitHubApi, call: GitHubCall, { headers, url }: HttpResponse): URL | undefined {
  const next = nextLink(headers['link'] ?? '', url);
  if (next === undefined) return undefined;
  const below = next.origin === api.address.origin && next.pathname.startsWith(api.address.pathname);
  if (below && next.username === '' && next.password === '') return next;
  const reason = `the answer's next page is not of the API, but of ${next.host || next.protocol}`;
  throw apiFault(
    api,
    call,
    reason,
    'the token is not sent there; check GITHUB_API_URL, and proxies in between',
  );
}
