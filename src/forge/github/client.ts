import { SlipwayError } from '../../support/errors.ts';
import { type Environment, type HttpTimeouts, openHttp } from '../../support/http.ts';
import { defaultPatience, type Patience } from '../../support/retry.ts';
import type { Forge } from '../forge.ts';
import { gitHubApi } from './api.ts';
import { gitHubArtifacts } from './artifacts.ts';
import { gitHubAttestations } from './attestations.ts';
import { gitHubChecks } from './checks.ts';
import { gitHubComments } from './comments.ts';
import { gitHubFiles } from './files.ts';
import { gitHubPullRequests } from './pull-requests.ts';

export interface GitHubOptions {
  /** GITHUB_API_URL, else https://api.github.com is asked; and proxies and certificates, as openHttp has them. */
  readonly env: Environment;
  /** OWNER/NAME */
  readonly repository: string;
  readonly token: string;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly timeouts?: HttpTimeouts;
}

/**
 * A repository on GitHub, or on an Enterprise Server. Nothing is asked before the first call; `close` ends the connections.
 * @throws SlipwayError E_CONFIG when GITHUB_API_URL is no address, or one without encryption; E_AUTH for what is no token
 */
export function openGitHub(options: GitHubOptions): Forge & { close(): Promise<void> } {
  const { env, repository, signal, patience = defaultPatience, now = Date.now } = options;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || /(^|\/)\.{1,2}(\/|$)/.test(repository)) {
    throw new SlipwayError('E_CONFIG', `${JSON.stringify(repository)} is no repository on GitHub`, {
      hint: 'GITHUB_REPOSITORY has it as OWNER/NAME',
    });
  }
  const address = apiAddress(env['GITHUB_API_URL']);
  const token = checkedToken(options.token);
  const http = openHttp(env, options.timeouts);
  const clock = { patience, now };
  const api = gitHubApi({ address, token, repository, send: http.send, clock, signal });
  return {
    ...gitHubComments(api),
    ...gitHubPullRequests(api),
    ...gitHubChecks(api),
    ...gitHubArtifacts(api),
    ...gitHubFiles(api),
    ...gitHubAttestations(api),
    close: () => http.close(),
  };
}

/** An Enterprise Server's has a path, /api/v3. A token goes over plain http to this machine only. */
function apiAddress(named: string | undefined): URL {
  const text = named?.trim() || 'https://api.github.com';
  const address = URL.canParse(text) ? new URL(text) : undefined;
  const here = /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(address?.hostname ?? '');
  if (address?.protocol !== 'https:' && !(address?.protocol === 'http:' && here)) {
    throw new SlipwayError('E_CONFIG', 'GITHUB_API_URL is no address that begins with https://', {
      hint: 'as the runner sets it, such as https://api.github.com or https://HOST/api/v3',
    });
  }
  return new URL(`${address.pathname.replace(/\/*$/, '')}/`, address.origin);
}

/** What cannot stand in a header is not repeated in the error. */
function checkedToken(given: string): string {
  const token = given.trim();
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  const what = token === '' ? 'there is no token for GitHub' : 'the token for GitHub is none';
  throw new SlipwayError('E_AUTH', what, {
    hint: 'in a workflow it is github.token, which lasts as long as the job',
  });
}
