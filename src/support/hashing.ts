import { createHash } from 'node:crypto';
import { fileWindows } from './file-windows.ts';

/** A content digest as OCI writes it (image-spec, descriptor.md, "Digests"); Slipway writes SHA-256 only. */
export type Digest = `sha256:${string}`;

export function sha256(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Digest and length of a file, read in windows: memory does not grow with the file. */
export async function sha256File(path: string): Promise<{ digest: Digest; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const window of fileWindows(path)) {
    hash.update(window);
    bytes += window.length;
  }
  return { digest: `sha256:${hash.digest('hex')}`, bytes };
}

export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** The 64 hexadecimal digits of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

/** A digest of any algorithm, taken apart. */
export interface ParsedDigest {
  readonly algorithm: string;
  readonly encoded: string;
}

/** Longer than any digest in use, and short enough for a file name and for a regular expression. */
const maxDigestLength = 255;
const hexDigits: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** A digest of any algorithm that the grammar allows (descriptor.md, "Digests"); the registered ones must have their exact form. */
export function parseDigest(text: string): ParsedDigest | undefined {
  if (text.length > maxDigestLength) return undefined;
  const match = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/.exec(text);
  const [, algorithm, encoded] = match ?? [];
  if (algorithm === undefined || encoded === undefined) return undefined;
  const digits = Object.hasOwn(hexDigits, algorithm) ? hexDigits[algorithm] : undefined;
  if (digits !== undefined && !(encoded.length === digits && /^[0-9a-f]+$/.test(encoded))) return undefined;
  return { algorithm, encoded };
}
