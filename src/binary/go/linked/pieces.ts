import { markOffsets } from './numbers.ts';

/** A table that is cut into pieces by what refers to it. Pieces have numbers in the order in which they stand there. */
export interface Pieces {
  readonly count: number;
  /** By number: where each begins, from the begin of the table; ascending. */
  readonly starts: Uint32Array;
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

/** @param kind one bit; 0 where all are alike */
export type Refer = (offset: number, user: number, owner: number, kind: number) => void;

/**
 * Collects pieces from all references, which are gone through twice: where pieces begin, then who refers to them.
 * @param joined the owner of what two owners refer to
 */
export function collectPieces(
  each: (refer: Refer) => void,
  joined: (one: number, other: number) => number,
): Pieces {
  const marks = markOffsets();
  each(marks.mark);
  const { count, offsets, at } = marks.numbers();
  const owners = new Int32Array(count);
  const users = new Int32Array(count).fill(nobody);
  const isShared = new Uint8Array(count);
  const kinds = new Uint8Array(count);
  each((offset, user, owner, kind) => {
    const piece = at(offset) ?? 0;
    kinds[piece] = (kinds[piece] ?? 0) | kind;
    const first = users[piece];
    if (first === user) return;
    if (first === nobody) {
      users[piece] = user;
      owners[piece] = owner;
      return;
    }
    owners[piece] = joined(owners[piece] ?? 0, owner);
    isShared[piece] = 1;
  });
  return { count, starts: offsets, owners, users, isShared, kinds, at };
}

const nobody = -1;
