import { BlockList, isIP } from 'node:net';
import { SlipwayError } from './errors.ts';
import type { Environment } from './http.ts';

/**
 * The HTTP proxy for a URL, by the rules of Go's net/http (golang.org/x/net/http/httpproxy), which curl shares:
 * HTTPS_PROXY for https, HTTP_PROXY for http, lower case too; NO_PROXY takes host, .domain, host:port, address, CIDR
 * block and *; this machine is never reached through a proxy. Undefined: direct.
 * @throws SlipwayError E_CONFIG when the variable holds something else, which is not told: it may hold a password
 */
export function httpProxyFor(url: URL, env: Environment): string | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()];
  if (proxy === undefined || proxy === '') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (isThisMachine(host) || isExcepted(host, port, env['NO_PROXY'] || env['no_proxy'] || ''))
    return undefined;
  const whole = /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (isProxyUrl(whole)) return whole;
  throw new SlipwayError(
    'E_CONFIG',
    `the environment variable ${env[name] ? name : name.toLowerCase()} is not the URL of a proxy`,
    {
      hint: 'it has the form http://[USER:PASSWORD@]HOST:PORT, special characters in USER and PASSWORD as %XX; or unset it',
    },
  );
}

function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  try {
    decodeURIComponent(`${username}${password}`);
  } catch {
    return false;
  }
  return ['http:', 'https:', 'socks5:', 'socks:'].includes(protocol);
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
