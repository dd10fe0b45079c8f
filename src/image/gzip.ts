import { constants, crc32, deflateRaw } from 'node:zlib';
import pLimit from 'p-limit';

/**
 * How a stream is cut, which is part of the bytes and so never follows from the machine: each block is deflated by itself,
 * with the end of the one before as its dictionary, as pigz does. That costs some bytes a block.
 */
export const gzipCut = { blockBytes: 1 << 19, dictionaryBytes: 1 << 15 } as const;

/** Blocks that are compressed at a time, whatever the cores: what memory may cost. */
export const gzipBlocksAtOnce = 2;
/** Blocks that are read, compressed or wait for their turn to be written. */
const blocksInWork = gzipBlocksAtOnce + 2;

/** RFC 1951, section 3.2.3: a last block of fixed codes that holds its end alone. */
const lastBlock = Buffer.from([0x03, 0x00]);

/**
 * One gzip member (RFC 1952) of the input, compressed in zlib's own threads. The bytes depend on the input, the level and
 * zlib's version alone.
 */
export async function* gzipped(input: AsyncIterable<Uint8Array>, level: number): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  let bytes = 0;
  let started = false;
  const count = (block: Uint8Array): void => {
    checksum = crc32(block, checksum);
    bytes += block.length;
  };
  for await (const packed of deflatedBlocks(input, level, count)) {
    if (!started) yield header(level);
    started = true;
    yield packed;
  }
  if (!started) yield header(level);
  yield lastBlock;
  yield trailer(checksum, bytes);
}

/** The blocks in their order, some of them in work at a time. */
async function* deflatedBlocks(
  input: AsyncIterable<Uint8Array>,
  level: number,
  count: (block: Uint8Array) => void,
): AsyncGenerator<Buffer> {
  const limit = pLimit(gzipBlocksAtOnce);
  const running: Promise<Buffer>[] = [];
  try {
    for await (const { block, dictionary } of blocksOf(input)) {
      count(block);
      const packed = limit(() => deflated(block, dictionary, level));
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

/** A block that ends on a byte's border and is not the last one (zlib manual, Z_SYNC_FLUSH). */
function deflated(block: Buffer, dictionary: Buffer | undefined, level: number): Promise<Buffer> {
  const options = {
    level,
    strategy: constants.Z_DEFAULT_STRATEGY,
    windowBits: 15,
    memLevel: 8,
    // Programs compress to less than this; what does not takes two.
    chunkSize: gzipCut.blockBytes / 2 + 1024,
    finishFlush: constants.Z_SYNC_FLUSH,
    ...(dictionary !== undefined && { dictionary }),
  };
  return new Promise((resolve, reject) => {
    deflateRaw(block, options, (error, packed) => (error === null ? resolve(packed) : reject(error)));
  });
}

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
