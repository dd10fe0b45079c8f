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

/** Ranges in columns, of which the first `count` entries count. What `starts` are says who has them. */
export interface Ranges {
  readonly count: number;
  readonly starts: Float64Array;
  readonly bytes: Uint32Array;
  /** Index into `rangeKinds`. */
  readonly kinds: Uint8Array;
  /** Number of the owner. */
  readonly owners: Uint32Array;
  /** The function that it is there for, by its number; -1 for none, or for several. */
  readonly subjects: Int32Array;
}

/** Collects ranges; `kind` is one of `rangeKind`. What continues the last one in all respects is made one with it. */
export interface RangeList {
  add(start: number, bytes: number, kind: number, owner: number, subject?: number): void;
  /** Sorted by start. */
  sorted(): Ranges;
}

type Columns = Omit<Ranges, 'count'>;

export function rangeList(capacity = 1024): RangeList {
  let columns = columnsOf(capacity);
  let { starts, bytes, kinds, owners, subjects } = columns;
  let count = 0;
  const grow = (): void => {
    const larger = columnsOf(starts.length * 2);
    for (const [to, from] of [
      [larger.starts, starts],
      [larger.bytes, bytes],
      [larger.kinds, kinds],
      [larger.owners, owners],
      [larger.subjects, subjects],
    ] as const) {
      to.set(from);
    }
    columns = larger;
    ({ starts, bytes, kinds, owners, subjects } = larger);
  };
  return {
    add: (start, length, kind, owner, subject = -1) => {
      if (length <= 0) return;
      const last = count - 1;
      if (
        last >= 0 &&
        owners[last] === owner &&
        subjects[last] === subject &&
        kinds[last] === kind &&
        (starts[last] ?? 0) + (bytes[last] ?? 0) === start
      ) {
        bytes[last] = (bytes[last] ?? 0) + length;
        return;
      }
      if (count === starts.length) grow();
      starts[count] = start;
      bytes[count] = length;
      kinds[count] = kind;
      owners[count] = owner;
      subjects[count] = subject;
      count++;
    },
    sorted: () => sortedRanges({ count, ...columns }),
  };
}

function columnsOf(capacity: number): Columns {
  return {
    starts: new Float64Array(capacity),
    bytes: new Uint32Array(capacity),
    kinds: new Uint8Array(capacity),
    owners: new Uint32Array(capacity),
    subjects: new Int32Array(capacity),
  };
}

/** Ranges of a list, from one place up to another. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/**
 * What is collected comes part by part, each in order: runs, which are put in order. One that goes on behind others is cut
 * where they begin; only where two still run into each other is every range looked at.
 */
function sortedRanges(ranges: Ranges): Ranges {
  const { count, starts } = ranges;
  const startOf = (run: Run): number => starts[run.from] ?? 0;
  const lastOf = (run: Run): number => starts[run.to - 1] ?? 0;
  const inOrder = (runs: readonly Run[]): Run[] => [...runs].sort((a, b) => startOf(a) - startOf(b));
  const runs = inOrder(runsOf(ranges));
  if (runs.length < 2) return ranges;
  if (runs.length < mostRuns) {
    const borders = runs.map(startOf);
    const parts = inOrder(runs.flatMap((run) => cutAt(ranges, run, borders)));
    const isApart = parts.every((part, index) => {
      const before = parts[index - 1];
      return before === undefined || startOf(part) >= lastOf(before);
    });
    if (isApart) return joinedRuns(ranges, parts);
  }
  const order = Array.from({ length: count }, (_, index) => index);
  return arranged(
    ranges,
    order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0)),
  );
}

/** A program has some twenty; one that is damaged may have as many as it has ranges. */
const mostRuns = 256;

function runsOf({ count, starts }: Ranges): Run[] {
  const runs: Run[] = [];
  for (let from = 0, to = 1; from < count; from = to++) {
    while (to < count && (starts[to] ?? 0) >= (starts[to - 1] ?? 0)) to++;
    runs.push({ from, to });
  }
  return runs;
}

/** @param borders ascending starts, of which those inside the run cut it */
function cutAt({ starts }: Ranges, run: Run, borders: readonly number[]): Run[] {
  const parts: Run[] = [];
  let { from } = run;
  for (const border of borders) {
    if (border <= (starts[from] ?? 0) || border > (starts[run.to - 1] ?? 0)) continue;
    let at = from;
    for (let high = run.to; at < high; ) {
      const middle = (at + high) >>> 1;
      if ((starts[middle] ?? 0) < border) at = middle + 1;
      else high = middle;
    }
    parts.push({ from, to: at });
    from = at;
  }
  return [...parts, { from, to: run.to }];
}

function arranged(ranges: Ranges, order: readonly number[]): Ranges {
  const to = columnsOf(order.length);
  for (const [place, index] of order.entries()) {
    to.starts[place] = ranges.starts[index] ?? 0;
    to.bytes[place] = ranges.bytes[index] ?? 0;
    to.kinds[place] = ranges.kinds[index] ?? 0;
    to.owners[place] = ranges.owners[index] ?? 0;
    to.subjects[place] = ranges.subjects[index] ?? 0;
  }
  return { count: order.length, ...to };
}

function joinedRuns(ranges: Ranges, runs: readonly Run[]): Ranges {
  const joined = columnsOf(ranges.count);
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
