import { SlipwayError } from '../../../support/errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import type { LoadedRange, ProgramFile, ProgramSegment } from '../../program-file.ts';
import { windowsOf } from '../../windows.ts';

/** A range of memory that the file holds. */
export interface HeldRange {
  readonly address: number;
  readonly offset: number;
  readonly bytes: number;
}

/** A program as it lies in memory before it runs: bytes by address, whatever the format. */
export interface Memory {
  readonly wordBytes: 4 | 8;
  /** How many bytes the program has from an address on, zeros that the file does not hold included. */
  room(address: number): number;
  /** Whether all of a range lies in the program. */
  holds(address: number, bytes: number): boolean;
  /**
   * A range of memory. What the file does not hold (.bss, runs of zeros in wasm) is zero.
   * @throws SlipwayError E_BINARY when it does not lie in the program
   */
  read(address: number, bytes: number): Region;
  /** Numbers of 32 bits, one behind the other, in this machine's byte order. @throws SlipwayError E_BINARY as `read` does */
  words(address: number, count: number): Uint32Array;
  /** The parts of a range that the file holds, in order of addresses: all but zeros. */
  held(address: number, bytes: number): readonly HeldRange[];
  /** Where in the file all of a range is held in one piece; undefined where it is not. Fastest for ranges in order. */
  offsetOf(address: number, bytes: number): number | undefined;
  /** Calls `use` with these parts; fastest for ranges in order. */
  eachHeld(
    address: number,
    bytes: number,
    use: (offset: number, bytes: number, address: number) => void,
  ): void;
  /** Words that the loader changes, by address (ProgramFile.relocations). */
  readonly moved: ReadonlyMap<number, number>;
  /** The bytes that stand for a number. */
  encoded(value: number, bytes: 4 | 8): Buffer;
  /** Addresses where some bytes stand in the file, outside of code; on demand only where the program may write. */
  find(needle: Buffer, where?: 'writable'): Generator<number>;
}

/** Bytes of a range of memory; all numbers are in the program's byte order. */
export interface Region {
  readonly address: number;
  readonly wordBytes: 4 | 8;
  readonly bytes: Buffer;
  u16(offset: number): number;
  u32(offset: number): number;
  /** A length or a count: as the file says. Exact below 2^53. */
  word(offset: number): number;
  /** An address: what stands there once the loader has placed the program where this file says. */
  pointer(offset: number): number;
}

/** Wasm leaves runs of zeros out of the file, and nothing that is read here is mostly zeros. */
const mostGrowth = 8;

export function memoryOf(program: ProgramFile): Memory {
  const { source, format, wordBytes } = program;
  const parts = program.segments.filter(({ memoryBytes }) => memoryBytes > 0).sort(byAddress);
  // Linear memory is one. Elsewhere nothing lies across two segments.
  const linear = format === 'wasm' ? spanOf(parts) : undefined;
  const moved = program.relocations();
  const numbers = { wordBytes, little: program.endian === 'little', moved };

  const room = (address: number): number => {
    const part = linear ?? parts[lastAtOrBefore(parts, address)];
    if (part === undefined || address < part.address) return 0;
    return Math.max(0, part.address + part.memoryBytes - address);
  };
  const holds = (address: number, bytes: number): boolean => bytes >= 0 && bytes <= room(address);
  let last = 0;
  const partOf = (address: number): number => {
    const part = parts[last];
    const isInLast =
      part !== undefined && address >= part.address && address < part.address + part.memoryBytes;
    if (!isInLast) last = Math.max(0, lastAtOrBefore(parts, address));
    return last;
  };
  const offsetOf = (address: number, bytes: number): number | undefined => {
    const part = parts[partOf(address)];
    if (part === undefined) return undefined;
    const within = address - part.address;
    return within >= 0 && within + bytes <= part.bytes ? part.offset + within : undefined;
  };
  const eachHeld: Memory['eachHeld'] = (address, bytes, use) => {
    for (let index = partOf(address); index < parts.length; index++) {
      const part = parts[index];
      if (part === undefined || part.address >= address + bytes) break;
      const from = Math.max(address, part.address);
      const to = Math.min(address + bytes, part.address + part.bytes);
      if (from < to) use(part.offset + from - part.address, to - from, from);
    }
  };
  const held = (address: number, bytes: number): HeldRange[] => {
    const found: HeldRange[] = [];
    eachHeld(address, bytes, (offset, length, from) => {
      found.push({ address: from, offset, bytes: length });
    });
    return found;
  };
  const read = (address: number, bytes: number): Region => {
    if (!holds(address, bytes) || bytes > source.length * mostGrowth) throw outside(address, bytes);
    const ranges = held(address, bytes);
    const [first] = ranges;
    if (first?.bytes === bytes) return regionOf(address, source.read(first.offset, bytes), numbers);
    return regionOf(address, assembled(source, ranges, address, bytes), numbers);
  };
  const words = (address: number, count: number): Uint32Array => {
    const { bytes } = read(address, count * 4);
    const isSwapped = numbers.little !== hostIsLittle;
    if (!isSwapped && bytes.byteOffset % 4 === 0)
      return new Uint32Array(bytes.buffer, bytes.byteOffset, count);
    const copy = new Uint8Array(bytes);
    if (isSwapped) Buffer.from(copy.buffer).swap32();
    return new Uint32Array(copy.buffer);
  };
  const encoded = (value: number, bytes: 4 | 8): Buffer => {
    const hex = value.toString(16).padStart(bytes * 2, '0');
    const big = Buffer.from(hex, 'hex');
    return numbers.little ? big.reverse() : big;
  };
  const find: Memory['find'] = (needle, where) => {
    const searched = program.segments.filter(({ executable, writable }) =>
      where === undefined ? !executable : writable,
    );
    if (format !== 'wasm') return search(source, searched, needle);
    return withZeros(needle, (rest) => search(source, searched, rest), { holds, read });
  };
  return { wordBytes, room, holds, read, words, held, offsetOf, eachHeld, moved, encoded, find };
}

/**
 * Where there are zeros the linker ends a segment of wasm, in the middle of a number too (cmd/link/internal/wasm, writeDataSec):
 * what is searched for in the file is the number without the zeros around it.
 */
function* withZeros(
  needle: Buffer,
  searchFor: (core: Buffer) => Generator<number>,
  { holds, read }: Pick<Memory, 'holds' | 'read'>,
): Generator<number> {
  const first = needle.findIndex((byte) => byte !== 0);
  const before = Math.max(0, first);
  const core = first < 0 ? needle : needle.subarray(first, needle.findLastIndex((byte) => byte !== 0) + 1);
  for (const hit of searchFor(core)) {
    const address = hit - before;
    // Behind the last segment there are zeros too.
    const isOther = holds(address, needle.length) && !read(address, needle.length).bytes.equals(needle);
    if (!isOther) yield address;
  }
}

/** Wasm has up to 100,000 segments with some bytes between them, so what is close together is searched at once. */
function* search(source: ByteSource, segments: readonly ProgramSegment[], needle: Buffer): Generator<number> {
  const parts = segments.filter(({ bytes }) => bytes > 0);
  parts.sort((a, b) => a.offset - b.offset);
  for (let from = 0; from < parts.length; ) {
    let to = from + 1;
    while (to < parts.length && startOf(parts, to) <= endOf(parts, to - 1) + closeBytes) to++;
    const range = { offset: startOf(parts, from), bytes: endOf(parts, to - 1) - startOf(parts, from) };
    let index = from;
    for (const { bytes, offset, own } of windowsOf(source, { before: 0, after: needle.length }, range)) {
      for (let hit = bytes.indexOf(needle); hit >= 0 && hit < own.to; hit = bytes.indexOf(needle, hit + 1)) {
        while (index < to - 1 && endOf(parts, index) <= offset + hit) index++;
        const within = offset + hit - startOf(parts, index);
        if (within >= 0) yield (parts[index]?.address ?? 0) + within;
      }
    }
    from = to;
  }
}

const closeBytes = 64;

function startOf(parts: readonly LoadedRange[], index: number): number {
  return parts[index]?.offset ?? 0;
}

function endOf(parts: readonly LoadedRange[], index: number): number {
  return startOf(parts, index) + (parts[index]?.bytes ?? 0);
}

/** Of a program in wasm the ranges are many and close to each other, so they are read at once. */
function assembled(
  source: ByteSource,
  ranges: readonly HeldRange[],
  address: number,
  bytes: number,
): Uint8Array {
  const filled = Buffer.alloc(bytes);
  const from = ranges.reduce((least, range) => Math.min(least, range.offset), source.length);
  const to = ranges.reduce((most, range) => Math.max(most, range.offset + range.bytes), from);
  const span = source.read(from, to - from);
  for (const range of ranges) {
    filled.set(
      span.subarray(range.offset - from, range.offset - from + range.bytes),
      range.address - address,
    );
  }
  return filled;
}

const hostIsLittle = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function regionOf(
  address: number,
  content: Uint8Array,
  numbers: { wordBytes: 4 | 8; little: boolean; moved: ReadonlyMap<number, number> },
): Region {
  const { wordBytes, little, moved } = numbers;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  // V8 compiles this to one instruction, and getUint32 to a call.
  const u32 = (offset: number): number => view.getInt32(offset, little) >>> 0;
  const [low, high] = little ? [0, 4] : [4, 0];
  const long = (offset: number): number => {
    const upper = view.getInt32(offset + high, little);
    // Most are small, and stay integers so.
    return upper === 0 ? u32(offset + low) : u32(offset + low) + (upper >>> 0) * 0x1_0000_0000;
  };
  const word = wordBytes === 4 ? u32 : long;
  return {
    address,
    wordBytes,
    bytes,
    u16: (offset) => view.getInt16(offset, little) & 0xffff,
    u32,
    word,
    pointer: moved.size === 0 ? word : (offset) => moved.get(address + offset) ?? word(offset),
  };
}

function byAddress(a: LoadedRange, b: LoadedRange): number {
  return a.address - b.address;
}

const pieceBytes = 1 << 14;

/** Reads single pointers, of which the next is mostly near the last: memory is read in pieces. Undefined outside of it. */
export function pointerReader(memory: Memory): (address: number) => number | undefined {
  const { wordBytes } = memory;
  let region: Region | undefined;
  return (address) => {
    const within = region === undefined ? -1 : address - region.address;
    if (region !== undefined && within >= 0 && within + wordBytes <= region.bytes.length) {
      return region.pointer(within);
    }
    if (!memory.holds(address, wordBytes)) return undefined;
    const before = memory.holds(address - pieceBytes, pieceBytes) ? pieceBytes : 0;
    region = memory.read(address - before, before + Math.min(pieceBytes, memory.room(address)));
    return region.pointer(before);
  };
}

/** From 0, as the first segment begins where there is something else than zeros. */
function spanOf(parts: readonly LoadedRange[]): LoadedRange {
  const end = parts.reduce((most, part) => Math.max(most, part.address + part.memoryBytes), 0);
  return { address: 0, memoryBytes: end, offset: 0, bytes: 0 };
}

/** Index of the last range that begins at the address or before; -1 when there is none. */
function lastAtOrBefore(parts: readonly LoadedRange[], address: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.address ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function outside(address: number, bytes: number): SlipwayError {
  return new SlipwayError(
    'E_BINARY',
    `${bytes} bytes are said to be at address 0x${address.toString(16)}, where the program has none`,
    { hint: 'the file is damaged or cut; build it again' },
  );
}
