import { formatCompression } from '../request/compression.ts';
import type { Compression } from '../request/request.ts';
import type { PackedBefore } from './blocks.ts';
import { mediaType } from './descriptor.ts';
import { gzipCut, gzipHeaderBytes, gzipped } from './gzip.ts';
import { windowLog, zstdCut, zstdFrames } from './zstd.ts';

/**
 * Compresses a stream in zlib's own threads, so the main thread stays free. The bytes depend on the input, the
 * compression and the library's version alone: not on cores, on timing, or on how the input was cut.
 * @param before blocks that need not be packed again
 * @throws SlipwayError E_INTERNAL when what was packed unpacks to something else
 */
export function compressed(
  input: AsyncIterable<Uint8Array>,
  { algorithm, level }: Compression,
  before?: PackedBefore,
): AsyncGenerator<Uint8Array> {
  return algorithm === 'gzip' ? gzipped(input, level, before) : zstdFrames(input, level, before);
}

/** Where in what is compressed so the first block begins, and how many are in work at a time. */
export function blocksOf({ algorithm, level }: Compression): {
  readonly start: number;
  readonly inWork: number;
} {
  return algorithm === 'gzip'
    ? { start: gzipHeaderBytes, inWork: gzipCut.inWork }
    : { start: 0, inWork: zstdCut(level).inWork };
}

/** All that the compressed bytes depend on besides their input: part of cache keys and of the report. */
export function compressorIdentity(compression: Compression): string {
  const { zlib, zstd } = process.versions;
  const pinned =
    compression.algorithm === 'gzip'
      ? `zlib ${zlib}, blocks of ${gzipCut.blockBytes} after ${gzipCut.dictionaryBytes}, window 15, memory 8, os 255`
      : `zstd ${zstd}, frames of ${zstdCut(compression.level).blockBytes}, window ${windowLog}, no workers, no checksum`;
  return `${formatCompression(compression)} (${pinned})`;
}

/** The media type of a layer compressed so (image-spec, layer.md). */
export function layerMediaType(compression: Compression): string {
  return compression.algorithm === 'gzip' ? mediaType.layerGzip : mediaType.layerZstd;
}
