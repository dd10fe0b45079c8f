import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, HttpResponse } from './http.ts';
import { discard } from './http-body.ts';
import { mayPass } from './http-fault.ts';

/** How long to go on with a server that fails. */
export interface Patience {
  /** Requests in all, the first included. */
  readonly attempts: number;
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** A number in [0, 1) that spreads the requests of many clients. */
  readonly random: () => number;
}

export const defaultPatience: Patience = {
  attempts: 4,
  wait: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
  random: Math.random,
};

const firstPauseMilliseconds = 500;
const longestPauseMilliseconds = 60_000;

/** Statuses that say "later": RFC 9110, 15.5.9 and 15.6; RFC 6585, 4. */
const passing = new Set([408, 429, 500, 502, 503, 504]);

/**
 * The same port with patience: asks again after 408, 429, 5xx and a broken connection, at growing and jittered
 * intervals or after what Retry-After says. A server that wants more than a minute gets its answer handed on.
 */
export function retrying<Request extends HttpRequest>(
  send: (request: Request) => Promise<HttpResponse>,
  patience: Patience,
): (request: Request) => Promise<HttpResponse> {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const last = attempt >= patience.attempts;
      let pause: number;
      try {
        const response = await send(request);
        const asked = pauseAfter(response, attempt, patience);
        if (last || asked === undefined) return response;
        discard(response);
        pause = asked;
      } catch (error) {
        if (last || request.signal?.aborted || !mayPass(error)) throw error;
        pause = pauseBefore(attempt, patience);
      }
      await patience.wait(pause, request.signal);
    }
  };
}

/** Milliseconds before the next attempt: 0.5 s, 1 s, 2 s … less up to half of it. */
export function pauseBefore(attempt: number, patience: Patience): number {
  const whole = Math.min(firstPauseMilliseconds * 2 ** (attempt - 1), longestPauseMilliseconds);
  return Math.round(whole * (1 - patience.random() / 2));
}

/**
 * Milliseconds after which the same request may be answered otherwise, as Retry-After says (RFC 9110, 10.2.3: seconds, or
 * a date) or as `pauseBefore` has it; undefined where that cannot be, or not within a minute.
 */
export function pauseAfter(response: HttpResponse, attempt: number, patience: Patience): number | undefined {
  if (!passing.has(response.status)) return undefined;
  const text = response.headers['retry-after'] ?? '';
  const date = Date.parse(text);
  const asked = /^\d+$/.test(text) ? Number(text) * 1000 : Math.max(0, date - Date.now());
  const pause = Number.isNaN(asked) ? pauseBefore(attempt, patience) : asked;
  return pause > longestPauseMilliseconds ? undefined : pause;
}
