import { makeNumbers } from './numbers.ts';

/**
 * A table that is cut into pieces by what refers to it. Pieces have numbers in the order in which they were first referred
 * to, which for most tables of Go's linker is their order.
 */
export interface Pieces {
  readonly count: number;
  /** By number: where each begins, from the begin of the table. */
  readonly starts: Uint32Array;
  /** Numbers by where the pieces begin. */
  readonly order: Uint32Array;
  /** By number: whom the piece belongs to, as those who refer to it. */
  readonly owners: Int32Array;
  /** By number: the first that referred to it, and whether others do. */
  readonly users: Int32Array;
  readonly isShared: Uint8Array;
  /** By number: as what it is referred to, as bits. */
  readonly kinds: Uint8Array;
  /** Number of the piece that begins at an offset; undefined where none does. */
  at(offset: number): number | undefined;
}

export interface PieceCollector {
  /** @param kind one bit; 0 where all are alike */
  refer(offset: number, user: number, owner: number, kind: number): void;
  pieces(): Pieces;
}

type Columns = Pick<Pieces, 'starts' | 'owners' | 'users' | 'isShared' | 'kinds'>;

/** @param joined the owner of what two owners refer to */
export function collectPieces(
  expected: number,
  joined: (one: number, other: number) => number,
): PieceCollector {
  const numbers = makeNumbers(expected);
  let columns = columnsOf(Math.max(16, expected));
  let { starts, owners, users, isShared, kinds } = columns;
  let count = 0;
  return {
    refer: (offset, user, owner, kind) => {
      const known = numbers.get(offset);
      if (known !== undefined) {
        kinds[known] = (kinds[known] ?? 0) | kind;
        if (users[known] === user) return;
        owners[known] = joined(owners[known] ?? 0, owner);
        isShared[known] = 1;
        return;
      }
      if (count === starts.length) {
        columns = grown(columns);
        ({ starts, owners, users, isShared, kinds } = columns);
      }
      numbers.set(offset, count);
      starts[count] = offset;
      owners[count] = owner;
      users[count] = user;
      kinds[count] = kind;
      count++;
    },
    pieces: () => ({ count, ...columns, order: orderOf(starts.subarray(0, count)), at: numbers.get }),
  };
}

function columnsOf(capacity: number): Columns {
  return {
    starts: new Uint32Array(capacity),
    owners: new Int32Array(capacity),
    users: new Int32Array(capacity),
    isShared: new Uint8Array(capacity),
    kinds: new Uint8Array(capacity),
  };
}

function grown(columns: Columns): Columns {
  const larger = columnsOf(columns.starts.length * 2);
  larger.starts.set(columns.starts);
  larger.owners.set(columns.owners);
  larger.users.set(columns.users);
  larger.isShared.set(columns.isShared);
  larger.kinds.set(columns.kinds);
  return larger;
}

/** Numbers are below 2^21 and offsets below 2^32: together a number that JavaScript holds exactly, and sorts by itself. */
const numberLimit = 2 ** 21;

function orderOf(starts: Uint32Array): Uint32Array {
  const order = new Uint32Array(starts.length);
  let isSorted = true;
  for (let piece = 0; piece < starts.length; piece++) {
    order[piece] = piece;
    if (piece > 0 && (starts[piece] ?? 0) < (starts[piece - 1] ?? 0)) isSorted = false;
  }
  if (isSorted) return order;
  if (starts.length >= numberLimit) return order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
  const keys = new Float64Array(starts.length);
  for (let piece = 0; piece < starts.length; piece++)
    keys[piece] = (starts[piece] ?? 0) * numberLimit + piece;
  keys.sort();
  for (let place = 0; place < keys.length; place++) order[place] = (keys[place] ?? 0) % numberLimit;
  return order;
}
