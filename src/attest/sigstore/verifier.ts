import { pem } from '@sigstore/core';
import { PublicKeyDetails } from '@sigstore/protobuf-specs';
import { spkiOf } from '../keys/public-key.ts';
import type { SignedBy } from '../signer.ts';

/** What a log is told to check a signature by: a certificate or a public key, PEM. */
export function verifierPem(by: SignedBy): string {
  return by.kind === 'certificate'
    ? pem.fromDER(by.certificate)
    : by.publicKey.export({ format: 'pem', type: 'spki' }).toString();
}

/** The same for the second version of the log (sigstore/rekor-tiles, rekor/v2/verifier.proto). */
export function verifierOf(by: SignedBy) {
  const keyDetails = PublicKeyDetails.PKIX_ECDSA_P256_SHA_256;
  return by.kind === 'certificate'
    ? {
        keyDetails,
        verifier: { $case: 'x509Certificate', x509Certificate: { rawBytes: by.certificate } } as const,
      }
    : {
        keyDetails,
        verifier: { $case: 'publicKey', publicKey: { rawBytes: spkiOf(by.publicKey) } } as const,
      };
}
