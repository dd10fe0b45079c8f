import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deadCodeChange, toldDeadCode } from '../../src/size/dead-code-change.ts';
import { inventedBlocker, pruned, unpruned } from '../support/invented-dead-code.ts';

const one = inventedBlocker();
const other = inventedBlocker({
  symbol: 'a.example/x.Do',
  package: 'a.example/x',
  bytes: 10,
  hint: 'do less',
});
const symbols = (blockers: readonly { readonly symbol: string }[] = []) =>
  blockers.map(({ symbol }) => symbol);

test('methods that are pruned no more, and pruned again, are a change with all that is to blame', () => {
  const came = deadCodeChange(pruned, unpruned(one, other));
  assert.deepEqual([came?.before.pruned, came?.after.pruned], [true, false]);
  assert.equal(came?.after.pruningBytes, 700 * 1024);
  assert.deepEqual([symbols(came?.came), came?.gone], [[one.symbol, other.symbol], []]);
  const gone = deadCodeChange(unpruned(one, other), pruned);
  assert.deepEqual([gone?.came, symbols(gone?.gone)], [[], [one.symbol, other.symbol]]);
});

test('one function more or less that looks methods up is a change, and another price is none', () => {
  const change = deadCodeChange(unpruned(one), unpruned(other));
  assert.deepEqual([symbols(change?.came), symbols(change?.gone)], [[other.symbol], [one.symbol]]);
  const dearer = inventedBlocker({ bytes: one.bytes * 2, imports: ['a', 'b'] });
  assert.equal(deadCodeChange(unpruned(one), unpruned(dearer)), undefined);
  assert.equal(deadCodeChange(pruned, pruned), undefined);
});

test('of what is not known on both sides nothing is said', () => {
  assert.equal(deadCodeChange(undefined, unpruned(one)), undefined);
  assert.equal(deadCodeChange(unpruned(one), undefined), undefined);
});

test('chains of references are not kept, and of names and lists of any length what a reader can use', () => {
  const long = inventedBlocker({ symbol: 'x'.repeat(5000) });
  const { blockers } = toldDeadCode(unpruned(other, ...Array.from({ length: 200 }, () => long)));
  assert.deepEqual(blockers[0], {
    ...{ symbol: other.symbol, package: other.package, bytes: 10, imports: other.imports, hint: 'do less' },
  });
  assert.deepEqual([blockers.length, blockers[1]?.symbol.length], [100, 300]);
  assert.equal(deadCodeChange(unpruned(long), unpruned(long)), undefined);
});
