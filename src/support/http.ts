import type { Readable } from 'node:stream';
import { slipwayVersion } from '../version.ts';
import { SlipwayError } from './errors.ts';
import { discard, type OpenBody, openBody } from './http-body.ts';
import { type Connections, openConnections } from './http-connections.ts';
import { isRefusal, networkFault } from './http-fault.ts';
import { httpProxyFor } from './http-proxy.ts';
import { followRedirects } from './http-redirect.ts';
import { withoutCredentials } from './http-secret.ts';

/** An environment given as a value; names are case-sensitive. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface HttpRequest {
  /** Without user information: credentials travel in `headers`. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** What a request sends. `open` is called again when the request is repeated, or redirected. */
export interface HttpBody {
  readonly bytes: number;
  readonly open: () => AsyncIterable<Uint8Array> | Uint8Array;
  /** It holds credentials: it follows no redirect to another origin. */
  readonly secret?: boolean;
}

export interface HttpCall extends HttpRequest {
  /** Undefined: GET. */
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: HttpBody;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** What the request carried under that name: the answer may repeat it, and nobody must see it. */
  readonly authorization?: string | undefined;
  /** Must be read or destroyed. */
  readonly body: Readable;
}

/** Port: one GET request. Any status is an answer; rejects with E_NETWORK when there is none. */
export type HttpGet = (request: HttpRequest) => Promise<HttpResponse>;

/** Port: one request of any method; else as HttpGet. An answer may come before the whole body is sent. */
export type HttpSend = (call: HttpCall) => Promise<HttpResponse>;

export interface HttpClient {
  readonly get: HttpGet;
  readonly send: HttpSend;
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

/**
 * A client that reaches the network as the go command would in the same environment: its proxies, and its certificates
 * beside those that Node brings. Nothing is loaded before the first request.
 * @param unchecked hosts, with their port if they have one, whose certificates are not checked
 */
export function openHttp(
  env: Environment,
  timeouts: HttpTimeouts = defaultTimeouts,
  unchecked: readonly string[] = [],
): HttpClient {
  const connections = new Map<string, Promise<Connections>>();
  const connectionsFor = (url: URL): Promise<Connections> => {
    const proxy = httpProxyFor(url, env) ?? '';
    // Reading the certificates takes some 50 ms: plain HTTP goes without.
    const encrypted = url.protocol === 'https:' || proxy.startsWith('https:');
    const trusting = encrypted && unchecked.includes(url.host);
    const key = `${encrypted} ${trusting} ${proxy}`;
    const known = connections.get(key);
    if (known !== undefined) return known;
    const made = openConnections({ proxy, certificates: encrypted ? env : undefined, trusting, timeouts });
    connections.set(key, made);
    return made;
  };
  const send: HttpSend = (call) =>
    followRedirects(call, async (hop) => sendOnce(hop, await connectionsFor(hop.url)));
  return {
    get: send,
    send,
    close: async () => {
      const open = [...connections.values()];
      connections.clear();
      await Promise.all(open.map(async (some) => (await some).destroy()));
    },
  };
}

async function sendOnce(call: HttpCall, connections: Connections): Promise<HttpResponse> {
  const { url, signal, method = 'GET' } = call;
  const body: OpenBody | undefined = call.body === undefined ? undefined : openBody(call.body);
  try {
    const answer = await connections.request({
      method,
      origin: url.origin,
      path: url.pathname + url.search,
      headers: {
        'user-agent': `slipway/${slipwayVersion}`,
        accept: '*/*',
        ...call.headers,
        ...body?.headers,
      },
      ...(body === undefined ? {} : { body: body.content }),
      ...(signal === undefined ? {} : { signal }),
    });
    return {
      status: answer.statusCode,
      headers: flatten(answer.headers),
      url,
      authorization: call.headers?.['authorization'],
      body: answer.body,
    };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw body?.fault() ?? networkFault(url, error);
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
      throw new SlipwayError('E_NETWORK', what, {
        hint: 'no such document is so long: something else may answer in its place',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a server says for people beside a refusal: one short line of its plain text, or ''. */
export async function refusalText(response: HttpResponse): Promise<string> {
  if (!isRefusal(response.status) || !response.headers['content-type']?.startsWith('text/plain')) {
    discard(response);
    return '';
  }
  const text = await readBody(response, 16_384).catch(() => Buffer.alloc(0));
  const [line = ''] = withoutCredentials(text.toString('utf8'), response).trim().split('\n');
  return line.replace(/[\x00-\x1f\x7f]/g, ' ').slice(0, 300);
}
