import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { trustedCertificates } from './certificates.ts';
import type { Environment, HttpTimeouts } from './http.ts';

interface DispatcherOptions {
  /** An URL, or '' for none. */
  readonly proxy: string;
  /** The environment that names the certificates to trust; undefined: nothing is encrypted. */
  readonly certificates: Environment | undefined;
  /** True: any certificate will do. */
  readonly trusting: boolean;
  readonly timeouts: HttpTimeouts;
}

/** What keeps the connections to hosts that are reached in the same way. */
export async function makeDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const { proxy, certificates, trusting, timeouts } = options;
  const undici = await import('undici');
  const trust = certificates === undefined ? {} : { secureContext: await secureContextFor(certificates) };
  const own = { ...trust, timeout: timeouts.connectMilliseconds };
  const connect = { ...own, ...(trusting && { rejectUnauthorized: false }) };
  const common = {
    connect,
    headersTimeout: timeouts.headersMilliseconds,
    bodyTimeout: timeouts.stallMilliseconds,
  };
  if (proxy === '') return new undici.Agent(common);
  // CONNECT to port 80 is what many proxies refuse: plain HTTP is asked for in absolute form.
  return new undici.ProxyAgent({
    ...common,
    uri: proxy,
    proxyTunnel: false,
    requestTls: connect,
    proxyTls: own,
  });
}

/** One context for all connections: making it takes longer than a handshake. */
async function secureContextFor(env: Environment): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  return createSecureContext({ ca: await trustedCertificates(env) });
}
