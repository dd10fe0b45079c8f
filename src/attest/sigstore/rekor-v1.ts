import { envelopeToJSON, type TransparencyLogEntry } from '@sigstore/bundle';
import type { SlipwayError } from '../../support/errors.ts';
import { isFields, parseFields } from '../../support/fields.ts';
import type { HttpResponse } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { type FieldReader, readFields } from '../../support/read-fields.ts';
import type { Witness, WitnessedSignature } from '../witness.ts';
import { answerOf, ask, below, jsonQuestion, notUnderstood, post, type ServicePorts } from './post.ts';
import { verifierPem } from './verifier.ts';

/** A transparency log of the first version (sigstore/rekor, openapi.yaml). */
export function rekorV1Witness(address: string, ports: ServicePorts): Witness {
  const service = `the transparency log ${new URL(address).host}`;
  return {
    async testify(signed) {
      const question = jsonQuestion(service, below(address, 'api/v1/log/entries'), proposedEntry(signed));
      const first = await post(question, ports);
      const answer = first.status === 409 ? await existing(first, address, ports) : first;
      return { logEntries: [entryIn(await answerOf(question, answer, ports.signal), service)] };
    },
  };
}

/** What is there already: a request that was sent twice, whose first answer was lost. */
function existing(answer: HttpResponse, address: string, ports: ServicePorts): Promise<HttpResponse> {
  discard(answer);
  const [uuid = ''] = /[0-9a-f]{64,80}$/.exec(answer.headers['location'] ?? '') ?? [];
  const url = below(address, `api/v1/log/entries/${uuid}`);
  return ask({ method: 'GET', url, headers: { accept: 'application/json' } }, ports);
}

/** Kinds `dsse` and `hashedrekord` (sigstore/rekor, pkg/types). */
function proposedEntry({ envelope, digest, signature, by }: WitnessedSignature): object {
  const verifier = Buffer.from(verifierPem(by)).toString('base64');
  if (envelope !== undefined) {
    const proposedContent = { envelope: JSON.stringify(envelopeToJSON(envelope)), verifiers: [verifier] };
    return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent } };
  }
  const spec = {
    data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
    signature: { content: signature.toString('base64'), publicKey: { content: verifier } },
  };
  return { apiVersion: '0.0.1', kind: 'hashedrekord', spec };
}

/** A LogEntry of one member, by its UUID, as bundles have it (sigstore_rekor.proto, TransparencyLogEntry). */
function entryIn(body: Buffer, service: string): TransparencyLogEntry {
  const all = Object.values(parseFields(body) ?? {});
  const wrong = (why: string): SlipwayError => notUnderstood(service, `an entry of its log: ${why}`);
  const [one] = all;
  if (all.length !== 1 || !isFields(one)) throw wrong('it is not one');
  const entry = readFields(one, wrong);
  const content = Buffer.from(longText(one['body'], wrong), 'base64');
  const kind = readFields(parseFields(content), wrong);
  const verification = entry.object('verification');
  const promise = verification.has('signedEntryTimestamp')
    ? { signedEntryTimestamp: Buffer.from(verification.text('signedEntryTimestamp'), 'base64') }
    : undefined;
  return {
    logIndex: String(entry.length('logIndex')),
    logId: { keyId: Buffer.from(entry.text('logID'), 'hex') },
    integratedTime: String(entry.length('integratedTime')),
    kindVersion: { kind: kind.text('kind'), version: kind.text('apiVersion') },
    inclusionPromise: promise,
    inclusionProof: proofIn(verification.object('inclusionProof')),
    canonicalizedBody: content,
  };
}

/** Longer than the texts of other documents: it holds a certificate twice in base64. */
function longText(value: unknown, wrong: (why: string) => SlipwayError): string {
  if (typeof value === 'string') return value;
  throw wrong('it has no body');
}

function proofIn(proof: FieldReader) {
  return {
    logIndex: String(proof.length('logIndex')),
    treeSize: String(proof.length('treeSize')),
    rootHash: Buffer.from(proof.text('rootHash'), 'hex'),
    hashes: proof.texts('hashes').map((hash) => Buffer.from(hash, 'hex')),
    checkpoint: { envelope: proof.text('checkpoint') },
  };
}
