import { isAbsolute } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import type { GoSettings } from './go-settings.ts';
import { matchesPatterns } from './module-path.ts';

/** One entry of GOPROXY. `onError` says whether the next is asked after any error, or only when this one has nothing. */
export type ProxyEntry =
  | { readonly kind: 'proxy'; readonly url: URL; readonly onError: boolean }
  | { readonly kind: 'direct' }
  | { readonly kind: 'off' };

/** What a proxy has, or why it has nothing: the equivalent of the go command's fs.ErrNotExist. */
export type Answer<T> = { readonly found: T } | { readonly missing: string };

/**
 * GOPROXY: entries apart by `,` (the next after 404 or 410) or `|` (the next after any error); `direct` and `off` end it
 * (cmd/go, internal/modfetch/proxy.go, proxyList).
 * @throws SlipwayError E_CONFIG for an entry that is not a URL, and for a list without entries
 */
export function parseProxyList(setting: { readonly value: string; readonly from: string }): ProxyEntry[] {
  const entries: ProxyEntry[] = [];
  for (const [, text = '', separator] of setting.value.matchAll(/([^,|]*)([,|]|$)/g)) {
    const entry = text.trim();
    if (entry === '') continue;
    if (entry === 'off' || entry === 'direct') return [...entries, { kind: entry }];
    entries.push({ kind: 'proxy', url: proxyUrl(entry, setting.from), onError: separator === '|' });
  }
  if (entries.length === 0) {
    throw new SlipwayError('E_CONFIG', `GOPROXY (${setting.from}) has no entries`, {
      hint: 'unset it for the default, or name a proxy, "direct" or "off"',
    });
  }
  return entries;
}

function proxyUrl(entry: string, from: string): URL {
  const implied = /[.:/]/.test(entry) && !entry.includes(':/') && !isAbsolute(entry);
  const text = implied ? `https://${entry}` : entry;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:', 'file:'].includes(url.protocol)) {
    // The entry itself is not repeated: what cannot be parsed may hold a password.
    throw new SlipwayError('E_CONFIG', `GOPROXY (${from}) has an entry that is not a proxy's URL`, {
      hint: 'a proxy is an https://, http:// or file:// URL; other entries are "direct" and "off"',
    });
  }
  return url;
}

/** The proxies for one module: those of GOPROXY, or `direct` when GONOPROXY (or GOPRIVATE) fits it. */
export function proxiesFor(settings: GoSettings, modulePath: string): ProxyEntry[] {
  const list = parseProxyList(settings.GOPROXY);
  const first = list[0];
  const exempt = first?.kind !== 'off' && matchesPatterns(settings.GONOPROXY.value, modulePath);
  return exempt ? [{ kind: 'direct' }] : list;
}

/** Why there is nothing to be had behind `off`. */
export function forbidden(settings: GoSettings): string {
  return `GOPROXY=off (${settings.GOPROXY.from}) forbids downloads`;
}

/** A proxy's name for people: never its credentials. */
export function proxyName(entry: ProxyEntry): string {
  if (entry.kind !== 'proxy') return entry.kind;
  return entry.url.protocol === 'file:' ? entry.url.href : entry.url.host;
}

/**
 * Asks one proxy after the other (cmd/go, TryProxies). The most telling failure is thrown: that of `direct`, else the last
 * real error; `missing` comes back only when every proxy that was asked has nothing.
 */
export async function tryProxies<T>(
  proxies: readonly ProxyEntry[],
  ask: (proxy: ProxyEntry) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  let missing = 'no proxy was asked';
  let failure: { readonly error: unknown } | undefined;
  for (const proxy of proxies) {
    try {
      const answer = await ask(proxy);
      if ('found' in answer) return answer;
      missing = answer.missing;
    } catch (error) {
      failure = { error };
      if (proxy.kind !== 'proxy' || !proxy.onError) break;
    }
  }
  if (failure !== undefined) throw failure.error;
  return { missing };
}
