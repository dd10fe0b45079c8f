import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SizeExchange } from '../../src/stages/sizes/size-exchange.ts';
import { earlierLabel, first, second, story, third } from '../support/approval-story.ts';
import { inventedExchange } from '../support/invented-exchange.ts';

test('a label that is set when the size was told approves, and what is pushed later passes as long as it grows no further', async (t) => {
  const { push, judge, label } = await story(t);
  assert.equal((await judge(push(first, 0, 200))).outcome, 'needs-approval');
  label(5);
  const approved = await judge();
  assert.equal(approved.outcome, 'pass');
  assert.equal(approved.text, 'approved by the label size-approved (ada, 2026-11-29 10:05 UTC)');
  assert.match(approved.body, /### ✅ Size: approved — api grows 5\.1 % \(200 KiB\), limit 2 %/);
  assert.doesNotMatch(approved.body, /To go on/);
  const later = await judge(push(second, 10, 201));
  assert.equal(later.outcome, 'pass');
  assert.equal(
    later.text,
    'approved by the label size-approved at aaaaaaa (ada, 2026-11-29 10:05 UTC), and it grows no further since',
  );
  assert.equal((await judge(push(third, 20, 90))).outcome, 'pass');
});

test('a later push that grows further needs the label anew', async (t) => {
  const { push, judge, label, unlabel } = await story(t);
  push(first, 0, 200);
  label(5);
  assert.equal((await judge()).outcome, 'pass');
  const more = await judge(push(second, 10, 260));
  assert.equal(more.outcome, 'needs-approval');
  assert.equal(
    more.text,
    'not approved: it grows further than what ada approved at aaaaaaa: api (linux/amd64) on disk (200 KiB, now 260 KiB)',
  );
  assert.match(
    more.body,
    /\*\*To go on:\*\* take the label <code>size-approved<\/code> off and set it again\./,
  );
  assert.match(more.body, /### ✋ Size: needs approval — api grows/);
  assert.equal((await judge(push(third, 15, 200))).outcome, 'pass', 'back to what was approved');
  push(second, 20, 260);
  unlabel(25);
  label(26);
  assert.equal((await judge()).outcome, 'pass');
});

test('a review approves its commit, and what is pushed later as long as it grows no further', async (t) => {
  const { push, judge, review } = await story(t);
  push(first, 0, 200);
  review('APPROVED', 5);
  assert.equal((await judge()).text, 'approved by ada (2026-11-29 10:05 UTC)');
  const kept = await judge(push(second, 10, 150));
  assert.equal(kept.text, 'approved by ada at aaaaaaa (2026-11-29 10:05 UTC), and it grows no further since');
  const more = await judge(push(third, 15, 300));
  assert.equal(more.outcome, 'needs-approval');
  assert.match(more.text, /it grows further than what ada approved at aaaaaaa: .* \(200 KiB, now 300 KiB\)$/);
  assert.match(more.body, /To go on:\*\* add the label <code>size-approved<\/code>\./);
  push(second, 20, 150);
  assert.equal((await judge()).outcome, 'pass');
  review('CHANGES_REQUESTED', 25);
  assert.equal((await judge()).text, 'not approved: ada asked for changes');
});

test('a review of the commit before it was judged at all is not remembered, and counts for that commit', async (t) => {
  const { push, judge, review } = await story(t);
  push(first, 0, 200);
  review('APPROVED', 5);
  assert.equal((await judge(push(second, 10, 150))).text, 'not approved: ada approved another commit');
  assert.equal((await judge(push(first, 15, 200))).outcome, 'pass');
});

test('where the comment was deleted the label is for no other commit any more', async (t) => {
  const { push, judge, label, state } = await story(t);
  push(first, 0, 200);
  label(5);
  assert.equal((await judge()).outcome, 'pass');
  state.comments.length = 0;
  assert.equal((await judge()).outcome, 'pass');
  state.comments.length = 0;
  const later = await judge(push(second, 10, 100));
  assert.match(later.text, earlierLabel);
});

test('when the base grows, what a pull request adds is no more than it was', async (t) => {
  const { push, judge, label } = await story(t);
  push(first, 0, 200);
  label(5);
  assert.equal((await judge()).outcome, 'pass');
  const later = inventedExchange(200 * 1024);
  const bigger = <Of extends { targets: SizeExchange['after']['targets'] }>(snapshot: Of): Of => ({
    ...snapshot,
    targets: snapshot.targets.map((target) => ({
      ...target,
      images: target.images.map((image) => ({
        ...image,
        diskBytes: (image.diskBytes ?? 0) + 100_000,
        pullBytes: (image.pullBytes ?? 0) + 30_000,
      })),
    })),
  });
  assert.ok(later.baseline !== undefined);
  const merged = {
    ...later,
    baseline: { ...later.baseline, snapshot: bigger(later.baseline.snapshot) },
    after: bigger(later.after),
  };
  assert.equal((await judge(push(second, 10, merged))).outcome, 'pass');
});

test('of very many limits at once only the commit is remembered, which is said', async (t) => {
  const { push, judge, label } = await story(t);
  const one = inventedExchange(200 * 1024);
  const many = (snapshot: SizeExchange['after']): SizeExchange['after'] => ({
    ...snapshot,
    targets: Array.from({ length: 26 }, (_, at) =>
      snapshot.targets.map((target) => ({ ...target, name: `api${at}` })),
    ).flat(),
  });
  assert.ok(one.baseline !== undefined);
  const whole = {
    ...one,
    baseline: { ...one.baseline, snapshot: many(one.baseline.snapshot) },
    after: many(one.after),
    causes: [],
  };
  push(first, 0, whole);
  label(5);
  const approved = await judge();
  assert.equal(approved.outcome, 'pass');
  assert.match(
    approved.text,
    /; how much that was is not remembered, so a later push needs another approval$/,
  );
  assert.equal((await judge()).outcome, 'pass');
  const later = await judge(push(second, 10, whole));
  assert.equal(later.text, 'not approved: ada approved aaaaaaa, and how much that was is not remembered');
});

test('a token that may not read runs or the timeline: the label approves nothing, and which permission is missing is said', async (t) => {
  const { push, judge, label, server } = await story(t);
  const run = push(first, 0, 200);
  label(5);
  const message = 'Resource not accessible by integration';
  for (const [refused, right] of [
    ['issues/list-events-for-timeline', 'pull-requests: read'],
    ['actions/list-workflow-runs-for-repo', 'actions: read'],
  ]) {
    server.misbehave(({ operation }) =>
      operation === refused ? { status: 403, body: { message } } : undefined,
    );
    const said = await judge(run);
    assert.equal(said.outcome, 'needs-approval');
    assert.match(said.text, /^not approved: nothing says when the label size-approved was set: /);
    assert.ok(said.text.includes(`needs the permission ${right}`), said.text);
    assert.match(said.body, /To go on:\*\* have it reviewed\./);
  }
});
