import type { SecureContext } from 'node:tls';
import type { Dispatcher, Pool } from 'undici';
import { trustedCertificates } from './certificates.ts';
import type { Environment, HttpTimeouts } from './http.ts';
import { faultCode, proxyRefusal } from './http-fault.ts';

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
  const { Agent, Pool, ProxyAgent } = await loadUndici();
  const trust = certificates === undefined ? {} : { secureContext: await secureContextFor(certificates) };
  const own = { ...trust, timeout: timeouts.connectMilliseconds };
  const connect = { ...own, ...(trusting && { rejectUnauthorized: false }) };
  const common = {
    connect,
    headersTimeout: timeouts.headersMilliseconds,
    bodyTimeout: timeouts.stallMilliseconds,
  };
  if (proxy === '') return new Agent(common);
  // CONNECT to port 80 is what many proxies refuse: plain HTTP is asked for in absolute form.
  return new ProxyAgent({
    ...common,
    uri: proxy,
    proxyTunnel: false,
    requestTls: connect,
    proxyTls: own,
    clientFactory: (origin, options) =>
      patientPool(new Pool(origin, { ...options, headersTimeout: timeouts.headersMilliseconds })),
  });
}

/**
 * The connections to a proxy. undici takes one that closes before it answers CONNECT for idle, and begins anew without pause or
 * end (lib/dispatcher/client.js, onError): as any other code the fault ends the request.
 */
function patientPool(pool: Pool): Dispatcher {
  const connect = pool.connect.bind(pool);
  const tunnel = async (wanted: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    const answer = await connect(wanted).catch((cause: unknown) => {
      if (!['UND_ERR_SOCKET', 'UND_ERR_INFO'].includes(faultCode(cause))) throw cause;
      throw Object.assign(new Error('the proxy closes the connection', { cause }), { code: 'ECONNRESET' });
    });
    if (answer.statusCode === 200) return answer;
    answer.socket.on('error', () => undefined).destroy();
    const code = answer.statusCode < 500 ? proxyRefusal : 'EPROXY';
    throw Object.assign(new Error(`the proxy answers ${answer.statusCode}`), { code });
  };
  return Object.assign(pool, { connect: tunnel });
}

/**
 * undici without fetch, WebSocket and caches, which take longer to load than all requests of a short run. The package's index.js
 * puts the methods on the prototype in the same way.
 */
async function loadUndici(): Promise<Pick<typeof import('undici'), 'Agent' | 'Pool' | 'ProxyAgent'>> {
  const [{ default: Dispatcher }, { default: request }, { default: connect }] = await Promise.all([
    import('undici/lib/dispatcher/dispatcher.js'),
    import('undici/lib/api/api-request.js'),
    import('undici/lib/api/api-connect.js'),
  ]);
  Object.assign(Dispatcher.prototype, { request, connect });
  const [{ default: Agent }, { default: Pool }, { default: ProxyAgent }] = await Promise.all([
    import('undici/lib/dispatcher/agent.js'),
    import('undici/lib/dispatcher/pool.js'),
    import('undici/lib/dispatcher/proxy-agent.js'),
  ]);
  return { Agent, Pool, ProxyAgent };
}

/** One context for all connections: making it takes longer than a handshake. */
async function secureContextFor(env: Environment): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  return createSecureContext({ ca: await trustedCertificates(env) });
}
