import { createHash } from 'node:crypto';
import { type Bundle, toDSSEBundle, toMessageSignatureBundle } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import type { Envelope } from '@sigstore/protobuf-specs';
import type { Chunks, Signed, SignedBy, Signer } from './signer.ts';
import { statementType } from './statement.ts';
import type { Witness } from './witness.ts';

/** Who signs, and who confirms it. */
export interface Signatory {
  readonly signer: Signer;
  readonly witnesses: readonly Witness[];
}

/**
 * Signs a statement: a Sigstore bundle v0.3 with a DSSE envelope.
 * @param payload JSON of an in-toto statement
 * @throws SlipwayError as Signer and Witness
 */
export async function signStatement(payload: Buffer, signatory: Signatory): Promise<Bundle> {
  const bytes = dsse.preAuthEncoding(statementType, payload);
  const signed = await signatory.signer.sign(() => [bytes]);
  const bundle = toDSSEBundle({
    artifact: payload,
    artifactType: statementType,
    signature: signed.signature,
    certificateChain: false,
    ...keyMaterial(signed.by),
  });
  const envelope = withoutKeyId(bundle.content.dsseEnvelope);
  const content = { $case: 'dsseEnvelope', dsseEnvelope: envelope } as const;
  return witnessed({ ...bundle, content }, signed, digestOf(bytes), envelope, signatory.witnesses);
}

/**
 * Signs a file's bytes: a Sigstore bundle v0.3 with a message signature.
 * @throws SlipwayError as Signer and Witness; E_IO
 */
export async function signContent(content: Chunks, signatory: Signatory): Promise<Bundle> {
  const hash = createHash('sha256');
  for await (const chunk of content()) hash.update(chunk);
  const digest = hash.digest();
  const signed = await signatory.signer.sign(content);
  const bundle = toMessageSignatureBundle({
    digest,
    signature: signed.signature,
    certificateChain: false,
    ...keyMaterial(signed.by),
  });
  return witnessed(bundle, signed, digest, undefined, signatory.witnesses);
}

function keyMaterial(by: SignedBy): { certificate: Buffer } | { keyHint: string } {
  return by.kind === 'certificate' ? { certificate: by.certificate } : { keyHint: by.hint };
}

/** The key's name is in the bundle already; cosign leaves it out here. */
function withoutKeyId(envelope: Envelope): Envelope {
  return { ...envelope, signatures: envelope.signatures.map(({ sig }) => ({ sig, keyid: '' })) };
}

async function witnessed(
  bundle: Bundle,
  { signature, by }: Signed,
  digest: Buffer,
  envelope: Envelope | undefined,
  witnesses: readonly Witness[],
): Promise<Bundle> {
  const testimonies = await Promise.all(
    witnesses.map((witness) => witness.testify({ signature, digest, envelope, by })),
  );
  const timestamps = testimonies.flatMap(({ timestamps = [] }) => timestamps);
  return {
    ...bundle,
    verificationMaterial: {
      ...bundle.verificationMaterial,
      tlogEntries: testimonies.flatMap(({ logEntries = [] }) => logEntries),
      timestampVerificationData:
        timestamps.length === 0
          ? undefined
          : { rfc3161Timestamps: timestamps.map((signedTimestamp) => ({ signedTimestamp })) },
    },
  };
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
