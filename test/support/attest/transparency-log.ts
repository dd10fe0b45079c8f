import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
  X509Certificate,
} from 'node:crypto';
import { dsse } from '@sigstore/core';
import { canonicalJson } from '../../../src/image/json.ts';

/**
 * A transparency log of one tree, in memory, that answers as sigstore/rekor (version 1) and sigstore/rekor-tiles (version 2) do.
 * It checks what is entered as they do, and refuses what they refuse.
 */
export interface TestLog {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly logId: Buffer;
  /** JSON of a proposed entry → status and JSON. */
  enter(version: 1 | 2, body: string): { readonly status: number; readonly json: unknown };
  /** Version 1 by its UUID. */
  entry(uuid: string): unknown;
  /** How many entries there are. */
  size(): number;
}

const hash = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const leafHash = (body: Buffer): Buffer => hash(Buffer.concat([Buffer.of(0), body]));
const nodeHash = (left: Buffer, right: Buffer): Buffer => hash(Buffer.concat([Buffer.of(1), left, right]));

/** @param origin the log's name in checkpoints: its host */
export function startLog(origin: string): TestLog {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const signer = { origin, privateKey, logId: hash(spki) };
  const bodies: Buffer[] = [];
  const known = new Map<string, unknown>();
  const entered = (version: 1 | 2, body: Buffer): unknown => {
    bodies.push(body);
    return version === 1 ? firstVersion(bodies, signer) : secondVersion(bodies, signer);
  };
  return {
    publicKey: spki,
    logId: signer.logId,
    enter(version, text) {
      const body = version === 1 ? firstEntry(text) : secondEntry(text);
      if (body === undefined)
        return { status: 400, json: { code: 400, message: 'this log does not take that' } };
      const uuid = leafHash(body).toString('hex');
      if (version === 1 && known.has(uuid)) return { status: 409, json: { location: uuid } };
      const json = entered(version, body);
      known.set(uuid, json);
      return { status: 201, json };
    },
    entry: (uuid) => known.get(uuid),
    size: () => bodies.length,
  };
}

interface LogSigner {
  readonly origin: string;
  readonly privateKey: KeyObject;
  readonly logId: Buffer;
}

/** A log's head, signed (C2SP, tlog-checkpoint.md, signed-note.md); version 1 has the tree's number in its name. */
function checkpoint(
  name: string,
  entries: number,
  root: Buffer,
  { origin, privateKey, logId }: LogSigner,
): string {
  const note = `${name}\n${entries}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([logId.subarray(0, 4), sign('sha256', Buffer.from(note), privateKey)]);
  return `${note}\n— ${origin} ${signature.toString('base64')}\n`;
}

/** The last entry as version 1 tells of it, by its UUID. */
function firstVersion(bodies: readonly Buffer[], signer: LogSigner): object {
  const index = bodies.length - 1;
  const body = bodies[index] ?? Buffer.alloc(0);
  const { root, path } = inclusion(bodies.map(leafHash), index);
  const integratedTime = Math.floor(Date.now() / 1000);
  const logID = signer.logId.toString('hex');
  const told = { body: body.toString('base64'), integratedTime, logID, logIndex: index };
  const inclusionProof = {
    logIndex: index,
    treeSize: bodies.length,
    rootHash: root.toString('hex'),
    hashes: path.map((each) => each.toString('hex')),
    checkpoint: checkpoint(`${signer.origin} - 1193050959916656506`, bodies.length, root, signer),
  };
  const signedEntryTimestamp = sign('sha256', canonicalJson(told), signer.privateKey).toString('base64');
  const verification = { inclusionProof, signedEntryTimestamp };
  return { [leafHash(body).toString('hex')]: { ...told, verification } };
}

/** The last entry as version 2 tells of it (sigstore_rekor.proto, TransparencyLogEntry). */
function secondVersion(bodies: readonly Buffer[], signer: LogSigner): object {
  const index = bodies.length - 1;
  const { root, path } = inclusion(bodies.map(leafHash), index);
  return {
    logIndex: String(index),
    logId: { keyId: signer.logId.toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.2' },
    inclusionProof: {
      logIndex: String(index),
      treeSize: String(bodies.length),
      rootHash: root.toString('base64'),
      hashes: path.map((each) => each.toString('base64')),
      checkpoint: { envelope: checkpoint(signer.origin, bodies.length, root, signer) },
    },
    canonicalizedBody: (bodies[index] ?? Buffer.alloc(0)).toString('base64'),
  };
}

/** RFC 6962, 2.1: the tree's head and the audit path of one leaf. */
function inclusion(leaves: readonly Buffer[], index: number): { root: Buffer; path: Buffer[] } {
  const [only] = leaves;
  if (only === undefined) throw new Error('an empty tree proves nothing');
  if (leaves.length === 1) return { root: only, path: [] };
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  const isLeft = index < half;
  const own = inclusion(isLeft ? left : right, isLeft ? index : index - half);
  const other = inclusion(isLeft ? right : left, 0).root;
  const root = isLeft ? nodeHash(own.root, other) : nodeHash(other, own.root);
  return { root, path: [...own.path, other] };
}

interface Proposed {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: {
    readonly proposedContent?: { readonly envelope: string; readonly verifiers: readonly string[] };
    readonly data?: { readonly hash: { readonly algorithm: string; readonly value: string } };
    readonly signature?: { readonly content: string; readonly publicKey: { readonly content: string } };
  };
}

/** What version 1 writes into its tree (sigstore/rekor, pkg/types/dsse, pkg/types/hashedrekord). */
function firstEntry(text: string): Buffer | undefined {
  const { kind, apiVersion, spec } = JSON.parse(text) as Proposed;
  if (apiVersion !== '0.0.1') return undefined;
  if (kind === 'hashedrekord') return canonicalJson({ apiVersion, kind, spec });
  const { envelope = '', verifiers = [] } = spec.proposedContent ?? {};
  const { payload, payloadType, signatures } = JSON.parse(envelope) as {
    payload: string;
    payloadType: string;
    signatures: { sig: string }[];
  };
  const [{ sig } = { sig: '' }] = signatures;
  const content = Buffer.from(payload, 'base64');
  const key = keyIn(Buffer.from(verifiers[0] ?? '', 'base64').toString('utf8'));
  const isSigned = verify(
    'sha256',
    dsse.preAuthEncoding(payloadType, content),
    key,
    Buffer.from(sig, 'base64'),
  );
  if (kind !== 'dsse' || !isSigned) return undefined;
  const digest = (bytes: Uint8Array) => ({ algorithm: 'sha256', value: hash(bytes).toString('hex') });
  return canonicalJson({
    apiVersion,
    kind,
    spec: {
      envelopeHash: digest(Buffer.from(envelope)),
      payloadHash: digest(content),
      signatures: [{ signature: sig, verifier: verifiers[0] }],
    },
  });
}

function keyIn(pem: string) {
  return pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
}

/** What version 2 writes into its tree (sigstore/rekor-tiles, rekor/v2/entry.proto). It takes one kind. */
function secondEntry(text: string): Buffer | undefined {
  const { hashedRekordRequestV002: request } = JSON.parse(text) as {
    hashedRekordRequestV002?: { digest: string; signature: object };
  };
  if (request === undefined) return undefined;
  const data = { algorithm: 'SHA2_256', digest: request.digest };
  const spec = { hashedRekordV002: { data, signature: request.signature } };
  return canonicalJson({ apiVersion: '0.0.2', kind: 'hashedrekord', spec });
}
