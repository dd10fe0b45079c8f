import { SlipwayError } from '../../support/errors.ts';
import type { Memory } from './memory.ts';
import { type RangeList, type Ranges, rangeKinds } from './ranges.ts';

/** Adds ranges of memory as the ranges of the file that hold them. */
export function addInFile(list: RangeList, memory: Memory, ranges: Ranges): void {
  const { starts, bytes, kinds, owners, subjects } = ranges;
  for (let index = 0; index < ranges.count; index++) {
    const kind = rangeKinds[kinds[index] ?? 0] ?? 'structure';
    const owner = owners[index] ?? 0;
    memory.eachHeld(starts[index] ?? 0, bytes[index] ?? 0, (offset, length) =>
      list.add(offset, length, kind, owner, subjects[index]),
    );
  }
}

/** @throws SlipwayError E_BINARY where two ranges share bytes, with the offset */
export function checkDisjoint({ count, starts, bytes }: Ranges): void {
  let end = 0;
  for (let index = 0; index < count; index++) {
    const start = starts[index] ?? 0;
    if (start < end) {
      throw new SlipwayError(
        'E_BINARY',
        `the tables that Go's linker wrote are damaged: two of them claim the bytes at offset ${start}`,
      );
    }
    end = start + (bytes[index] ?? 0);
  }
}
