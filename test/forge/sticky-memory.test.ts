import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askingKey, type Remembered } from '../../src/forge/remembered.ts';
import { keepComment, recall, type StickyComment } from '../../src/forge/sticky-comment.ts';
import { actionsBot, ada, addComment, stranger, type User } from '../support/forge/state.ts';
import { openForge } from './opening.ts';
import { orders, race, type Step } from './racing.ts';

const commit = 'a'.repeat(40);
const remembered = (by: 'label' | 'review', id: number, bytes = 4000): Remembered => ({
  ...{ by, id, commit, asking: [{ key: askingKey(['api']), bytes }] },
});

const wanted = (run: number, ...remember: readonly Remembered[]): StickyComment => ({
  ...{ pullRequest: 7, key: 'size', run: { id: run, attempt: 1 }, body: `of run ${run}`, remember },
});

/** As a comment would begin that remembers more than was ever approved. */
const forged = (bytes = 9_000_000): string =>
  `<!-- slipway:size key=size run=1.1 approved=label:3@${commit}:${askingKey(['api'])}.${bytes} -->\nhello`;

test('what was approved stays in the comment, whatever later runs say, and is found again', async (t) => {
  const { client, server } = await openForge(t);
  assert.deepEqual(await recall(client, 7, 'size'), []);
  await keepComment(client, wanted(1));
  assert.match(server.state.comments[0]?.body ?? '', /^<!-- slipway:size key=size run=1\.1 -->\nof run 1$/);
  assert.deepEqual(await recall(client, 7, 'size'), []);
  assert.equal((await keepComment(client, wanted(2, remembered('label', 3)))).kind, 'edited');
  assert.equal((await keepComment(client, wanted(3))).kind, 'edited');
  assert.equal((await keepComment(client, wanted(4, remembered('review', 5)))).kind, 'edited');
  assert.deepEqual(await recall(client, 7, 'size'), [remembered('label', 3), remembered('review', 5)]);
  assert.match(server.state.comments[0]?.body ?? '', /^<!-- [^\n]* -->\nof run 4$/);
  assert.deepEqual(await recall(client, 7, 'other'), []);
  assert.deepEqual(await recall(client, 8, 'size'), []);
});

test('how much an approval was for is what was measured first', async (t) => {
  const { client } = await openForge(t);
  await keepComment(client, wanted(1, remembered('label', 3)));
  await keepComment(client, wanted(2, remembered('label', 3, 9_000_000)));
  assert.deepEqual(await recall(client, 7, 'size'), [remembered('label', 3)]);
});

test("what others write is no memory: another person's, an app's, one that is gone, one further down", async (t) => {
  const app: User = { id: 77, login: 'helpful[bot]', type: 'Bot', permission: 'write' };
  for (const author of [stranger, ada, app, null]) {
    const { client, server } = await openForge(t);
    addComment(server.state, 7, author, forged());
    // Where ours cannot be told from an app's, nothing is remembered in it.
    const none = author === app ? undefined : [];
    assert.deepEqual(await recall(client, 7, 'size'), none, author?.login);
    await keepComment(client, wanted(2, remembered('review', 5)));
    assert.deepEqual(await recall(client, 7, 'size'), none && [remembered('review', 5)], author?.login);
  }
  const { client, server } = await openForge(t);
  addComment(server.state, 7, actionsBot, `> ${forged()}`);
  addComment(server.state, 7, actionsBot, `hello\n${forged()}`);
  assert.deepEqual(await recall(client, 7, 'size'), []);
});

test("of several comments of our own the first is the memory, and a person's token has the person's", async (t) => {
  const { client, server } = await openForge(t);
  await keepComment(client, wanted(1, remembered('label', 3)));
  addComment(server.state, 7, actionsBot, forged());
  assert.deepEqual(await recall(client, 7, 'size'), [remembered('label', 3)]);
  const person = await openForge(t, { user: ada });
  addComment(person.server.state, 7, actionsBot, forged());
  assert.deepEqual(await recall(person.client, 7, 'size'), []);
  await keepComment(person.client, wanted(2, remembered('label', 3)));
  assert.deepEqual(await recall(person.client, 7, 'size'), [remembered('label', 3)]);
});

test('a memory that is damaged, or longer than any, is none, and the comment is still ours', async (t) => {
  for (const approved of ['x', 'label:3', `label:3@${commit}:${'x'.repeat(9000)}`]) {
    const { client, server } = await openForge(t);
    const body = `<!-- slipway:size key=size run=1.1 approved=${approved} -->\nhello`;
    addComment(server.state, 7, actionsBot, body);
    assert.deepEqual(await recall(client, 7, 'size'), []);
    assert.equal((await keepComment(client, wanted(2, remembered('label', 3)))).kind, 'edited');
    assert.equal(server.state.comments.length, 1);
    assert.deepEqual(await recall(client, 7, 'size'), [remembered('label', 3)]);
  }
});

test('a run that was overtaken still tells what was approved, and leaves what the later one says', async (t) => {
  const { client, server } = await openForge(t);
  const { id } = (await keepComment(client, wanted(5))) as { id: number };
  const late = await keepComment(client, wanted(4, remembered('label', 3)));
  assert.deepEqual(late, { kind: 'superseded', id });
  assert.match(
    server.state.comments[0]?.body ?? '',
    /^<!-- slipway:size key=size run=5\.1 approved=\S+ -->\nof run 5$/,
  );
  assert.deepEqual(await recall(client, 7, 'size'), [remembered('label', 3)]);
});

const isLook = ({ call }: Step): boolean => call === 'listComments';

test('however the requests of two runs interleave, what either was told stays unless it is overwritten at the last moment', async (t) => {
  const opened = await openForge(t);
  const { state } = opened.server;
  const runs = [wanted(1, remembered('label', 3)), wanted(2, remembered('review', 5))] as const;
  const whole = [remembered('label', 3), remembered('review', 5)];
  let complete = 0;
  for (const turns of orders) {
    state.comments.length = 0;
    const steps = await race(opened, turns, runs);
    assert.equal(state.comments.length, 1, JSON.stringify(steps));
    const memory = await recall(opened.client, 7, 'size');
    assert.ok(
      memory !== undefined &&
        memory.length > 0 &&
        memory.every((one) => whole.some(({ id }) => id === one.id)),
    );
    // A run that writes what it read before the other wrote loses it, if that one does not look again: less is approved then, never more.
    const overwritten = steps.some(({ side, call }, place) => {
      const look = steps.findLastIndex((step, at) => at < place && step.side === side && isLook(step));
      const between = steps.slice(look, place).some((step) => step.side !== side && !isLook(step));
      const isLast = !steps.slice(place).some((step) => step.side !== side && isLook(step));
      return call === 'editComment' && between && isLast;
    });
    if (!overwritten) {
      assert.deepEqual(memory, whole, JSON.stringify(steps));
      complete++;
    }
  }
  assert.ok(complete > orders.length / 2, `${complete} of ${orders.length} kept both`);
});
