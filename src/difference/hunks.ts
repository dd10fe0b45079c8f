import { type Match, matchesOf } from './matches.ts';

/** From `from` up to `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What stands in A in place of what stands in B; one of them may be empty. */
export interface Hunk {
  readonly a: Span;
  readonly b: Span;
}

export interface Hunks {
  /** How many bytes differ: of a hunk of two lengths the longer one's. */
  readonly bytes: number;
  /** In order. Of bytes that have little in common there would be millions: only the first are kept. */
  readonly list: readonly Hunk[];
}

const none: Hunks = { bytes: 0, list: [] };
const mostHunks = 1 << 14;
/** So many bytes that are others at their place are not looked for elsewhere. */
const fewBytes = 64;
const stepBytes = 256;
/** Blocks by which two texts are laid side by side; the second within what lies between matches of the first. */
const blocks = [32, 8] as const;
/** Longer regions are compared place by place alone. */
const mostBytes = 1 << 28;
const mostGapBytes = 1 << 17;

/**
 * Where two pieces of a file differ: byte by byte where they are of one length and nothing moved, else between what they
 * have in common in the same order.
 */
export function hunksOf(a: Buffer, b: Buffer): Hunks {
  if (a.equals(b)) return none;
  const inPlace = a.length === b.length ? runsOf(a, b, { from: 0, to: a.length }, 0) : undefined;
  if (inPlace !== undefined && inPlace.bytes <= fewBytes) return inPlace;
  const found = between(a, b, { a: { from: 0, to: a.length }, b: { from: 0, to: b.length } }, 0);
  return inPlace !== undefined && inPlace.bytes <= found.bytes ? inPlace : found;
}

export function hunkBytes({ a, b }: Hunk): number {
  return Math.max(a.to - a.from, b.to - b.from);
}

/** Runs of bytes that are others at their place. @param shift what B is ahead of A */
function runsOf(a: Buffer, b: Buffer, { from, to }: Span, shift: number): Hunks {
  const list: Hunk[] = [];
  let bytes = 0;
  for (let step = from; step < to; step += stepBytes) {
    const end = Math.min(to, step + stepBytes);
    if (a.compare(b, step + shift, end + shift, step, end) === 0) continue;
    let start = -1;
    for (let at = step; at <= end; at += 1) {
      const differs = at < end && a[at] !== b[at + shift];
      if (differs && start < 0) start = at;
      if (differs || start < 0) continue;
      bytes += at - start;
      if (list.length < mostHunks)
        list.push({ a: { from: start, to: at }, b: { from: start + shift, to: at + shift } });
      start = -1;
    }
  }
  return { bytes, list };
}

/** Differences of two ranges, by what they have in common in the same order. */
function between(a: Buffer, b: Buffer, whole: Hunk, level: number): Hunks {
  const core = trimmed(a, b, whole);
  const [lengthA, lengthB] = [core.a.to - core.a.from, core.b.to - core.b.from];
  const block = blocks[level];
  const isLong = Math.max(lengthA, lengthB) > (level === 0 ? mostBytes : mostGapBytes);
  if (lengthA === 0 || lengthB === 0 || block === undefined || isLong) return plain(a, b, core);
  const partA = a.subarray(core.a.from, core.a.to);
  const partB = b.subarray(core.b.from, core.b.to);
  const matches = matchesOf(partA, partB, block);
  const list: Hunk[] = [];
  let bytes = 0;
  for (const gap of gapsOf(matches, core)) {
    const found = between(a, b, gap, level + 1);
    bytes += found.bytes;
    if (list.length < mostHunks) list.push(...found.list);
  }
  return { bytes, list };
}

/** One hunk, or runs where both are as long. */
function plain(a: Buffer, b: Buffer, core: Hunk): Hunks {
  const bytes = hunkBytes(core);
  if (bytes === 0) return none;
  if (core.a.to - core.a.from === core.b.to - core.b.from)
    return runsOf(a, b, core.a, core.b.from - core.a.from);
  return { bytes, list: [core] };
}

/** Without what both begin and end with. */
function trimmed(a: Buffer, b: Buffer, { a: inA, b: inB }: Hunk): Hunk {
  let [fromA, fromB, toA, toB] = [inA.from, inB.from, inA.to, inB.to];
  while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) {
    fromA += 1;
    fromB += 1;
  }
  while (toA > fromA && toB > fromB && a[toA - 1] === b[toB - 1]) {
    toA -= 1;
    toB -= 1;
  }
  return { a: { from: fromA, to: toA }, b: { from: fromB, to: toB } };
}

function* gapsOf(matches: readonly Match[], { a, b }: Hunk): Generator<Hunk> {
  let [endA, endB] = [a.from, b.from];
  const all = [...matches, { a: a.to - a.from, b: b.to - b.from, bytes: 0 }];
  for (const match of all) {
    const [fromA, fromB] = [a.from + match.a, b.from + match.b];
    if (fromA > endA || fromB > endB) yield { a: { from: endA, to: fromA }, b: { from: endB, to: fromB } };
    [endA, endB] = [fromA + match.bytes, fromB + match.bytes];
  }
}
