import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { openPrivateKey } from '../../src/attest/keys/private-key.ts';
import { openPublicKey, spkiOf } from '../../src/attest/keys/public-key.ts';
import { readPrivateKey } from '../../src/attest/keys/read-key.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { type CosignKeys, cosignKeys } from '../support/attest/keys.ts';
import { refusal } from '../support/refusal.ts';
import { lacks } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const ecPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

function same(one: KeyObject, other: KeyObject): void {
  assert.deepEqual(spkiOf(one), spkiOf(other));
}

describe('keys of cosign generate-key-pair', { skip: lacks('cosign') }, () => {
  const folder = temporaryFolders(after);
  let keys: CosignKeys;
  before(async () => {
    keys = await cosignKeys(await folder());
  });

  test('open with their password, and have the public key that cosign wrote beside', async () => {
    const { publicKey, hint } = await openPrivateKey(keys.privatePem, 'k', keys.password);
    same(publicKey, createPublicKey(keys.publicPem));
    assert.match(hint, /^[A-Za-z0-9+/]{43}=$/);
  });

  test('are read from a file or a variable, with the password of COSIGN_PASSWORD', async () => {
    const env = { COSIGN_PASSWORD: keys.password, SIGNING_KEY: keys.privatePem };
    const fromFile = await readPrivateKey({ kind: 'file', path: keys.privateFile }, env);
    const fromVariable = await readPrivateKey({ kind: 'variable', name: 'SIGNING_KEY' }, env);
    same(fromFile.publicKey, fromVariable.publicKey);
    const unset = await refusal(() => readPrivateKey({ kind: 'variable', name: 'NOT_SET' }, env), 'E_AUTH');
    assert.match(unset.message, /NOT_SET is not set/);
  });

  test('of a version before 2 differ by their label alone', async () => {
    const old = keys.privatePem.replaceAll('ENCRYPTED SIGSTORE', 'ENCRYPTED COSIGN');
    same((await openPrivateKey(old, 'k', keys.password)).publicKey, createPublicKey(keys.publicPem));
  });

  test('do not open with another password, and nothing says which it was', async () => {
    const wrong = await refusal(() => openPrivateKey(keys.privatePem, 'my.key', 'guess-work'), 'E_AUTH');
    assert.match(wrong.message, /COSIGN_PASSWORD does not open the private key my\.key/);
    assert.doesNotMatch(`${wrong.message}${wrong.hint}${wrong.cause}`, /guess-work/);
    const missing = await refusal(() => openPrivateKey(keys.privatePem, 'my.key', undefined), 'E_AUTH');
    assert.match(missing.message, /is encrypted, and COSIGN_PASSWORD is not set/);
  });

  test('whose public half is given are refused by that', async () => {
    const { message } = await refusal(() => openPrivateKey(keys.publicPem, 'my.pub', ''));
    assert.match(message, /my\.pub is no private key that can sign here: it is a public key/);
  });

  test('may ask for no more memory than cosign takes', async () => {
    const greedy = rewritten(keys.privatePem, (fields) => {
      fields.kdf.params.N = 2 ** 30;
    });
    const { message } = await refusal(() => openPrivateKey(greedy, 'k', keys.password));
    assert.match(message, /kdf\.params\.N is not a cost/);
  });

  test('are refused, whatever bit of them was damaged', async () => {
    const fields = decoded(keys.privatePem);
    // Cheap ones: what is looked for is in the reader, not in scrypt.
    fields.kdf.params.N = 2;
    const text = JSON.stringify(fields);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(text);
        bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at);
        const error = await openPrivateKey(encoded(bytes), 'k', keys.password).catch((fault) => fault);
        assert.ok(error instanceof SlipwayError, String(error));
        assert.ok(['E_AUTH', 'E_CONFIG'].includes(error.code), `${error.code}: ${error.message}`);
      }),
      { numRuns: 200 },
    );
  });
});

interface CosignKeyFields {
  readonly kdf: { readonly params: { N: number } };
}

function decoded(pem: string): CosignKeyFields {
  const body = pem.replaceAll(/-----[^-]+-----|\s/g, '');
  return JSON.parse(Buffer.from(body, 'base64').toString('utf8')) as CosignKeyFields;
}

function encoded(content: Buffer): string {
  const label = 'ENCRYPTED SIGSTORE PRIVATE KEY';
  return `-----BEGIN ${label}-----\n${content.toString('base64')}\n-----END ${label}-----\n`;
}

function rewritten(pem: string, change: (fields: CosignKeyFields) => void): string {
  const fields = decoded(pem);
  change(fields);
  return encoded(Buffer.from(JSON.stringify(fields)));
}

test('keys of openssl sign too: PKCS#8, SEC 1, and PKCS#8 with a password', async () => {
  const { privateKey, publicKey } = ecPair();
  const pkcs8 = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const sec1 = privateKey.export({ format: 'pem', type: 'sec1' }).toString();
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'word' };
  const locked = privateKey.export({ format: 'pem', type: 'pkcs8', ...cipher }).toString();
  for (const pem of [pkcs8, sec1]) same((await openPrivateKey(pem, 'k', undefined)).publicKey, publicKey);
  same((await openPrivateKey(locked, 'k', 'word')).publicKey, publicKey);
  await refusal(() => openPrivateKey(locked, 'k', 'other'), 'E_AUTH');
  await refusal(() => openPrivateKey(locked, 'k', undefined), 'E_AUTH');
});

test('a key of another kind is refused by its kind, and the way out is cosign', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  for (const [key, kind] of [
    [rsa, /of the kind rsa, not ECDSA over P-256/],
    [p384, /of the kind ec over secp384r1/],
  ] as const) {
    const pem = key.export({ format: 'pem', type: 'pkcs8' }).toString();
    const { message, hint = '' } = await refusal(() => openPrivateKey(pem, 'k', undefined));
    assert.match(message, kind);
    assert.match(hint, /--signer cosign/);
  }
});

test('what is no key is refused without being quoted', async () => {
  const text = 'hunter2 is what I wrote in place of a path';
  const nothing = await refusal(() => openPrivateKey(text, 'env://KEY', undefined));
  assert.match(nothing.message, /env:\/\/KEY is no private key that can sign here: it is no PEM/);
  const broken = `-----BEGIN PRIVATE KEY-----\n${Buffer.from(text).toString('base64')}\n-----END PRIVATE KEY-----`;
  const { message, hint, cause } = await refusal(() => openPrivateKey(broken, 'k', undefined));
  assert.doesNotMatch(`${nothing.message}${message}${hint}${cause}`, /hunter2/);
});

test('verifying with a private key is refused', async () => {
  const pem = ecPair().privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const { hint = '' } = await refusal(() => openPublicKey(pem, 'cosign.key'));
  assert.match(hint, /cosign public-key/);
});
