import type { Dispatcher, Pool } from 'undici';
import type { HttpTimeouts } from './http.ts';
import type { Connections, TlsSettings } from './http-connections.ts';
import { faultCode, proxyRefusal } from './http-fault.ts';

export interface ProxiedOptions {
  /** The proxy's URL. */
  readonly proxy: string;
  /** For the hosts behind the proxy. */
  readonly requestTls: TlsSettings;
  /** For the proxy itself. */
  readonly proxyTls: TlsSettings;
  readonly timeouts: HttpTimeouts;
}

/** Connections through a proxy: a tunnel for https, and for plain http the absolute form. */
export async function proxiedConnections(options: ProxiedOptions): Promise<Connections> {
  const { proxy, timeouts } = options;
  const { Pool, ProxyAgent } = await loadUndici();
  const timeout = timeouts.connectMilliseconds;
  const requestTls = { ...options.requestTls, timeout };
  // CONNECT to port 80 is what many proxies refuse: plain HTTP is asked for in absolute form.
  return new ProxyAgent({
    connect: requestTls,
    headersTimeout: timeouts.headersMilliseconds,
    bodyTimeout: timeouts.stallMilliseconds,
    uri: proxy,
    proxyTunnel: false,
    requestTls,
    proxyTls: { ...options.proxyTls, timeout },
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
async function loadUndici(): Promise<Pick<typeof import('undici'), 'Pool' | 'ProxyAgent'>> {
  const [{ default: Dispatcher }, { default: request }, { default: connect }] = await Promise.all([
    import('undici/lib/dispatcher/dispatcher.js'),
    import('undici/lib/api/api-request.js'),
    import('undici/lib/api/api-connect.js'),
  ]);
  Object.assign(Dispatcher.prototype, { request, connect });
  const [{ default: Pool }, { default: ProxyAgent }] = await Promise.all([
    import('undici/lib/dispatcher/pool.js'),
    import('undici/lib/dispatcher/proxy-agent.js'),
  ]);
  return { Pool, ProxyAgent };
}
