import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { ASN1Obj } from '@sigstore/core';
import { fulcioHandler, initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/tsa.js';
import { folderOf } from '../temporary.ts';
import { startLog, type TestLog } from './transparency-log.ts';

export interface SigstoreOptions {
  /** Version of the log's interface. */
  readonly log?: 1 | 2 | 'none';
  /** Without it only the first version of the log says when something was. */
  readonly timestamps?: boolean;
}

/** A private Sigstore that runs until its test ends: certificate authority, certificate log, log and timestamp authority. */
export interface TestSigstore {
  readonly trustedRoot: string;
  readonly signingConfig: string;
  readonly log: TestLog;
  /** `METHOD /path` of every request. */
  readonly requests: string[];
  /** From now on: answers to paths that begin so; undefined: as they should be. */
  refuse(path: string, status: number | undefined, body?: string): void;
}

/** Runs on 127.0.0.1. Its certificates, certificate log and timestamps are @sigstore/mock's; the rest is in transparency-log.ts. */
export async function startSigstore(
  t: TestContext,
  { log: version = 2, timestamps = true }: SigstoreOptions = {},
): Promise<TestSigstore> {
  const pair = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
  const ctLog = await initializeCTLog(pair());
  const authority = await initializeCA(pair('P-384'), ctLog);
  const times = await initializeTSA(pair('P-384'));
  // Whole seconds, as servers have it: the library reads fractions of three digits alone.
  const getCurrentTime = (): Date => new Date(Math.floor(Date.now() / 1000) * 1000);
  Object.assign(times, { getCurrentTime });
  const requests: string[] = [];
  const refusals = new Map<string, { status: number; body: string }>();
  const log = startLog('127.0.0.1');
  const fulcio = fulcioHandler(authority);
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = message;
    requests.push(`${method} ${url}`);
    const reply = (status: number, body: string | Buffer, type = 'application/json', more = {}): void =>
      void response.writeHead(status, { 'content-type': type, ...more }).end(body);
    const refused = [...refusals].find(([path]) => url.startsWith(path))?.[1];
    if (refused !== undefined) return reply(refused.status, refused.body);
    if (url === '/api/v2/signingCert') {
      const { statusCode, response: body } = await fulcio.fn(withGitHubSubject(await text(message)));
      return reply(statusCode, typeof body === 'string' ? body : Buffer.from(body.buffer));
    }
    if (url === '/api/v1/timestamp') {
      const chunks = await message.toArray();
      return reply(
        201,
        Buffer.from((await times.timestamp(query(Buffer.concat(chunks)))).buffer),
        'application/timestamp-reply',
      );
    }
    const [, entries = ''] = /^\/api\/v(1|2)\/log\/entries$/.exec(url) ?? [];
    if (entries !== '') {
      const { status, json } = log.enter(entries === '1' ? 1 : 2, await text(message));
      const { location } = json as { location?: string };
      const more = location === undefined ? {} : { location: `/api/v1/log/entries/${location}` };
      return reply(status, JSON.stringify(json), 'application/json', more);
    }
    const known = log.entry(url.split('/').at(-1) ?? '');
    reply(known === undefined ? 404 : 200, JSON.stringify(known ?? { code: 404, message: 'not found' }));
  };
  const server = createServer(
    (message, response) => void answer(message, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await folderOf(t);
  const write = async (name: string, content: unknown): Promise<string> => {
    await writeFile(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const raw = (bytes: ArrayBufferView): { rawBytes: string } => ({
    rawBytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  });
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const logOf = (publicKey: Uint8Array, logId: ArrayBufferView) => ({
    baseUrl: 'http://127.0.0.1',
    hashAlgorithm: 'SHA2_256',
    publicKey: { ...raw(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: raw(logId).rawBytes },
  });
  const subject = { organization: 'sigstore.mock', commonName: 'sigstore' };
  const root = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: version === 'none' ? [] : [logOf(log.publicKey, log.logId)],
    certificateAuthorities: [
      { subject, uri: address, certChain: { certificates: [raw(authority.rootCertificate)] }, validFor },
    ],
    ctlogs: [logOf(ctLog.publicKey, ctLog.logID)],
    timestampAuthorities: [
      {
        subject,
        uri: address,
        certChain: { certificates: [raw(times.intCertificate), raw(times.rootCertificate)] },
        validFor,
      },
    ],
  };
  const service = (url: string, majorApiVersion: number) => [
    { url, majorApiVersion, validFor, operator: 'test' },
  ];
  const config = {
    mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
    caUrls: service(address, 1),
    rekorTlogUrls: version === 'none' ? [] : service(address, version),
    rekorTlogConfig: { selector: 'ANY' },
    tsaUrls: timestamps ? service(`${address}/api/v1/timestamp`, 1) : [],
    tsaConfig: { selector: 'ANY' },
  };
  return {
    trustedRoot: await write('trusted-root.json', root),
    signingConfig: await write('signing-config.json', config),
    log,
    requests,
    refuse(path, status, body = '{}') {
      if (status === undefined) refusals.delete(path);
      else refusals.set(path, { status, body });
    },
  };
}

/** TimeStampReq (RFC 3161, 2.4.1), as the authority of the mock wants it. */
function query(der: Buffer) {
  const [, imprint, , certReq] = ASN1Obj.parseBuffer(Buffer.from(der)).subs;
  const artifactHash = imprint?.subs[1]?.value ?? Buffer.alloc(0);
  return {
    artifactHash,
    hashAlgorithmOID: imprint?.subs[0]?.subs[0]?.toOID() ?? '',
    nonce: 1,
    policyOID: '1.3.6.1.4.1.57264.2',
    certReq: certReq?.toBoolean() ?? false,
  };
}

/** Fulcio names the workflow where the mock names the token's subject. */
function withGitHubSubject(body: string): string {
  const request = JSON.parse(body) as { credentials: { oidcIdentityToken: string } };
  const [head, payload = '', signature] = request.credentials.oidcIdentityToken.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const sub =
    claims.job_workflow_ref === undefined
      ? (claims.email ?? claims.sub)
      : `https://github.com/${claims.job_workflow_ref}`;
  const changed = Buffer.from(JSON.stringify({ ...claims, sub })).toString('base64url');
  return JSON.stringify({
    ...request,
    credentials: { oidcIdentityToken: [head, changed, signature].join('.') },
  });
}
