import { type BitInput, moveTo } from './bit-input.ts';
import { behindLink, type CodeTable, isEnd, isLink, isNone, notLiteral } from './code-table.ts';
import type { BlockCodes } from './deflate-tables.ts';
import { damaged } from './faults.ts';
import { countOverhead, countTogether, nextStretch, type Walk } from './walk.ts';

/** A copy is of what came out at most so many bytes before (RFC 1951, section 2). */
const furthest = 1 << 15;

/**
 * Reads the symbols of a block and its end (RFC 1951, section 3.2.3). This is where the time goes: what it counts with are
 * variables of its own, and of the walk only what is left of the stretch is written back.
 */
export function readSymbols(walk: Walk, { literals, distances }: BlockCodes): void {
  const { input } = walk;
  const { view } = input;
  const { entries, mask } = literals;
  let { bit, safe } = input;
  let { left } = walk;
  let reach = reachOf(walk);
  // What the output cost so far is this and `bit`.
  let paid = input.before - walk.overheadBits;
  for (;;) {
    if (bit > safe) {
      input.bit = bit;
      input.refill();
      ({ bit, safe } = input);
      paid = input.before - walk.overheadBits;
    }
    const start = bit;
    const bits = view.getInt32(bit >>> 3, true) >>> (bit & 7);
    let entry = entries[bits & mask] ?? isNone;
    if (entry >= isLink) {
      if (entry < isEnd) entry = behindLink(literals, entry, bits);
      if (entry >= isNone) throw damaged(input.before + bit, 'no literal and no length has this code');
      if (entry >= isEnd) {
        walk.left = left;
        moveTo(input, bit + (entry & 15));
        countOverhead(walk, 'ends', entry & 15);
        return;
      }
    }
    bit += entry & 15;
    if (entry < notLiteral) {
      if (--left > 0) continue;
      left = nextStretch(walk, paid + bit);
      reach = reachOf(walk);
      continue;
    }
    const extraBits = (entry >>> 4) & 15;
    const length = (entry >>> 8) + ((bits >>> (entry & 15)) & ((1 << extraBits) - 1));
    bit = behindDistance(input, distances, bit + extraBits, reach - left);
    if (length < left) left -= length;
    else {
      left = countTogether(walk, left, paid + start, length, bit - start);
      reach = reachOf(walk);
    }
  }
}

/** How much output of the member there is before the end of the stretch, as far as a copy can reach, and not less. */
function reachOf({ start, length, memberStart }: Walk): number {
  return Math.min(start - memberStart, furthest) + length;
}

/** Where the stream goes on behind the distance that begins at `bit`. `there`: how much output there is to copy from. */
function behindDistance(input: BitInput, distances: CodeTable, bit: number, there: number): number {
  const bits = input.view.getInt32(bit >>> 3, true) >>> (bit & 7);
  let entry = distances.entries[bits & distances.mask] ?? isNone;
  if (entry >= isLink) {
    if (entry < isEnd) entry = behindLink(distances, entry, bits);
    if (entry >= isNone) throw damaged(input.before + bit, 'no distance has this code');
  }
  const extra = bit + (entry & 15);
  const extraBits = (entry >>> 4) & 15;
  // No distance is above `furthest`, so most need not be known.
  if (there < furthest) {
    const more = (input.view.getInt32(extra >>> 3, true) >>> (extra & 7)) & ((1 << extraBits) - 1);
    const distance = (entry >>> 8) + more;
    if (distance > there)
      throw damaged(input.before + bit, `it copies from ${distance} bytes before, where there are ${there}`);
  }
  return extra + extraBits;
}
