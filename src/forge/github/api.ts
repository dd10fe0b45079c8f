import { SlipwayError } from '../../support/errors.ts';
import { isFields, parseForeignJson } from '../../support/fields.ts';
import { type HttpBody, type HttpResponse, type HttpSend, readBody } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { nextLink } from '../../support/http-link.ts';
import { retrying } from '../../support/retry.ts';
import type { GitHubCall, GitHubRequest } from './call.ts';
import { gitHubFault, notOfTheApi } from './fault.ts';
import { type Clock, heedingLimits } from './rate-limit.ts';

/** GitHub's REST API for one repository. */
export interface GitHubApi {
  /** What the addresses of the repository's own begin with: `repos/OWNER/NAME`. */
  readonly repository: string;
  /** For errors: the API's host and the repository. */
  readonly place: string;
  /** The API's address, with a slash at its end. */
  readonly address: URL;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** Any status is an answer, whose body must be read or destroyed. Patience is inside, but for calls that are not repeatable. */
  send(call: GitHubCall): Promise<HttpResponse>;
}

interface ApiOptions {
  readonly address: URL;
  readonly token: string;
  /** OWNER/NAME */
  readonly repository: string;
  readonly send: HttpSend;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

/** A hundred comments of 65,536 characters of four bytes, and what is around them. */
const longestAnswer = 64 << 20;
const mostPages = 500;

/** The version that the answers are read by (docs.github.com, "API Versions"), which Enterprise Servers know too. */
const apiVersion = '2022-11-28';

export function gitHubApi({ address, token, repository, send, clock, signal }: ApiOptions): GitHubApi {
  const heeding = heedingLimits(send, clock);
  const patient = retrying(heeding, clock.patience);
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': apiVersion,
    authorization: `Bearer ${token}`,
  };
  const [owner = '', name = ''] = repository.split('/');
  return {
    repository: `repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`,
    place: `${address.host}: ${repository}`,
    address,
    clock,
    signal,
    send: ({ method = 'GET', target, body, purpose, repeatable = true }) => {
      const request: GitHubRequest = {
        method,
        url: new URL(target, address),
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: jsonBody(body) }),
        purpose,
        signal,
      };
      return repeatable ? patient(request) : heeding(request);
    },
  };
}

function jsonBody(value: unknown): HttpBody {
  const bytes = Buffer.from(JSON.stringify(value));
  // What is said on a repository's behalf is told to nobody else.
  return { bytes: bytes.length, open: () => bytes, secret: true };
}

/**
 * The JSON that a call is answered with; undefined where the status is one of `without`.
 * @throws SlipwayError as a Forge does
 */
export async function askJson(
  api: GitHubApi,
  call: GitHubCall,
  without: readonly number[] = [],
): Promise<unknown> {
  const answer = await api.send(call);
  if (without.includes(answer.status)) return void discard(answer);
  return readJson(api, call, answer);
}

/**
 * The JSON of an answer.
 * @throws SlipwayError as a Forge does, for any other status than 200 and 201
 */
export async function readJson(api: GitHubApi, call: GitHubCall, answer: HttpResponse): Promise<unknown> {
  if (answer.status !== 200 && answer.status !== 201) throw await gitHubFault(call, answer, api.place);
  const value = parseForeignJson(await readBody(answer, longestAnswer));
  if (value === undefined) throw unreadable(api, call);
  return value;
}

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

/** An answer that is not what the API's description promises. */
export function unreadable(api: GitHubApi, call: GitHubCall): SlipwayError {
  return apiFault(api, call, notOfTheApi.reason, notOfTheApi.hint);
}

export function apiFault(
  { place }: GitHubApi,
  { purpose }: GitHubCall,
  reason: string,
  hint: string,
): SlipwayError {
  return new SlipwayError('E_FORGE', `${place}: cannot ${purpose}: ${reason}`, { hint });
}
