import { copyFile, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { SlipwayError } from '../support/errors.ts';
import { type HttpGet, type HttpResponse, readBody, refusalText } from '../support/http.ts';
import type { Patience } from '../support/retry.ts';
import type { Authorize } from './credentials.ts';
import { type DownloadWatch, download } from './download.ts';
import type { GoSettings } from './go-settings.ts';
import { escapeModule } from './module-path.ts';
import { type Answer, forbidden, type ProxyEntry, proxiesFor, proxyName, tryProxies } from './proxy-list.ts';

/** What asking module proxies needs. */
export interface ModuleAccess {
  /** With its patience already around it. */
  readonly get: HttpGet;
  readonly patience: Patience;
  readonly authorize: Authorize;
  readonly settings: GoSettings;
  readonly signal: AbortSignal | undefined;
}

const maximumTextBytes = 16 << 20;
/** The go command's own limit (cmd/go, internal/modfetch/codehost, MaxZipFile). */
const maximumZipBytes = 500 << 20;

/**
 * The versions of a module that the first proxy which knows it lists (go.dev/ref/mod, "GOPROXY protocol").
 * @throws SlipwayError E_NETWORK, E_AUTH; E_CONFIG for a GOPROXY that cannot be read
 */
export async function listVersions(access: ModuleAccess, path: string): Promise<Answer<string[]>> {
  return tryProxies(proxiesFor(access.settings, path), async (proxy) => {
    const answer = await fetchBelow(access, proxy, `${escapeModule(path)}/@v/list`);
    if ('missing' in answer) return answer;
    const versions = answer.found
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0] ?? '');
    return { found: versions.filter((version) => version !== '') };
  });
}

/**
 * A small file that one proxy has about a module version: its .info (JSON with Version and Time) or its .mod.
 * @throws SlipwayError as listVersions
 */
export async function fetchModuleFile(
  access: ModuleAccess,
  proxy: ProxyEntry,
  module: { readonly path: string; readonly version: string },
  kind: 'info' | 'mod',
): Promise<Answer<Buffer>> {
  return fetchBelow(access, proxy, `${escapeModule(module.path)}/@v/${escapeModule(module.version)}.${kind}`);
}

/**
 * Downloads a module's zip to a file, unchecked. Gives the name of the proxy it came from.
 * @throws SlipwayError as listVersions
 */
export async function downloadModuleZip(
  access: ModuleAccess,
  module: { readonly path: string; readonly version: string },
  destination: string,
  watch: DownloadWatch,
): Promise<Answer<string>> {
  const file = `${escapeModule(module.path)}/@v/${escapeModule(module.version)}.zip`;
  return tryProxies(proxiesFor(access.settings, module.path), async (proxy) => {
    const base = await baseOf(access, proxy, module.path);
    if ('missing' in base) return base;
    const url = below(base.found, file);
    const answer = await fetchToFile(access, url, destination, watch, maximumZipBytes);
    return 'missing' in answer ? answer : { found: proxy.kind === 'direct' ? url.host : proxyName(proxy) };
  });
}

/** Downloads any file:// or http(s):// URL to a file. */
export async function fetchToFile(
  access: ModuleAccess,
  url: URL,
  destination: string,
  watch: DownloadWatch,
  limit: number,
): Promise<Answer<unknown>> {
  if (url.protocol !== 'file:') {
    const ask = (headers: Readonly<Record<string, string>>) => askServer(access, url, headers);
    return download(ask, destination, { ...access, ...watch, limit });
  }
  return onDisk(url, (path) => copyFile(path, destination));
}

/** A small file below a proxy's address or, for `direct`, where the module's own site says it lies. */
async function fetchBelow(access: ModuleAccess, proxy: ProxyEntry, file: string): Promise<Answer<Buffer>> {
  const base = await baseOf(access, proxy, file.slice(0, file.indexOf('/@v/')));
  return 'missing' in base ? base : fetchSmall(access, below(base.found, file), maximumTextBytes);
}

async function baseOf(access: ModuleAccess, proxy: ProxyEntry, path: string): Promise<Answer<URL>> {
  if (proxy.kind === 'proxy') return { found: proxy.url };
  if (proxy.kind === 'direct') return baseByImportPath(access, path);
  return { missing: forbidden(access.settings) };
}

/**
 * Where `direct` leads: the page of the import path names a module proxy of its own in a meta tag of kind `mod`
 * (go.dev/ref/mod, "Finding a repository for a module path"). Repositories are left to the go command.
 */
async function baseByImportPath(access: ModuleAccess, path: string): Promise<Answer<URL>> {
  const answer = await fetchSmall(access, new URL(`https://${path}?go-get=1`), maximumTextBytes);
  if ('missing' in answer) return answer;
  for (const [tag] of answer.found.toString('utf8').matchAll(/<meta\s[^>]*>/gi)) {
    const name = /\bname\s*=\s*["']?go-import["'\s]/i.test(tag);
    const [prefix = '', kind, root = ''] = (/\bcontent\s*=\s*["']([^"']*)["']/i.exec(tag)?.[1] ?? '')
      .trim()
      .split(/\s+/);
    const fits = path === prefix || path.startsWith(`${prefix}/`);
    if (name && fits && kind === 'mod' && /^https:/.test(root) && URL.canParse(root))
      return { found: new URL(root) };
  }
  return { missing: `https://${path} names no module proxy (a go-import meta tag of kind mod)` };
}

function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/$/, '')}/${path}`;
  return url;
}

/** A whole small file from an http, https or file URL. */
export async function fetchSmall(access: ModuleAccess, url: URL, limit: number): Promise<Answer<Buffer>> {
  if (url.protocol === 'file:') return onDisk(url, (path) => readFile(path));
  const answer = await askServer(access, url, {});
  return 'missing' in answer ? answer : { found: await readBody(answer.found, limit, access.signal) };
}

async function onDisk<T>(url: URL, use: (path: string) => Promise<T>): Promise<Answer<T>> {
  try {
    return { found: await use(fileURLToPath(url)) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { missing: `${url.href} does not exist` };
    throw error;
  }
}

/** One request with the user's credentials; 404 and 410 are `missing`, every other refusal is an error that names the host. */
async function askServer(
  access: ModuleAccess,
  url: URL,
  headers: Readonly<Record<string, string>>,
): Promise<Answer<HttpResponse>> {
  const authorization = access.authorize(url);
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const response = await access.get({
    url: bare,
    headers: authorization === undefined ? headers : { ...headers, authorization },
    signal: access.signal,
  });
  if (response.status === 200 || response.status === 206) return { found: response };
  const detail = await refusalText(response);
  const said = `${url.host} answers ${response.status} for ${url.pathname}${detail === '' ? '' : `: ${detail}`}`;
  if (response.status === 404 || response.status === 410) return { missing: said };
  throw refused(response.status, said, authorization !== undefined);
}

function refused(status: number, said: string, withCredentials: boolean): SlipwayError {
  const forbidden = status === 401 || status === 403 || status === 407;
  if (!forbidden) return new SlipwayError('E_NETWORK', said, { hint: 'the server fails; try again later' });
  const code = withCredentials || status !== 403 ? 'E_AUTH' : 'E_NETWORK';
  return new SlipwayError(code, said, {
    hint: withCredentials
      ? 'the credentials from GOPROXY or netrc are not accepted there'
      : 'if it wants credentials, put them into netrc (NETRC or ~/.netrc; commands in GOAUTH are not run); else name another GOPROXY',
  });
}
