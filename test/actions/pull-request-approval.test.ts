import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { discuss } from '../../src/actions/pull-request.ts';
import { gitHubEvent } from '../../src/forge/event.ts';
import type { Report } from '../../src/report/model.ts';
import { readActionInputs } from '../../src/request/action-inputs.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { type ForgeOptions, startTestForge, type TestForge, token } from '../support/forge/in-process.ts';
import { ada, addPull, type StoredPull, setLabel } from '../support/forge/state.ts';
import { payloadsOf } from '../support/github-events.ts';
import { from, kib, metricsAdded } from '../support/size-sample.ts';

const head = 'a'.repeat(40);
const later = 'c'.repeat(40);
const time = (minute: number): string => new Date(Date.UTC(2026, 10, 29, 10, minute)).toISOString();

/** A report of images that grow by so many KiB, and ask for approval. */
function waiting(added: number, more: readonly Verdict[] = []): Report {
  const { size, ...sample } = metricsAdded();
  const verdict: Verdict = {
    ...{ check: 'budget/disk', subject: 'api', status: 'fail', severity: 'approve', detail: '' },
  };
  const excesses = size.excesses.map((one) => ({ ...one, ...from(4000 * kib, (4000 + added) * kib) }));
  const verdicts = [verdict, ...more];
  const told = { ...sample, targets: [], size: { ...size, excesses } };
  return { ...told, verdicts, outcome: 'needs-approval' } as unknown as Report;
}

interface Run {
  readonly action?: string;
  readonly label?: string;
  /** When the payload was made: the minute. */
  readonly minute?: number;
  readonly commit?: string;
  readonly added?: number;
  readonly comment?: 'true' | 'false';
  readonly verdicts?: readonly Verdict[];
}

interface Place {
  readonly forge: TestForge;
  readonly pull: StoredPull;
  /** What a run of the action for the pull request says, of which the branch is in the repository itself. */
  run(given?: Run): Promise<{ outcome: string; text: string }>;
}

async function place(t: TestContext, options: ForgeOptions = {}): Promise<Place> {
  const forge = await startTestForge(t, options);
  const pull = addPull(forge.state, 7, { sha: head, repository: 1000 });
  const [example] = payloadsOf('pull_request');
  const repo = { ...example?.pull_request?.base.repo, full_name: 'acme/api' };
  let runs = 100;
  const run: Place['run'] = async (given = {}) => {
    const { action = 'synchronize', label, minute = 0, commit = head, added = 200, comment = 'true' } = given;
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: forge.address,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REPOSITORY: 'acme/api',
      GITHUB_RUN_ID: String(runs++),
      GITHUB_TOKEN: token,
    };
    const pull_request = {
      ...example?.pull_request,
      ...{ head: { sha: commit, repo }, base: { repo }, updated_at: time(minute) },
    };
    const payload = {
      ...example,
      action,
      pull_request,
      ...(label !== undefined && { label: { name: label } }),
    };
    const inputs = readActionInputs((name) => (name === 'comment' ? comment : ''));
    const signal = new AbortController().signal;
    const { report, notices } = await discuss(
      waiting(added, given.verdicts),
      inputs,
      gitHubEvent(env, payload),
      { env, signal },
    );
    return { outcome: report.outcome, text: notices.join('\n') };
  };
  return { forge, pull, run };
}

test('a label that was set while the build ran, or before it was tried again, is for the commit', async (t) => {
  const { forge, pull, run } = await place(t);
  setLabel(forge.state, pull, time(5));
  for (const action of ['opened', 'synchronize', 'reopened']) {
    assert.equal((await run({ action, minute: 0, comment: 'false' })).outcome, 'pass', action);
    const said = await run({ action, minute: 5, comment: 'false' });
    assert.equal(said.outcome, 'needs-approval', action);
    assert.match(said.text, /the label size-approved was set before the last push: take it off/);
  }
});

test('of a run that a label starts the label is for the head that it was set on', async (t) => {
  const { forge, pull, run } = await place(t);
  setLabel(forge.state, pull, time(5));
  const labeled = { action: 'labeled', label: 'size-approved', minute: 5 };
  assert.equal((await run(labeled)).outcome, 'pass');
  const again = await place(t);
  setLabel(again.forge.state, again.pull, time(9));
  const old = await again.run(labeled);
  assert.equal(old.outcome, 'needs-approval', 'it was set again since');
  for (const other of [{ action: 'labeled', label: 'bug' }, { action: 'unlabeled' }, { action: 'edited' }]) {
    const said = await again.run({ ...other, minute: 0 });
    assert.equal(said.outcome, 'needs-approval', other.action);
    assert.match(
      said.text,
      /is set, and nothing says that it is for this commit: take it off and set it again/,
    );
  }
});

test('a label is not for a commit that is not the head any more, nor for one that came back', async (t) => {
  const { forge, pull, run } = await place(t);
  setLabel(forge.state, pull, time(5));
  pull.head.sha = later;
  assert.equal((await run()).outcome, 'needs-approval');
  pull.head.sha = head;
  pull.happenings.push({ id: 3, event: 'head_ref_force_pushed', at: time(4), commit: later });
  const moved = await run();
  assert.equal(moved.outcome, 'needs-approval');
  assert.match(moved.text, /the branch left this commit and came back: push once more, or have it reviewed/);
});

test('what was approved is remembered in the comment, and passes as long as it grows no further', async (t) => {
  const { forge, pull, run } = await place(t);
  assert.equal((await run()).outcome, 'needs-approval');
  setLabel(forge.state, pull, time(5));
  assert.equal((await run()).outcome, 'pass');
  pull.head.sha = later;
  const next = { commit: later, minute: 10 };
  const kept = await run(next);
  assert.equal(kept.outcome, 'pass');
  assert.match(kept.text, /^approved by the label size-approved at aaaaaaa .* it grows no further since$/);
  const more = await run({ ...next, added: 300 });
  assert.equal(more.outcome, 'needs-approval');
  assert.match(
    more.text,
    /it grows further than what ada approved at aaaaaaa: api \(linux\/amd64\) on disk \(200 KiB, now 300 KiB\)/,
  );
  assert.match(forge.state.comments[0]?.body ?? '', /^not approved\S+ it grows further/m);
  assert.equal(forge.state.comments.length, 1);
});

test('without a comment, or the right to write one, an approval is for its commit alone', async (t) => {
  for (const [options, comment] of [
    [{}, 'false'],
    [{ rights: 'read' }, 'true'],
  ] as const) {
    const { forge, pull, run } = await place(t, options);
    pull.reviews.push({ id: 1, author: ada, state: 'APPROVED', commit: head, at: time(5) });
    assert.equal((await run({ comment })).outcome, 'pass');
    pull.head.sha = later;
    const said = await run({ comment, commit: later });
    assert.equal(said.outcome, 'needs-approval');
    assert.match(said.text, /^not approved: ada approved another commit/);
    assert.deepEqual(forge.state.comments, []);
  }
});

test('what asks for approval beside sizes is not remembered', async (t) => {
  const { pull, run } = await place(t);
  const other: Verdict = {
    ...{ check: 'licence/new', subject: 'api', status: 'fail', severity: 'approve', detail: '' },
  };
  pull.reviews.push({ id: 1, author: ada, state: 'APPROVED', commit: head, at: time(5) });
  assert.equal((await run()).outcome, 'pass');
  pull.head.sha = later;
  assert.equal((await run({ commit: later })).outcome, 'pass');
  const said = await run({ commit: later, verdicts: [other] });
  assert.equal(said.text, 'not approved: ada approved aaaaaaa, and how much that was is not remembered');
});
