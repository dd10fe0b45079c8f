import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * Signed notes (golang.org/x/mod/sumdb/note): text, a blank line, and one signature line per signer,
 * `— NAME BASE64(key hash, signature)`. Only Ed25519 keys exist.
 */
export interface Verifier {
  readonly name: string;
  /** The first four bytes of SHA-256(name, newline, algorithm, key). */
  readonly keyHash: number;
  readonly isSigned: (text: Buffer, signature: Buffer) => boolean;
}

const ed25519 = 1;
/** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410, 4). */
const publicKeyPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const maximumSignatures = 100;

/** Reads a verifier key, `NAME+HASH+BASE64`; undefined when it is malformed or its hash does not fit. */
export function parseVerifier(text: string): Verifier | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/i.exec(text);
  if (match === null) return undefined;
  const [, name = '', hash = '', encoded = ''] = match;
  const key = Buffer.from(encoded, 'base64');
  const keyHash = Number.parseInt(hash, 16);
  if (key[0] !== ed25519 || key.length !== 33 || hashOfKey(name, key) !== keyHash) return undefined;
  const publicKey = createPublicKey({
    key: Buffer.concat([publicKeyPrefix, key.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return { name, keyHash, isSigned: (message, signature) => verify(null, message, publicKey, signature) };
}

/** The number that a signature line begins with, from a signer's name and its algorithm byte and key. */
export function hashOfKey(name: string, key: Uint8Array): number {
  return createHash('sha256').update(`${name}\n`).update(key).digest().readUInt32BE(0);
}

export type NoteFault = 'malformed' | 'wrong signature' | 'not signed by the expected key';

/**
 * The text of a note that the verifier's key signed. Signatures by others are passed over; a wrong one by the expected key
 * is a fault even beside a right one.
 */
export function openNote(note: Buffer, verifier: Verifier): { text: string } | { fault: NoteFault } {
  const split = note.lastIndexOf('\n\n');
  const whole = note.toString('utf8');
  if (split < 0 || whole.includes('\ufffd') || /[\x00-\x09\x0b-\x1f]/.test(whole))
    return { fault: 'malformed' };
  const message = note.subarray(0, split + 1);
  const lines = note
    .subarray(split + 2)
    .toString('utf8')
    .split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > maximumSignatures)
    return { fault: 'malformed' };
  let signed = false;
  for (const line of lines) {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line);
    const bytes = Buffer.from(match?.[2] ?? '', 'base64');
    if (match === null || bytes.length < 5) return { fault: 'malformed' };
    if (match[1] !== verifier.name || bytes.readUInt32BE(0) !== verifier.keyHash) continue;
    if (!verifier.isSigned(message, bytes.subarray(4))) return { fault: 'wrong signature' };
    signed = true;
  }
  return signed ? { text: message.toString('utf8') } : { fault: 'not signed by the expected key' };
}
