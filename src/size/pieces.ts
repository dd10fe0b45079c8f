/** What the bytes of a range are. The order is that of `Pieces.kinds`. */
export const pieceKinds = [
  'function',
  'pclntab',
  'funcdata',
  'type',
  'itab',
  'string',
  'data',
  'embedded',
  'gcmask',
  'structure',
  'padding',
  'unattributed',
] as const;

export type PieceKind = (typeof pieceKinds)[number];

const codes = new Map(pieceKinds.map((kind, code) => [kind, code]));

/** The number of a kind in `Pieces.kinds`. */
export function kindCode(kind: PieceKind): number {
  return codes.get(kind) ?? pieceKinds.length - 1;
}

/** An owner or symbol that a piece does not have. */
export const none = -1;

/**
 * Ranges of a file in their order, none over another: one element of each array for each. Arrays of numbers, since a large
 * program has half a million.
 */
export interface Pieces {
  readonly length: number;
  /** Where a range begins and ends, in bytes from the file's start. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** Index into `pieceKinds`. */
  readonly kinds: Uint8Array;
  /** Who the bytes belong to: an index whose meaning the maker gives; `none` without. */
  readonly owners: Int32Array;
  readonly symbols: Int32Array;
}

export interface PieceBuilder {
  /** Adds a range; one that is empty is left out. */
  add(start: number, end: number, kind: number, owner: number, symbol: number): void;
  readonly build: () => Pieces;
}

export function pieceBuilder(expected = 1024): PieceBuilder {
  let length = 0;
  let room = Math.max(16, expected);
  let starts = new Float64Array(room);
  let ends = new Float64Array(room);
  let kinds = new Uint8Array(room);
  let owners = new Int32Array(room);
  let symbols = new Int32Array(room);
  const grow = (): void => {
    room *= 2;
    starts = copied(new Float64Array(room), starts);
    ends = copied(new Float64Array(room), ends);
    kinds = copied(new Uint8Array(room), kinds);
    owners = copied(new Int32Array(room), owners);
    symbols = copied(new Int32Array(room), symbols);
  };
  return {
    add(start, end, kind, owner, symbol) {
      if (end <= start) return;
      if (length === room) grow();
      starts[length] = start;
      ends[length] = end;
      kinds[length] = kind;
      owners[length] = owner;
      symbols[length] = symbol;
      length += 1;
    },
    build: () => ({
      length,
      starts: starts.subarray(0, length),
      ends: ends.subarray(0, length),
      kinds: kinds.subarray(0, length),
      owners: owners.subarray(0, length),
      symbols: symbols.subarray(0, length),
    }),
  };
}

function copied<Numbers extends Float64Array | Uint8Array | Int32Array>(
  into: Numbers,
  from: Numbers,
): Numbers {
  into.set(from);
  return into;
}

/** `upper`, and where it has nothing the parts of `lower`: both sorted, neither with ranges over each other. */
export function filledWith(upper: Pieces, lower: Pieces): Pieces {
  if (upper.length === 0) return lower;
  const builder = pieceBuilder(upper.length + lower.length);
  let next = 0;
  /** Adds what `lower` has from `from` to `to`. */
  const fill = (from: number, to: number): void => {
    while (next < lower.length && at(lower.ends, next) <= from) next += 1;
    for (let i = next; i < lower.length && at(lower.starts, i) < to; i += 1) {
      const start = Math.max(from, at(lower.starts, i));
      addFrom(builder, lower, i, start, Math.min(to, at(lower.ends, i)));
    }
  };
  let end = 0;
  for (let i = 0; i < upper.length; i += 1) {
    fill(end, at(upper.starts, i));
    end = at(upper.ends, i);
    addFrom(builder, upper, i, at(upper.starts, i), end);
  }
  fill(end, Number.POSITIVE_INFINITY);
  return builder.build();
}

function addFrom(builder: PieceBuilder, from: Pieces, i: number, start: number, end: number): void {
  builder.add(start, end, at(from.kinds, i), at(from.owners, i), at(from.symbols, i));
}

function at(numbers: Float64Array | Uint8Array | Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
