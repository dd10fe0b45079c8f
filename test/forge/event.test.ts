import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CacheTrust, cacheTrust } from '../../src/forge/cache-trust.ts';
import { gitHubEvent, readGitHubEvent } from '../../src/forge/event.ts';
import { pushObstacle, usualPublishing } from '../../src/forge/rights.ts';
import { type Payload, payloadsOf } from '../support/github-events.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

type Variables = Readonly<Record<string, string>>;

const usual: Variables = {
  GITHUB_ACTIONS: 'true',
  GITHUB_SHA: '9c1f30d6a0f2f4a1e8b7c6d5e4f3a2b1c0d9e8f7',
  GITHUB_REPOSITORY: 'octocat/Hello-World',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_RUN_ID: '42',
};

/** What a run is taken for: why and whether it publishes, and for whom it may save a cache. */
function verdictOf(name: string, ref: string, payload: unknown): [boolean, string, CacheTrust] {
  const event = gitHubEvent({ ...usual, GITHUB_EVENT_NAME: name, GITHUB_REF: ref }, payload);
  const { publishes, why } = usualPublishing(event);
  return [publishes, why, cacheTrust({ event: name, ref, cacheMode: undefined })];
}

/** GitHub's example with these members; every example of an event has to do. */
function changed(payload: Payload, change: Partial<Payload>): Payload {
  return { ...payload, ...change };
}

test('a push to the default branch publishes, one to another branch does not, and a tag does', () => {
  for (const payload of payloadsOf('push')) {
    const branch = payload.repository?.default_branch ?? '';
    assert.ok(branch !== '', 'the payload names the default branch');
    assert.deepEqual(verdictOf('push', `refs/heads/${branch}`, payload), [
      true,
      `default branch ${branch}`,
      'branch',
    ]);
    assert.deepEqual(verdictOf('push', 'refs/heads/feature/x', payload), [
      false,
      'branch feature/x',
      'branch',
    ]);
    assert.deepEqual(verdictOf('push', 'refs/tags/v1.2.3', payload), [true, 'tag v1.2.3', 'none']);
  }
});

test('a pull request never publishes by itself, and one from a fork not even when it is told to', () => {
  for (const payload of payloadsOf('pull_request')) {
    const pull = payload.pull_request;
    assert.ok(pull !== undefined);
    const ref = `refs/pull/${pull.number}/merge`;
    const variables = {
      ...usual,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_REF: ref,
      GITHUB_BASE_REF: 'main',
    };
    const own = gitHubEvent(variables, payload);
    assert.equal(pull.head.repo?.full_name, pull.base.repo.full_name, 'GitHub has no example from a fork');
    assert.deepEqual(
      [own.pullRequest, own.branch, own.tag, own.baseRef],
      [{ number: String(pull.number), fork: false }, undefined, undefined, 'main'],
    );
    assert.equal(pushObstacle(own), undefined);
    assert.deepEqual(usualPublishing(own), { publishes: false, why: `pull request ${pull.number}` });

    for (const repo of [{ full_name: 'mallory/Hello-World' }, null]) {
      const foreign = changed(payload, { pull_request: { ...pull, head: { ...pull.head, repo } } });
      const event = gitHubEvent(variables, foreign);
      assert.deepEqual(usualPublishing(event), {
        publishes: false,
        why: `pull request ${pull.number} from a fork`,
      });
      assert.match(pushObstacle(event) ?? '', /from a fork: GitHub gives it no right to push/);
    }
  }
});

test('pull_request_target runs on the base branch, and is neither that branch nor trusted with its cache', () => {
  for (const payload of payloadsOf('pull_request')) {
    const number = payload.pull_request?.number;
    const variables = { ...usual, GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' };
    const event = gitHubEvent(variables, payload);
    assert.deepEqual([event.pullRequest?.number, event.branch], [String(number), undefined]);
    assert.equal(usualPublishing(event).publishes, false);
    const run = { event: 'pull_request_target', ref: 'refs/heads/main', cacheMode: undefined };
    assert.equal(cacheTrust(run), 'none');
  }
});

test('a merge queue builds what is not merged yet: nothing is published, and no cache is saved', () => {
  for (const payload of payloadsOf('merge_group')) {
    const { head_ref: ref } = payload['merge_group'] as { head_ref: string };
    assert.match(ref, /^refs\/heads\//);
    assert.deepEqual(verdictOf('merge_group', ref, payload), [false, 'merge_group', 'none']);
  }
});

test('a scheduled run is one of the default branch, although its payload names none', () => {
  assert.deepEqual(verdictOf('schedule', 'refs/heads/trunk', { schedule: '15 3 * * *' }), [
    true,
    'default branch trunk',
    'branch',
  ]);
});

test('a run that somebody starts by hand is what its branch or tag is', () => {
  for (const payload of payloadsOf('workflow_dispatch')) {
    const branch = payload.repository?.default_branch ?? '';
    assert.deepEqual(verdictOf('workflow_dispatch', `refs/heads/${branch}`, payload), [
      true,
      `default branch ${branch}`,
      'branch',
    ]);
    assert.deepEqual(verdictOf('workflow_dispatch', 'refs/heads/fix', payload), [
      false,
      'branch fix',
      'branch',
    ]);
    assert.deepEqual(verdictOf('workflow_dispatch', 'refs/tags/v2', payload), [true, 'tag v2', 'none']);
  }
});

test('a release is its tag, and a repository_dispatch the default branch', () => {
  for (const payload of payloadsOf('release'))
    assert.deepEqual(verdictOf('release', 'refs/tags/v1.0.0', payload), [true, 'tag v1.0.0', 'none']);
  for (const payload of payloadsOf('repository_dispatch')) {
    const branch = payload.repository?.default_branch ?? '';
    assert.equal(verdictOf('repository_dispatch', `refs/heads/${branch}`, payload)[0], true);
  }
});

test('a workflow that is called sees the event of its caller', () => {
  // GITHUB_EVENT_NAME and the payload are the caller's (docs.github.com, "Reusing workflows"); workflow_call is never seen.
  const [payload] = payloadsOf('push');
  const branch = payload?.repository?.default_branch ?? '';
  const variables = { GITHUB_WORKFLOW_REF: `o/r/.github/workflows/called.yml@refs/heads/${branch}` };
  const event = gitHubEvent(
    { ...usual, ...variables, GITHUB_EVENT_NAME: 'push', GITHUB_REF: `refs/heads/${branch}` },
    payload,
  );
  assert.equal(usualPublishing(event).publishes, true);
});

test('what follows another workflow, or is not known, publishes nothing and writes no cache', () => {
  for (const payload of payloadsOf('workflow_run')) {
    const branch = payload.repository?.default_branch ?? 'main';
    assert.deepEqual(verdictOf('workflow_run', `refs/heads/${branch}`, payload), [
      false,
      'workflow_run',
      'none',
    ]);
  }
  assert.deepEqual(verdictOf('issue_comment', 'refs/heads/main', {}), [false, 'issue_comment', 'none']);
  assert.deepEqual(verdictOf('something_new', 'refs/tags/v1', {}), [false, 'something_new', 'none']);
});

test('the events of a GitHub Enterprise Server say the same, and pages are on that server', () => {
  const server = 'https://github.acme.example';
  for (const collection of ['ghes-31', 'ghes-35']) {
    for (const payload of payloadsOf('push', collection)) {
      const branch = payload.repository?.default_branch ?? '';
      const variables = { ...usual, GITHUB_SERVER_URL: `${server}/`, GITHUB_EVENT_NAME: 'push' };
      const event = gitHubEvent({ ...variables, GITHUB_REF: `refs/heads/${branch}` }, payload);
      assert.equal(usualPublishing(event).publishes, true);
      assert.equal(event.server, server);
      assert.equal(event.runAddress, `${server}/octocat/Hello-World/actions/runs/42`);
    }
    for (const payload of payloadsOf('pull_request', collection)) {
      const event = gitHubEvent(
        { ...usual, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/2/merge' },
        payload,
      );
      assert.deepEqual([event.pullRequest?.fork, usualPublishing(event).publishes], [false, false]);
    }
  }
});

test('outside of GitHub Actions there is no event; a payload that is no JSON is an error, one that is missing is none', async (t) => {
  const folder = await folderOf(t, { 'event.json': '{"repository":' });
  assert.equal(await readGitHubEvent({ GITHUB_REF: 'refs/heads/main' }), undefined);
  const variables = { ...usual, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' };
  const event = await readGitHubEvent({ ...variables, GITHUB_EVENT_PATH: `${folder}/missing.json` });
  assert.deepEqual(event && usualPublishing(event), { publishes: false, why: 'branch main' });
  const damaged = { ...variables, GITHUB_EVENT_PATH: `${folder}/event.json` };
  const error = await refusal(() => readGitHubEvent(damaged), 'E_IO');
  assert.match(error.message, /event\.json is not JSON/);
});
