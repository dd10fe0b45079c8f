import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twoReaders } from '../../src/support/two-readers.ts';

/** Pieces that hold their bytes until three more were asked for, as files are read. */
async function* reused(count: number): AsyncGenerator<Uint8Array> {
  const slots = Array.from({ length: 4 }, () => new Uint8Array(1));
  for (let at = 0; at < count; at++) {
    const slot = slots[at % slots.length];
    assert.ok(slot);
    slot[0] = at;
    yield slot;
  }
}

async function firstBytes(
  stream: AsyncIterable<Uint8Array>,
  pause: () => Promise<unknown>,
): Promise<number[]> {
  const found: number[] = [];
  for await (const piece of stream) {
    await pause();
    found.push(piece[0] ?? -1);
  }
  return found;
}

const tick = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
const expected = Array.from({ length: 20 }, (_, at) => at);

test('two readers get every piece, whoever of them is slow', async () => {
  for (const [slow, fast] of [
    [tick, () => Promise.resolve()],
    [() => Promise.resolve(), tick],
    [tick, tick],
  ] as const) {
    const [first, second] = twoReaders(reused(20));
    const both = await Promise.all([firstBytes(first, slow), firstBytes(second, fast)]);
    assert.deepEqual(both, [expected, expected]);
  }
});

test('of a stream that fails both readers hear', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield* reused(3);
    throw new Error('the disk is gone');
  }
  const [first, second] = twoReaders(failing());
  const told = await Promise.allSettled([firstBytes(first, tick), firstBytes(second, tick)]);
  assert.deepEqual(
    told.map((one) => one.status === 'rejected' && String(one.reason)),
    ['Error: the disk is gone', 'Error: the disk is gone'],
  );
});

test('a first reader that stops ends the second, and a second that stops holds nobody up', async () => {
  const [first, second] = twoReaders(reused(20));
  const follower = firstBytes(second, tick);
  for await (const piece of first) if (piece[0] === 5) break;
  assert.deepEqual(await follower, expected.slice(0, 6));

  const [whole, short] = twoReaders(reused(20));
  const some = (async () => {
    for await (const piece of short) if (piece[0] === 5) return;
  })();
  assert.deepEqual(await firstBytes(whole, tick), expected);
  await some;
});
