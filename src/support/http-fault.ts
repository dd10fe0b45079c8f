import { SlipwayError } from './errors.ts';

const certificateCodes = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_UNTRUSTED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** What ran out of time, as undici calls it. */
export const timeoutCodes = {
  connect: 'UND_ERR_CONNECT_TIMEOUT',
  headers: 'UND_ERR_HEADERS_TIMEOUT',
  body: 'UND_ERR_BODY_TIMEOUT',
} as const;

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name cannot be found',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection is reset',
  EPIPE: 'the connection is closed',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'the connection times out',
  [timeoutCodes.connect]: 'the connection times out',
  [timeoutCodes.headers]: 'it does not answer in time',
  [timeoutCodes.body]: 'it stops sending in the middle of its answer',
  UND_ERR_SOCKET: 'the connection breaks',
};

/** The code of a proxy that will not make a tunnel, whoever asks how often: 403, 407. */
export const proxyRefusal = 'EPROXYREFUSAL';

const lasting = new Set(['ENOTFOUND', proxyRefusal, ...certificateCodes]);

/** A request or body that failed, as E_NETWORK: names the host, never what the URL may hold beside it. */
export function networkFault(url: URL, error: unknown): SlipwayError {
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const certificate = certificateCodes.has(code);
  const reason = certificate ? `its certificate is not trusted (${code})` : (reasons[code] ?? text);
  return new SlipwayError('E_NETWORK', `cannot reach ${url.host}: ${reason}`, {
    hint: certificate
      ? 'a private certificate authority is named by SSL_CERT_FILE (a PEM file) or SSL_CERT_DIR'
      : 'check the network, and HTTPS_PROXY and NO_PROXY where a proxy is in between',
    cause: error,
  });
}

/** True for a fault that may go away by itself: not a wrong name, not a certificate, not a refusal. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof SlipwayError) || error.code !== 'E_NETWORK' || error.cause === undefined)
    return false;
  const code = faultCode(error);
  return code !== '' && !lasting.has(code);
}

/** The system's, TLS's or undici's code behind a fault, such as ECONNREFUSED; '' when there is none. */
export function faultCode(error: unknown): string {
  return error instanceof SlipwayError ? codeOf(error.cause) : codeOf(error);
}

/** The system's code; several addresses that all failed come as one AggregateError, whose first says enough. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const own = (error as NodeJS.ErrnoException).code;
  if (typeof own === 'string') return own;
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner === undefined ? '' : codeOf(inner);
}

export function isRefusal(status: number): boolean {
  return status >= 400 && status < 600;
}
