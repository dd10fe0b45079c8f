import { Readable } from 'node:stream';
import { SlipwayError } from '../../support/errors.ts';
import { type HttpResponse, readBody } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import type { Patience } from '../../support/retry.ts';
import type { GitHubRequest } from './call.ts';
import { longestRefusal } from './fault.ts';

/** How a client waits, and what it takes for the time. */
export interface Clock {
  readonly patience: Patience;
  /** Milliseconds since 1970: GitHub says when a limit ends as a time of day. */
  readonly now: () => number;
}

const longestPauseMilliseconds = 60_000;

/**
 * The same port, which heeds GitHub's limits (docs.github.com, "Rate limits for the REST API", "Exceeding the rate limit"): a
 * request that came too often was not done, so it is sent again when that is allowed, if that is within a minute.
 * @throws SlipwayError E_FORGE with the time at which it is allowed, when that is later
 */
export function heedingLimits(
  send: (request: GitHubRequest) => Promise<HttpResponse>,
  { patience, now }: Clock,
): (request: GitHubRequest) => Promise<HttpResponse> {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await send(request);
      if (![403, 429].includes(answer.status) || answer.url.origin !== request.url.origin) return answer;
      const { pause, response } = await pauseAsked(answer, now);
      if (pause === undefined) return response;
      discard(response);
      if (pause > longestPauseMilliseconds || attempt >= patience.attempts) {
        throw usedUp(request, answer.status, now() + pause);
      }
      await patience.wait(pause, request.signal);
    }
  };
}

/** Milliseconds until the same request may be sent again, undefined where it was refused for another reason; and the answer, unread. */
async function pauseAsked(
  answer: HttpResponse,
  now: () => number,
): Promise<{ pause: number | undefined; response: HttpResponse }> {
  const {
    'retry-after': after = '',
    'x-ratelimit-remaining': left,
    'x-ratelimit-reset': reset = '',
  } = answer.headers;
  if (/^\d+$/.test(after)) return { pause: Number(after) * 1000, response: answer };
  if (left === '0' && /^\d+$/.test(reset)) {
    return { pause: Math.max(1000, Number(reset) * 1000 - now()), response: answer };
  }
  // "Otherwise, wait for at least one minute". What tells a secondary limit's 403 from a missing permission is its text.
  if (answer.status === 429) return { pause: longestPauseMilliseconds, response: answer };
  const body = await readBody(answer, longestRefusal).catch(() => Buffer.alloc(0));
  const limited = /secondary rate limit|abuse detection/i.test(body.toString('utf8'));
  return {
    pause: limited ? longestPauseMilliseconds : undefined,
    response: { ...answer, body: Readable.from([body]) },
  };
}

function usedUp({ url, purpose }: GitHubRequest, status: number, free: number): SlipwayError {
  const when = Number.isFinite(free) && free < 8.64e15 ? new Date(free).toISOString() : 'much later';
  const what = `cannot ${purpose}: ${url.host} is asked too often, and answers again at ${when} (${status})`;
  return new SlipwayError('E_FORGE', what, {
    hint: "run again then; a repository's workflows share one limit, and what else uses the same token counts too",
  });
}
