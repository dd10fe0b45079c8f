import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createGzip, createZstdCompress } from 'node:zlib';
import { formatCompression } from '../request/compression.ts';
import type { Compression } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { mediaType } from './descriptor.ts';

/**
 * Bytes handed to the compressor at a time. zstd's output depends on how its input is cut, so the cut is part of the
 * format here and must not follow from how a disk or a stream happens to deliver.
 */
const inputBlock = 1 << 20;

/** RFC 1952, section 2.3.1, OS: zlib writes the system it was built for; 255 is "unknown". */
const gzipOs = { offset: 9, unknown: 255 } as const;

/**
 * Compresses a stream in zlib's own threads, so the main thread stays free. The bytes depend on the input, the
 * compression and the library's version alone: not on cores, on timing, or on how the input was cut.
 */
export function compressed(
  input: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncIterable<Uint8Array> {
  const engine = compressor(compression);
  // Errors of either side destroy the engine, where the reader of its output meets them.
  pipeline(Readable.from(recut(input, inputBlock)), engine, () => {});
  return compression.algorithm === 'gzip' ? withUnknownOs(engine) : engine;
}

function compressor({ algorithm, level }: Compression): Transform {
  const chunkSize = 1 << 16;
  if (algorithm === 'gzip') {
    const { Z_DEFAULT_STRATEGY: strategy } = constants;
    return createGzip({ level, strategy, windowBits: 15, memLevel: 8, chunkSize });
  }
  return createZstdCompress({
    chunkSize,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_checksumFlag]: 0,
      // With one worker or more, Node's asynchronous zstd silently loses data (seen on Node 22, 24 and 26).
      [constants.ZSTD_c_nbWorkers]: 0,
    },
  });
}

/** The same bytes in blocks of exactly `size`, but for the last. */
async function* recut(input: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let block = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const chunk of input) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + size - filled);
      block.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < size) continue;
      yield block;
      block = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

async function* withUnknownOs(gzip: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of gzip) {
    if (first && chunk.length <= gzipOs.offset) {
      throw new SlipwayError('E_INTERNAL', `the first ${chunk.length} bytes of a gzip stream came alone`);
    }
    if (first) chunk[gzipOs.offset] = gzipOs.unknown;
    first = false;
    yield chunk;
  }
}

/** All that the compressed bytes depend on besides their input: part of cache keys and of the report. */
export function compressorIdentity(compression: Compression): string {
  const library = compression.algorithm === 'gzip' ? 'zlib' : 'zstd';
  const pinned = compression.algorithm === 'gzip' ? 'window 15, memory 8, os 255' : 'no workers, no checksum';
  return `${formatCompression(compression)} (${library} ${process.versions[library]}, blocks of ${inputBlock}, ${pinned})`;
}

/** The media type of a layer compressed so (image-spec, layer.md). */
export function layerMediaType(compression: Compression): string {
  return compression.algorithm === 'gzip' ? mediaType.layerGzip : mediaType.layerZstd;
}
