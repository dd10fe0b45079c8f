import type { GoProgram } from '../linked/go-program.ts';

import type { Region } from '../linked/memory.ts';
import { joined, structure, unowned } from '../owners.ts';
import { flagsAt, typeFlag } from '../types/type-layout.ts';
import { symbolKind } from '../types/type-symbols.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import type { Types } from './type-ranges.ts';

/** Where the garbage collector is told which words are pointers, by address. */
export type Masks = Map<number, { readonly bytes: number; readonly owner: number }>;

/** Of types whose mask is a program, before Go 1.24 (KindGCProg). */
const kindProgram = 0x40;

/**
 * Collects the masks of types: a bit for each word up to the last pointer (cmd/compile/internal/reflectdata, dgcptrmask). Those of large types are made when they are first asked for, and what stands in the file is one word.
 */
export function addTypeMasks(masks: Masks, go: GoProgram, { symbols, owners }: Types): void {
  const { memory } = go;
  const { region, wordBytes } = symbols.layout;
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    if (symbols.kinds[symbol] !== symbolKind.type) continue;
    const offset = symbols.starts[symbol] ?? 0;
    const address = region.pointer(offset + 3 * wordBytes + 8);
    const pointerBytes = region.word(offset + wordBytes);
    if (address === 0 || pointerBytes === 0) continue;
    const isOnDemand = (flagsAt(symbols.layout, offset) & typeFlag.maskOnDemand) !== 0;
    const isProgram = ((region.bytes[offset + 2 * wordBytes + 7] ?? 0) & kindProgram) !== 0;
    let bytes = isOnDemand ? wordBytes : maskBytes(go, pointerBytes);
    if (isProgram) bytes = memory.holds(address, 4) ? 4 + memory.read(address, 4).u32(0) : 0;
    addMask(masks, address, bytes, owners[symbol] ?? unowned);
  }
}

/** Length of the mask for values whose last pointer ends after some bytes: since Go 1.20 in whole words. */
export function maskBytes({ header, memory: { wordBytes } }: GoProgram, pointerBytes: number): number {
  const bytes = Math.ceil(pointerBytes / wordBytes / 8);
  return header.form === 1.18 ? bytes : Math.ceil(bytes / wordBytes) * wordBytes;
}

export function addMask(masks: Masks, address: number, bytes: number, owner: number): void {
  const known = masks.get(address);
  masks.set(address, {
    bytes: Math.max(bytes, known?.bytes ?? 0),
    owner: joined(known?.owner ?? unowned, owner),
  });
}

/** Adds all masks, and the programs that say the same of the variables of the whole program. */
export function addMaskRanges(list: RangeList, { memory, moduledata }: GoProgram, masks: Masks): void {
  for (const address of [moduledata.gcdata, moduledata.gcbss]) {
    const length = (most: number): number =>
      programBytes(memory.read(address, Math.min(memory.room(address), most)));
    addMask(masks, address, length(usualProgramBytes) || length(mostProgramBytes), structure.globals);
  }
  let last = 0;
  for (const [address, { bytes, owner }] of [...masks].sort(([a], [b]) => a - b)) {
    if (address < last || !memory.holds(address, bytes)) continue;
    list.add(address, bytes, rangeKind.gcmask, owner);
    last = address + bytes;
  }
}

const usualProgramBytes = 1 << 14;
const mostProgramBytes = 1 << 20;

/**
 * Length of a program that makes a mask (runtime.runGCProg): up to 127 bits that follow, or a repetition of some bits, until
 * a zero. 0 where it does not end.
 */
function programBytes({ bytes }: Region): number {
  const afterNumber = (from: number): number => {
    let at = from;
    while ((bytes[at] ?? 0) >= 0x80) at++;
    return at + 1;
  };
  for (let at = 0; at < bytes.length; ) {
    const instruction = bytes[at++] ?? 0;
    const count = instruction & 0x7f;
    if (instruction === 0) return at;
    if (instruction < 0x80) at += Math.ceil(count / 8);
    else at = afterNumber(count === 0 ? afterNumber(at) : at);
  }
  return 0;
}
