import type { Memory, Region } from '../../binary/go/linked/memory.ts';
import { sha256 } from '../../support/hashing.ts';
import { noNode } from '../reach/graph.ts';
import type { PartedContents } from './contents.ts';

/** How many bytes of an item say that it lies at an address; `elsewhere` where one says that it does not. */
export type Match = (item: number, address: number) => number;

export const elsewhere = -1;

/**
 * Compares what objects say of data with what the file has: every byte but those that the linker fills in; where those are the
 * address of something of which it is known where it lies, they are it, and else some address of the program.
 * @param known by node: its address, 0 where that is not known
 */
export function matchIn(
  region: Region,
  memory: Memory,
  contents: PartedContents,
  known: Float64Array,
): Match {
  const { items, starts, ends, bytes, long, fillStarts, fillEnds, fills } = contents;
  const there = region.bytes;
  const { wordBytes } = memory;
  return (item, place) => {
    const size = items.bytes[item] ?? 0;
    const offset = place - region.address;
    if (offset < 0 || offset + size > there.length) return elsewhere;
    const start = starts[item] ?? 0;
    const length = (ends[item] ?? 0) - start;
    let [at, evidence] = [0, 0];
    const isEqual = (to: number): boolean => {
      for (; at < to; at += 1) {
        const wanted = at < length ? bytes[start + at] : 0;
        if (there[offset + at] !== wanted) return false;
        if (wanted !== 0) evidence += 1;
      }
      return true;
    };
    const lastFill = fillEnds[item] ?? 0;
    for (let fill = fillStarts[item] ?? 0; fill < lastFill; fill += 1) {
      const from = fills.offsets[fill] ?? 0;
      const width = fills.widths[fill] ?? 0;
      if (!isEqual(Math.min(from, size))) return elsewhere;
      at = Math.max(at, Math.min(from + width, size));
      const target = fills.targets[fill] ?? noNode;
      if (target === noNode || width !== wordBytes || from + width > size) continue;
      const pointer = region.pointer(offset + from);
      const address = known[target] ?? 0;
      if (address === 0 ? !memory.holds(pointer, 1) : pointer !== address + (fills.adds[fill] ?? 0))
        return elsewhere;
      if (address !== 0) evidence += wordBytes;
    }
    const whole = long.get(item);
    if (whole === undefined) return isEqual(size) ? evidence : elsewhere;
    if (!isEqual(length)) return elsewhere;
    const end = offset + whole.bytes;
    if (sha256(there.subarray(offset, end)) !== whole.digest) return elsewhere;
    return isZero(there, end, offset + size) ? evidence : elsewhere;
  };
}

function isZero(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0) return false;
  return true;
}
