import { SlipwayError } from '../../../support/errors.ts';
import type { Memory } from '../linked/memory.ts';
import type { RangeList, Ranges } from './ranges.ts';

/** Adds ranges of memory as the ranges of the file that hold them; what the file does not hold (.bss) is left out. */
export function addInFile(list: RangeList, memory: Memory, ranges: Ranges): void {
  const { starts, bytes, kinds, owners, subjects } = ranges;
  let index = 0;
  const add = (offset: number, length: number): void =>
    list.add(offset, length, kinds[index] ?? 0, owners[index] ?? 0, subjects[index]);
  for (; index < ranges.count; index++) memory.eachHeld(starts[index] ?? 0, bytes[index] ?? 0, add);
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
