import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, inflateRaw, type ZlibOptions } from 'node:zlib';
import { SlipwayError } from '../support/errors.ts';
import { type Block, type BlockCut, type PackedBefore, packedOnce } from './blocks.ts';

/** Each block is deflated with the end of the one before as its dictionary, as pigz does. That costs some bytes a block. */
export const gzipCut: BlockCut = { blockBytes: 1 << 19, dictionaryBytes: 1 << 15, atOnce: 2, inWork: 4 };

/** RFC 1951, section 3.2.3: a last block of fixed codes that holds its end alone. */
const lastBlock = Buffer.from([0x03, 0x00]);

/** RFC 1952, section 2.3, without name, comment and extra field. */
export const gzipHeaderBytes = 10;

/**
 * One gzip member (RFC 1952) of the input, compressed in zlib's own threads. The bytes depend on the input, the level and
 * zlib's version alone.
 * @param before blocks that need not be deflated again
 */
export async function* gzipped(
  input: AsyncIterable<Uint8Array>,
  level: number,
  before?: PackedBefore,
): AsyncGenerator<Uint8Array> {
  yield header(level);
  const { checksum, bytes } = yield* deflatedStream(input, level, before);
  yield trailer(checksum, bytes);
}

/** What the readers of a deflated stream hold its content against. */
export interface DeflatedContent {
  /** CRC-32 (RFC 1952, section 8). */
  readonly checksum: number;
  /** Unpacked. */
  readonly bytes: number;
}

/** The same without a member's header and trailer: one stream of RFC 1951, as zip archives have it too. */
export async function* deflatedStream(
  input: AsyncIterable<Uint8Array>,
  level: number,
  before?: PackedBefore,
): AsyncGenerator<Uint8Array, DeflatedContent> {
  let checksum = 0;
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of input) {
      checksum = crc32(chunk, checksum);
      bytes += chunk.length;
      yield chunk;
    }
  }
  yield* packedOnce(counted(), gzipCut, (block) => deflated(block, level), before);
  yield lastBlock;
  return { checksum, bytes };
}

/**
 * A block that ends on a byte's border and is not the last one (zlib manual, Z_SYNC_FLUSH), which was unpacked again: no byte
 * is given out that does not become what it was made of.
 * @throws SlipwayError E_INTERNAL when it becomes something else
 */
async function deflated({ block, dictionary }: Block, level: number): Promise<Buffer> {
  const shared = {
    windowBits: 15,
    finishFlush: constants.Z_SYNC_FLUSH,
    ...(dictionary !== undefined && { dictionary }),
  };
  const packed = await deflate(block, {
    ...shared,
    level,
    strategy: constants.Z_DEFAULT_STRATEGY,
    memLevel: 8,
    // Programs compress to less than this; what does not takes two.
    chunkSize: gzipCut.blockBytes / 2 + 1024,
  });
  const unpacked = await inflate(packed, { ...shared, chunkSize: gzipCut.blockBytes + 1024 });
  if (unpacked.equals(block)) return packed;
  throw new SlipwayError('E_INTERNAL', 'a block that was just deflated unpacks to something else');
}

const deflate = promisify(deflateRaw) as (block: Buffer, options: ZlibOptions) => Promise<Buffer>;
const inflate = promisify(inflateRaw) as (block: Buffer, options: ZlibOptions) => Promise<Buffer>;

/** RFC 1952, section 2.3.1: no time, the level's mark as zlib has it (XFL), system unknown. */
function header(level: number): Buffer {
  const mark = level === 9 ? 2 : level === 1 ? 4 : 0;
  return Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, mark, 255]);
}

function trailer(checksum: number, bytes: number): Buffer {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(checksum, 0);
  end.writeUInt32LE(bytes % 2 ** 32, 4);
  return end;
}
