import pLimit from 'p-limit';
import { SlipwayError } from '../support/errors.ts';
import type { HttpRequest, HttpSend } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { type Patience, retrying } from '../support/retry.ts';
import { firstThatAnswers, possibleOrigins } from './address.ts';
import { type Authentication, openAuthentication } from './authentication.ts';
import type { FindCredentials } from './credentials.ts';

/** A registry that was found. */
export interface Host {
  /** Scheme, host and port of its API. */
  readonly origin: URL;
  readonly authentication: Authentication;
  /** Lets only so many requests go on at once. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
}

interface HostOptions {
  readonly send: HttpSend;
  readonly patience: Patience;
  readonly findCredentials: FindCredentials;
  readonly insecure: readonly string[];
  readonly now: () => number;
  readonly signal: AbortSignal | undefined;
}

/** Requests that one registry gets at once. */
const atOnce = 6;

/**
 * Finds out how a registry is reached and what it asks for, by one request (distribution-spec, "Determining Support"):
 * whoever answers at all is there.
 * @throws SlipwayError E_CONFIG when the name is no host; E_NETWORK when nobody answers
 */
export async function findHost(registry: string, options: HostOptions): Promise<Host> {
  const { send, patience, signal } = options;
  const origins = possibleOrigins(registry, options.insecure);
  let found: URL | undefined;
  const ask = (request: HttpRequest) =>
    firstThatAnswers(origins, (origin) => {
      found = origin;
      return send({ ...request, url: new URL('/v2/', origin) });
    });
  const [first] = origins;
  const answer = first && (await retrying(ask, patience)({ url: first, signal }));
  if (answer === undefined || found === undefined) {
    throw new SlipwayError('E_INTERNAL', `${registry} has no address`);
  }
  discard(answer);
  const patient = retrying(send, patience);
  const authentication = openAuthentication({ ...options, origin: found, send: patient });
  if (answer.url.origin === found.origin) authentication.learn(answer);
  return { origin: found, authentication, limit: pLimit(atOnce) };
}
