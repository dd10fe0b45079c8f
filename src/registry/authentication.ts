import { SlipwayError } from '../support/errors.ts';
import type { HttpResponse, HttpSend } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials, FindCredentials } from './credentials.ts';
import type { RegistryCall } from './registry.ts';
import { basic, refusalBy, requestToken, type TokenRequest } from './token.ts';

type Call = Pick<RegistryCall, 'repository' | 'access' | 'alsoPull'>;

/** How one registry is told who asks. */
export interface Authentication {
  /**
   * The value of `authorization` for a call; undefined where the registry asks for none, or there is none to give.
   * @param refused the value that the registry refused just now
   * @throws SlipwayError E_AUTH, E_CONFIG, E_REGISTRY or E_NETWORK when credentials or token cannot be had
   */
  authorize(call: Call, refused?: string): Promise<string | undefined>;
  /** Takes in what an answer says the registry asks for. */
  learn(response: HttpResponse): void;
  /** The error for a call that stays refused. Reads the answer's body. */
  refusal(call: Call, response: HttpResponse): Promise<SlipwayError>;
}

interface AuthenticationOptions {
  /** Where the registry's API is. */
  readonly origin: URL;
  readonly send: HttpSend;
  readonly findCredentials: FindCredentials;
  /** Hosts that may be asked over plain http. */
  readonly insecure?: readonly string[];
  /** Monotonic milliseconds: a wall clock that is set, or a server's, must not make tokens live longer. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** A part of a token's life is kept back for the request that is on its way. */
const usableShare = 0.9;

interface CachedToken {
  readonly expires: number;
  readonly authorization: string;
}

/**
 * Authentication to one registry: Basic (RFC 7617) or Bearer with tokens by scope (distribution, docs/spec/auth), whichever
 * the registry asks for; anonymous tokens where there are no credentials. A token is asked for once for all who need it.
 */
export function openAuthentication(options: AuthenticationOptions): Authentication {
  const { findCredentials } = options;
  const tokens = cachedTokens(options.now);
  let challenges: readonly Challenge[] = [];
  return {
    async authorize(call, refused) {
      const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
      const takesBasic = challenges.some(({ scheme }) => scheme === 'basic');
      if (bearer === undefined && !takesBasic) return undefined;
      const credentials = await findCredentials(call.repository);
      if (credentials?.proof.kind === 'bearer') return `Bearer ${credentials.proof.token}`;
      if (bearer !== undefined) {
        const scopes = scopesOf(call);
        const fetch = () => fetchToken(options, { challenge: bearer, scopes, credentials }, call);
        return tokens(scopes.join(' '), fetch, refused);
      }
      return credentials?.proof.kind === 'password' ? basic(credentials.proof) : undefined;
    },
    learn(response) {
      const offered = parseChallenges(response.headers['www-authenticate'] ?? '');
      if (offered.length > 0) challenges = offered;
    },
    async refusal(call, response) {
      const { registry } = call.repository;
      const credentials = await findCredentials(call.repository);
      if (credentials !== undefined && response.authorization === undefined) {
        return notTaken(registry, credentials, challenges, response);
      }
      return refusalBy(registry, credentials, response);
    },
  };
}

/** Remembers tokens by scope while they live. */
function cachedTokens(now: () => number) {
  const tokens = new Map<string, Promise<CachedToken>>();
  return async function get(
    key: string,
    fetch: () => Promise<CachedToken>,
    refused?: string,
  ): Promise<string> {
    const known = tokens.get(key);
    if (known === undefined) {
      const made = fetch();
      tokens.set(key, made);
      made.catch(() => tokens.delete(key));
      return (await made).authorization;
    }
    const token = await known;
    if (token.expires > now() && token.authorization !== refused) return token.authorization;
    // The first one to see the end takes it away; the others then wait for what he asks for.
    if (tokens.get(key) === known) tokens.delete(key);
    return get(key, fetch, refused);
  };
}

/** distribution, docs/spec/auth/scope.md. */
function scopesOf({ repository, access, alsoPull = [] }: Call): readonly string[] {
  const own = `repository:${repository.repository}:${access === 'push' ? 'pull,push' : 'pull'}`;
  const others = alsoPull.filter((name) => name !== repository.repository);
  return [own, ...others.map((name) => `repository:${name}:pull`)];
}

async function fetchToken(
  options: AuthenticationOptions,
  wanted: Omit<TokenRequest, 'origin' | 'insecure'>,
  call: Call,
): Promise<CachedToken> {
  const { origin, insecure, send, now, signal } = options;
  const answer = await requestToken(send, { ...wanted, origin, insecure }, signal);
  if ('value' in answer) {
    const expires = now() + answer.seconds * 1000 * usableShare;
    return { expires, authorization: `Bearer ${answer.value}` };
  }
  const [own, ...others] = wanted.scopes;
  if (own !== undefined && others.length > 0) {
    // Some servers refuse altogether where one repository is out of reach. What cannot be read there is not needed.
    discard(answer);
    return fetchToken(options, { ...wanted, scopes: [own] }, call);
  }
  throw await refusalBy(call.repository.registry, wanted.credentials, answer);
}

/** For credentials that were not even sent. */
function notTaken(
  registry: string,
  { source }: Credentials,
  challenges: readonly Challenge[],
  response: HttpResponse,
): SlipwayError {
  discard(response);
  const asked = challenges.map(({ scheme }) => scheme).join(', ');
  const how = asked === '' ? 'does not say what for' : `asks for ${asked}`;
  const what = `${registry} does not take the credentials from ${source}: it answers ${response.status} and ${how}`;
  return new SlipwayError('E_AUTH', what, {
    hint: 'name and password need a registry that asks for Basic or Bearer, an identity token one that asks for Bearer; or something else than the registry answers',
  });
}
