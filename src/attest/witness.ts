import type { TransparencyLogEntry } from '@sigstore/bundle';
import type { Envelope } from '@sigstore/protobuf-specs';
import type { SignedBy } from './signer.ts';

/** A signature that somebody is to confirm the time or the existence of. */
export interface WitnessedSignature {
  readonly signature: Buffer;
  /** SHA-256 of the bytes that were signed. */
  readonly digest: Buffer;
  /** Where they were the encoding of an envelope (DSSE, "Signature Definition"). */
  readonly envelope: Envelope | undefined;
  readonly by: SignedBy;
}

export interface Testimony {
  readonly logEntries?: readonly TransparencyLogEntry[];
  /** RFC 3161, TimeStampResp, DER. */
  readonly timestamps?: readonly Buffer[];
}

/** Port: a transparency log or a timestamp authority. */
export interface Witness {
  /** @throws SlipwayError E_SIGN when it refuses or answers with something else; E_NETWORK */
  testify(signed: WitnessedSignature): Promise<Testimony>;
}
