import type { HttpCall } from '../../support/http.ts';

/** A request to GitHub's REST API, with what it is for. */
export interface GitHubCall {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** What follows the API's address, such as `repos/acme/api/pulls/7`; or the address that an answer's Link gave. */
  readonly target: string | URL;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** What it does, as a person would say it after "cannot". */
  readonly purpose: string;
  /** What the token needs for it, as a workflow's `permissions` spell it. */
  readonly needs: string;
  /** False: must not be done twice, so it is not sent again by itself. */
  readonly repeatable?: boolean;
}

/** The same, as it goes out. */
export interface GitHubRequest extends HttpCall {
  readonly purpose: string;
}
