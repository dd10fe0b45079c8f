import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw, inflateRaw, type ZlibOptions } from 'node:zlib';
import pLimit from 'p-limit';
import { SlipwayError } from '../support/errors.ts';

/**
 * How a stream is cut, which is part of the bytes and so never follows from the machine: each block is deflated by itself,
 * with the end of the one before as its dictionary, as pigz does. That costs some bytes a block.
 */
export const gzipCut = { blockBytes: 1 << 19, dictionaryBytes: 1 << 15 } as const;

/** Blocks that are compressed at a time, whatever the cores: what memory may cost. */
export const gzipBlocksAtOnce = 2;
/** Blocks that are read, compressed or wait for their turn to be written. */
export const blocksInWork = gzipBlocksAtOnce + 2;

/** RFC 1951, section 3.2.3: a last block of fixed codes that holds its end alone. */
const lastBlock = Buffer.from([0x03, 0x00]);

/** Blocks as they were deflated before, at the same level by the same zlib: what they became follows from what they are. */
export interface DeflatedBefore {
  /**
   * A block's packed bytes, which hold until `blocksInWork` more were found.
   * @param key SHA-256 of a block after its dictionary
   */
  readonly find: (key: string) => Promise<Buffer | undefined>;
  /** Told of every block in the order of the member, of which the first begins at `gzipHeaderBytes`. */
  readonly note: (key: string, packedBytes: number) => void;
}

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
  before?: DeflatedBefore,
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
  before?: DeflatedBefore,
): AsyncGenerator<Uint8Array, DeflatedContent> {
  let checksum = 0;
  let bytes = 0;
  const count = (block: Uint8Array): void => {
    checksum = crc32(block, checksum);
    bytes += block.length;
  };
  const pack = before === undefined ? deflated : deflatedOnce(before);
  for await (const { key, packed } of deflatedBlocks(input, level, count, pack)) {
    if (key !== undefined) before?.note(key, packed.length);
    yield packed;
  }
  yield lastBlock;
  return { checksum, bytes };
}

interface Deflated {
  readonly key?: string;
  readonly packed: Buffer;
}

type Pack = (block: Block, level: number) => Promise<Deflated>;

/** Deflates what was not deflated before. */
function deflatedOnce({ find }: DeflatedBefore): Pack {
  return async ({ block, dictionary }, level) => {
    const hash = createHash('sha256');
    if (dictionary !== undefined) hash.update(dictionary);
    const key = hash.update(block).digest('hex');
    const packed = await find(key);
    return packed === undefined
      ? { ...(await deflated({ block, dictionary }, level)), key }
      : { packed, key };
  };
}

/** The blocks in their order, some of them in work at a time. */
async function* deflatedBlocks(
  input: AsyncIterable<Uint8Array>,
  level: number,
  count: (block: Uint8Array) => void,
  pack: Pack,
): AsyncGenerator<Deflated> {
  const limit = pLimit(gzipBlocksAtOnce);
  const running: Promise<Deflated>[] = [];
  try {
    for await (const block of blocksOf(input)) {
      count(block.block);
      const packed = limit(() => pack(block, level));
      packed.catch(() => undefined);
      running.push(packed);
      if (running.length < blocksInWork) continue;
      const first = running.shift();
      if (first !== undefined) yield await first;
    }
    for (const packed of running) yield await packed;
  } finally {
    // The threads read from the blocks' buffers until they end.
    await Promise.allSettled(running);
  }
}

interface Block {
  /** Holds its bytes until `blocksInWork` more blocks were asked for. */
  readonly block: Buffer;
  /** The bytes before it, as many as deflate can look back to. */
  readonly dictionary: Buffer | undefined;
}

/** The input in blocks of one length, but for the last, in buffers that are written over: nothing is left for the collector. */
async function* blocksOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Block> {
  const { blockBytes, dictionaryBytes } = gzipCut;
  const ring: Buffer[] = [];
  let slot = nextSlot(ring);
  let filled = 0;
  let first = true;
  const cut = (): Block => {
    const block = slot.subarray(dictionaryBytes, dictionaryBytes + filled);
    const dictionary = first ? undefined : slot.subarray(0, dictionaryBytes);
    const next = nextSlot(ring);
    slot.copy(next, 0, filled, filled + dictionaryBytes);
    [slot, filled, first] = [next, 0, false];
    return { block, dictionary };
  };
  for await (const chunk of input) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + blockBytes - filled);
      slot.set(part, dictionaryBytes + filled);
      filled += part.length;
      from += part.length;
      if (filled === blockBytes) yield cut();
    }
  }
  if (filled > 0) yield cut();
}

/** The buffer whose block is done; a new one while there are few. */
function nextSlot(ring: Buffer[]): Buffer {
  const free = ring.length > blocksInWork ? ring.shift() : undefined;
  const slot = free ?? Buffer.allocUnsafeSlow(gzipCut.dictionaryBytes + gzipCut.blockBytes);
  ring.push(slot);
  return slot;
}

/**
 * A block that ends on a byte's border and is not the last one (zlib manual, Z_SYNC_FLUSH), which was unpacked again: no byte
 * is given out that does not become what it was made of.
 * @throws SlipwayError E_INTERNAL when it becomes something else
 */
async function deflated({ block, dictionary }: Block, level: number): Promise<Deflated> {
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
  if (unpacked.equals(block)) return { packed };
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
