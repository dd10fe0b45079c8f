import type { Repository } from '../request/reference.ts';

/** What proves to a registry who one is. */
export type Proof =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** An OAuth2 refresh token, which the token server takes (distribution, docs/spec/auth/oauth.md). */
  | { readonly kind: 'identity'; readonly token: string }
  /** What the registry itself takes, as it is. */
  | { readonly kind: 'bearer'; readonly token: string };

export interface Credentials {
  readonly proof: Proof;
  /** Where they were found, for people: a file's path, a variable's name. Never what they are. */
  readonly source: string;
}

/**
 * Port: the user's credentials for a repository; undefined where nobody gave any.
 * Rejects with E_AUTH or E_CONFIG where they are named but cannot be read.
 */
export type FindCredentials = (repository: Repository) => Promise<Credentials | undefined>;
