import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { markOffsets } from '../../../../src/binary/go/linked/numbers.ts';
import { collectPieces } from '../../../../src/binary/go/linked/pieces.ts';

describe('numbers of offsets', () => {
  it('are in the order of the offsets, however many there are and wherever they are', () => {
    const marked = fc.array(fc.oneof(fc.nat(300), fc.nat(1 << 22)), { maxLength: 600 });
    fc.assert(
      fc.property(marked, (marked) => {
        const marks = markOffsets();
        for (const offset of marked) marks.mark(offset);
        const numbers = marks.numbers();
        const sorted = [...new Set(marked)].sort((a, b) => a - b);
        assert.equal(numbers.count, sorted.length);
        assert.deepEqual([...numbers.offsets], sorted);
        for (const [number, offset] of sorted.entries()) assert.equal(numbers.at(offset), number);
        const others = sorted.flatMap((offset) => [
          offset - 1,
          offset + 1,
          offset + 2 ** 32,
          offset - 2 ** 32,
        ]);
        for (const offset of [...others, -1, 2 ** 22 + 1, 2 ** 40, 2 ** 53, Number.NaN]) {
          if (!sorted.includes(offset)) assert.equal(numbers.at(offset), undefined);
        }
      }),
    );
  });
});

describe('pieces of a table', () => {
  it('are numbered in the order in which they stand there, and know who refers to them and from which places', () => {
    const room = 41;
    const lists = fc.array(fc.tuple(fc.nat(5), fc.array(fc.nat(room - 1), { maxLength: 8 })));
    fc.assert(
      fc.property(lists, (lists) => {
        const shared = 99;
        const sharing = {
          owners: Int32Array.of(10, 10, 12, 13, 13, 15),
          joined: (one: number, other: number) => (one === other ? one : shared),
          outside: () => assert.fail('all are inside'),
        };
        const sorted = lists.toSorted(([a], [b]) => a - b);
        const references = sorted.flatMap(([user, offsets]) =>
          offsets.map((offset, place) => ({ user, offset, place })).filter(({ offset }) => offset !== absent),
        );
        const pieces = collectPieces(listsOf(sorted, room), sharing);
        const offsets = [...new Set(references.map(({ offset }) => offset))].sort((a, b) => a - b);
        assert.equal(pieces.count, offsets.length);
        assert.deepEqual([...pieces.starts], offsets);
        for (const [number, offset] of offsets.entries()) {
          const own = references.filter((each) => each.offset === offset);
          const users = [...new Set(own.map(({ user }) => user))];
          const owners = users.map((user) => sharing.owners[user] ?? -1);
          assert.equal(pieces.at(offset), number);
          assert.equal(pieces.users[number], users[0]);
          assert.equal(pieces.isShared[number], users.length > 1 ? 1 : 0);
          assert.equal(pieces.owners[number], owners.reduce(sharing.joined));
          assert.equal(
            pieces.kinds[number],
            own.reduce((bits, { place }) => bits | (1 << place), 0),
          );
        }
        assert.equal(pieces.at(absent), undefined);
        assert.equal(pieces.at(room), undefined);
      }),
    );
  });

  it('are all inside of it', () => {
    const sharing = {
      owners: Int32Array.of(1),
      joined: (one: number) => one,
      outside: (offset: number) => new Error(`at ${offset}`),
    };
    assert.throws(() => collectPieces(listsOf([[0, [3, 8]]], 8), sharing), /at 8/);
    assert.throws(() => collectPieces(listsOf([[0, [3, 0xffff_fffe]]], 8), sharing), /at 4294967294/);
  });
});

const absent = 7;

function listsOf(lists: readonly (readonly [user: number, offsets: readonly number[]])[], room: number) {
  let end = 0;
  const ends = lists.map(([, offsets]) => {
    end += offsets.length;
    return end;
  });
  return {
    words: Int32Array.from(lists.flatMap(([, offsets]) => offsets)),
    starts: Uint32Array.from([0, ...ends].slice(0, lists.length)),
    ends: Uint32Array.from(ends),
    users: Int32Array.from(lists, ([user]) => user),
    absent,
    room,
  };
}
