import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { HashingFile } from './blob-hash.ts';

/** A file that somebody reads while it is written. */
export interface WrittenFile extends HashingFile {
  /** Bytes that were written so far. */
  readonly length: () => number;
}

/**
 * Content that goes into a file piece by piece, as its reader asks for it; `finish` writes the rest. Each piece is hashed
 * on its way and can be read once: whoever reads gets the bytes that the digest is taken of.
 */
export function writtenFile(content: AsyncIterable<Uint8Array>, handle: FileHandle): WrittenFile {
  const pieces = content[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  let bytes = 0;
  /** Who stops reading closes this generator, and not the content, which has to be written all the same. */
  async function* read(start: number): AsyncGenerator<Uint8Array> {
    if (start !== bytes) return;
    for (;;) {
      const { done, value } = await pieces.next();
      if (done === true) return;
      const position = bytes;
      bytes += value.length;
      hash.update(value);
      await writeAll(handle, value, position);
      yield value;
    }
  }
  return {
    length: () => bytes,
    read,
    finish: async () => {
      for await (const _ of read(bytes));
      return { digest: `sha256:${hash.digest('hex')}`, bytes };
    },
  };
}

/** A disk that is nearly full takes a part first, and refuses the rest. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
