import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { SlipwayError } from '../support/errors.ts';

/** Bytes of known length that are read in pieces, so that memory does not grow with them. */
export interface ByteSource {
  readonly length: number;
  /**
   * Exactly `length` bytes from `offset`.
   * @param into what to use for them where they have to be copied: at least as long
   * @throws SlipwayError E_BINARY when they do not all lie inside, with offset and lengths
   */
  read(offset: number, length: number, into?: Buffer): Uint8Array;
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    length: bytes.length,
    read(offset, length) {
      checkRange(bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/**
 * Opens a file for the time of one call. Reads are synchronous: a view of an executable touches a few kilobytes.
 * @throws SlipwayError E_BINARY for reads out of range or a file that is cut while it is read; the system's error when it
 * cannot be opened
 */
export function withFileSource<T>(path: string, use: (source: ByteSource) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return use(fileSource(path, descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function fileSource(path: string, descriptor: number): ByteSource {
  const total = fstatSync(descriptor).size;
  return {
    length: total,
    read(offset, length, into) {
      checkRange(total, offset, length);
      const bytes = into?.subarray(0, length) ?? Buffer.allocUnsafeSlow(length);
      let filled = 0;
      while (filled < length) {
        const got = readSync(descriptor, bytes, filled, length - filled, offset + filled);
        if (got === 0)
          throw new SlipwayError('E_BINARY', `${path} became shorter than ${total} bytes while it was read`);
        filled += got;
      }
      return bytes;
    },
  };
}

function checkRange(total: number, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= total) return;
  throw new SlipwayError(
    'E_BINARY',
    `the file ends at byte ${total}, but ${length} bytes are said to be at offset ${offset}`,
    { hint: 'the file is damaged or cut; build it again' },
  );
}
