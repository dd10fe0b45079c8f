import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Arrival, arrivalByEvent, arrivalByRuns } from '../../src/forge/arrival.ts';
import { gitHubEvent } from '../../src/forge/event.ts';
import type { Happening, WorkflowRun } from '../../src/forge/forge.ts';
import { labelSet, type SetFor, setFor } from '../../src/forge/label.ts';
import { payloadsOf } from '../support/github-events.ts';

const head = 'a'.repeat(40);
const other = 'b'.repeat(40);

/** A second of the day that all of it happens on. */
const clock = (second: number): string => new Date(Date.UTC(2026, 10, 29, 10, 0, second)).toISOString();
const since = (second: number): Arrival => ({ kind: 'since', at: clock(second) });
const forced = (second: number, commit: string | undefined): Happening => ({
  ...{ kind: 'forced', at: clock(second), commit },
});

/** For which commit a label was set at that second. */
const at = (second: number, arrival: Arrival | undefined, ...timeline: readonly Happening[]): SetFor =>
  setFor({ id: 1, at: clock(second), login: 'ada' }, head, arrival, timeline);

test('a label is for the commit that was there when it was set', () => {
  assert.equal(at(60, since(0)), 'this');
  assert.equal(at(0, since(60)), 'earlier');
  assert.equal(at(60, since(60)), 'earlier');
  assert.equal(at(60, undefined), 'unknown');
});

test('who sets a label in the seconds after a push has not seen what came', () => {
  assert.equal(at(10, since(0)), 'earlier');
  assert.equal(at(11, since(0)), 'this');
});

test('a branch that left the commit and came back says nothing of the time in between', () => {
  assert.equal(at(60, since(0), forced(20, other)), 'moved');
  assert.equal(at(60, since(0), forced(0, other)), 'moved');
  assert.equal(at(60, since(0), forced(20, undefined)), 'moved');
  assert.equal(at(60, since(0), forced(20, other), forced(30, head)), 'moved');
  assert.equal(at(60, since(0), { kind: 'reopened', at: clock(20) }), 'moved');
});

test('what moved the branch before the commit came does not matter', () => {
  assert.equal(at(60, since(30), forced(29, other), { kind: 'reopened', at: clock(30) }), 'this');
  assert.equal(at(60, since(30), forced(31, head)), 'this');
});

test('a branch that was forced back to the commit is there since then', () => {
  assert.equal(at(60, since(0), forced(70, head)), 'earlier');
  assert.equal(at(90, since(0), forced(70, head)), 'this');
  assert.equal(at(90, since(0), forced(80, other), forced(70, head)), 'moved');
});

test('the event of a label is for the label that it is about, not for one that was set later', () => {
  assert.equal(at(60, { kind: 'labeled', at: clock(60) }), 'this');
  assert.equal(at(60, { kind: 'labeled', at: clock(58) }), 'this');
  assert.equal(at(71, { kind: 'labeled', at: clock(60) }), 'unknown');
});

test('of the events of a label that have one time the later one counts', () => {
  const one = (id: number, kind: 'labeled' | 'unlabeled'): Happening => ({
    ...{ id, kind, at: clock(5), label: 'size', by: undefined },
  });
  assert.equal(labelSet([one(2, 'labeled'), one(1, 'unlabeled')], 'size')?.id, 2);
  assert.equal(labelSet([one(1, 'labeled'), one(2, 'unlabeled')], 'size'), undefined);
});

test("a pull request's event says when its head came, by GitHub's time and not by the commit's", () => {
  const [example] = payloadsOf('pull_request');
  const updated_at = clock(30);
  const by = (action: string, label?: string, pull: object = { updated_at }): Arrival | undefined => {
    const pull_request = { ...example?.pull_request, ...pull };
    const payload = {
      ...example,
      action,
      pull_request,
      ...(label !== undefined && { label: { name: label } }),
    };
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/7/merge' };
    return arrivalByEvent(gitHubEvent(env, payload), 'size-approved');
  };
  for (const action of ['opened', 'synchronize', 'reopened']) {
    assert.deepEqual(by(action), since(30), action);
  }
  assert.deepEqual(by('labeled', 'Size-Approved'), { kind: 'labeled', at: clock(30) });
  for (const [action, label] of [
    ['labeled', 'bug'],
    ['labeled', undefined],
    ['unlabeled', 'size-approved'],
    ['edited', undefined],
    ['ready_for_review', undefined],
  ] as const) {
    assert.equal(by(action, label), undefined, action);
  }
  assert.equal(by('synchronize', undefined, { updated_at: undefined }), undefined);
  assert.equal(by('synchronize', undefined, { updated_at: 'yesterday' }), undefined);
});

test('of the runs of a commit the newest of the workflow that measured counts, whether it has ended or not', () => {
  const run = (id: number, second: number, more: Partial<WorkflowRun> = {}): WorkflowRun => ({
    ...{ id, at: clock(second), commit: head, branch: 'faster', repository: 2000, workflow: 5, ended: true },
    ...more,
  });
  const others = [
    run(10, 90, { workflow: 6 }),
    run(11, 91, { branch: 'slower' }),
    run(12, 92, { repository: 3000 }),
  ];
  assert.deepEqual(arrivalByRuns([run(1, 10), ...others], 1), since(10));
  assert.deepEqual(arrivalByRuns([run(1, 10), run(2, 50, { ended: false }), ...others], 1), since(50));
  assert.deepEqual(arrivalByRuns([run(2, 10), run(1, 50)], 2), since(50));
  assert.equal(arrivalByRuns([run(1, 10)], 2), undefined);
});
