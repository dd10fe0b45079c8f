import type { Hunk } from '../hunks.ts';
import { isSamePlace, type PartPlace, type Places } from './places.ts';

/** Code of one of two functions, and where it is loaded. */
export interface Code {
  readonly bytes: Buffer;
  readonly address: number;
  readonly places: Places;
}

/** What an instruction names by its address, in either code. */
export interface Named {
  readonly a: PartPlace;
  readonly b: PartPlace;
}

/** What differs between two codes of one length. */
export interface CodeDifferences {
  readonly named: readonly Named[];
  /** What is no address: bytes or instructions, as numbers. */
  readonly others: { readonly a: readonly number[]; readonly b: readonly number[] };
}

const fieldBytes = 4;
/** Bytes of a constant that may stand between an address and the end of its instruction. */
const constants = [0, 1, 4, 2] as const;

/** Addresses are distances of 32 bits from the end of the instruction (Intel SDM, volume 2, 2.2.1.6, "RIP-Relative Addressing"). */
export function amd64Differences(a: Code, b: Code, hunks: readonly Hunk[]): CodeDifferences {
  const named: Named[] = [];
  const others = { a: [] as number[], b: [] as number[] };
  let end = 0;
  for (const hunk of hunks) {
    if (hunk.a.to <= end) continue;
    const field = distanceAt(a, b, hunk);
    if (field === undefined) {
      others.a.push(...a.bytes.subarray(hunk.a.from, hunk.a.to));
      others.b.push(...b.bytes.subarray(hunk.b.from, hunk.b.to));
    } else {
      named.push(field);
      end = field.end;
    }
  }
  return { named, others };
}

function distanceAt(
  a: Code,
  b: Code,
  { a: { from, to } }: Hunk,
): (Named & { readonly end: number }) | undefined {
  let likely: (Named & { readonly end: number }) | undefined;
  for (let start = Math.max(0, to - fieldBytes); start <= from; start += 1) {
    const end = start + fieldBytes;
    if (end > a.bytes.length) break;
    const [distanceA, distanceB] = [a.bytes.readInt32LE(start), b.bytes.readInt32LE(start)];
    for (const constant of constants) {
      const inA = a.places.at(a.address + end + constant + distanceA);
      const inB = b.places.at(b.address + end + constant + distanceB);
      if (inA === undefined || inB === undefined) continue;
      if (isSamePlace(inA, inB)) return { a: inA, b: inB, end };
      // A small number would be a place in the function itself.
      if (inA.part === inB.part && inA.nature !== 'function') likely ??= { a: inA, b: inB, end };
    }
  }
  return likely;
}

/** Arm Architecture Reference Manual, C6.2: B and BL; ADRP with what adds to the register that it sets. */
export function arm64Differences(a: Code, b: Code, hunks: readonly Hunk[]): CodeDifferences {
  const named: Named[] = [];
  const others = { a: [] as number[], b: [] as number[] };
  let end = 0;
  for (const hunk of hunks) {
    for (let at = Math.max(end, hunk.a.from - (hunk.a.from % 4)); at < hunk.a.to; at = end) {
      // What adds to a page stands right behind it, and may not differ itself.
      const start = pageBefore(a, at) ? at - 4 : at;
      const [inA, inB] = [targetAt(a, start), targetAt(b, start)];
      const isNamed = inA !== undefined && inB !== undefined && inA.kind === inB.kind;
      const [placeA, placeB] = isNamed ? [a.places.at(inA.address), b.places.at(inB.address)] : [];
      end = isNamed ? start + inA.bytes : at + 4;
      if (placeA !== undefined && placeB !== undefined) named.push({ a: placeA, b: placeB });
      else if (at + 4 <= a.bytes.length) {
        others.a.push(a.bytes.readUInt32LE(at));
        others.b.push(b.bytes.readUInt32LE(at));
      } else return { named, others: { a: [0], b: [1] } };
    }
  }
  return { named, others };
}

interface Target {
  /** The instruction without its address: the same in both, or it is another one. */
  readonly kind: string;
  readonly address: number;
  readonly bytes: number;
}

function targetAt({ bytes, address }: Code, at: number): Target | undefined {
  if (at + 4 > bytes.length) return undefined;
  const word = bytes.readUInt32LE(at);
  if ((word & 0x7c000000) === 0x14000000)
    return { kind: `branch ${word >>> 26}`, address: address + at + ((word << 6) >> 6) * 4, bytes: 4 };
  if (!isPage(word) || at + 8 > bytes.length) return undefined;
  const next = bytes.readUInt32LE(at + 4);
  const offset = offsetIn(next);
  if (offset === undefined || ((next >>> 5) & 0x1f) !== (word & 0x1f)) return undefined;
  const pages = (((word << 8) >> 13) * 4 + ((word >>> 29) & 3)) * 4096;
  const page = address + at - ((address + at) % 4096) + pages;
  return { kind: `page ${word & 0x1f} ${(next & 0xffc003ff) >>> 0}`, address: page + offset, bytes: 8 };
}

/** What ADD, and loads and stores with an unsigned offset, add to a register; undefined for other instructions. */
function offsetIn(word: number): number | undefined {
  const immediate = (word >>> 10) & 0xfff;
  if ((word & 0x7fc00000) === 0x11000000) return immediate;
  if ((word & 0x3b000000) !== 0x39000000) return undefined;
  const isQuad = (word & 0x04800000) === 0x04800000;
  return immediate << (isQuad ? 4 : word >>> 30);
}

function pageBefore({ bytes }: Code, at: number): boolean {
  return (
    at >= 4 &&
    at + 4 <= bytes.length &&
    isPage(bytes.readUInt32LE(at - 4)) &&
    offsetIn(bytes.readUInt32LE(at)) !== undefined
  );
}

/** ADRP. */
function isPage(word: number): boolean {
  return (word & 0x9f000000) >>> 0 === 0x90000000;
}
