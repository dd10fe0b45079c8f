/** What bytes are. */
export const rangeKinds = [
  'function',
  'pclntab',
  'funcdata',
  'type',
  'name',
  'itab',
  'gcmask',
  'descriptor',
  'structure',
] as const;

export type RangeKind = (typeof rangeKinds)[number];

/** Ranges in columns. What `starts` are, addresses or offsets in the file, says who holds it. */
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

/** Collects ranges. What continues the last one in all respects is made one with it. */
export interface RangeList {
  add(start: number, bytes: number, kind: RangeKind, owner: number, subject?: number): void;
  /** Sorted by start. */
  sorted(): Ranges;
}

interface Columns {
  starts: Float64Array<ArrayBuffer>;
  bytes: Uint32Array<ArrayBuffer>;
  kinds: Uint8Array<ArrayBuffer>;
  owners: Uint32Array<ArrayBuffer>;
  subjects: Int32Array<ArrayBuffer>;
}

const kindNumbers = Object.fromEntries(rangeKinds.map((kind, index) => [kind, index])) as Record<
  RangeKind,
  number
>;

export function rangeList(capacity = 1024): RangeList {
  let columns = columnsOf(capacity);
  let count = 0;
  return {
    add: (start, bytes, kind, owner, subject = -1) => {
      if (bytes <= 0) return;
      const number = kindNumbers[kind];
      const last = count - 1;
      if (
        last >= 0 &&
        columns.owners[last] === owner &&
        columns.subjects[last] === subject &&
        columns.kinds[last] === number &&
        (columns.starts[last] ?? 0) + (columns.bytes[last] ?? 0) === start
      ) {
        columns.bytes[last] = (columns.bytes[last] ?? 0) + bytes;
        return;
      }
      if (count === columns.starts.length) columns = grown(columns);
      columns.starts[count] = start;
      columns.bytes[count] = bytes;
      columns.kinds[count] = number;
      columns.owners[count] = owner;
      columns.subjects[count] = subject;
      count++;
    },
    sorted: () => sortedRanges(columns, count),
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

function grown(columns: Columns): Columns {
  const larger = columnsOf(columns.starts.length * 2);
  larger.starts.set(columns.starts);
  larger.bytes.set(columns.bytes);
  larger.kinds.set(columns.kinds);
  larger.owners.set(columns.owners);
  larger.subjects.set(columns.subjects);
  return larger;
}

/**
 * What is collected comes part by part, each in order: runs, which are put in order. Only where they run into each other is
 * every range looked at.
 */
function sortedRanges(columns: Columns, count: number): Ranges {
  const { starts } = columns;
  const runs: { from: number; to: number }[] = [];
  for (let from = 0, to = 1; from < count; from = to++) {
    while (to < count && (starts[to] ?? 0) >= (starts[to - 1] ?? 0)) to++;
    runs.push({ from, to });
  }
  if (runs.length < 2) return cut(columns, count);
  runs.sort((a, b) => (starts[a.from] ?? 0) - (starts[b.from] ?? 0));
  const order = new Uint32Array(count);
  let at = 0;
  for (const { from, to } of runs) for (let index = from; index < to; index++) order[at++] = index;
  const isSorted = order.every(
    (index, place) => (starts[index] ?? 0) >= (starts[order[place - 1] ?? index] ?? 0),
  );
  if (!isSorted) order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
  return arranged(columns, order);
}

function cut({ starts, bytes, kinds, owners, subjects }: Columns, count: number): Ranges {
  return {
    count,
    starts: starts.subarray(0, count),
    bytes: bytes.subarray(0, count),
    kinds: kinds.subarray(0, count),
    owners: owners.subarray(0, count),
    subjects: subjects.subarray(0, count),
  };
}

function arranged(from: Columns, order: Uint32Array): Ranges {
  const to = columnsOf(order.length);
  for (let place = 0; place < order.length; place++) {
    const index = order[place] ?? 0;
    to.starts[place] = from.starts[index] ?? 0;
    to.bytes[place] = from.bytes[index] ?? 0;
    to.kinds[place] = from.kinds[index] ?? 0;
    to.owners[place] = from.owners[index] ?? 0;
    to.subjects[place] = from.subjects[index] ?? 0;
  }
  return cut(to, order.length);
}
