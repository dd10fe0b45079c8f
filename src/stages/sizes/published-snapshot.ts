import { gunzipSync } from 'node:zlib';
import { decodeSnapshot } from '../../size/read-snapshot.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import { SlipwayError } from '../../support/errors.ts';

/** Longer than any snapshot. */
const mostBytes = 64 * 1024 * 1024;

/**
 * A snapshot as it lies beside an image: packed, or as it is.
 * @param where what messages call it
 * @throws SlipwayError E_REGISTRY when it cannot be unpacked; E_CONFIG when it is none, or of a newer Slipway
 */
export function readPublished(content: Uint8Array, where: string): SizeSnapshot {
  const what = `the size snapshot of ${where}`;
  const plain = unpacked(content, (cause) => {
    const hint =
      'it may be damaged: publish once more with --attach-snapshot, or compare with rebuild:BRANCH';
    return new SlipwayError('E_REGISTRY', `${what} cannot be unpacked`, { cause, hint });
  });
  return decodeSnapshot(Buffer.from(plain).toString('utf8'), what);
}

/** @param fault makes the error of what cannot be unpacked, or is too long */
export function unpacked(content: Uint8Array, fault: (cause: unknown) => Error): Uint8Array {
  // RFC 1952, 2.3.1: a member of gzip begins with these two bytes, and no JSON does.
  const isPacked = content[0] === 0x1f && content[1] === 0x8b;
  try {
    return isPacked ? gunzipSync(content, { maxOutputLength: mostBytes }) : content;
  } catch (cause) {
    throw fault(cause);
  }
}
