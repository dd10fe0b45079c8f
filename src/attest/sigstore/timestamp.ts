import { createHash, randomBytes } from 'node:crypto';
import { RFC3161Timestamp } from '@sigstore/core';
import type { Witness } from '../witness.ts';
import { answerOf, below, notUnderstood, post, type ServicePorts } from './post.ts';

/** A timestamp authority as a witness: when a signature was there (RFC 3161, over HTTP by 3.4). */
export function timestampWitness(address: string, ports: ServicePorts): Witness {
  const service = `the timestamp authority ${new URL(address).host}`;
  // A signing config has the whole address; an origin alone is Sigstore's own server.
  const url = new URL(address).pathname === '/' ? below(address, 'api/v1/timestamp') : new URL(address);
  return {
    async testify({ signature }) {
      const question = {
        service,
        url,
        content: timestampRequest(signature),
        contentType: 'application/timestamp-query',
        accept: 'application/timestamp-reply',
      };
      const body = await answerOf(question, await post(question, ports), ports.signal);
      if (!isGranted(body)) throw notUnderstood(service, 'a timestamp');
      return { timestamps: [body] };
    },
  };
}

/** SHA-256's AlgorithmIdentifier and the head of a message imprint of it (RFC 3161, 2.4.1; RFC 5754, 2). */
const imprintHead = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** TimeStampReq with a nonce, which asks for the authority's certificate (RFC 3161, 2.4.1), DER. */
function timestampRequest(signature: Uint8Array): Buffer {
  const nonce = randomBytes(8);
  // Positive, and as short as its length says.
  nonce.writeUInt8((nonce.readUInt8(0) & 0x3f) | 0x40, 0);
  const content = Buffer.concat([
    Buffer.from([0x02, 0x01, 0x01]),
    imprintHead,
    createHash('sha256').update(signature).digest(),
    Buffer.from([0x02, nonce.length]),
    nonce,
    Buffer.from([0x01, 0x01, 0xff]),
  ]);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}

/** Whether it is a TimeStampResp that grants (RFC 3161, 2.4.2: 0 or 1). What it says is checked with the signature. */
function isGranted(body: Buffer): boolean {
  try {
    return RFC3161Timestamp.parse(Buffer.from(body)).status <= 1n;
  } catch {
    return false;
  }
}
