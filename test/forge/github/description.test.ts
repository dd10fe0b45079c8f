import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conformity } from '../../support/forge/conformity.ts';
import { gitHubDescription } from '../../support/forge/description.ts';
import { documentsOf } from '../../support/forge/documents.ts';
import { ada } from '../../support/forge/state.ts';

const headers = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
  'user-agent': 'slipway/1',
  'content-type': 'application/json',
};
const comments = '/repos/acme/api/issues/7/comments';
const check = { name: 'x', head_sha: 'a', status: 'completed', conclusion: 'success' };

/** What the forge for tests finds wrong with a request. */
function faultsOf(method: string, path: string, body?: unknown, more: Record<string, string> = {}): string[] {
  const { faults, request } = conformity(gitHubDescription());
  request({ method, headers: { ...headers, ...more } }, path, body === undefined ? '' : JSON.stringify(body));
  return faults;
}

test("requests that fit GitHub's description pass, and those that do not are found", () => {
  assert.deepEqual(faultsOf('GET', `${comments}?per_page=100&page=2`), []);
  assert.deepEqual(faultsOf('POST', comments, { body: 'hello' }), []);
  assert.deepEqual(faultsOf('POST', '/repos/acme/api/check-runs', check), []);
  const wrong: readonly string[][] = [
    faultsOf('POST', comments, {}),
    faultsOf('POST', comments, { body: 3 }),
    faultsOf('POST', comments, { body: 'hello', colour: 'red' }),
    faultsOf('GET', `${comments}?per_page=many`),
    faultsOf('GET', `${comments}?per-page=100`),
    faultsOf('GET', '/repos/acme/api/issues/seven/comments'),
    faultsOf('PATCH', '/repos/acme/api/check-runs/4', { status: 'completed' }),
    faultsOf('POST', '/repos/acme/api/check-runs', { ...check, conclusion: 'fine' }),
    faultsOf('POST', '/repos/acme/api/check-runs', {
      ...check,
      output: { title: 't', summary: 'x'.repeat(65_536) },
    }),
    faultsOf('POST', '/repos/acme/api/check-runs', {
      ...check,
      output: {
        title: 't',
        summary: 's',
        annotations: Array(51).fill({
          path: 'x',
          start_line: 1,
          end_line: 1,
          annotation_level: 'notice',
          message: 'm',
        }),
      },
    }),
    faultsOf('GET', comments, undefined, { 'x-github-api-version': '1' }),
  ];
  assert.deepEqual(
    wrong.map((faults) => faults.length > 0),
    wrong.map(() => true),
  );
  assert.throws(() => faultsOf('GET', '/repos/acme/api/secrets'), /is not described/);
});

test("answers that fit GitHub's description pass, and those that do not are found", () => {
  const description = gitHubDescription();
  const comment = documentsOf(description).comment({
    id: 1,
    pullRequest: 7,
    author: ada,
    body: 'x',
    edits: 0,
  });
  const faultsWith = (operation: string, status: number, body?: unknown): string[] => {
    const { faults, answer } = conformity(description);
    answer(operation, { status, ...(body !== undefined && { body }) });
    return faults;
  };
  assert.deepEqual(faultsWith('issues/create-comment', 201, comment), []);
  assert.deepEqual(faultsWith('issues/list-comments', 200, [comment]), []);
  assert.deepEqual(faultsWith('issues/update-comment', 404, { message: 'Not Found' }), []);
  for (const faults of [
    faultsWith('issues/create-comment', 201, { ...comment, id: 'one' }),
    faultsWith('issues/create-comment', 201, { ...comment, user: undefined }),
    faultsWith('issues/create-comment', 200, comment),
    faultsWith('issues/list-comments', 200, comment),
    faultsWith('issues/update-comment', 404, {}),
    faultsWith('actions/download-artifact', 302),
  ]) {
    assert.ok(faults.length > 0);
  }
});
