import { SlipwayError } from '../support/errors.ts';
import { parseFields } from '../support/fields.ts';
import type { HttpCall, HttpResponse, HttpSend } from '../support/http.ts';
import { readBody } from '../support/http.ts';
import { apiHost, isLoopback } from './address.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { errorText } from './fault.ts';

/** A token and how many seconds it lives. */
export interface Token {
  readonly value: string;
  readonly seconds: number;
}

export interface TokenRequest {
  /** A Bearer challenge of the registry's. */
  readonly challenge: Challenge;
  /** Where the registry's API is. */
  readonly origin: URL;
  /** distribution, docs/spec/auth/scope.md: `repository:NAME:pull,push`. */
  readonly scopes: readonly string[];
  readonly credentials: Credentials | undefined;
  /** Hosts that may be asked over plain http. */
  readonly insecure?: readonly string[] | undefined;
}

/** Answers of token servers are a few KiB; some hold signed lists of what is allowed. */
const longestAnswer = 1 << 20;
/** distribution, docs/spec/auth/token.md, "expires_in": what holds when the server does not say. */
const defaultSeconds = 60;

/**
 * Asks a registry's token server for a token: GET with name and password or anonymously (distribution,
 * docs/spec/auth/token.md), POST with an identity token (docs/spec/auth/oauth.md).
 * @returns the token, or the answer that refuses one, its body unread
 * @throws SlipwayError E_AUTH when the server may not be asked, or answers without a token; E_NETWORK
 */
export async function requestToken(
  send: HttpSend,
  request: TokenRequest,
  signal: AbortSignal | undefined,
): Promise<Token | HttpResponse> {
  const realm = realmOf(request);
  const response = await send({ ...callFor(request, realm), signal });
  if (response.status !== 200) return response;
  const answer = parseAnswer((await readBody(response, longestAnswer, signal)).toString());
  if (answer !== undefined) return answer;
  throw new SlipwayError(
    'E_AUTH',
    `the token server ${realm.host} of ${request.origin.host} gives no token`,
    {
      hint: 'it answers with something else than distribution\'s "Token Authentication" says; tell who runs it',
    },
  );
}

/**
 * The token server. Whoever listens on plain http could take the credentials: only on this machine, where it was asked for, or
 * where the registry itself is asked so from afar.
 */
function realmOf({ challenge, origin, insecure = [] }: TokenRequest): URL {
  const text = challenge.parameters['realm'] ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  if (realm === undefined || !['http:', 'https:'].includes(realm.protocol)) {
    throw new SlipwayError('E_AUTH', `${origin.host} asks for a token but names no token server`, {
      hint: 'its WWW-Authenticate header is broken, or that of a proxy in front of it: tell who runs it',
    });
  }
  const mayBePlain =
    isLoopback(realm.hostname) ||
    insecure.some((host) => apiHost(host) === realm.host) ||
    (origin.protocol === 'http:' && !isLoopback(origin.hostname));
  if (realm.protocol === 'http:' && !mayBePlain) {
    throw new SlipwayError(
      'E_AUTH',
      `${origin.host} wants credentials sent over plain http to ${realm.host}`,
      {
        hint: `its token server needs https; nothing was sent to it. This is for the registry's operator to mend; --insecure-registry ${realm.host} allows it`,
      },
    );
  }
  realm.username = '';
  realm.password = '';
  return realm;
}

function callFor({ challenge, scopes, credentials }: TokenRequest, realm: URL): HttpCall {
  const service = challenge.parameters['service'];
  const proof = credentials?.proof;
  if (proof?.kind === 'identity') {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'slipway' });
    if (service !== undefined) form.set('service', service);
    form.set('scope', scopes.join(' '));
    form.set('refresh_token', proof.token);
    const content = Buffer.from(form.toString());
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = { bytes: content.length, open: () => content, secret: true };
    return { method: 'POST', url: realm, headers, body };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  return { url, headers: proof?.kind === 'password' ? { authorization: basic(proof) } : {} };
}

/** RFC 7617. */
export function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function parseAnswer(text: string): Token | undefined {
  const answer = parseFields(text) ?? {};
  // The same under two names: "for compatibility with OAuth 2.0".
  const value = [answer['token'], answer['access_token']].find(isTokenValue);
  const lifetime = answer['expires_in'];
  const seconds = typeof lifetime === 'number' && lifetime > 0 ? lifetime : defaultSeconds;
  return value === undefined ? undefined : { value, seconds };
}

/** RFC 6750, 2.1; and nothing that could break out of a header. */
function isTokenValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

/** The error for an answer of a registry, or of its token server, that lets nobody in. Reads the answer's body. */
export async function refusalBy(
  registry: string,
  credentials: Credentials | undefined,
  response: HttpResponse,
): Promise<SlipwayError> {
  const said = await errorText(response);
  const answer = `${response.status}${said === '' ? '' : `: ${said}`}`;
  if (response.status === 429 || response.status >= 500) {
    const what = `${response.url.host} fails to give a token for ${registry} (${answer})`;
    return new SlipwayError('E_REGISTRY', what, { hint: 'try again later' });
  }
  if (credentials === undefined) {
    return new SlipwayError('E_AUTH', `${registry} asks for credentials, and there are none (${answer})`, {
      hint: `docker login ${registry}, or --registry-auth ${registry}=VARIABLE, the name of a variable that holds USER:PASSWORD`,
    });
  }
  const what = `${registry} refuses the credentials from ${credentials.source} (${answer})`;
  return new SlipwayError('E_AUTH', what, {
    hint: `are they right, still valid, and meant for this repository? New ones: docker login ${registry}, or --registry-auth ${registry}=VARIABLE`,
  });
}
