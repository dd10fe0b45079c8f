import { BlockList, isIP } from 'node:net';
import type { Environment } from './http.ts';

/**
 * The HTTP proxy for a URL, by the rules of Go's net/http (golang.org/x/net/http/httpproxy), which curl shares:
 * HTTPS_PROXY for https, HTTP_PROXY for http, lower case too; NO_PROXY takes host, .domain, host:port, address, CIDR
 * block and *; this machine is never reached through a proxy. Undefined: direct.
 */
export function httpProxyFor(url: URL, env: Environment): string | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()];
  if (proxy === undefined || proxy === '') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (isThisMachine(host) || isExcepted(host, port, env['NO_PROXY'] || env['no_proxy'] || ''))
    return undefined;
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

function isExcepted(host: string, port: string, exceptions: string): boolean {
  return exceptions
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry === '*' || (entry !== '' && matches(entry, host, port)));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry.includes('/')) return inBlock(entry, host);
  const [, name = entry, only] = /^(.*?):(\d+)$/.exec(isIP(entry) === 6 ? '' : entry) ?? [];
  if (only !== undefined && only !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return bare === host;
  // A leading dot asks for subdomains only; a bare name takes both.
  const domain = bare.replace(/^\*/, '');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function inBlock(entry: string, host: string): boolean {
  const [address = '', bits = ''] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(bits), type);
  return block.check(host, type);
}
