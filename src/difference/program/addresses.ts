import type { Hunk } from '../hunks.ts';
import type { DifferingPart, Side } from './aligned.ts';
import { isSamePlace, type Places } from './places.ts';

/** Whether two codes of one length differ in nothing but where what they name lies; undefined: not known for this machine. */
export type DiffersInAddresses = (part: DifferingPart) => boolean | undefined;

interface Both {
  readonly a: Places;
  readonly b: Places;
}

/** Of what architecture code can be compared so: where addresses stand in instructions is known of these two. */
export function addressComparison(architecture: string | undefined, places: Both): DiffersInAddresses {
  const differs = architecture === 'amd64' ? amd64Hunk : architecture === 'arm64' ? arm64Hunk : undefined;
  return (part) => {
    if (differs === undefined) return undefined;
    const { a, b, list } = part;
    if (a.bytes.length !== b.bytes.length) return false;
    const [inA, inB] = [codeOf(a, places.a), codeOf(b, places.b)];
    return inA !== undefined && inB !== undefined && list.every((hunk) => differs(inA, inB, hunk));
  };
}

interface Code {
  readonly bytes: Buffer;
  readonly address: number;
  readonly places: Places;
}

function codeOf({ bytes, ranges }: Side, places: Places): Code | undefined {
  const [range] = ranges;
  const address = range && ranges.length === 1 ? places.addressOf(range.offset) : undefined;
  return address === undefined ? undefined : { bytes, address, places };
}

function isSame(a: Code, addressA: number, b: Code, addressB: number): boolean {
  return isSamePlace(a.places.at(addressA), b.places.at(addressB));
}

const fieldBytes = 4;
/** Bytes of a constant that may stand between an address and the end of its instruction. */
const constants = [0, 1, 4, 2] as const;

/** A distance of 32 bits from the end of the instruction (Intel SDM, volume 2, 2.2.1.6, "RIP-Relative Addressing"). */
function amd64Hunk(a: Code, b: Code, hunk: Hunk): boolean {
  const { from, to } = hunk.a;
  for (let start = Math.max(0, to - fieldBytes); start <= from; start += 1) {
    const end = start + fieldBytes;
    if (end > a.bytes.length) return false;
    const [distanceA, distanceB] = [a.bytes.readInt32LE(start), b.bytes.readInt32LE(start)];
    const fits = constants.some((bytes) =>
      isSame(a, a.address + end + bytes + distanceA, b, b.address + end + bytes + distanceB),
    );
    if (fits) return true;
  }
  return false;
}

/** Arm Architecture Reference Manual, C6.2: B and BL; ADRP; and what adds to a register that ADRP has set just before. */
function arm64Hunk(a: Code, b: Code, hunk: Hunk): boolean {
  const start = hunk.a.from - (hunk.a.from % 4);
  for (let at = start; at < hunk.a.to; at += 4) {
    if (at + 4 > a.bytes.length || !isSameWord(a, b, at)) return false;
  }
  return true;
}

function isSameWord(a: Code, b: Code, at: number): boolean {
  const [wordA, wordB] = [a.bytes.readUInt32LE(at), b.bytes.readUInt32LE(at)];
  const differing = (wordA ^ wordB) >>> 0;
  const isBranch = (wordA & 0x7c000000) === 0x14000000;
  if (isBranch && (differing & 0xfc000000) === 0) {
    const target = ({ address }: Code, word: number): number => address + at + ((word << 6) >> 6) * 4;
    return isSame(a, target(a, wordA), b, target(b, wordB));
  }
  if (isPage(wordA)) return (differing & 0x9f00001f) === 0;
  const offsetOnly = (differing & 0xffc003ff) === 0;
  const isAdd = (wordA & 0x7f800000) === 0x11000000;
  const isAccess = (wordA & 0x3b000000) === 0x39000000;
  if (!offsetOnly || !(isAdd || isAccess) || at < 4) return false;
  const before = a.bytes.readUInt32LE(at - 4);
  return isPage(before) && (before & 0x1f) === ((wordA >>> 5) & 0x1f);
}

/** ADRP: the page of an address. */
function isPage(word: number): boolean {
  return (word & 0x9f000000) >>> 0 === 0x90000000;
}
