import type { Repository } from '../request/reference.ts';
import type { HttpBody, HttpResponse } from '../support/http.ts';

/** One request to a registry's HTTP API (distribution-spec, "Endpoints"). */
export interface RegistryCall {
  readonly repository: Repository;
  readonly access: 'pull' | 'push';
  /** Further repositories of the same registry that the request reads: where a blob is mounted from. */
  readonly alsoPull?: readonly string[];
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** What follows `/v2/<repository>/`, such as `blobs/uploads/`; or the address that an answer's Location or Link gave. */
  readonly target: string | URL;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  /** False: a request that must not be sent twice by itself, such as a chunk of an upload. */
  readonly repeatable?: boolean;
}

/**
 * Port: registries over HTTP. Scheme, authentication, redirects, patience (429, 5xx, resets) and proxies are inside; any
 * status that is left is an answer, whose body must be read or destroyed.
 */
export interface Registry {
  /**
   * @throws SlipwayError E_AUTH when credentials are refused or cannot be had, E_REGISTRY when a token server fails, E_CONFIG
   * when the registry's name is no host, E_NETWORK when there is no answer
   */
  send(call: RegistryCall): Promise<HttpResponse>;
}
