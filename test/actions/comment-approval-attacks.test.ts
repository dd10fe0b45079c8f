import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepComment } from '../../src/forge/sticky-comment.ts';
import type { SizeExchange } from '../../src/stages/sizes/size-exchange.ts';
import { earlierLabel, first, key, second, story, third } from '../support/approval-story.ts';
import { configure, startRun } from '../support/comment-run.ts';
import { actionsBot, addComment, stranger } from '../support/forge/state.ts';
import { inventedExchange } from '../support/invented-exchange.ts';

test('a label that was there before the commit approves nothing, whatever date the commit has', async (t) => {
  const { push, judge, label, pull } = await story(t);
  label(5);
  const run = push(first, 10, 200);
  for (const at of ['1970-01-01T00:00:00Z', '2036-01-01T00:00:00Z']) {
    pull.happenings.push({ id: 1, event: 'committed', at, commit: first });
  }
  const said = await judge(run);
  assert.equal(said.outcome, 'needs-approval');
  assert.match(said.text, earlierLabel);
  assert.match(said.body, /To go on:\*\* take the label/);
});

test('a commit that is pushed again, after another one got the label, is not what was labelled', async (t) => {
  const { push, judge, label, pull, state } = await story(t);
  const old = push(first, 0, 900);
  push(second, 5, 200);
  label(10);
  // The label's own run comes too late: the branch is back at the first commit, whose new run has not ended.
  pull.head.sha = first;
  startRun(state, '2026-11-29T10:11:00Z', { id: 500, commit: first, status: 'in_progress' });
  for (const run of [old, undefined]) {
    const said = await judge(run);
    assert.equal(said.outcome, 'needs-approval');
    assert.match(said.text, earlierLabel);
  }
});

test('the same without a new run, as where there is a conflict: that the branch was moved by force is told', async (t) => {
  const { push, judge, label, pull } = await story(t);
  push(first, 0, 900);
  push(second, 5, 200);
  pull.happenings.push({ id: 9, event: 'head_ref_force_pushed', at: '2026-11-29T10:05:00Z', commit: second });
  label(10);
  pull.head.sha = first;
  const moved = await judge();
  assert.equal(moved.outcome, 'needs-approval');
  assert.match(moved.text, /nothing says what for, since the branch left this commit and came back/);
  assert.match(moved.body, /To go on:\*\* have it reviewed\./);
  pull.happenings.pop();
  pull.happenings.pop();
  label(10);
  pull.happenings.push({ id: 9, event: 'head_ref_force_pushed', at: '2026-11-29T10:11:00Z', commit: first });
  assert.match((await judge()).text, earlierLabel);
});

test('a label stays what it was first seen on, also where times would say something else', async (t) => {
  const { push, judge, label, pull, state } = await story(t);
  push(first, 0, 900);
  push(second, 5, 200);
  label(10);
  assert.equal((await judge()).outcome, 'pass');
  pull.head.sha = first;
  state.runs.push({
    id: 500,
    commit: first,
    branch: 'faster',
    repository: 2000,
    event: 'pull_request',
    at: '2026-11-29T09:00:00Z',
  });
  const said = await judge();
  assert.equal(said.outcome, 'needs-approval');
  assert.match(said.text, /grows further than what ada approved at ccccccc: .*\(200 KiB, now 900 KiB\)/);
});

test('a label that is taken off approves nothing any more, also of what is remembered', async (t) => {
  const { push, judge, label, unlabel } = await story(t);
  push(first, 0, 200);
  label(5);
  assert.equal((await judge()).outcome, 'pass');
  unlabel(10);
  assert.equal((await judge()).text, 'not approved: nobody approved it');
  assert.equal((await judge(push(second, 15, 100))).outcome, 'needs-approval');
  label(14);
  assert.match((await judge()).text, earlierLabel);
});

test('size that creeps up is held against what was approved', async (t) => {
  const { push, judge, label } = await story(t);
  push(first, 0, 200);
  label(1);
  assert.equal((await judge()).outcome, 'pass');
  const outcomes: string[] = [];
  for (const [at, size] of [200.5, 201, 201.5, 202, 202.5].entries()) {
    outcomes.push((await judge(push(`${at}`.repeat(40), 10 + at, size))).outcome);
  }
  assert.deepEqual(outcomes, ['pass', 'pass', 'needs-approval', 'needs-approval', 'needs-approval']);
});

/** The same, with another target that adds so many KiB. */
function withWorker(added: number, worker: number): SizeExchange {
  const own = inventedExchange(added * 1024);
  const other = inventedExchange(worker * 1024);
  const both = (one: SizeExchange['after'], two: SizeExchange['after']): SizeExchange['after'] => ({
    ...one,
    targets: [...one.targets, ...two.targets.map((target) => ({ ...target, name: 'worker' }))],
  });
  const [mine, theirs] = [own.baseline, other.baseline];
  assert.ok(mine !== undefined && theirs !== undefined);
  return {
    ...own,
    baseline: { ...mine, snapshot: both(mine.snapshot, theirs.snapshot) },
    after: both(own.after, other.after),
  };
}

test('what is approved of one target is not of another', async (t) => {
  const { push, judge, label } = await story(t);
  push(first, 0, withWorker(200, 0));
  label(1);
  assert.equal((await judge()).outcome, 'pass');
  const other = await judge(push(second, 10, withWorker(200, 150)));
  assert.equal(other.outcome, 'needs-approval');
  assert.match(
    other.text,
    /it grows further than what ada approved at aaaaaaa: worker \(linux\/amd64\) on disk was within its limit then$/,
  );
  assert.equal((await judge(push(third, 20, withWorker(0, 200)))).outcome, 'needs-approval');
});

test('a limit of another kind was not approved, and a cap counts all bytes', async (t) => {
  const { push, judge, label, unlabel, state } = await story(t);
  push(first, 0, 200);
  label(1);
  assert.equal((await judge()).outcome, 'pass');
  state.files.length = 0;
  configure(state, 'budget: {package: off, disk: {max: {approve: 4 MB}, growth: {approve: 2%}}}\n');
  const capped = await judge(push(second, 10, 190));
  assert.equal(capped.outcome, 'needs-approval');
  unlabel(15);
  label(16);
  assert.equal((await judge()).outcome, 'pass');
  assert.match((await judge(push(third, 20, 192))).text, /on disk \(4\.0 MiB, now 2\.0 KiB more\)$/);
});

test('the words of others are no memory: a comment with a marker that remembers more than was approved', async (t) => {
  const { push, judge, label, state } = await story(t);
  push(first, 0, 200);
  const id = label(5);
  assert.equal((await judge()).outcome, 'pass');
  const ours = state.comments.findIndex(({ author }) => author === actionsBot);
  const forged = (state.comments[ours]?.body ?? '').replaceAll(/\.\d+(?=,| )/g, '.99999999');
  assert.match(forged, new RegExp(`label:${id}@`));
  for (const author of [stranger, { ...actionsBot, id: 5, login: 'helpful[bot]' }]) {
    addComment(state, 7, author, forged);
  }
  assert.equal((await judge(push(second, 10, 900))).outcome, 'needs-approval');
  // The stranger's comment is before ours, which somebody deleted.
  state.comments.splice(ours, 1);
  assert.equal((await judge()).outcome, 'needs-approval');
});

test('two jobs at once, of a label and of the next push, leave one comment, and lose no approval that was given', async (t) => {
  const { push, judge, label, client, state } = await story(t);
  push(first, 0, 200);
  label(5);
  // The later run has said something already, and knows nothing of the label.
  await keepComment(client, { pullRequest: 7, key, run: { id: 9000, attempt: 1 }, body: 'of a later run' });
  await assert.rejects(judge(), /a later job has said something/);
  assert.equal(state.comments.length, 1);
  assert.match(
    state.comments[0]?.body ?? '',
    /^<!-- \S+ \S+ run=9000\.1 approved=label:\S+ -->\nof a later run$/,
  );
});
