import { SlipwayError } from '../../support/errors.ts';

/** The variable with the password of a private key, as cosign names it. */
export const passwordVariable = 'COSIGN_PASSWORD';

export function wrongKey(where: string, why: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_CONFIG', `${where} is no private key that can sign here: ${why}`, {
    hint: 'cosign generate-key-pair makes one; keys of another kind or in a KMS: --signer cosign',
    // What OpenSSL says of a key never quotes it.
    cause,
  });
}

export function wrongPassword(where: string): SlipwayError {
  return new SlipwayError('E_AUTH', `${passwordVariable} does not open the private key ${where}`, {
    hint: 'a secret with a line break at its end is another password',
  });
}

export function noPassword(where: string): SlipwayError {
  return new SlipwayError(
    'E_AUTH',
    `the private key ${where} is encrypted, and ${passwordVariable} is not set`,
    { hint: `set ${passwordVariable} to its password; to the empty text where it has none` },
  );
}
