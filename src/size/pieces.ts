import {
  copyRanges,
  grownColumns,
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
  /** Adds pieces of others, from one up to another. */
  addAll(pieces: Pieces, from: number, to: number): void;
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
    addAll(pieces, from, to) {
      while (count + to - from > columns.starts.length) columns = grownColumns(columns);
      copyRanges(pieces, from, to, columns, count);
      count += to - from;
    },
    build: () => ({
      count,
      starts: columns.starts.subarray(0, count),
      bytes: columns.bytes.subarray(0, count),
      kinds: columns.kinds.subarray(0, count),
      owners: columns.owners.subarray(0, count),
      subjects: columns.subjects.subarray(0, count),
    }),
  };
}

/** `upper`, and where it has nothing the parts of `lower`: both sorted, neither with ranges over each other. */
export function filledWith(upper: Pieces, lower: Pieces): Pieces {
  // Each gap of the upper may cut one of the lower in two.
  const builder = pieceBuilder(upper.count + lower.count + gapCount(upper));
  let next = 0;
  /** Adds what `lower` has from `from` to `to`. */
  const fill = (from: number, to: number): void => {
    while (next < lower.count && endOf(lower, next) <= from) next += 1;
    for (let i = next; i < lower.count && startOf(lower, i) < to; i += 1) {
      const start = Math.max(from, startOf(lower, i));
      addFrom(builder, lower, i, start, Math.min(to, endOf(lower, i)));
    }
  };
  let end = 0;
  for (let from = 0; from < upper.count; ) {
    const start = startOf(upper, from);
    if (start > end) fill(end, start);
    const to = endOfStretch(upper, from);
    builder.addAll(upper, from, to);
    end = endOf(upper, to - 1);
    from = to;
  }
  fill(end, Number.POSITIVE_INFINITY);
  return builder.build();
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

function addFrom(builder: PieceBuilder, from: Pieces, i: number, start: number, end: number): void {
  builder.add(start, end, from.kinds[i] ?? 0, from.owners[i] ?? 0, from.subjects[i] ?? none);
}

function startOf({ starts }: Pieces, i: number): number {
  return starts[i] ?? 0;
}

function endOf({ starts, bytes }: Pieces, i: number): number {
  return (starts[i] ?? 0) + (bytes[i] ?? 0);
}
