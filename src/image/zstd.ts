import { promisify } from 'node:util';
import { constants, createZstdCompress, type ZstdOptions, zstdCompress, zstdDecompress } from 'node:zlib';
import { SlipwayError } from '../support/errors.ts';
import {
  type Block,
  type BlockCut,
  blockKey,
  type PackedBefore,
  packedBlocks,
  packedOnce,
} from './blocks.ts';

/** The most that every decoder should be able to look back (RFC 8878, section 3.1.1.1.2). */
export const windowLog = 23;

/**
 * Each block is a frame that stands alone, so that they are packed side by side. What is lost is that a frame cannot look back into
 * the one before, and what is gained that its window is all of it: together half a percent at most. Where a level asks for
 * size at any price, frames are longer.
 */
export function zstdCut(level: number): BlockCut {
  return { blockBytes: level > 12 ? 1 << 25 : 1 << 23, dictionaryBytes: 0, atOnce: 2, inWork: 2 };
}

/**
 * Frames of zstd (RFC 8878, section 3) of the input, compressed in zlib's own threads. The bytes depend on the input, the level and the
 * library's version alone.
 * @param before frames that need not be compressed again
 */
export async function* zstdFrames(
  input: AsyncIterable<Uint8Array>,
  level: number,
  before?: PackedBefore,
): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const frame of packedOnce(input, zstdCut(level), (block) => frameOf(block, level), before)) {
    count += 1;
    yield frame;
  }
  // Where there is nothing there is a frame of nothing.
  if (count === 0) yield frameOf(nothing, level);
}

const nothing: Block = { block: Buffer.alloc(0), dictionary: undefined };

/** Lengths of frames, by their keys. */
export type FrameLengths = ReadonlyMap<string, number>;

/**
 * How long each frame would be, in their order; at least one.
 * @param known those that need not be compressed
 * @param signal when nobody wants to know any more
 */
export async function zstdLengths(
  input: AsyncIterable<Uint8Array>,
  level: number,
  known: FrameLengths,
  signal?: AbortSignal,
): Promise<readonly (readonly [key: string, bytes: number])[]> {
  const measure = async (block: Block) => {
    signal?.throwIfAborted();
    const key = blockKey(block);
    return [key, known.get(key) ?? (await frameLength(block, level))] as const;
  };
  const lengths: (readonly [string, number])[] = [];
  // Somebody else has use of the other cores, and of the memory.
  const cut = { ...zstdCut(level), atOnce: 1, inWork: 0 };
  for await (const length of packedBlocks(input, cut, measure)) lengths.push(length);
  return lengths.length > 0 ? lengths : [await measure(nothing)];
}

/** Without holding it: what is thrown away stays in memory for a while. */
async function frameLength(block: Block, level: number): Promise<number> {
  const engine = createZstdCompress({ ...optionsOf(block, level), chunkSize: 1 << 16 });
  engine.end(block.block);
  let bytes = 0;
  for await (const chunk of engine as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}

/** @throws SlipwayError E_INTERNAL when it becomes something else */
async function frameOf(block: Block, level: number): Promise<Buffer> {
  const packed = await compress(block.block, optionsOf(block, level));
  const unpacked = await decompress(packed, { chunkSize });
  if (unpacked.equals(block.block)) return packed;
  throw new SlipwayError('E_INTERNAL', 'a frame that was just made unpacks to something else');
}

const chunkSize = 1 << 20;

function optionsOf({ block }: Block, level: number): ZstdOptions {
  return {
    chunkSize,
    // Otherwise a frame's header would not say so, and its tables would be for a stream without an end.
    pledgedSrcSize: block.length,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_windowLog]: windowLog,
      [constants.ZSTD_c_checksumFlag]: 0,
      // With one worker or more, Node's asynchronous zstd silently loses data (seen on Node 22, 24 and 26).
      [constants.ZSTD_c_nbWorkers]: 0,
    },
  };
}

const compress = promisify(zstdCompress) as (block: Buffer, options: ZstdOptions) => Promise<Buffer>;
const decompress = promisify(zstdDecompress) as (frame: Buffer, options: ZstdOptions) => Promise<Buffer>;
