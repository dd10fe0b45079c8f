import { SlipwayError } from '../../../support/errors.ts';
import type { GoProgram } from '../linked/go-program.ts';

/** What bytes are, by number. */
export const rangeKind = {
  /** Instructions. */
  function: 0,
  /** What the function table says: names, files, lines, records. */
  pclntab: 1,
  /** Maps of stacks, trees of what was inlined, and what else functions refer to. */
  funcdata: 2,
  /** Descriptors of types, and the list of them. */
  type: 3,
  /** Names of types, fields and methods. */
  name: 4,
  itab: 5,
  /** Which words of a value are pointers. */
  gcmask: 6,
  /** What leads to functions: descriptors of them, tasks of initialisation. */
  descriptor: 7,
  /** Padding, headers, indices. */
  structure: 8,
} as const;

export type RangeKind = keyof typeof rangeKind;

/** The names of the numbers. */
export const rangeKinds = Object.keys(rangeKind) as readonly RangeKind[];

/** Ranges of a file in columns, of which the first `count` entries count. */
export interface Ranges {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly bytes: Uint32Array;
  /** Values of `rangeKind`. */
  readonly kinds: Uint8Array;
  /** Numbers of owners. */
  readonly owners: Uint32Array;
  /** The function that it is there for, by its number; -1 for none, or for several. */
  readonly subjects: Int32Array;
}

/** Collects ranges; `kind` is one of `rangeKind`. */
export interface RangeList {
  /** Adds what the file holds of a range of memory, if it has a length; zeros of .bss and the like are not in it. */
  add(address: number, bytes: number, kind: number, owner: number, subject?: number): void;
  /** Where the file holds all of a range of memory; undefined where it does not. */
  offsetOf(address: number, bytes: number): number | undefined;
  /** Adds a range of the file. What continues the last one in all respects is made one with it. */
  addInFile(offset: number, bytes: number, kind: number, owner: number, subject?: number): void;
  /** @throws SlipwayError E_BINARY where two ranges share bytes, with the offset */
  sorted(): Ranges;
}

export type RangeColumns = Omit<Ranges, 'count'>;

/** Offsets are kept in 32 bits. */
const mostFileBytes = 0xffff_ffff;

/** @throws SlipwayError E_BINARY for a file of 4 GiB and more */
export function rangeList({ program, memory }: GoProgram, capacity: number): RangeList {
  if (program.source.length > mostFileBytes) {
    throw new SlipwayError(
      'E_BINARY',
      `programs of 4 GiB and more are not read; it has ${program.source.length} bytes`,
    );
  }
  let columns = rangeColumns(capacity);
  let { starts, bytes, kinds, owners, subjects } = columns;
  let count = 0;
  const addInFile: RangeList['addInFile'] = (offset, length, kind, owner, subject = -1) => {
    const last = count - 1;
    if (
      last >= 0 &&
      subjects[last] === subject &&
      owners[last] === owner &&
      kinds[last] === kind &&
      (starts[last] ?? 0) + (bytes[last] ?? 0) === offset
    ) {
      bytes[last] = (bytes[last] ?? 0) + length;
      return;
    }
    if (count === starts.length) {
      columns = grownColumns(columns);
      ({ starts, bytes, kinds, owners, subjects } = columns);
    }
    starts[count] = offset;
    bytes[count] = length;
    kinds[count] = kind;
    owners[count] = owner;
    subjects[count] = subject;
    count++;
  };
  return {
    addInFile,
    offsetOf: memory.offsetOf,
    add: (address, length, kind, owner, subject) => {
      if (length <= 0) return;
      const offset = memory.offsetOf(address, length);
      if (offset !== undefined) addInFile(offset, length, kind, owner, subject);
      else memory.eachHeld(address, length, (at, held) => addInFile(at, held, kind, owner, subject));
    },
    sorted: () => {
      const ranges = sortedRanges({ count, ...columns });
      checkDisjoint(ranges);
      return ranges;
    },
  };
}

/** Room for so many ranges. */
export function rangeColumns(capacity: number): RangeColumns {
  return {
    starts: new Uint32Array(capacity),
    bytes: new Uint32Array(capacity),
    kinds: new Uint8Array(capacity),
    owners: new Uint32Array(capacity),
    subjects: new Int32Array(capacity),
  };
}

/** The same with room for twice as many. */
export function grownColumns(columns: RangeColumns): RangeColumns {
  const larger = rangeColumns(columns.starts.length * 2);
  larger.starts.set(columns.starts);
  larger.bytes.set(columns.bytes);
  larger.kinds.set(columns.kinds);
  larger.owners.set(columns.owners);
  larger.subjects.set(columns.subjects);
  return larger;
}

function checkDisjoint({ count, starts, bytes }: Ranges): void {
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

/** A part of what was collected that is in order: from one index up to another. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * What is collected comes part by part, each in order, and most of a part lies behind or before all of another. So blocks are
 * put in order and not each range: the lists of blocks that parts are merge two by two until there is one.
 */
function sortedRanges(ranges: Ranges): Ranges {
  let lists = partsOf(ranges);
  if (lists.length <= 1) return ranges;
  while (lists.length > 1) {
    const left: (readonly Block[])[] = [];
    for (let at = 0; at < lists.length; at += 2)
      left.push(mergedBlocks(ranges.starts, lists[at] ?? [], lists[at + 1] ?? []));
    lists = left;
  }
  return arranged(ranges, lists[0] ?? []);
}

/** Each part as one block. */
function partsOf({ count, starts }: Ranges): (readonly Block[])[] {
  const parts: Block[][] = [];
  let from = 0;
  for (let index = 1; index <= count; index++) {
    if (index < count && (starts[index] ?? 0) >= (starts[index - 1] ?? 0)) continue;
    parts.push([{ from, to: index }]);
    from = index;
  }
  return parts;
}

function mergedBlocks(starts: Uint32Array, a: readonly Block[], b: readonly Block[]): readonly Block[] {
  const found: Block[] = [];
  // The next one of each is its last.
  let ahead = a.toReversed();
  let behind = b.toReversed();
  for (;;) {
    const block = ahead.pop();
    const other = behind.at(-1);
    if (block === undefined) return found.concat(behind.reverse());
    const border = other === undefined ? Number.POSITIVE_INFINITY : (starts[other.from] ?? 0);
    if ((starts[block.from] ?? 0) > border) {
      ahead.push(block);
      [ahead, behind] = [behind, ahead];
      continue;
    }
    const to = firstAfter(starts, block, border);
    found.push({ from: block.from, to });
    if (to < block.to) ahead.push({ from: to, to: block.to });
  }
}

/** Index of the first range in a block that begins after an offset; its end where none does. */
function firstAfter(starts: Uint32Array, { from, to }: Block, offset: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function arranged(ranges: Ranges, blocks: readonly Block[]): Ranges {
  const sorted = rangeColumns(ranges.count);
  let at = 0;
  for (const { from, to } of blocks) {
    copyRanges(ranges, from, to, sorted, at);
    at += to - from;
  }
  return { count: ranges.count, ...sorted };
}

/** Copies some of one's ranges to where another has room for them. */
export function copyRanges(
  source: RangeColumns,
  from: number,
  to: number,
  target: RangeColumns,
  at: number,
): void {
  if (to - from > fewRanges) {
    target.starts.set(source.starts.subarray(from, to), at);
    target.bytes.set(source.bytes.subarray(from, to), at);
    target.kinds.set(source.kinds.subarray(from, to), at);
    target.owners.set(source.owners.subarray(from, to), at);
    target.subjects.set(source.subjects.subarray(from, to), at);
    return;
  }
  for (let index = from; index < to; index++) {
    const place = at + index - from;
    target.starts[place] = source.starts[index] ?? 0;
    target.bytes[place] = source.bytes[index] ?? 0;
    target.kinds[place] = source.kinds[index] ?? 0;
    target.owners[place] = source.owners[index] ?? 0;
    target.subjects[place] = source.subjects[index] ?? 0;
  }
}

/** So few are copied one by one faster than at once. */
const fewRanges = 32;
