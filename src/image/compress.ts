import { pipeline, Readable, type Transform } from 'node:stream';
import { constants, createZstdCompress } from 'node:zlib';
import { formatCompression } from '../request/compression.ts';
import type { Compression } from '../request/request.ts';
import { mediaType } from './descriptor.ts';
import { gzipCut, gzipped } from './gzip.ts';

/**
 * Bytes handed to zstd at a time. Its output depends on how its input is cut, so the cut is part of the
 * format here and must not follow from how a disk or a stream happens to deliver.
 */
const inputBlock = 1 << 20;

/**
 * Compresses a stream in zlib's own threads, so the main thread stays free. The bytes depend on the input, the
 * compression and the library's version alone: not on cores, on timing, or on how the input was cut.
 */
export function compressed(
  input: AsyncIterable<Uint8Array>,
  { algorithm, level }: Compression,
): AsyncIterable<Uint8Array> {
  if (algorithm === 'gzip') return gzipped(input, level);
  const engine = zstdCompressor(level);
  // Errors of either side destroy the engine, where the reader of its output meets them.
  pipeline(Readable.from(recut(input, inputBlock)), engine, () => {});
  return engine;
}

function zstdCompressor(level: number): Transform {
  return createZstdCompress({
    chunkSize: 1 << 16,
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

/** All that the compressed bytes depend on besides their input: part of cache keys and of the report. */
export function compressorIdentity(compression: Compression): string {
  const { zlib, zstd } = process.versions;
  const pinned =
    compression.algorithm === 'gzip'
      ? `zlib ${zlib}, blocks of ${gzipCut.blockBytes} after ${gzipCut.dictionaryBytes}, window 15, memory 8, os 255`
      : `zstd ${zstd}, blocks of ${inputBlock}, no workers, no checksum`;
  return `${formatCompression(compression)} (${pinned})`;
}

/** The media type of a layer compressed so (image-spec, layer.md). */
export function layerMediaType(compression: Compression): string {
  return compression.algorithm === 'gzip' ? mediaType.layerGzip : mediaType.layerZstd;
}
