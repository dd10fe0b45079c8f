import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { cosignLabels, openCosignKey } from './cosign-key.ts';
import { noPassword, wrongKey, wrongPassword } from './faults.ts';
import { hintOf, isP256 } from './public-key.ts';

/** A key that signs, ECDSA over P-256 with SHA-256. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** What bundles name it by. */
  readonly hint: string;
}

/** RFC 7468, 3: the first block of a text, its label and its content. */
const block = /-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----/;

/**
 * Reads a private key: cosign's own form, or PKCS#8 and SEC 1, encrypted or not.
 * @param pem the file's text
 * @param where the key's name in errors
 * @throws SlipwayError E_CONFIG when it is no ECDSA key over P-256; E_AUTH when it is encrypted and the password is not
 * there or another
 */
export async function openPrivateKey(
  pem: string,
  where: string,
  password: string | undefined,
): Promise<SigningKey> {
  const [, label = '', body = ''] = block.exec(pem) ?? [];
  if (label.endsWith('PUBLIC KEY')) throw wrongKey(where, 'it is a public key');
  if (!label.endsWith('PRIVATE KEY')) throw wrongKey(where, 'it is no PEM with a private key in it');
  const encrypted = label.includes('ENCRYPTED');
  if (encrypted && password === undefined) throw noPassword(where);
  const privateKey = cosignLabels.includes(label)
    ? derKey(await openCosignKey(Buffer.from(body, 'base64'), password ?? '', where), where)
    : pemKey(pem, where, encrypted ? password : undefined);
  if (!isP256(privateKey)) {
    throw wrongKey(where, `it is a key of the kind ${kindOf(privateKey)}, not ECDSA over P-256`);
  }
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, hint: hintOf(publicKey) };
}

function derKey(key: Buffer, where: string): KeyObject {
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw wrongKey(where, 'what its password opens is no PKCS#8', cause);
  }
}

function pemKey(key: string, where: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    throw passphrase === undefined ? wrongKey(where, 'OpenSSL cannot read it', cause) : wrongPassword(where);
  }
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const { namedCurve } = asymmetricKeyDetails ?? {};
  return namedCurve === undefined ? String(asymmetricKeyType) : `${asymmetricKeyType} over ${namedCurve}`;
}
