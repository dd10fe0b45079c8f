import { type BitInput, bitInput, bitsRead, take } from './bit-input.ts';
import { readBlocks } from './deflate-blocks.ts';
import { deflateTables } from './deflate-tables.ts';
import { damaged } from './faults.ts';
import { newLedger } from './ledger.ts';
import { checkInside, checkRanges, type OwnedRanges } from './ranges.ts';
import { countOverhead, type GzipOverhead, newWalk, outputBits, outputBytes, type Walk } from './walk.ts';

/** What each bit of gzip data is for. `owners`, `unowned` and the five of `overhead` are together all its bits. */
export interface GzipBits {
  /** Bits that the bytes of each owner's ranges cost, by owner. */
  readonly owners: Float64Array;
  /** Bits that bytes of no range cost. */
  readonly unowned: number;
  readonly overhead: Readonly<GzipOverhead>;
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
}

/**
 * Tells what the bytes of ranges cost in gzip data, in bits, without unpacking it.
 *
 * A literal's bits are paid by its byte. The bits of a length and its distance are paid by the bytes that they put out, not by
 * those that are copied: shared as `countTogether` says. A stored byte pays eight. Nobody pays for what is of no byte:
 * codes serve a whole block, and how much of them is there for whom cannot be said.
 *
 * So a byte's cost is what it takes where it stands. It is not what leaving it out would save: what others copy from it, they
 * would have to bring along then.
 *
 * The data is read as by zlib, but no checksum is looked at: a layer's digest says that it is whole. Memory does not grow
 * with the data.
 *
 * @param windows the data from its start to its end; each holds its bytes until the next one is asked for
 * @param ranges of the unpacked data
 * @throws SlipwayError E_BASE when it is no gzip data or is damaged, with the place; E_INTERNAL for ranges that are not in order
 * or not inside; what `windows` throws
 */
export function gzipBits(windows: Iterable<Uint8Array>, ranges: OwnedRanges): GzipBits {
  checkRanges(ranges);
  const source = windows[Symbol.iterator]();
  try {
    const walk = newWalk(bitInput(source), newLedger(ranges));
    const tables = deflateTables();
    do {
      readHeader(walk);
      walk.memberStart = outputBytes(walk);
      readBlocks(walk, tables);
      readTrailer(walk);
    } while (!walk.input.isDone());
    checkInside(ranges, outputBytes(walk));
    return resultOf(walk);
  } finally {
    source.return?.();
  }
}

function resultOf(walk: Walk): GzipBits {
  const owners = walk.ledger.bits;
  return {
    owners,
    unowned: outputBits(walk) - owners.reduce((sum, bits) => sum + bits, 0),
    overhead: walk.overhead,
    compressedBytes: bitsRead(walk.input) / 8,
    uncompressedBytes: outputBytes(walk),
  };
}

/** RFC 1952, section 2.3: ID1 and ID2, as one number; CM of deflate; FLG. */
const magic = 0x8b1f;
const deflate = 8;
const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

function readHeader(walk: Walk): void {
  const { input } = walk;
  const start = bitsRead(input);
  if (take(input, 16) !== magic) throw damaged(start, 'no gzip member begins here');
  if (take(input, 8) !== deflate) throw damaged(start, 'its method is not deflate');
  const flags = take(input, 8);
  if ((flags & flag.reserved) !== 0) throw damaged(start, 'its header has flags that no one knows');
  // The time, what the compressor says of itself, and the system.
  takeBytes(input, 6);
  if ((flags & flag.extra) !== 0) takeBytes(input, take(input, 16));
  if ((flags & flag.name) !== 0) takeText(input);
  if ((flags & flag.comment) !== 0) takeText(input);
  if ((flags & flag.headerChecksum) !== 0) takeBytes(input, 2);
  countOverhead(walk, 'members', bitsRead(input) - start);
}

function takeBytes(input: BitInput, count: number): void {
  for (let left = count; left > 0; left--) take(input, 8);
}

function takeText(input: BitInput): void {
  while (take(input, 8) !== 0);
}

/** The checksum of what came out, and its length without what is above 32 bits. */
function readTrailer(walk: Walk): void {
  const { input } = walk;
  const start = bitsRead(input);
  takeBytes(input, 4);
  const length = take(input, 16) + take(input, 16) * 2 ** 16;
  const bytes = outputBytes(walk) - walk.memberStart;
  if (bytes % 2 ** 32 !== length)
    throw damaged(start, `it says that it unpacks to ${length} bytes, and unpacks to ${bytes}`);
  countOverhead(walk, 'members', 64);
}
