import { SlipwayError } from '../../support/errors.ts';

/** Reads the parts of a section one after the other. Each of these throws E_BINARY, with the offset, where the bytes end. */
export interface Cursor {
  /** Where the next byte stands in the file. */
  readonly offset: () => number;
  readonly left: () => number;
  readonly u8: () => number;
  /** An unsigned number in LEB128, up to 32 bits. */
  readonly u32: () => number;
  /** A signed number in LEB128, up to 64 bits. */
  readonly s64: () => bigint;
  readonly text: () => string;
  /** Goes on by this many bytes. */
  readonly skip: (bytes: number) => void;
  /** As `skip`, with a cursor over these bytes. */
  readonly part: (bytes: number) => Cursor;
}

/** @param start where `bytes` begins in the file */
export function cursorOf(bytes: Uint8Array, start: number): Cursor {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const u8 = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw damaged(start + at, 'ends inside a number');
    at++;
    return byte;
  };
  const u32 = (): number => {
    const from = at;
    let value = 0;
    for (let factor = 1; factor <= 2 ** 28; factor *= 128) {
      const byte = u8();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw damaged(start + from, 'has a number of more than 32 bits');
  };
  const s64 = (): bigint => {
    const from = at;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = u8();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(Math.min(64, Number(shift) + 7), value);
    }
    throw damaged(start + from, 'has a number of more than 64 bits');
  };
  const take = (length: number): number => {
    const from = at;
    if (length > bytes.length - at) {
      throw damaged(start + at, `is said to go on for ${length} bytes, where ${bytes.length - at} are left`);
    }
    at += length;
    return from;
  };
  return {
    offset: () => start + at,
    left: () => bytes.length - at,
    u8,
    u32,
    s64,
    text: () => {
      const from = take(u32());
      return buffer.toString('utf8', from, at);
    },
    skip: take,
    part: (length) => {
      const from = take(length);
      return cursorOf(bytes.subarray(from, at), start + from);
    },
  };
}

/**
 * Reads how many entries follow.
 * @param most more than these no engine takes (WebAssembly JavaScript Interface, "Implementation-defined Limits")
 */
export function countOf(cursor: Cursor, most: number, what: string): number {
  const at = cursor.offset();
  const count = cursor.u32();
  if (count > most) throw damaged(at, `has ${count} ${what}, where ${most} are the most`);
  return count;
}

export function damaged(offset: number, why: string): SlipwayError {
  return new SlipwayError('E_BINARY', `the wasm module ${why}, at offset ${offset}`, {
    hint: 'the file is damaged or cut; build it again',
  });
}
