import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { SlipwayError } from '../../support/errors.ts';

/** The names that OpenSSL knows the curve by are P-256's and secp256r1's too; Node gives this one. */
export function isP256({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
}

/** A key as SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), DER. */
export function spkiOf(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

/** What a bundle names a key by: SHA-256 of its SubjectPublicKeyInfo, base64, as cosign has it. */
export function hintOf(key: KeyObject): string {
  return createHash('sha256').update(spkiOf(key)).digest('base64');
}

/**
 * Reads a public key: PEM, as `cosign public-key` writes it.
 * @param where the key's name in errors
 * @throws SlipwayError E_CONFIG
 */
export function openPublicKey(pem: string, where: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) {
    throw new SlipwayError('E_CONFIG', `${where} is a private key, and verifying takes the public one`, {
      hint: 'cosign public-key --key FILE writes it',
    });
  }
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new SlipwayError('E_CONFIG', `${where} is no public key in PEM`, { cause });
  }
}
