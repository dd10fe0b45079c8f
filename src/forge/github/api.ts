import { Readable } from 'node:stream';
import { SlipwayError } from '../../support/errors.ts';
import { parseForeignJson } from '../../support/fields.ts';
import { type HttpBody, type HttpResponse, type HttpSend, readBody } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
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
  /** Any status is an answer, whose body is there as a whole. Patience is inside, but for calls that are not repeatable. */
  send(call: GitHubCall): Promise<HttpResponse>;
  /** The same for what is large: the body comes as it is read, or must be destroyed. */
  open(call: GitHubCall): Promise<HttpResponse>;
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

/** The version that the answers are read by (docs.github.com, "API Versions"), which Enterprise Servers know too. */
const apiVersion = '2022-11-28';

export function gitHubApi({ address, token, repository, send, clock, signal }: ApiOptions): GitHubApi {
  const heeding = heedingLimits(send, clock);
  const whole = async (request: GitHubRequest): Promise<HttpResponse> => {
    const answer = await heeding(request);
    if (answer.url.origin !== address.origin) throw answeredElsewhere(answer, request);
    return { ...answer, body: Readable.from([await readBody(answer, longestAnswer, signal)]) };
  };
  const patient = retrying(whole, clock.patience);
  const opening = retrying(heeding, clock.patience);
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': apiVersion,
    authorization: `Bearer ${token}`,
  };
  const requestOf = ({ method = 'GET', target, body, purpose }: GitHubCall): GitHubRequest => ({
    method,
    url: new URL(target, address),
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: jsonBody(body) }),
    purpose,
    signal,
  });
  const [owner = '', name = ''] = repository.split('/');
  return {
    repository: `repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`,
    place: `${address.host}: ${repository}`,
    address,
    clock,
    signal,
    send: (call) => (call.repeatable === false ? whole : patient)(requestOf(call)),
    open: (call) => opening(requestOf(call)),
  };
}

/** Only downloads are elsewhere: what somebody else answers is not what GitHub says. */
function answeredElsewhere(answer: HttpResponse, { purpose, url }: GitHubRequest): SlipwayError {
  discard(answer);
  const what = `cannot ${purpose}: ${url.host} redirects to ${answer.url.host}, which is not the API`;
  return new SlipwayError('E_FORGE', what, { hint: notOfTheApi.hint });
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
