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
  /** Adds a range of the file. What continues the last one in all respects is made one with it. */
  addInFile(offset: number, bytes: number, kind: number, owner: number, subject?: number): void;
  /** @throws SlipwayError E_BINARY where two ranges share bytes, with the offset */
  sorted(): Ranges;
}

type Columns = Omit<Ranges, 'count'>;

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
  let columns = columnsOf(capacity);
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
      columns = grown(columns);
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

function columnsOf(capacity: number): Columns {
  return {
    starts: new Uint32Array(capacity),
    bytes: new Uint32Array(capacity),
    kinds: new Uint8Array(capacity),
    owners: new Uint32Array(capacity),
    subjects: new Int32Array(capacity),
  };
}

function grown(columns: Columns): Columns {
  const larger = columnsOf(columns.starts.length * 2);
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

/** What is collected comes part by part, each in order: runs, of which two at a time are merged. */
function sortedRanges(ranges: Ranges): Ranges {
  let runs = runsOf(ranges);
  if (runs.length < 2) return ranges;
  while (runs.length > 1) {
    const merged: Uint32Array[] = [];
    for (let each = 0; each < runs.length; each += 2) {
      const [one, other] = [runs[each], runs[each + 1]];
      if (one !== undefined) merged.push(other === undefined ? one : mergedRun(ranges.starts, one, other));
    }
    runs = merged;
  }
  return arranged(ranges, runs[0] ?? new Uint32Array());
}

/** Places of ranges whose starts ascend. */
function runsOf({ count, starts }: Ranges): Uint32Array[] {
  const runs: Uint32Array[] = [];
  for (let from = 0, to = 1; from < count; from = to++) {
    while (to < count && (starts[to] ?? 0) >= (starts[to - 1] ?? 0)) to++;
    const run = new Uint32Array(to - from);
    for (let each = from; each < to; each++) run[each - from] = each;
    runs.push(run);
  }
  return runs;
}

function mergedRun(starts: Uint32Array, one: Uint32Array, other: Uint32Array): Uint32Array {
  const merged = new Uint32Array(one.length + other.length);
  for (let at = 0, left = 0, right = 0; at < merged.length; at++) {
    const first = one[left] ?? 0;
    const second = other[right] ?? 0;
    const isFirst =
      right === other.length || (left < one.length && (starts[first] ?? 0) <= (starts[second] ?? 0));
    merged[at] = isFirst ? first : second;
    if (isFirst) left++;
    else right++;
  }
  return merged;
}

function arranged(ranges: Ranges, order: Uint32Array): Ranges {
  const to = columnsOf(order.length);
  for (let place = 0; place < order.length; place++) {
    const index = order[place] ?? 0;
    to.starts[place] = ranges.starts[index] ?? 0;
    to.bytes[place] = ranges.bytes[index] ?? 0;
    to.kinds[place] = ranges.kinds[index] ?? 0;
    to.owners[place] = ranges.owners[index] ?? 0;
    to.subjects[place] = ranges.subjects[index] ?? 0;
  }
  return { count: order.length, ...to };
}
