import { type BinaryLike, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { parseFields } from '../../support/fields.ts';
import { type FieldReader, readFields } from '../../support/read-fields.ts';
import { wrongKey, wrongPassword } from './faults.ts';

/** What `cosign generate-key-pair` writes above its keys, since version 2 and before it. */
export const cosignLabels: readonly string[] = [
  'ENCRYPTED SIGSTORE PRIVATE KEY',
  'ENCRYPTED COSIGN PRIVATE KEY',
];

/** scrypt's memory is 128 · N · r bytes: more than this is no key of cosign's, which takes 64 MiB. */
const mostMemory = 1 << 30;

const derive: (
  password: BinaryLike,
  salt: BinaryLike,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer> = promisify(scrypt);

/**
 * Opens a key of cosign's (github.com/secure-systems-lab/go-securesystemslib, package encrypted): JSON with a key that
 * scrypt derives from the password, and NaCl's secretbox.
 * @param content what lies between the PEM's lines, decoded
 * @param where the key's name in errors
 * @returns PKCS#8, DER
 * @throws SlipwayError E_CONFIG when it is no such key, E_AUTH when the password does not open it
 */
export async function openCosignKey(content: Buffer, password: string, where: string): Promise<Buffer> {
  const fields = readFields(parseFields(content), (why) => wrongKey(where, why));
  const [kdf, cipher] = [fields.object('kdf'), fields.object('cipher')];
  named(kdf, 'scrypt');
  named(cipher, 'nacl/secretbox');
  const options = scryptOptions(kdf.object('params'));
  const salt = Buffer.from(kdf.text('salt'), 'base64');
  const nonce = Buffer.from(cipher.text('nonce'), 'base64');
  if (nonce.length !== 24) throw cipher.misfit('nonce', '24 bytes');
  const box = Buffer.from(fields.text('ciphertext'), 'base64');
  const key = await derive(password, salt, 32, options);
  try {
    return Buffer.from(xsalsa20poly1305(key, nonce).decrypt(box));
  } catch {
    throw wrongPassword(where);
  }
}

function named(fields: FieldReader, name: string): void {
  if (fields.text('name') !== name) throw fields.misfit('name', name);
}

/** RFC 7914, 2 and 6, checked here: a parameter that OpenSSL refuses shows up in what it is asked next. */
function scryptOptions(params: FieldReader): ScryptOptions {
  const [cost, blockSize, parallelization] = [params.length('N'), params.length('r'), params.length('p')];
  const isPowerOfTwo = cost > 1 && cost <= mostMemory && (cost & (cost - 1)) === 0;
  const memory = 128 * blockSize * (cost + parallelization + 4);
  const isSound = blockSize > 0 && parallelization > 0 && parallelization <= 16 && memory <= mostMemory;
  if (!isPowerOfTwo || !isSound) throw params.misfit('N', 'a cost that a key of cosign has');
  return { cost, blockSize, parallelization, maxmem: memory };
}
