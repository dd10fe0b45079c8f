import { createSign, type KeyObject } from 'node:crypto';
import type { SigningKey } from './keys/private-key.ts';

/** What is signed, as often as it is asked for. */
export type Chunks = () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Whom a signature is of, as a bundle says it. */
export type SignedBy =
  | { readonly kind: 'key'; readonly publicKey: KeyObject; readonly hint: string }
  /** DER, the leaf alone: who verifies knows the authorities. */
  | { readonly kind: 'certificate'; readonly certificate: Buffer };

export interface Signed {
  /** ECDSA over SHA-256 of the bytes, as DER (RFC 3279, 2.2.3). */
  readonly signature: Buffer;
  readonly by: SignedBy;
}

/** Port: signs bytes. */
export interface Signer {
  /** @throws SlipwayError E_AUTH, E_SIGN, E_NETWORK where a certificate has to be had first; E_IO */
  sign(content: Chunks): Promise<Signed>;
}

export function keySigner({ privateKey, publicKey, hint }: SigningKey): Signer {
  return {
    sign: async (content) => ({
      signature: await signWith(privateKey, content),
      by: { kind: 'key', publicKey, hint },
    }),
  };
}

/** ECDSA with SHA-256 over content as it streams by. */
export async function signWith(key: KeyObject, content: Chunks): Promise<Buffer> {
  const sign = createSign('sha256');
  for await (const chunk of content()) sign.update(chunk);
  return sign.sign(key);
}
