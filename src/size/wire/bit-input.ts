import { cutAt } from './faults.ts';

/** How much of the stream is held at a time. */
const heldBytes = 1 << 16;
/** A symbol of deflate with all that belongs to it has 48 bits at most, and four bytes are looked at at once. */
const marginBytes = 16;

/** A stream of bits, from the lowest of each byte to its highest (RFC 1951, section 3.1.1). All places are in bits. */
export interface BitInput {
  /** What is held of the stream. Behind its end there are zeros. */
  readonly view: DataView;
  /** How much of the stream came before what is held: whole bytes. */
  before: number;
  /** The next bit, from the start of what is held. At rest it is not behind `end`. */
  bit: number;
  /** Where what is held ends. */
  end: number;
  /** From here and from anywhere before it, a whole symbol can be read, if the stream has one. */
  safe: number;
  /** To be called when `bit` is behind `safe`: holds more of the stream. Throws when there is no more. */
  readonly refill: () => void;
  /** Whether the stream ends here. */
  readonly isDone: () => boolean;
}

/** @param windows each has to hold its bytes until the next one is asked for */
export function bitInput(windows: Iterator<Uint8Array>): BitInput {
  const held = new Uint8Array(heldBytes + marginBytes);
  let window: Uint8Array = new Uint8Array(0);
  let filled = 0;
  let hasEnded = false;

  const fill = (): void => {
    const used = input.bit >>> 3;
    held.copyWithin(0, used, filled);
    filled -= used;
    input.before += used * 8;
    input.bit -= used * 8;
    while (filled < heldBytes && !hasEnded) {
      const part = window.subarray(0, heldBytes - filled);
      held.set(part, filled);
      filled += part.length;
      window = window.subarray(part.length);
      if (window.length > 0) continue;
      const { done, value } = windows.next();
      if (done === true) hasEnded = true;
      else window = value;
    }
    held.fill(0, filled);
    input.end = filled * 8;
    input.safe = hasEnded ? input.end : input.end - marginBytes * 8;
  };

  const input: BitInput = {
    view: new DataView(held.buffer),
    before: 0,
    bit: 0,
    end: 0,
    safe: -1,
    refill: () => {
      if (hasEnded) throw isCut(input);
      fill();
    },
    isDone: () => {
      if (!hasEnded && input.bit > input.safe) fill();
      return hasEnded && input.bit === input.end;
    },
  };
  return input;
}

/** How much of the stream was read. */
export function bitsRead(input: BitInput): number {
  return input.before + input.bit;
}

/** The next 16 bits as the lowest of a number, without reading them. Behind the stream's end they are zeros. */
export function peek(input: BitInput): number {
  if (input.bit > input.safe) input.refill();
  return input.view.getInt32(input.bit >>> 3, true) >>> (input.bit & 7);
}

/** Reads `count` bits as a number: 16 at most. */
export function take(input: BitInput, count: number): number {
  const value = peek(input) & ((1 << count) - 1);
  moveTo(input, input.bit + count);
  return value;
}

/** Goes on from a bit that is not further than one symbol from a safe one. */
export function moveTo(input: BitInput, bit: number): void {
  if (bit > input.end) throw isCut(input);
  input.bit = bit;
}

/** Passes over whole bytes, at the border of a byte. */
export function skipBytes(input: BitInput, bytes: number): void {
  let left = bytes * 8;
  while (left > 0) {
    if (input.bit === input.end) input.refill();
    const step = Math.min(left, input.end - input.bit);
    if (step === 0) throw isCut(input);
    input.bit += step;
    left -= step;
  }
}

function isCut({ before, end }: BitInput): Error {
  return cutAt(before + end);
}
