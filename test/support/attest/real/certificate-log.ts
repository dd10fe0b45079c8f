import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';

/** A certificate log that promises to enter whatever it is sent, as logs do at once (RFC 6962), and never does. */
export interface CertificateLog {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  /** The same as PEM. */
  readonly publicPem: string;
  readonly logId: Buffer;
  /** JSON that is posted to add-pre-chain → JSON of the answer. */
  addPreChain(body: string): string;
}

/** RFC 6962, 3.1: what makes a certificate one that is not to be used. */
const poison = '1.3.6.1.4.1.11129.2.4.3';
/** Context tag [3] of TBSCertificate (RFC 5280, 4.1). */
const extensionsTag = 3;

/** A log with a key of its own. */
export function startCertificateLog(): CertificateLog {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const logId = createHash('sha256').update(der).digest();
  return {
    publicKey: der,
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    logId,
    addPreChain: (body) =>
      JSON.stringify(promise(JSON.parse(body) as { chain: string[] }, privateKey, logId)),
  };
}

/** RFC 6962, 3.2 (what is signed) and 4.2 (the answer). */
function promise({ chain }: { chain: string[] }, key: KeyObject, logId: Buffer): object {
  const [certificate, issuer] = chain.map((each) => Buffer.from(each, 'base64'));
  if (certificate === undefined || issuer === undefined) throw new Error('a chain of two certificates');
  const issuerKey = new X509Certificate(issuer).publicKey.export({ format: 'der', type: 'spki' });
  const issuerHash = createHash('sha256').update(issuerKey).digest();
  const tbs = withoutPoison(certificate);
  const timestamp = Date.now();
  const head = Buffer.alloc(12);
  // Version 1, certificate_timestamp; precert_entry.
  head.writeBigUInt64BE(BigInt(timestamp), 2);
  head.writeUInt16BE(1, 10);
  const length = Buffer.alloc(3);
  length.writeUIntBE(tbs.length, 0, 3);
  const signature = sign('sha256', Buffer.concat([head, issuerHash, length, tbs, Buffer.alloc(2)]), key);
  const signatureLength = Buffer.alloc(2);
  signatureLength.writeUInt16BE(signature.length);
  return {
    sct_version: 0,
    id: logId.toString('base64'),
    timestamp,
    extensions: '',
    // sha256, ecdsa (RFC 5246, 7.4.1.4.1).
    signature: Buffer.concat([Buffer.of(4, 3), signatureLength, signature]).toString('base64'),
  };
}

function withoutPoison(certificate: Buffer<ArrayBuffer>): Buffer {
  const [tbs] = ASN1Obj.parseBuffer(certificate).subs;
  const extensions = tbs?.subs.find(({ tag }) => tag.class === 2 && tag.number === extensionsTag)?.subs[0];
  if (tbs === undefined || extensions === undefined) throw new Error('a certificate with extensions');
  const kept = extensions.subs.filter(({ subs: [id] }) => id?.toOID() !== poison);
  if (kept.length !== extensions.subs.length - 1) throw new Error('a certificate that is not to be used');
  extensions.subs.splice(0, extensions.subs.length, ...kept);
  return Buffer.from(tbs.toDER());
}
