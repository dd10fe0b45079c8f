import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keepComment, longestBody, type StickyComment } from '../../src/forge/sticky-comment.ts';
import { actionsBot, ada, addComment, type ForgeState, stranger } from '../support/forge/state.ts';
import { refusal } from '../support/refusal.ts';
import { openForge } from './opening.ts';

const wanted = (run: number, body: string, key = 'size'): StickyComment => ({
  pullRequest: 7,
  key,
  run: { id: run, attempt: 1 },
  body,
});

const bodies = ({ comments }: ForgeState): string[] =>
  comments.map(({ body }) => body.slice(body.indexOf('\n') + 1));

test('one comment is made, edited when there is something new to say, and else not touched', async (t) => {
  const { client, server } = await openForge(t);
  const { id, kind } = (await keepComment(client, wanted(1, 'grew by 1 KiB'))) as {
    id: number;
    kind: string;
  };
  assert.equal(kind, 'created');
  assert.deepEqual(await keepComment(client, wanted(2, 'grew by 1 KiB')), { kind: 'unchanged', id });
  assert.equal(server.state.comments[0]?.edits, 0);
  assert.deepEqual(await keepComment(client, wanted(3, 'grew by 2 KiB')), { kind: 'edited', id });
  assert.deepEqual(bodies(server.state), ['grew by 2 KiB']);
  assert.equal(server.state.comments[0]?.edits, 1);
});

test('the comment is found behind 350 others', async (t) => {
  const { client, server } = await openForge(t);
  for (let n = 0; n < 350; n++) addComment(server.state, 7, n % 3 === 0 ? actionsBot : ada, `comment ${n}`);
  const made = await keepComment(client, wanted(1, 'first'));
  const again = await keepComment(client, wanted(2, 'second'));
  assert.equal(server.state.comments.length, 351);
  assert.deepEqual(again, { ...made, kind: 'edited' });
  const pages = server.requests.filter(({ operation }) => operation === 'issues/list-comments');
  assert.match(pages[3]?.path ?? '', /^\/repositories\/1000\/issues\/7\/comments\?per_page=100&page=4$/);
});

test("other people's comments with the marker, other keys and other pull requests are left alone", async (t) => {
  const { client, server } = await openForge(t);
  await keepComment(client, wanted(1, 'of another key', 'other'));
  await keepComment(client, { ...wanted(1, 'of another pull request'), pullRequest: 8 });
  const [theirs] = server.state.comments;
  addComment(server.state, 7, stranger, '<!-- slipway:size key=size run=1.1 -->\nhello');
  addComment(server.state, 7, null, '<!-- slipway:size key=size run=1.1 -->\nof one who is gone');
  addComment(server.state, 7, actionsBot, '> <!-- slipway:size key=size run=1.1 -->\nquoted');
  const before = bodies(server.state);
  assert.equal((await keepComment(client, wanted(2, 'ours'))).kind, 'created');
  assert.deepEqual(bodies(server.state), [...before, 'ours']);
  assert.equal(theirs?.edits, 0);
});

test('where the token is a person, only the comments of that person are theirs to edit', async (t) => {
  const { client, server } = await openForge(t, { user: ada });
  addComment(server.state, 7, actionsBot, '<!-- slipway:size key=size run=1.1 -->\nof the app');
  assert.equal((await keepComment(client, wanted(2, 'of ada'))).kind, 'created');
  assert.equal((await keepComment(client, wanted(3, 'of ada again'))).kind, 'edited');
  assert.deepEqual(bodies(server.state), ['of the app', 'of ada again']);
});

test('a comment that was deleted by hand is made again, also when that happens just before it is edited', async (t) => {
  const { client, server } = await openForge(t);
  await keepComment(client, wanted(1, 'first'));
  server.state.comments.length = 0;
  assert.equal((await keepComment(client, wanted(2, 'second'))).kind, 'created');
  server.before(({ operation }) => {
    if (operation === 'issues/update-comment') server.state.comments.length = 0;
  });
  assert.equal((await keepComment(client, wanted(3, 'third'))).kind, 'created');
  assert.deepEqual(bodies(server.state), ['third']);
});

test('a token that can only read is no failure: the result says which permission is missing', async (t) => {
  const { client, server } = await openForge(t, { rights: 'read' });
  const result = await keepComment(client, wanted(1, 'grew'));
  assert.equal(result.kind, 'refused');
  assert.match(
    result.kind === 'refused' ? result.why : '',
    /not allowed .*403: Resource not accessible by integration/,
  );
  assert.match(result.kind === 'refused' ? result.why : '', /issues: write or pull-requests: write/);
  assert.deepEqual(server.state.comments, []);
});

test('a run whose comment was overtaken by a later run leaves it as it is', async (t) => {
  const { client, server } = await openForge(t);
  const { id } = (await keepComment(client, wanted(5, 'later'))) as { id: number };
  assert.deepEqual(await keepComment(client, wanted(4, 'earlier')), { kind: 'superseded', id });
  const again = { ...wanted(5, 'tried again'), run: { id: 5, attempt: 2 } };
  assert.deepEqual(await keepComment(client, again), { kind: 'edited', id });
  assert.deepEqual(bodies(server.state), ['tried again']);
});

test('an answer that is lost makes no second comment', async (t) => {
  for (const lost of ['reset after', 'cut', { status: 502, body: '<html>' }, 'reset'] as const) {
    const { client, server, waits } = await openForge(t);
    let first = true;
    server.misbehave(({ operation }) => {
      if (operation !== 'issues/create-comment' || !first) return undefined;
      first = false;
      return lost;
    });
    assert.equal((await keepComment(client, wanted(1, 'said once'))).kind, 'created');
    assert.deepEqual(bodies(server.state), ['said once']);
    const sent = server.requests.filter(({ operation }) => operation === 'issues/create-comment');
    assert.equal(sent.length, lost === 'reset after' || lost === 'cut' ? 1 : 2);
    assert.deepEqual(waits, [500]);
  }
});

test('a list that does not have the new comment yet makes no second one', async (t) => {
  const { client, server } = await openForge(t);
  const late = {
    ...client,
    listComments: async (pullRequest: number) => {
      const said = await client.listComments(pullRequest);
      return said.filter(({ id }) => id < 5001);
    },
  };
  assert.equal((await keepComment(late, wanted(1, 'said once'))).kind, 'created');
  assert.deepEqual(bodies(server.state), ['said once']);
});

test('whatever the key and the body are, the same comment is found again, and the body is kept', async (t) => {
  const { client, server } = await openForge(t);
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      '-->',
      '--',
      '<!-- slipway:size key= run=9.9 -->',
      '\r\n',
      ' ',
      '\ud800',
      'a b',
      '\n\nx\n',
    ),
  );
  await fc.assert(
    fc.asyncProperty(texts, texts, texts, async (key, first, second) => {
      server.state.comments.length = 0;
      const { id } = (await keepComment(client, wanted(1, first, key))) as { id: number };
      await keepComment(client, wanted(1, 'of another', `${key}.`));
      const result = await keepComment(client, wanted(2, second, key));
      assert.equal((result as { id: number }).id, id);
      const kept = server.state.comments.find((comment) => comment.id === id)?.body ?? '';
      assert.match(kept, /^<!-- slipway:size key=[^\s>]* run=\d\.1 -->\n/);
      const shown = second.replaceAll('\r\n', '\n').trim().toWellFormed();
      assert.ok(kept.replaceAll('\r\n', '\n').trim().endsWith(shown));
    }),
    { numRuns: 60 },
  );
});

test('a comment that GitHub would not take is refused before anything is asked', async (t) => {
  const { client, server } = await openForge(t);
  const long = await refusal(() => keepComment(client, wanted(1, 'x'.repeat(longestBody + 1))), 'E_INTERNAL');
  assert.match(long.message, new RegExp(`^a comment of ${longestBody + 1} characters`));
  await refusal(() => keepComment(client, wanted(1, 'x', 'k'.repeat(401))), 'E_INTERNAL');
  assert.deepEqual(server.requests, []);
  assert.equal(
    (await keepComment(client, wanted(1, 'x'.repeat(longestBody), 'k'.repeat(400)))).kind,
    'created',
  );
  assert.ok((server.state.comments[0]?.body.length ?? 0) <= 65_536);
});

test('a comment that is deleted again and again is given up', async (t) => {
  const { client, server } = await openForge(t);
  addComment(server.state, 7, actionsBot, '<!-- slipway:size key=size run=1.1 -->\nhello');
  server.before(({ operation }) => {
    if (operation === 'issues/update-comment') server.state.comments.length = 0;
    if (operation === 'issues/list-comments') {
      server.state.comments.length = 0;
      addComment(server.state, 7, actionsBot, '<!-- slipway:size key=size run=1.1 -->\nhello');
    }
  });
  const fault = await refusal(() => keepComment(client, wanted(2, 'x')), 'E_FORGE');
  assert.match(fault.message, /^pull request 7: its comment does not stay/);
});
