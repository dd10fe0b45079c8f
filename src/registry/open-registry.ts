import type { Readable } from 'node:stream';
import { formatReference } from '../request/reference.ts';
import { oncePer } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Environment, HttpCall, HttpResponse, HttpTimeouts } from '../support/http.ts';
import { openHttp } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { defaultPatience, type Patience, retrying } from '../support/retry.ts';
import { apiHost } from './address.ts';
import type { FindCredentials } from './credentials.ts';
import { findHost, type Host } from './host.ts';
import type { Registry, RegistryCall } from './registry.ts';

export interface RegistryOptions {
  /** Proxies and certificates, as openHttp has them. */
  readonly env: Environment;
  readonly findCredentials: FindCredentials;
  /** Hosts that may be asked over plain http, or over https with any certificate. */
  readonly insecure: readonly string[];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly patience?: Patience;
  readonly timeouts?: HttpTimeouts;
}

/** The port over the network. Nothing is asked before the first call; `close` ends the connections. */
export function openRegistry(options: RegistryOptions): Registry & { close(): Promise<void> } {
  const { patience = defaultPatience, signal, insecure, now } = options;
  const http = openHttp(options.env, options.timeouts, insecure.map(apiHost));
  const findCredentials = oncePer(formatReference, options.findCredentials);
  const hostOptions = { send: http.send, patience, findCredentials, insecure, now, signal };
  const hostOf = oncePer(String, (registry: string) => findHost(registry, hostOptions));
  const patient = retrying(http.send, patience);
  return {
    async send(call) {
      const host = await hostOf(call.repository.registry);
      const request = { ...httpCall(call, host), signal };
      const send = call.repeatable === false ? http.send : patient;
      return inTurn(host, call.method === 'GET', () => sendAuthorized(call, host, request, send));
    },
    close: () => http.close(),
  };
}

function httpCall(call: RegistryCall, { origin }: Host): HttpCall {
  const { target, method, headers = {}, body } = call;
  const path = `/v2/${call.repository.repository}/${target}`;
  const url = target instanceof URL ? target : new URL(path, origin);
  if (url.protocol !== 'https:' && url.protocol !== origin.protocol) {
    const what = `${origin.host} goes on from https to ${url.protocol}//${url.host}`;
    throw new SlipwayError('E_NETWORK', what, {
      hint: 'the proxy in front of the registry must tell it the scheme: X-Forwarded-Proto',
    });
  }
  return { method, url, headers, ...(body !== undefined && { body }) };
}

/** Sends with what proves who asks; when that is refused, once more with a new proof. Credentials go to the registry's own origin only. */
async function sendAuthorized(
  call: RegistryCall,
  { origin, authentication }: Host,
  request: HttpCall,
  send: (request: HttpCall) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (request.url.origin !== origin.origin) return send(request);
  const first = await authentication.authorize(call);
  const answer = await send(withAuthorization(request, first));
  // Another host's 401, after a redirect, must not say who gets the credentials for this one.
  if (answer.status !== 401 || answer.url.origin !== origin.origin) return answer;
  authentication.learn(answer);
  const second = await authentication.authorize(call, first);
  if (second === undefined || second === first) throw await authentication.refusal(call, answer);
  discard(answer);
  const last = await send(withAuthorization(request, second));
  if (last.status !== 401 || last.url.origin !== origin.origin) return last;
  throw await authentication.refusal(call, last);
}

function withAuthorization(request: HttpCall, authorization: string | undefined): HttpCall {
  return authorization === undefined
    ? request
    : { ...request, headers: { ...request.headers, authorization } };
}

/** Runs a request when the host has room for it. A download takes room until its body ends. */
function inTurn(
  { limit }: Host,
  download: boolean,
  send: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    void limit(async () => {
      try {
        const response = await send();
        resolve(response);
        if (download && response.status < 300) await closed(response.body);
      } catch (error) {
        reject(error);
      }
    });
  });
}

function closed(body: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (body.closed) resolve();
    else body.once('close', resolve);
  });
}
