import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeNumbers } from '../../../../src/binary/go/linked/numbers.ts';
import { collectPieces } from '../../../../src/binary/go/linked/pieces.ts';

describe('numbers by offset', () => {
  it('are what a Map would give, however many there are', () => {
    const entries = fc.array(fc.tuple(fc.oneof(fc.nat(64), fc.nat(0xffff_fffe)), fc.nat(1 << 30)), {
      maxLength: 600,
    });
    fc.assert(
      fc.property(entries, fc.nat(100), (entries, expected) => {
        const map = new Map<number, number>();
        const numbers = makeNumbers(expected);
        for (const [offset, number] of entries) {
          if (!map.has(offset)) numbers.set(offset, number);
          map.set(offset, map.get(offset) ?? number);
        }
        for (const offset of [...map.keys(), 1, 2, 3, 0xffff_fffe, -1, 2 ** 40]) {
          assert.equal(numbers.get(offset), map.get(offset));
        }
      }),
    );
  });
});

describe('pieces of a table', () => {
  it('are numbered as they are first referred to, and know who refers to them and where they begin', () => {
    const references = fc.array(
      fc.record({ offset: fc.nat(40), user: fc.nat(5), owner: fc.nat(3), kind: fc.constantFrom(1, 2, 4) }),
    );
    fc.assert(
      fc.property(references, (references) => {
        const shared = 99;
        const collector = collectPieces(1, (one, other) => (one === other ? one : shared));
        for (const { offset, user, owner, kind } of references)
          collector.refer(offset, user, owner + 10 * user, kind);
        const pieces = collector.pieces();
        const offsets = [...new Set(references.map(({ offset }) => offset))];
        assert.equal(pieces.count, offsets.length);
        assert.deepEqual(
          [...pieces.order].map((piece) => pieces.starts[piece]),
          offsets.toSorted((a, b) => a - b),
        );
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
