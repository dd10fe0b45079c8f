import { TransparencyLogEntry } from '@sigstore/protobuf-specs';
import { CreateEntryRequest } from '@sigstore/protobuf-specs/rekor/v2';
import { parseFields } from '../../support/fields.ts';
import type { Testimony, Witness, WitnessedSignature } from '../witness.ts';
import { answerOf, below, jsonQuestion, notUnderstood, post, type ServicePorts } from './post.ts';
import { verifierOf } from './verifier.ts';

/**
 * A transparency log of the second version (sigstore/rekor-tiles, api/v2). An envelope is entered by the digest of the bytes
 * that were signed: entries of the kind `dsse` are refused by servers and readers of today.
 */
export function rekorV2Witness(address: string, ports: ServicePorts): Witness {
  const service = `the transparency log ${new URL(address).host}`;
  return {
    async testify(signed) {
      const entry = CreateEntryRequest.toJSON(entryRequest(signed));
      const question = jsonQuestion(service, below(address, 'api/v2/log/entries'), entry);
      return entryIn(await answerOf(question, await post(question, ports), ports.signal), service);
    },
  };
}

function entryRequest({ digest, signature, by }: WitnessedSignature): CreateEntryRequest {
  const verified = { content: signature, verifier: verifierOf(by) };
  return {
    spec: { $case: 'hashedRekordRequestV002', hashedRekordRequestV002: { digest, signature: verified } },
  };
}

function entryIn(body: Buffer, service: string): Testimony {
  const fields = parseFields(body);
  if (fields === undefined) throw notUnderstood(service, 'an entry of its log');
  try {
    const { logId, kindVersion, ...entry } = TransparencyLogEntry.fromJSON(fields);
    if (logId !== undefined && kindVersion !== undefined) {
      return { logEntries: [{ ...entry, logId, kindVersion }] };
    }
  } catch (cause) {
    throw notUnderstood(service, 'an entry of its log', cause);
  }
  throw notUnderstood(service, 'an entry of its log');
}
