import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { actionRequest } from '../../src/actions/request.ts';
import { gitHubEvent } from '../../src/forge/event.ts';
import { readActionInputs } from '../../src/request/action-inputs.ts';
import { payloadsOf } from '../support/github-events.ts';
import { folderOf } from '../support/temporary.ts';

const [pullRequest] = payloadsOf('pull_request');
const onMain = { repository: { default_branch: 'main' } };

const events: readonly (readonly [string, string, unknown, string])[] = [
  ['push', 'refs/heads/main', onMain, 'release'],
  ['push', 'refs/tags/v1.2.3', onMain, 'release'],
  ['push', 'refs/heads/faster', onMain, 'branch'],
  ['pull_request', 'refs/pull/2/merge', pullRequest, 'pr-2'],
  // Runs on the base branch, with the code of the pull request where a workflow checks that out.
  ['pull_request_target', 'refs/heads/main', pullRequest, 'pr-2'],
  ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-2', onMain, 'branch'],
  ['workflow_run', 'refs/heads/main', onMain, 'branch'],
];

for (const [name, ref, payload, scope] of events) {
  test(`the results of BuildKit of ${name} of ${ref} are kept under ${scope}`, async (t) => {
    const cwd = await folderOf(t, { 'go.mod': 'module example.com/m\n' });
    const inputs: Record<string, string> = { 'buildkit-cache': 'ghcr.io/acme/cache' };
    const given = readActionInputs((input) => inputs[input] ?? '');
    const event = gitHubEvent({ GITHUB_EVENT_NAME: name, GITHUB_REF: ref }, payload);
    const host = { cwd, env: { HOME: cwd }, os: 'linux' } as const;
    const { request } = await actionRequest(given, event, host, join(cwd, 'results'));
    assert.equal(request.engine.cache?.scope, scope);
  });
}
