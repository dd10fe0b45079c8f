import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commitInKey, type SizeSubject, sizeKey, sizePrefix } from '../../src/cache/size-key.ts';
import { type CacheEntry, find } from '../support/cache-entries.ts';

const commit = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
);
/** Names that begin as others do, or hold what keys are made of, beside any text. */
const branch = fc.oneof(
  fc.constantFrom('main', 'Main', 'main-2', 'main-', 'main,2', 'release/1.x', 'a'.repeat(600), 'größe', ''),
  fc.string({ unit: 'binary' }),
  fc.tuple(fc.constantFrom('main', 'x'), commit).map(([name, hash]) => `${name}-${hash}`),
);
const subject = fc.record<SizeSubject>({ what: fc.oneof(fc.constantFrom('a', 'b'), fc.jsonValue()), branch });
const same = (one: SizeSubject, other: SizeSubject): boolean =>
  one.branch === other.branch && JSON.stringify(one.what) === JSON.stringify(other.what);

test('whatever branches are called, a run finds what was kept of its own branch and build, and nothing else', () => {
  const seen = { same: 0, other: 0 };
  fc.assert(
    fc.property(subject, commit, subject, fc.option(commit), (kept, of, asked, wanted) => {
      const key = sizeKey(kept, of);
      const entries: CacheEntry[] = [
        { id: 1, scope: 'all', version: 'v', key, content: Buffer.from('sizes') },
      ];
      for (const who of [asked, kept]) {
        const keys = [wanted === null ? sizePrefix(who) : sizeKey(who, wanted), sizePrefix(who)];
        const found = find(entries, ['all'], keys, 'v');
        const expected = same(who, kept);
        seen[expected ? 'same' : 'other'] += 1;
        assert.equal(found?.key, expected ? key : undefined);
        assert.equal(commitInKey(who, key), expected ? of : undefined);
      }
    }),
  );
  assert.ok(seen.same > 90 && seen.other > 50, JSON.stringify(seen));
});

test('a service accepts every key, and one that does not tell upper case from lower confuses none', () => {
  fc.assert(
    fc.property(subject, commit, (each, of) => {
      assert.match(sizeKey(each, of), /^[a-z0-9-]{1,200}$/);
    }),
  );
});

test('a key whose end is no commit names none', () => {
  const main = { what: 'api', branch: 'main' };
  for (const end of ['', 'main', 'c0ffee', `${'0'.repeat(40)}\n`, '0'.repeat(41), 'G'.repeat(40)]) {
    assert.equal(commitInKey(main, `${sizePrefix(main)}${end}`), undefined, end);
  }
});
