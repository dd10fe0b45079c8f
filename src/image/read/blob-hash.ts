import { createHash, type Hash } from 'node:crypto';
import { fileWindows } from '../../support/file-windows.ts';
import { parseDigest } from '../../support/hashing.ts';

/** One that is decompressed, one that waits for that, one that is being read, and one to spare. */
const windowsInFlight = 4;

/** Where a blob lies; `bytes` is its length now. */
export interface BlobFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a blob's bytes really are. `digest` is undefined for an algorithm that image-spec does not register. */
export interface BlobFacts {
  readonly digest: string | undefined;
  readonly bytes: number;
}

/** A hash of the algorithm that `digest` names (image-spec, descriptor.md, "Registered algorithms"). */
export function hasherFor(digest: string): { hash: Hash; result: () => string } | undefined {
  const algorithm = parseDigest(digest)?.algorithm;
  if (algorithm !== 'sha256' && algorithm !== 'sha512') return undefined;
  const hash = createHash(algorithm);
  return { hash, result: () => `${algorithm}:${hash.digest('hex')}` };
}

export function hashBytes(content: Uint8Array, digest: string): BlobFacts {
  const hasher = hasherFor(digest);
  hasher?.hash.update(content);
  return { digest: hasher?.result(), bytes: content.length };
}

export async function hashFile(path: string, digest: string): Promise<BlobFacts> {
  return await hashingFile(path, digest).finish();
}

/** A file that is hashed once while it is read, also when parts of it are read again. */
export interface HashingFile {
  /** The bytes from `start` to the end, in pieces that hold them until four more were asked for. */
  read(start: number): AsyncGenerator<Uint8Array>;
  /** Hashes what was not read yet. */
  finish(): Promise<BlobFacts>;
}

export function hashingFile(path: string, digest: string): HashingFile {
  const hasher = hasherFor(digest);
  let hashed = 0;
  async function* read(start: number): AsyncGenerator<Uint8Array> {
    let at = start;
    for await (const bytes of fileWindows(path, { start, slots: windowsInFlight })) {
      at += bytes.length;
      if (at > hashed) {
        hasher?.hash.update(bytes.subarray(bytes.length - (at - hashed)));
        hashed = at;
      }
      yield bytes;
    }
  }
  return {
    read,
    finish: async () => {
      for await (const _ of read(hashed));
      return { digest: hasher?.result(), bytes: hashed };
    },
  };
}
