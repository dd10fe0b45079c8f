import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type CacheAccess, type CacheEntry, commonAccess, find, reserve } from './cache-entries.ts';

/** The parts of a service that can fail: saying what there is, giving a key, taking and giving an archive, the end of an upload. */
export type CachePart = 'look up' | 'reserve' | 'upload' | 'download' | 'finish';

/** How a part fails. */
export type CacheFault =
  | { readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>> }
  /** Never answers; of a download, after half of it. */
  | 'hang'
  /** A download is whole by its length and ends in zeros. */
  | 'damage'
  /** Finds an entry that was not asked for. */
  | 'another key';

export interface CacheServiceOptions {
  /** Which protocol: 2 is GitHub's, 1 that of GitHub Enterprise Server and act. */
  readonly protocol?: 1 | 2;
  readonly access?: CacheAccess;
}

export interface TestCacheService {
  readonly entries: CacheEntry[];
  /** Requests that came, as the part they were for. */
  readonly asked: CachePart[];
  readonly faults: Map<CachePart, CacheFault>;
  /** The variables a runner sets for a run with this access. */
  env(access?: CacheAccess): Record<string, string>;
  stop(): Promise<void>;
}

interface Call {
  readonly url: URL;
  readonly method: string;
  readonly body: Buffer;
  readonly access: CacheAccess;
  readonly origin: string;
}

interface Reply {
  readonly part: CachePart;
  readonly status?: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
}

/** GitHub's cache service on 127.0.0.1, in memory, both protocols of @actions/cache, with archives at addresses as Azure's are. */
export async function startCacheService(options: CacheServiceOptions = {}): Promise<TestCacheService> {
  const { protocol = 2, access: usual = commonAccess } = options;
  const entries: CacheEntry[] = [];
  const asked: CachePart[] = [];
  const faults = new Map<CachePart, CacheFault>();
  let origin = '';
  const server = createServer(async (message, response) => {
    const body = await buffer(message);
    const url = new URL(message.url ?? '/', origin);
    const call = { url, method: message.method ?? '', body, access: accessIn(message), origin };
    const reply = answer(entries, call);
    asked.push(reply.part);
    send(response, reply, faults.get(reply.part));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    entries,
    asked,
    faults,
    env: (access = usual) => ({
      ACTIONS_RUNTIME_TOKEN: Buffer.from(JSON.stringify(access)).toString('base64url'),
      ...(protocol === 2
        ? { ACTIONS_CACHE_SERVICE_V2: 'true', ACTIONS_RESULTS_URL: origin }
        : { ACTIONS_CACHE_URL: origin }),
    }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The token says what it allows; addresses of archives carry their own right, as signed ones do. */
function accessIn({ headers }: IncomingMessage): CacheAccess {
  const token = headers.authorization?.replace('Bearer ', '');
  if (token === undefined) return { writes: undefined, reads: [] };
  return JSON.parse(Buffer.from(token, 'base64url').toString()) as CacheAccess;
}

function answer(entries: CacheEntry[], call: Call): Reply {
  const { pathname } = call.url;
  if (pathname.startsWith('/twirp/')) return answerTwirp(entries, call, pathname.split('/').at(-1) ?? '');
  if (pathname.startsWith('/_apis/artifactcache/')) return answerFirst(entries, call);
  const entry = entries[Number(pathname.split('/').at(-1)) - 1];
  if (call.method === 'PUT' && entry !== undefined) {
    entry.content = call.body;
    return { part: 'upload', status: 201 };
  }
  return { part: 'download', ...(entry?.content === undefined ? { status: 404 } : { bytes: entry.content }) };
}

/** github.actions.results.api.v1.CacheService, as JSON. */
function answerTwirp(entries: CacheEntry[], { body, access, origin }: Call, method: string): Reply {
  const { key = '', version = '', restore_keys: more = [] } = JSON.parse(body.toString());
  if (method === 'GetCacheEntryDownloadURL') {
    const found = find(entries, access.reads, [key, ...more], version);
    const address = `${origin}account/caches/${found?.id}?sig=secret`;
    const json = { ok: true, signed_download_url: address, matched_key: found?.key };
    return { part: 'look up', json: found === undefined ? { ok: false } : json };
  }
  if (method === 'FinalizeCacheEntryUpload') return { part: 'finish', json: { ok: true, entry_id: '1' } };
  if (access.writes === undefined) {
    const message = 'cache write denied: token has no writable scopes';
    return { part: 'reserve', json: { ok: false, message } };
  }
  const entry = reserve(entries, access.writes, key, version);
  if (entry === undefined)
    return {
      part: 'reserve',
      status: 409,
      json: { code: 'already_exists', msg: 'cache entry already exists' },
    };
  return {
    part: 'reserve',
    json: { ok: true, signed_upload_url: `${origin}account/caches/${entry.id}?sig=secret` },
  };
}

/** The older protocol: _apis/artifactcache. */
function answerFirst(entries: CacheEntry[], { url, method, body, access, origin }: Call): Reply {
  const [, resource, id] = /artifactcache\/(caches?)(?:\/(\d+))?$/.exec(url.pathname) ?? [];
  const { searchParams: query } = url;
  if (method === 'GET' && resource === 'cache') {
    const found = find(
      entries,
      access.reads,
      (query.get('keys') ?? '').split(','),
      query.get('version') ?? '',
    );
    const json = { archiveLocation: `${origin}account/caches/${found?.id}?sig=secret`, cacheKey: found?.key };
    return { part: 'look up', ...(found === undefined ? { status: 204 } : { json }) };
  }
  if (id !== undefined) {
    const entry = entries[Number(id) - 1];
    if (method === 'PATCH' && entry !== undefined) entry.content = body;
    return { part: method === 'PATCH' ? 'upload' : 'finish', status: 204 };
  }
  const { key, version } = JSON.parse(body.toString());
  const entry = reserve(entries, access.writes ?? '', key, version);
  if (entry === undefined) return { part: 'reserve', status: 409, json: { message: 'Cache already exists' } };
  return { part: 'reserve', status: 201, json: { cacheId: entry.id } };
}

function send(response: ServerResponse, reply: Reply, fault: CacheFault | undefined): void {
  const bytes = reply.bytes ?? Buffer.from(reply.json === undefined ? '' : JSON.stringify(reply.json));
  if (fault === 'another key') {
    response.end(JSON.stringify({ ...Object(reply.json), matched_key: 'another-key' }));
  } else if (fault === 'hang') {
    if (reply.part === 'download') {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2));
    }
  } else if (fault === 'damage') {
    const damaged = Buffer.from(bytes).fill(0, Math.floor(bytes.length * 0.9));
    response.writeHead(200, { 'content-length': bytes.length }).end(damaged);
  } else if (fault !== undefined) {
    response
      .writeHead(fault.status, fault.headers)
      .end(JSON.stringify({ msg: fault.message, message: fault.message }));
  } else {
    response.writeHead(reply.status ?? 200, { 'content-length': bytes.length }).end(bytes);
  }
}
