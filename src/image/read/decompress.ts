import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

export type LayerCompression = 'none' | 'gzip' | 'zstd';

/** How far a layer may unpack before it is taken for a decompression bomb. */
export interface UnpackLimits {
  readonly maxBytes: number;
  /** Unpacked over compressed bytes, judged once more than `ratioFromBytes` were unpacked. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
}

/** Deflate cannot do better than 1032:1, and no real layer comes near it. */
export const defaultLimits: UnpackLimits = {
  maxBytes: 64 * 2 ** 30,
  maxRatio: 1024,
  ratioFromBytes: 2 ** 30,
};

/** A file that can be read from any place on, in pieces that need to hold their bytes until four more were asked for. */
export interface ReadableFile {
  read(start: number): AsyncIterable<Uint8Array>;
}

/** Why a layer's compressed bytes do not unpack; message in words for a person. */
export class UnpackFault extends Error {}

/**
 * A layer's uncompressed bytes. gzip members and zstd frames may follow each other (RFC 1952, section 2.2; RFC 8878,
 * section 3), and nothing else may follow them.
 * @param length the file's length in bytes; of one that is still being written, how much was read of it
 * @throws UnpackFault when the content is not of its kind, is cut, has something after it, or is a bomb
 */
export async function* unpacked(
  file: ReadableFile,
  length: () => number,
  compression: LayerCompression,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array> {
  let out = 0;
  const count = (chunk: Buffer): Buffer => {
    out += chunk.length;
    if (out > limits.maxBytes) throw new UnpackFault(`it unpacks to more than ${limits.maxBytes} bytes`);
    if (out > limits.ratioFromBytes && out > length() * limits.maxRatio) {
      throw new UnpackFault(
        `it unpacks to more than ${limits.maxRatio} times its length: a decompression bomb`,
      );
    }
    return chunk;
  };
  if (compression === 'none') {
    for await (const chunk of file.read(0)) {
      if (out === 0) refuseCompressed(chunk);
      // Who reads an archive may keep more of it than the file's windows hold.
      yield count(Buffer.from(chunk));
    }
    return;
  }
  let start = 0;
  do {
    const consumed: Consumed = { bytes: 0 };
    for await (const chunk of oneStream(file, start, compression, consumed)) yield count(chunk);
    start += consumed.bytes;
    // Node's gunzip goes on to the next member by itself; its zstd stops after each frame.
    if (start < length() && (compression === 'gzip' || consumed.bytes === 0)) {
      throw new UnpackFault(
        `${length() - start} bytes follow the end of the ${compression} data at byte ${start}`,
      );
    }
  } while (start < length());
}

/**
 * How an archive is compressed by its first bytes: a plain one begins with a file name, which has none of these (RFC 1952,
 * section 2.3.1; RFC 8878, section 3.1.1).
 */
export async function compressionOfFile(path: string): Promise<LayerCompression> {
  await using handle = await open(path);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return compressionOf(buffer.subarray(0, bytesRead));
}

function compressionOf(start: Uint8Array): LayerCompression {
  const magic = Buffer.from(start.subarray(0, 4)).toString('hex');
  return magic.startsWith('1f8b') ? 'gzip' : magic === '28b52ffd' ? 'zstd' : 'none';
}

function refuseCompressed(chunk: Uint8Array): void {
  const is = compressionOf(chunk);
  if (is !== 'none')
    throw new UnpackFault(`it is ${is} data, and its media type says that it is not compressed`);
}

interface Consumed {
  bytes: number;
}

async function* oneStream(
  file: ReadableFile,
  start: number,
  compression: 'gzip' | 'zstd',
  consumed: Consumed,
): AsyncGenerator<Buffer> {
  const options = { chunkSize: 1 << 17 };
  const decoder = compression === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
  const source = Readable.from(file.read(start), { objectMode: false, highWaterMark: 1 << 17 });
  let readFailure: Error | undefined;
  source.once('error', (error) => {
    readFailure = error;
    decoder.destroy(error);
  });
  source.pipe(decoder);
  try {
    for await (const chunk of decoder) yield chunk as Buffer;
    consumed.bytes = decoder.bytesWritten;
  } catch (error) {
    if (readFailure !== undefined || !isDecoderFault(error)) throw error;
    throw new UnpackFault(
      `its ${compression} data is damaged near byte ${start + decoder.bytesWritten}: ${error.message}`,
    );
  } finally {
    source.destroy();
    decoder.destroy();
  }
}

/** zlib names its faults Z_… and ZSTD_…. */
function isDecoderFault(error: unknown): error is Error {
  return error instanceof Error && /^Z(STD)?_/.test(String((error as NodeJS.ErrnoException).code));
}
