import {
  copyRanges,
  grownColumns,
  type RangeColumns,
  type Ranges,
  rangeColumns,
  rangeKinds,
} from '../binary/go/ledger/ranges.ts';

/**
 * What the bytes of a range are: what Go's own tables are made of, and what else a file holds; `linking` is what the loader reads
 * about single places. The order is that of `Pieces.kinds`.
 */
export const pieceKinds = [
  ...rangeKinds,
  'string',
  'data',
  'embedded',
  'linking',
  'padding',
  'unattributed',
] as const;

export type PieceKind = (typeof pieceKinds)[number];

const codes = new Map(pieceKinds.map((kind, code) => [kind, code]));

/** The number of a kind in `Pieces.kinds`. */
export function kindCode(kind: PieceKind): number {
  return codes.get(kind) ?? pieceKinds.length - 1;
}

/** A subject that a piece does not have. */
export const none = -1;

/**
 * Ranges of a file in their order, none over another, in columns of numbers, since a large program has half a million: the
 * ranges of Go's tables are pieces as they are. `kinds` are indexes into `pieceKinds`; what `owners` and `subjects` mean says the maker,
 * and a piece without a subject has `none`.
 */
export type Pieces = Ranges;

export interface PieceBuilder {
  /** Adds a range behind the others; one that is empty is left out. */
  add(start: number, end: number, kind: number, owner: number, subject: number): void;
  readonly build: () => Pieces;
}

/** @param room for how many, before it has to grow */
export function pieceBuilder(room = 1024): PieceBuilder {
  let columns = rangeColumns(Math.max(16, room));
  let count = 0;
  return {
    add(start, end, kind, owner, subject) {
      if (end <= start) return;
      if (count === columns.starts.length) columns = grownColumns(columns);
      columns.starts[count] = start;
      columns.bytes[count] = end - start;
      columns.kinds[count] = kind;
      columns.owners[count] = owner;
      columns.subjects[count] = subject;
      count += 1;
    },
    build: () => firstOf(columns, count),
  };
}

/** `upper`, and where it has nothing the parts of `lower`: both sorted, neither with ranges over each other. */
export function filledWith(upper: Pieces, lower: Pieces): Pieces {
  // Each gap of the upper may cut one of the lower in two.
  const columns = rangeColumns(upper.count + lower.count + gapCount(upper));
  const last = lower.count === 0 ? 0 : endOf(lower, lower.count - 1);
  let [count, next, end, from] = [0, 0, 0, 0];
  for (;;) {
    while (next < lower.count && endOf(lower, next) <= end) next += 1;
    const border = from < upper.count ? startOf(upper, from) : last;
    count = addParts(lower, next, { from: end, to: border }, columns, count);
    if (from === upper.count) return firstOf(columns, count);
    const to = endOfStretch(upper, from);
    copyRanges(upper, from, to, columns, count);
    count += to - from;
    end = endOf(upper, to - 1);
    from = to;
  }
}

/** Adds what pieces have of a part of the file, from one of them on. Gives how many there are then. */
function addParts(
  pieces: Pieces,
  first: number,
  { from, to }: { readonly from: number; readonly to: number },
  columns: RangeColumns,
  count: number,
): number {
  let at = count;
  for (let i = first; i < pieces.count && startOf(pieces, i) < to; i += 1) {
    const start = Math.max(from, startOf(pieces, i));
    const bytes = Math.min(to, endOf(pieces, i)) - start;
    if (bytes <= 0) continue;
    columns.starts[at] = start;
    columns.bytes[at] = bytes;
    columns.kinds[at] = pieces.kinds[i] ?? 0;
    columns.owners[at] = pieces.owners[i] ?? 0;
    columns.subjects[at] = pieces.subjects[i] ?? none;
    at += 1;
  }
  return at;
}

/** Index of the piece that an offset lies in: in twice as large steps from a first guess, then by halves. */
export function pieceAt({ starts, count }: Pieces, offset: number, guess = 0): number {
  let low = guess;
  let high = guess + 1;
  for (let step = 1; low > 0 && (starts[low] ?? 0) > offset; step *= 2) {
    high = low;
    low = Math.max(0, low - step);
  }
  for (let step = 1; high < count && (starts[high] ?? 0) <= offset; step *= 2) {
    low = high;
    high = Math.min(count, high + step);
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

function firstOf({ starts, bytes, kinds, owners, subjects }: RangeColumns, count: number): Pieces {
  return {
    count,
    starts: starts.subarray(0, count),
    bytes: bytes.subarray(0, count),
    kinds: kinds.subarray(0, count),
    owners: owners.subarray(0, count),
    subjects: subjects.subarray(0, count),
  };
}

function gapCount(pieces: Pieces): number {
  let count = 1;
  for (let from = endOfStretch(pieces, 0); from < pieces.count; from = endOfStretch(pieces, from)) count += 1;
  return count;
}

/** The first piece, from one on, that does not begin where the one before it ends. */
function endOfStretch(pieces: Pieces, from: number): number {
  let to = from + 1;
  while (to < pieces.count && startOf(pieces, to) === endOf(pieces, to - 1)) to += 1;
  return to;
}

function startOf({ starts }: Pieces, i: number): number {
  return starts[i] ?? 0;
}

function endOf({ starts, bytes }: Pieces, i: number): number {
  return (starts[i] ?? 0) + (bytes[i] ?? 0);
}
