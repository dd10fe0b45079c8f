import { generateKeyPairSync } from 'node:crypto';
import { ASN1Obj } from '@sigstore/core';
import { fulcioHandler, initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/tsa.js';

/** The certificate authority, its certificate log and the timestamp authority of @sigstore/mock, spoken to as the real ones are. */
export interface TestAuthorities {
  /** DER. */
  readonly authority: Buffer;
  readonly certificateLog: { readonly publicKey: Buffer; readonly logId: Buffer };
  /** DER, the one that signs first. */
  readonly timestampChain: readonly Buffer[];
  /** JSON of a request for a certificate, and the header that may hold the token in its place. */
  certify(body: string, authorization: string | undefined): Promise<{ status: number; body: string }>;
  /** TimeStampReq → TimeStampResp (RFC 3161), DER. */
  timestamp(request: Buffer): Promise<Buffer>;
}

/** @param lateSeconds how far the timestamp authority's clock is ahead */
export async function startAuthorities(lateSeconds = 0): Promise<TestAuthorities> {
  const pair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
  const certificateLog = await initializeCTLog(pair());
  const authority = await initializeCA(pair('P-384'), certificateLog);
  const times = await initializeTSA(pair('P-384'));
  const fulcio = fulcioHandler(authority);
  return {
    authority: bytesOf(authority.rootCertificate),
    certificateLog: { publicKey: certificateLog.publicKey, logId: bytesOf(certificateLog.logID) },
    timestampChain: [bytesOf(times.intCertificate), bytesOf(times.rootCertificate)],
    async certify(body, authorization) {
      const { statusCode, response } = await fulcio.fn(withSubject(body, authorization));
      return { status: statusCode === 201 ? 200 : statusCode, body: String(response) };
    },
    async timestamp(request) {
      const { nonce, ...asked } = timestampQuery(request);
      Object.assign(times, adaptations(times, nonce, lateSeconds));
      return bytesOf(await times.timestamp({ ...asked, nonce: 1 }));
    },
  };
}

/** Whole seconds, as servers have it (the library reads fractions of three digits alone), and a nonce of any length. */
function adaptations(times: object, nonce: Buffer, lateSeconds: number): object {
  const { tstInfo } = Object.getPrototypeOf(times) as { tstInfo: (request: unknown) => TimestampInfo };
  return {
    getCurrentTime: () => new Date((Math.floor(Date.now() / 1000) + lateSeconds) * 1000),
    tstInfo: (request: unknown) => {
      const info = tstInfo.call(times, request);
      info.nonce.valueBlock.valueHexView = new Uint8Array(nonce);
      return info;
    },
  };
}

interface TimestampInfo {
  readonly nonce: { readonly valueBlock: { valueHexView: Uint8Array } };
}

/** TimeStampReq (RFC 3161, 2.4.1). */
function timestampQuery(der: Buffer) {
  const [, imprint, ...rest] = ASN1Obj.parseBuffer(Buffer.from(der)).subs;
  const [algorithm, hash] = imprint?.subs ?? [];
  // Universal tags INTEGER and BOOLEAN; a policy is an object identifier.
  const nonce = rest.find(({ tag }) => tag.number === 2)?.value ?? Buffer.of(1);
  const certReq = rest.find(({ tag }) => tag.number === 1)?.toBoolean() ?? false;
  return {
    artifactHash: hash?.value ?? Buffer.alloc(0),
    hashAlgorithmOID: algorithm?.subs[0]?.toOID() ?? '',
    nonce: Buffer.from(nonce),
    policyOID: '1.3.6.1.4.1.57264.2',
    certReq,
  };
}

/** Fulcio names the workflow or the e-mail address; the mock names the token's subject. cosign sends the token as a bearer's. */
function withSubject(body: string, authorization = ''): string {
  const request = JSON.parse(body) as { credentials?: { oidcIdentityToken: string } };
  const token = request.credentials?.oidcIdentityToken ?? authorization.replace(/^Bearer /i, '');
  const [head, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, string>;
  const { job_workflow_ref: workflow, email, sub } = claims;
  const subject = workflow === undefined ? (email ?? sub) : `https://github.com/${workflow}`;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: subject })).toString('base64url');
  const oidcIdentityToken = [head, changed, signature].join('.');
  return JSON.stringify({ ...request, credentials: { oidcIdentityToken } });
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(new Uint8Array(buffer, byteOffset, byteLength));
}
