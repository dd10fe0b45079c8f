import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type CommentAnswer, commentOnRun } from '../../src/actions/comment/answer.ts';
import type { Forge } from '../../src/forge/forge.ts';
import { keepComment } from '../../src/forge/sticky-comment.ts';
import { encodeExchange, type SizeExchange } from '../../src/stages/size-exchange.ts';
import { openForge } from '../forge/opening.ts';
import { configure, leave, leaveReport, runPayload, startRun } from '../support/comment-run.ts';
import type { TestForge } from '../support/forge/in-process.ts';
import {
  actionsBot,
  ada,
  addComment,
  addPull,
  dropLabel,
  type ForgeState,
  type StoredPull,
  setLabel,
  stranger,
} from '../support/forge/state.ts';
import { baseCommit, inventedExchange } from '../support/invented-exchange.ts';

const [first, second, third] = ['a', 'c', 'd'].map((digit) => digit.repeat(40)) as [string, string, string];
const key = 'slipway-size';

/** A pull request of a fork, and what is done to it. A time is a minute after ten. */
interface Story {
  readonly server: TestForge;
  readonly state: ForgeState;
  readonly pull: StoredPull;
  readonly client: Forge;
  /** A push of a commit that adds so many KiB to 3.8 MiB, and the run that measures it. */
  push(commit: string, minute: number, added: number | SizeExchange): number;
  label(minute: number): number;
  unlabel(minute: number): void;
  review(state: string, minute: number, commit?: string): number;
  /** What is said when a run has ended; undefined: one that a label or a review started, which measures nothing. */
  judge(run?: number): Promise<{ outcome: string; text: string; body: string }>;
}

async function story(t: TestContext): Promise<Story> {
  const { client, server } = await openForge(t);
  const { state } = server;
  const pull = addPull(state, 7, {}, baseCommit);
  // Packages are not what it is about.
  configure(state, 'budget: {package: off}\n');
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 29, 10, minute)).toISOString();
  let runs = 100;
  return {
    ...{ server, state, pull, client },
    push(commit, minute, added) {
      const id = runs++;
      pull.head.sha = commit;
      startRun(state, at(minute), { id, commit });
      if (typeof added === 'number') leaveReport(state, added * 1024, { id, by: id });
      else leave(state, encodeExchange(added), { id, by: id });
      return id;
    },
    label: (minute) => setLabel(state, pull, at(minute)),
    unlabel: (minute) => dropLabel(state, pull, at(minute)),
    review(said, minute, commit = pull.head.sha) {
      const id = state.nextId++;
      pull.reviews.push({ id, author: ada, state: said, commit, at: at(minute) });
      return id;
    },
    async judge(run) {
      const id = runs++;
      const said = {
        id: run ?? id,
        head_sha: pull.head.sha,
        ...(run === undefined && { event: 'pull_request_review' }),
      };
      const answer = await commentOnRun(runPayload(said), client, {
        ...{ artifact: key, config: undefined, run: { id, attempt: 1 } },
        addressOf: (measuring) => `https://github.com/acme/api/actions/runs/${measuring}`,
      });
      const told = toldOf(answer);
      const body = state.comments.find(({ author }) => author === actionsBot)?.body ?? '';
      return { outcome: told.outcome, text: told.notices.join('\n'), body };
    },
  };
}

function toldOf(answer: CommentAnswer): Extract<CommentAnswer, { kind: 'told' }> {
  assert.ok(answer.kind === 'told', JSON.stringify(answer));
  assert.deepEqual(answer.refusals, []);
  return answer;
}

const earlierLabel =
  /^not approved: the label size-approved was set before the last push: take it off and set it again$/;

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
