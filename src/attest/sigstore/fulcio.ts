import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { pem, X509Certificate } from '@sigstore/core';
import { SlipwayError } from '../../support/errors.ts';
import { type Fields, isFields, parseFields } from '../../support/fields.ts';
import type { IdentityToken } from '../identity/identity-token.ts';
import { type Signer, signWith } from '../signer.ts';
import { answerOf, below, jsonQuestion, notUnderstood, post, type ServicePorts } from './post.ts';

export interface FulcioPorts extends ServicePorts {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The identity to sign as, asked for whenever a certificate is needed. */
  readonly identity: () => Promise<IdentityToken>;
}

/** A key that only this process ever has, and the certificate that names whose it is. */
interface Certified {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A signature has to be timestamped while its certificate is valid. */
const enoughMilliseconds = 60_000;

/**
 * Signs with keys that Fulcio gives certificates for (sigstore/fulcio, fulcio.proto, CreateSigningCertificate). A key signs as
 * long as its certificate is valid, so that a run that signs much asks once.
 */
export function fulcioSigner(address: string, ports: FulcioPorts): Signer {
  let current: Promise<Certified> | undefined;
  const certified = async (): Promise<Certified> => {
    const known = await current;
    if (known !== undefined && known.until - ports.now() > enoughMilliseconds) return known;
    current = certify(address, ports);
    current.catch(() => {
      current = undefined;
    });
    return current;
  };
  return {
    async sign(content) {
      const { privateKey, certificate } = await certified();
      return { signature: await signWith(privateKey, content), by: { kind: 'certificate', certificate } };
    },
  };
}

async function certify(address: string, ports: FulcioPorts): Promise<Certified> {
  const service = `the certificate authority ${new URL(address).host}`;
  const token = await ports.identity();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const proof = sign('sha256', Buffer.from(token.claimant), privateKey);
  const publicPem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const request = {
    credentials: { oidcIdentityToken: token.text },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: publicPem },
      proofOfPossession: proof.toString('base64'),
    },
  };
  const asked = jsonQuestion(service, below(address, 'api/v2/signingCert'), request);
  const question = { ...asked, secret: token.text };
  const body = await answerOf(question, await post(question, ports), ports.signal);
  const certificate = leafIn(parseFields(body) ?? {}, service);
  return { privateKey, publicKey, certificate: certificate.der, until: certificate.until };
}

/** The first certificate of the chain; the rest is the trusted root's to know. */
function leafIn(fields: Fields, service: string): { readonly der: Buffer; readonly until: number } {
  const embedded = fields['signedCertificateEmbeddedSct'] ?? fields['signedCertificateDetachedSct'];
  const chain = isFields(embedded) ? embedded['chain'] : undefined;
  const certificates = isFields(chain) ? chain['certificates'] : undefined;
  const [first]: readonly unknown[] = Array.isArray(certificates) ? certificates : [];
  if (typeof first !== 'string') throw notUnderstood(service, 'a certificate');
  try {
    const der = pem.toDER(first);
    return { der, until: X509Certificate.parse(der).notAfter.getTime() };
  } catch (cause) {
    throw notUnderstood(service, 'a certificate', cause);
  }
}

/** The subject alternative name of a leaf certificate. */
export function subjectOf(certificate: Buffer, where: string): string {
  try {
    const subject = X509Certificate.parse(Buffer.from(certificate)).subjectAltName;
    if (subject !== undefined) return subject;
  } catch (cause) {
    throw new SlipwayError('E_VERIFY', `the certificate of ${where} cannot be read`, { cause });
  }
  throw new SlipwayError('E_VERIFY', `the certificate of ${where} names nobody`);
}
