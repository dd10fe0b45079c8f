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

/** Ranges of a list, from one place up to another. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** A run of at least this many ranges is a part of the program; what is shorter lies here and there. */
const longRun = 1024;
/** More are in no program but one that is damaged. */
const mostShort = 1 << 16;

/**
 * What is collected comes part by part, each in order: long runs, and some short ones that lie between and within them. Long
 * ones are cut where short ones belong, and all is put together; only where two long ones run into each other is every range
 * looked at.
 */
function sortedRanges(ranges: Ranges): Ranges {
  const { count, starts } = ranges;
  const runs = runsOf(ranges);
  if (runs.length < 2) return ranges;
  const startOf = ({ from }: Run): number => starts[from] ?? 0;
  const inOrder = (unordered: Run[]): Run[] => unordered.sort((a, b) => startOf(a) - startOf(b));
  const long = runs.filter(({ from, to }) => to - from >= longRun);
  const short = runs.filter(({ from, to }) => to - from < longRun);
  if (short.reduce((sum, { from, to }) => sum + to - from, 0) < mostShort) {
    const singles = short.flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, index) => ({ from: from + index, to: from + index + 1 })),
    );
    const borders = inOrder([...singles, ...long]).map(startOf);
    const parts = inOrder([...singles, ...long.flatMap((run) => cutAt(starts, run, borders))]);
    const isApart = parts.every((part, index) => {
      const before = parts[index - 1];
      return before === undefined || startOf(part) >= (starts[before.to - 1] ?? 0);
    });
    if (isApart) return joinedRuns(ranges, parts);
  }
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  return arranged(
    ranges,
    order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0)),
  );
}

function runsOf({ count, starts }: Ranges): Run[] {
  const runs: Run[] = [];
  for (let from = 0, to = 1; from < count; from = to++) {
    while (to < count && (starts[to] ?? 0) >= (starts[to - 1] ?? 0)) to++;
    runs.push({ from, to });
  }
  return runs;
}

/** @param borders ascending starts, of which those inside the run cut it */
function cutAt(starts: Uint32Array, { from, to }: Run, borders: readonly number[]): Run[] {
  const parts: Run[] = [];
  const last = starts[to - 1] ?? 0;
  let begin = from;
  for (const border of borders) {
    if (border <= (starts[begin] ?? 0)) continue;
    if (border > last) break;
    let at = begin;
    for (let high = to; at < high; ) {
      const middle = (at + high) >>> 1;
      if ((starts[middle] ?? 0) < border) at = middle + 1;
      else high = middle;
    }
    parts.push({ from: begin, to: at });
    begin = at;
  }
  parts.push({ from: begin, to });
  return parts;
}

function joinedRuns(ranges: Ranges, runs: readonly Run[]): Ranges {
  const joined = rangeColumns(ranges.count);
  let at = 0;
  for (const { from, to } of runs) {
    joined.starts.set(ranges.starts.subarray(from, to), at);
    joined.bytes.set(ranges.bytes.subarray(from, to), at);
    joined.kinds.set(ranges.kinds.subarray(from, to), at);
    joined.owners.set(ranges.owners.subarray(from, to), at);
    joined.subjects.set(ranges.subjects.subarray(from, to), at);
    at += to - from;
  }
  return { count: ranges.count, ...joined };
}

function arranged(ranges: Ranges, order: Uint32Array): Ranges {
  return joinedRuns(
    ranges,
    Array.from(order, (index) => ({ from: index, to: index + 1 })),
  );
}
