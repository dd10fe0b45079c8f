import { type BitInput, bitsRead } from './bit-input.ts';
import { crossBorder, type Ledger } from './ledger.ts';

/** Bits of gzip data that are of no byte of its output. */
export interface GzipOverhead {
  /** Headers and trailers of the members (RFC 1952, section 2.3). */
  members: number;
  /** What begins a block: three bits, and the length of a stored one with its complement. */
  blocks: number;
  /** The codes that a block brings with it. */
  codes: number;
  /** The symbols that end blocks. */
  ends: number;
  /** What fills up a byte before a stored block and at the end of a member. */
  padding: number;
}

/** How far gzip data was read, and who paid for what came out. */
export interface Walk {
  readonly input: BitInput;
  readonly ledger: Ledger;
  readonly overhead: GzipOverhead;
  /** The sum of `overhead`. */
  overheadBits: number;
  /** Where in the output that of the member begins. What it copies from cannot lie before. */
  memberStart: number;
  /** The output is counted in stretches, each of which ends where a range does or before. Where this one begins. */
  start: number;
  length: number;
  /** How much of the stretch is to come: never zero. */
  left: number;
}

/** Small enough for what a processor counts in. */
const longestStretch = 1 << 30;

/** @param start where the output begins */
export function newWalk(input: BitInput, ledger: Ledger, start = 0): Walk {
  const walk: Walk = {
    input,
    ledger,
    overhead: { members: 0, blocks: 0, codes: 0, ends: 0, padding: 0 },
    overheadBits: 0,
    memberStart: 0,
    start,
    length: 0,
    left: 0,
  };
  walk.left = nextStretch(walk, 0);
  return walk;
}

/** Bytes that came out so far. */
export function outputBytes({ start, length, left }: Walk): number {
  return start + length - left;
}

/** Bits that the output cost so far. */
export function outputBits({ input, overheadBits }: Walk): number {
  return bitsRead(input) - overheadBits;
}

/** Says of bits that were read what they were, when they are of no byte of the output. */
export function countOverhead(walk: Walk, kind: keyof GzipOverhead, bits: number): void {
  walk.overhead[kind] += bits;
  walk.overheadBits += bits;
}

/** Begins a stretch where the last one ends. `cost`: what all output before it cost, in bits. Gives its length. */
export function nextStretch(walk: Walk, cost: number): number {
  walk.start += walk.length;
  if (walk.start === walk.ledger.border) crossBorder(walk.ledger, cost);
  walk.length = Math.min(walk.ledger.border - walk.start, longestStretch);
  return walk.length;
}

/**
 * Counts output that came from bits together: of n bytes the first k pay floor(k × bits / n). These are whole bits, as even as
 * whole bits can be, and wherever the bytes are parted, the parts pay what the whole does.
 * @param left how much of the stretch is to come; gives how much is then
 * @param cost what all output before cost, in bits
 */
export function countTogether(walk: Walk, left: number, cost: number, bytes: number, bits: number): number {
  let counted = 0;
  let rest = left;
  while (bytes - counted >= rest) {
    counted += rest;
    rest = nextStretch(walk, cost + Math.floor((counted * bits) / bytes));
  }
  return rest - (bytes - counted);
}
