import { markOffsets, numberIn } from './numbers.ts';

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
  /** By number: in which places of lists it is referred to, as bits. */
  readonly kinds: Uint8Array;
  /** Number of the piece that begins at an offset; undefined where none does. */
  at(offset: number): number | undefined;
}

/** What refers to a table: lists of offsets, of which some hundred thousand are gone through without a call for each. */
export interface Lists {
  /** Of 32 bits. That they have a sign here does not matter: offsets are below 2^31, or are not in the table. */
  readonly words: Int32Array;
  /** By list: where it begins in `words`, and where it ends. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** By list: who refers by it. Lists of one user stand together. */
  readonly users: Int32Array;
  /** What stands for no offset. */
  readonly absent: number;
  /** Length of the table. */
  readonly room: number;
}

export interface Sharing {
  /** By user. */
  readonly owners: Int32Array;
  /** The owner of what two owners refer to. */
  readonly joined: (one: number, other: number) => number;
  /** The error of an offset that the table has not. */
  readonly outside: (offset: number) => Error;
}

/** @throws what `outside` gives */
export function collectPieces(lists: Lists, { owners: ofUsers, joined, outside }: Sharing): Pieces {
  const { count, offsets, index, at: numberAt } = begins(lists, outside);
  const { words, starts, ends, absent } = lists;
  const owners = new Int32Array(count);
  const users = new Int32Array(count).fill(nobody);
  const isShared = new Uint8Array(count);
  const kinds = new Uint8Array(count);
  for (let list = 0; list < starts.length; list++) {
    const user = lists.users[list] ?? nobody;
    const owner = ofUsers[user] ?? 0;
    const [start = 0, end = 0] = [starts[list], ends[list]];
    for (let at = start; at < end; at++) {
      const offset = words[at] ?? absent;
      if (offset === absent) continue;
      const piece = numberIn(index, offset);
      kinds[piece] = (kinds[piece] ?? 0) | (1 << (at - start));
      const first = users[piece];
      if (first === user) continue;
      if (first === nobody) {
        users[piece] = user;
        owners[piece] = owner;
      } else {
        isShared[piece] = 1;
        owners[piece] = joined(owners[piece] ?? 0, owner);
      }
    }
  }
  return { count, starts: offsets, owners, users, isShared, kinds, at: numberAt };
}

const nobody = -1;

function begins({ words, starts, ends, absent, room }: Lists, outside: Sharing['outside']) {
  const { mark, numbers } = markOffsets();
  for (let list = 0; list < starts.length; list++) {
    const end = ends[list] ?? 0;
    for (let at = starts[list] ?? 0; at < end; at++) {
      const offset = words[at] ?? absent;
      if (offset === absent) continue;
      if (offset < 0 || offset >= room) throw outside(offset >>> 0);
      mark(offset);
    }
  }
  return numbers();
}
