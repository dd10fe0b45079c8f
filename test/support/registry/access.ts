import { randomBytes } from 'node:crypto';
import { type Answer, type Question, refusal } from './exchange.ts';

/** Who may do what. One user may do everything; nobody else may do anything, but pull where `anonymousPull` says so. */
export type Access =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | {
      readonly kind: 'bearer';
      readonly user: string;
      readonly password: string;
      /** Taken by the OAuth2 endpoint (POST) as a refresh token. */
      readonly identityToken?: string;
      readonly anonymousPull?: boolean;
      /** What expires_in says, and how long a token is good for. */
      readonly lifetimeSeconds?: number;
      /** How far issued_at is off. */
      readonly skewSeconds?: number;
    };

interface Token {
  readonly scopes: readonly string[];
  readonly until: number;
}

/** The guard of one registry. `check`: undefined lets a request through. */
export interface Guard {
  check(question: Question, origin: string): Answer | undefined;
  /** The answer of the token server, for a path that is its own. */
  token(question: Question): Answer | undefined;
  /** Makes every token that was given out invalid. */
  expireTokens(): void;
}

export function makeGuard(access: Access): Guard {
  const tokens = new Map<string, Token>();
  return {
    check(question, origin) {
      if (access.kind === 'none') return undefined;
      if (access.kind === 'basic') {
        if (isUser(question, access)) return undefined;
        return unauthorized('Basic realm="registry", charset="UTF-8"');
      }
      const wanted = scopesOf(question);
      const token = tokens.get(/^Bearer (.+)$/i.exec(question.headers.authorization ?? '')?.[1] ?? '');
      if (token !== undefined && token.until > performance.now()) {
        if (wanted.every((scope) => covers(token.scopes, scope))) return undefined;
      }
      const scope = wanted.length > 0 ? `,scope="${wanted.join(' ')}"` : '';
      return unauthorized(`Bearer realm="${origin}/token",service="registry"${scope}`);
    },
    token(question) {
      if (access.kind !== 'bearer' || question.url.pathname !== '/token') return undefined;
      const granted = grant(question, access);
      if (granted === undefined) return refusal(401, 'UNAUTHORIZED', 'incorrect username or password');
      const lifetime = access.lifetimeSeconds ?? 300;
      const token = randomBytes(16).toString('hex');
      tokens.set(token, { scopes: granted, until: performance.now() + lifetime * 1000 });
      const issued = new Date(Date.now() + (access.skewSeconds ?? 0) * 1000).toISOString();
      const document = { [question.method === 'POST' ? 'access_token' : 'token']: token };
      const body = Buffer.from(JSON.stringify({ ...document, expires_in: lifetime, issued_at: issued }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    },
    expireTokens: () => tokens.clear(),
  };
}

type Bearer = Extract<Access, { kind: 'bearer' }>;

/** distribution's token specification (GET) and its OAuth2 form (POST): the scopes that are granted. */
function grant(question: Question, access: Bearer): string[] | undefined {
  const form = new URLSearchParams(question.body.toString('utf8'));
  const fields = question.method === 'POST' ? form : question.url.searchParams;
  const scopes = fields.getAll('scope').flatMap((scope) => scope.split(' '));
  if (question.method === 'POST') {
    const refreshed =
      form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === access.identityToken;
    const named =
      form.get('grant_type') === 'password' &&
      form.get('username') === access.user &&
      form.get('password') === access.password;
    return (refreshed && access.identityToken !== undefined) || named ? scopes : undefined;
  }
  if (question.headers.authorization !== undefined) return isUser(question, access) ? scopes : undefined;
  if (access.anonymousPull !== true) return [];
  return scopes.map((scope) => scope.replace(/:[^:]*$/, ':pull'));
}

function isUser({ headers }: Question, { user, password }: { user: string; password: string }): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** What a request needs: to pull, to push, and to pull where it mounts from. */
function scopesOf({ method, url }: Question): string[] {
  const [, name] = /^\/v2\/(.+)\/(?:blobs|manifests|tags|referrers)\//.exec(url.pathname) ?? [];
  if (name === undefined) return [];
  const actions = { GET: 'pull', HEAD: 'pull', DELETE: 'delete' }[method] ?? 'pull,push';
  const from = url.searchParams.get('from');
  return [`repository:${name}:${actions}`, ...(from === null ? [] : [`repository:${from}:pull`])];
}

function covers(granted: readonly string[], wanted: string): boolean {
  const [, resource, actions = ''] = /^(.*):([^:]*)$/.exec(wanted) ?? [];
  const held = granted
    .filter((scope) => scope.startsWith(`${resource}:`))
    .flatMap((scope) => scope.slice(`${resource}:`.length).split(','));
  return actions.split(',').every((action) => held.includes(action));
}

function unauthorized(challenge: string): Answer {
  const { body, headers } = refusal(401, 'UNAUTHORIZED', 'authentication required');
  return {
    status: 401,
    headers: { ...headers, 'www-authenticate': challenge },
    ...(body !== undefined && { body }),
  };
}
