import { createHash } from 'node:crypto';
import pLimit from 'p-limit';

/** How a stream is cut into blocks that are packed each by itself. It is part of the bytes, and so never follows from the machine. */
export interface BlockCut {
  readonly blockBytes: number;
  /** How far a block can look back into the one before. */
  readonly dictionaryBytes: number;
  /** How many are packed at a time, whatever the cores: what memory may cost. */
  readonly atOnce: number;
  /** How many are read, packed or wait for their turn to be written, beside the one that is read now. */
  readonly inWork: number;
}

export interface Block {
  /** Holds its bytes until `inWork` more blocks were asked for. */
  readonly block: Buffer;
  /** The bytes before it that it can look back to. */
  readonly dictionary: Buffer | undefined;
}

/** Blocks as they were packed before, in the same way: what they became follows from what they are. */
export interface PackedBefore {
  /**
   * A block's packed bytes, which hold until `inWork` more were found.
   * @param key as `blockKey` has it
   */
  readonly find: (key: string) => Promise<Buffer | undefined>;
  /** Told of every block in their order. */
  readonly note: (key: string, packedBytes: number) => void;
}

/** SHA-256 of a block after its dictionary. */
export function blockKey({ block, dictionary }: Block): string {
  const hash = createHash('sha256');
  if (dictionary !== undefined) hash.update(dictionary);
  return hash.update(block).digest('hex');
}

/** What `pack` makes of the blocks of a stream, in their order; some are in work at a time. */
export async function* packedBlocks<Packed>(
  input: AsyncIterable<Uint8Array>,
  cut: BlockCut,
  pack: (block: Block) => Promise<Packed>,
): AsyncGenerator<Packed> {
  const limit = pLimit(cut.atOnce);
  const running: Promise<Packed>[] = [];
  try {
    for await (const block of blocksOf(input, cut)) {
      const packed = limit(() => pack(block));
      packed.catch(() => undefined);
      running.push(packed);
      if (running.length < cut.inWork) continue;
      const first = running.shift();
      if (first !== undefined) yield await first;
    }
    for (const packed of running) yield await packed;
  } finally {
    // The threads read from the blocks' buffers until they end.
    await Promise.allSettled(running);
  }
}

/** The packed bytes of blocks, of which those are not packed again that were before. */
export async function* packedOnce(
  input: AsyncIterable<Uint8Array>,
  cut: BlockCut,
  pack: (block: Block) => Promise<Buffer>,
  before: PackedBefore | undefined,
): AsyncGenerator<Buffer> {
  if (before === undefined) return yield* packedBlocks(input, cut, pack);
  const once = async (block: Block) => {
    const key = blockKey(block);
    return { key, packed: (await before.find(key)) ?? (await pack(block)) };
  };
  for await (const { key, packed } of packedBlocks(input, cut, once)) {
    before.note(key, packed.length);
    yield packed;
  }
}

/** The input in blocks of one length, but for the last, in buffers that are written over: nothing is left for the collector. */
async function* blocksOf(input: AsyncIterable<Uint8Array>, cut: BlockCut): AsyncGenerator<Block> {
  const { blockBytes, dictionaryBytes } = cut;
  const ring: Buffer[] = [];
  let slot = nextSlot(ring, cut);
  let filled = 0;
  let first = true;
  const close = (): Block => {
    const block = slot.subarray(dictionaryBytes, dictionaryBytes + filled);
    const dictionary = first || dictionaryBytes === 0 ? undefined : slot.subarray(0, dictionaryBytes);
    const next = nextSlot(ring, cut);
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
      if (filled === blockBytes) yield close();
    }
  }
  if (filled > 0) yield close();
}

/** The buffer whose block is done; a new one while there are few. */
function nextSlot(ring: Buffer[], { blockBytes, dictionaryBytes, inWork }: BlockCut): Buffer {
  const free = ring.length > inWork ? ring.shift() : undefined;
  const slot = free ?? Buffer.allocUnsafeSlow(dictionaryBytes + blockBytes);
  ring.push(slot);
  return slot;
}
