import { isIPv4 } from 'node:net';
import { SlipwayError } from '../support/errors.ts';
import type { HttpResponse } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { faultCode, timeoutCodes } from '../support/http-fault.ts';

/** Docker Hub's API has another host than its images' names (distribution/reference, normalize.go; moby, registry/config.go). */
const dockerHub = { name: 'docker.io', api: 'registry-1.docker.io' };

/** This machine, by its names and addresses: what leaves it on plain http is seen by nobody else. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '[::1]') return true;
  return isIPv4(name) && name.startsWith('127.');
}

/** A registry's host as URLs have it: without a port that is the scheme's own. */
export function apiHost(registry: string): string {
  return apiOrigin(registry, 'https').host;
}

/**
 * Where a registry's API may be found, in the order to ask. On this machine plain http comes first: nobody listens, and a
 * registry there rarely has a certificate. Elsewhere it comes after https, and only where it was asked for.
 */
export function possibleOrigins(registry: string, insecure: readonly string[]): readonly URL[] {
  const secure = apiOrigin(registry, 'https');
  const plain = apiOrigin(registry, 'http');
  if (insecure.some((host) => apiHost(host) === secure.host)) return [secure, plain];
  return isLoopback(secure.hostname) ? [plain, secure] : [secure];
}

function apiOrigin(registry: string, scheme: 'https' | 'http'): URL {
  const host = registry === dockerHub.name ? dockerHub.api : registry;
  if (!URL.canParse(`${scheme}://${host}`)) {
    throw new SlipwayError('E_CONFIG', `${JSON.stringify(registry)} is not a registry's host`);
  }
  return new URL(`${scheme}://${host}`);
}

/** OpenSSL's and the connection's codes for a port where nothing speaks TLS. An untrusted certificate has none of them. */
const noTls = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'EPROTO',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  timeoutCodes.connect,
  'UND_ERR_SOCKET',
]);

/**
 * The first origin that answers in its own scheme, with its answer.
 * @throws SlipwayError E_NETWORK of the origin that seems to be the right one
 */
export async function firstThatAnswers(
  [first, second]: readonly URL[],
  ask: (origin: URL) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (first === undefined) throw new SlipwayError('E_INTERNAL', 'no origin to ask');
  if (second === undefined) return ask(first);
  return first.protocol === 'http:' ? plainFirst(first, second, ask) : secureFirst(first, second, ask);
}

type Ask = (origin: URL) => Promise<HttpResponse>;

/** So TLS servers answer who speaks plain http to them (Go's net/http, nginx); others break the connection. */
const speaksTls = 400;

async function plainFirst(plain: URL, secure: URL, ask: Ask): Promise<HttpResponse> {
  let fault: unknown;
  try {
    const answer = await ask(plain);
    if (answer.status !== speaksTls) return answer;
    discard(answer);
  } catch (error) {
    if (faultCode(error) === 'ECONNREFUSED') throw error;
    fault = error;
  }
  try {
    return await ask(secure);
  } catch (error) {
    throw fault !== undefined && noTls.has(faultCode(error)) ? fault : error;
  }
}

async function secureFirst(secure: URL, plain: URL, ask: Ask): Promise<HttpResponse> {
  try {
    return await ask(secure);
  } catch (error) {
    if (!noTls.has(faultCode(error))) throw error;
    const answer = await ask(plain);
    if (answer.status !== speaksTls) return answer;
    discard(answer);
    throw error;
  }
}
