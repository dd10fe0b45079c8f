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

/** What is collected comes part by part, each in order: runs, which are merged two by two until there is one. */
function sortedRanges(ranges: Ranges): Ranges {
  let borders = runBorders(ranges);
  if (borders.length <= 2) return ranges;
  let order = Uint32Array.from({ length: ranges.count }, (_, index) => index);
  let merged = new Uint32Array(ranges.count);
  while (borders.length > 2) {
    const left = [0];
    for (let run = 0; run + 1 < borders.length; run += 2) {
      const [from = 0, middle = 0, to = middle] = borders.slice(run, run + 3);
      mergeRuns(ranges.starts, order, merged, { from, middle, to });
      left.push(to);
    }
    borders = left;
    [order, merged] = [merged, order];
  }
  return arranged(ranges, order);
}

/** Where runs begin, and last where the last one ends. */
function runBorders({ count, starts }: Ranges): number[] {
  const borders = [0];
  for (let index = 1; index < count; index++) {
    if ((starts[index] ?? 0) < (starts[index - 1] ?? 0)) borders.push(index);
  }
  borders.push(count);
  return borders;
}

/** Two runs of `order` that lie beside each other become one of `merged`; of equal starts the first run's comes first. */
function mergeRuns(
  starts: Uint32Array,
  order: Uint32Array,
  merged: Uint32Array,
  { from, middle, to }: { readonly from: number; readonly middle: number; readonly to: number },
): void {
  let one = from;
  let other = middle;
  for (let at = from; at < to; at++) {
    const isOne =
      one < middle && (other >= to || (starts[order[one] ?? 0] ?? 0) <= (starts[order[other] ?? 0] ?? 0));
    merged[at] = order[isOne ? one++ : other++] ?? 0;
  }
}

function arranged(ranges: Ranges, order: Uint32Array): Ranges {
  const { starts, bytes, kinds, owners, subjects } = ranges;
  const sorted = rangeColumns(ranges.count);
  for (let at = 0; at < order.length; at++) {
    const index = order[at] ?? 0;
    sorted.starts[at] = starts[index] ?? 0;
    sorted.bytes[at] = bytes[index] ?? 0;
    sorted.kinds[at] = kinds[index] ?? 0;
    sorted.owners[at] = owners[index] ?? 0;
    sorted.subjects[at] = subjects[index] ?? 0;
  }
  return { count: ranges.count, ...sorted };
}
