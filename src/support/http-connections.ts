import type { Readable } from 'node:stream';
import type { SecureContext } from 'node:tls';
import { trustedCertificates } from './certificates.ts';
import type { Environment, HttpTimeouts } from './http.ts';
import { directConnections } from './http-direct.ts';

/** One request, as it is put on a connection. */
export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable | Uint8Array;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** The connections to hosts that are reached in the same way. */
export interface Connections {
  request(exchange: Exchange): Promise<Answer>;
  destroy(): Promise<void>;
}

/** What `tls.connect` is told. */
export interface TlsSettings {
  readonly secureContext?: SecureContext;
  readonly rejectUnauthorized?: false;
}

interface ConnectionOptions {
  /** An URL, or '' for none. */
  readonly proxy: string;
  /** The environment that names the certificates to trust; undefined: nothing is encrypted. */
  readonly certificates: Environment | undefined;
  /** True: any certificate will do. */
  readonly trusting: boolean;
  readonly timeouts: HttpTimeouts;
}

/** Opens nothing yet. Node's own client knows no proxies; undici, which does, takes much longer to get going. */
export async function openConnections(options: ConnectionOptions): Promise<Connections> {
  const { proxy, certificates, trusting, timeouts } = options;
  const proxyTls: TlsSettings =
    certificates === undefined ? {} : { secureContext: await secureContextFor(certificates) };
  const requestTls: TlsSettings = { ...proxyTls, ...(trusting && { rejectUnauthorized: false }) };
  if (proxy === '') {
    return directConnections(certificates === undefined ? undefined : requestTls, timeouts);
  }
  const { proxiedConnections } = await import('./http-proxied.ts');
  return proxiedConnections({ proxy, requestTls, proxyTls, timeouts });
}

/** One context for all connections: making it takes longer than a handshake. */
async function secureContextFor(env: Environment): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  return createSecureContext({ ca: await trustedCertificates(env) });
}
