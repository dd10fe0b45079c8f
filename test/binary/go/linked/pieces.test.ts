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
  it('are numbered in the order in which they stand there, and know who refers to them', () => {
    const references = fc.array(
      fc.record({ offset: fc.nat(40), user: fc.nat(5), owner: fc.nat(3), kind: fc.constantFrom(1, 2, 4) }),
    );
    fc.assert(
      fc.property(references, (references) => {
        const shared = 99;
        const pieces = collectPieces(
          (refer) => {
            for (const { offset, user, owner, kind } of references)
              refer(offset, user, owner + 10 * user, kind);
          },
          (one, other) => (one === other ? one : shared),
        );
        const offsets = [...new Set(references.map(({ offset }) => offset))].sort((a, b) => a - b);
        assert.equal(pieces.count, offsets.length);
        assert.deepEqual([...pieces.starts], offsets);
        for (const [number, offset] of offsets.entries()) {
          const own = references.filter((each) => each.offset === offset);
          const users = new Set(own.map(({ user }) => user));
          assert.equal(pieces.at(offset), number);
          assert.equal(pieces.users[number], own[0]?.user);
          assert.equal(pieces.isShared[number], users.size > 1 ? 1 : 0);
          assert.equal(
            pieces.kinds[number],
            own.reduce((bits, { kind }) => bits | kind, 0),
          );
          if (users.size === 1)
            assert.equal(pieces.owners[number], (own[0]?.owner ?? 0) + 10 * (own[0]?.user ?? 0));
          else assert.equal(pieces.owners[number], shared);
        }
        assert.equal(pieces.at(41), undefined);
      }),
    );
  });
});
