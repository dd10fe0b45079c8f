import type { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Agent, Dispatcher, ProxyAgent } from 'undici';
import { slipwayVersion } from '../version.ts';
import { trustedCertificates } from './certificates.ts';
import { SlipwayError } from './errors.ts';
import { isRefusal, networkFault } from './http-fault.ts';
import { httpProxyFor } from './http-proxy.ts';

/** An environment given as a value; names are case-sensitive. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface HttpRequest {
  /** Without user information: credentials travel in `headers`. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** Must be read or destroyed. */
  readonly body: Readable;
}

/** Port: one GET request. Any status is an answer; rejects with E_NETWORK when there is none. */
export type HttpGet = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpClient {
  readonly get: HttpGet;
  close(): Promise<void>;
}

export interface HttpTimeouts {
  readonly connectMilliseconds: number;
  /** Until the answer's head is there: a module proxy may first have to fetch what it serves. */
  readonly headersMilliseconds: number;
  /** The longest silence in the middle of a body. */
  readonly stallMilliseconds: number;
}

const defaultTimeouts: HttpTimeouts = {
  connectMilliseconds: 15_000,
  headersMilliseconds: 90_000,
  stallMilliseconds: 30_000,
};

const maximumRedirects = 10;

/**
 * A client that reaches the network as the go command would in the same environment: its proxies, and its certificates
 * beside those that Node brings. Nothing is loaded before the first request.
 */
export function openHttp(env: Environment, timeouts: HttpTimeouts = defaultTimeouts): HttpClient {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  const dispatcherFor = (url: URL): Promise<Dispatcher> => {
    const proxy = httpProxyFor(url, env) ?? '';
    // Reading the certificates takes some 50 ms: plain HTTP goes without.
    const encrypted = url.protocol === 'https:' || proxy.startsWith('https:');
    const key = `${encrypted} ${proxy}`;
    const known = dispatchers.get(key);
    if (known !== undefined) return known;
    const made = makeDispatcher(proxy, encrypted ? env : undefined, timeouts);
    dispatchers.set(key, made);
    return made;
  };
  return {
    get: async (request) => followRedirects(request, async (hop) => send(hop, await dispatcherFor(hop.url))),
    close: async () => {
      const open = [...dispatchers.values()];
      dispatchers.clear();
      await Promise.all(open.map(async (dispatcher) => (await dispatcher).destroy()));
    },
  };
}

async function makeDispatcher(
  proxy: string,
  certificates: Environment | undefined,
  timeouts: HttpTimeouts,
): Promise<Agent | ProxyAgent> {
  const undici = await import('undici');
  const trust = certificates === undefined ? {} : { secureContext: await secureContextFor(certificates) };
  const connect = { ...trust, timeout: timeouts.connectMilliseconds };
  const options = {
    connect,
    headersTimeout: timeouts.headersMilliseconds,
    bodyTimeout: timeouts.stallMilliseconds,
  };
  if (proxy === '') return new undici.Agent(options);
  // CONNECT to port 80 is what many proxies refuse: plain HTTP is asked for in absolute form.
  return new undici.ProxyAgent({
    ...options,
    uri: proxy,
    proxyTunnel: false,
    requestTls: connect,
    proxyTls: connect,
  });
}

/** One context for all connections: making it takes longer than a handshake. */
async function secureContextFor(env: Environment): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  return createSecureContext({ ca: await trustedCertificates(env) });
}

async function send(request: HttpRequest, dispatcher: Dispatcher): Promise<HttpResponse> {
  const { url, signal } = request;
  try {
    const answer = await dispatcher.request({
      method: 'GET',
      origin: url.origin,
      path: url.pathname + url.search,
      headers: { 'user-agent': `slipway/${slipwayVersion}`, accept: '*/*', ...request.headers },
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: answer.statusCode, headers: flatten(answer.headers), url, body: answer.body };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw networkFault(url, error);
  }
}

/** Repeated fields are joined as RFC 9110, 5.3 has it. */
function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** Header fields that may follow a redirect to another origin: none of them can hold a credential. */
const harmlessHeaders = new Set(['accept', 'range', 'if-range', 'if-none-match']);

async function followRedirects(request: HttpRequest, get: HttpGet): Promise<HttpResponse> {
  let hop = request;
  for (let redirects = 0; ; redirects++) {
    const response = await get(hop);
    const location = response.headers['location'];
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
    response.body.on('error', () => undefined).destroy();
    if (redirects === maximumRedirects) {
      throw new SlipwayError(
        'E_NETWORK',
        `${request.url.host} redirects more than ${maximumRedirects} times`,
      );
    }
    hop = redirected(hop, location);
  }
}

function redirected(request: HttpRequest, location: string): HttpRequest {
  const from = request.url;
  const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new SlipwayError('E_NETWORK', `${from.host} redirects to an address that is none`);
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw new SlipwayError('E_NETWORK', `${from.host} redirects from https to plain http (${url.host})`, {
      hint: 'a redirect may not give up encryption',
    });
  }
  url.username = '';
  url.password = '';
  if (url.origin === from.origin) return { ...request, url };
  const kept = Object.entries(request.headers ?? {}).filter(([name]) => harmlessHeaders.has(name));
  return { ...request, url, headers: Object.fromEntries(kept) };
}

/**
 * A body as it comes.
 * @throws SlipwayError E_NETWORK when the connection breaks or stalls; the signal's reason when aborted
 */
export async function* readChunks(response: HttpResponse, signal?: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of response.body as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw networkFault(response.url, error);
  }
}

/**
 * A small answer's body.
 * @throws SlipwayError E_NETWORK when the connection breaks or the body is longer than `limit` bytes
 */
export async function readBody(response: HttpResponse, limit: number, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of readChunks(response, signal)) {
    length += chunk.length;
    if (length > limit) {
      const what = `${response.url.host} answers with more than ${limit} bytes for ${response.url.pathname}`;
      throw new SlipwayError('E_NETWORK', what);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a server says for people beside a refusal: one short line of its plain text, or ''. */
export async function refusalText(response: HttpResponse): Promise<string> {
  if (!isRefusal(response.status) || !response.headers['content-type']?.startsWith('text/plain')) {
    response.body.on('error', () => undefined).destroy();
    return '';
  }
  const text = await readBody(response, 16_384).catch(() => Buffer.alloc(0));
  const [line = ''] = text.toString('utf8').trim().split('\n');
  return line.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 300);
}
