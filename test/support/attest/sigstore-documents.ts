import type { TestAuthorities } from './authorities.ts';
import type { TestLog } from './transparency-log.ts';

const validFor = { start: '2020-01-01T00:00:00Z' };
const subject = { organization: 'sigstore.mock', commonName: 'sigstore' };
const raw = (bytes: Buffer): { rawBytes: string } => ({ rawBytes: bytes.toString('base64') });

function logInstance(publicKey: Buffer, logId: Buffer): object {
  return {
    baseUrl: 'http://127.0.0.1',
    hashAlgorithm: 'SHA2_256',
    publicKey: { ...raw(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: logId.toString('base64') },
  };
}

/** sigstore_trustroot.proto, TrustedRoot. @param log undefined: this Sigstore has none */
export function trustedRootOf(
  address: string,
  authorities: Pick<TestAuthorities, 'authority' | 'certificateLog' | 'timestampChain'>,
  log: Pick<TestLog, 'publicKey' | 'logId'> | undefined,
): object {
  const { authority, certificateLog, timestampChain } = authorities;
  const chain = (certificates: readonly Buffer[]): object => ({
    subject,
    uri: address,
    certChain: { certificates: certificates.map(raw) },
    validFor,
  });
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: log === undefined ? [] : [logInstance(log.publicKey, log.logId)],
    certificateAuthorities: [chain([authority])],
    ctlogs: [logInstance(certificateLog.publicKey, certificateLog.logId)],
    timestampAuthorities: [chain(timestampChain)],
  };
}

/** Addresses of a Sigstore's servers. */
export interface SigstorePlaces {
  readonly authority: string;
  readonly log: { readonly url: string; readonly version: 1 | 2 } | undefined;
  readonly timestamps: string | undefined;
}

/** sigstore_trustroot.proto, SigningConfig. */
export function signingConfigOf({ authority, log, timestamps }: SigstorePlaces): object {
  const service = (url: string, majorApiVersion: number) => [
    { url, majorApiVersion, validFor, operator: 'test' },
  ];
  return {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: service(authority, 1),
    rekorTlogUrls: log === undefined ? [] : service(log.url, log.version),
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: timestamps === undefined ? [] : service(timestamps, 1),
    tsaConfig: { selector: 'ANY' },
  };
}
