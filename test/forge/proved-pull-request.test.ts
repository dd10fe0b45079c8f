import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ProvedPullRequest, provePullRequest } from '../../src/forge/proved-pull-request.ts';
import { addPull, type StoredPull } from '../support/forge/state.ts';
import { payloadsOf } from '../support/github-events.ts';
import { refusal } from '../support/refusal.ts';
import { openForge } from './opening.ts';

type Fields = { [member: string]: unknown };

interface Given {
  readonly run?: Fields;
  readonly headRepository?: Fields | null;
  readonly named?: readonly { number: number; base: number }[];
}

/** GitHub's own example of the event, for a pull request from the branch `faster` of the fork 2000. */
function payload({ run = {}, headRepository = {}, named = [] }: Given = {}): Fields {
  const [example] = payloadsOf('workflow_run');
  const said = example as unknown as {
    workflow_run: Fields & { head_repository: Fields };
    repository: Fields;
  };
  const { head_repository: head } = said.workflow_run;
  return {
    ...said,
    repository: { ...said.repository, id: 1000 },
    workflow_run: {
      ...said.workflow_run,
      event: 'pull_request',
      head_sha: 'a'.repeat(40),
      head_branch: 'faster',
      head_repository:
        headRepository === null
          ? null
          : { ...head, id: 2000, owner: { login: 'stranger' }, ...headRepository },
      pull_requests: named.map(({ number, base }) => ({ number, base: { ref: 'main', repo: { id: base } } })),
      ...run,
    },
  };
}

const proved = (result: ProvedPullRequest): number | string =>
  result.kind === 'proved' ? result.pullRequest.number : result.why;

test("a fork's pull request is found by its branch and proved by repository and commit", async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7);
  addPull(server.state, 8, { ref: 'other' });
  assert.equal(proved(await provePullRequest(payload(), client)), 7);
  const paths = server.requests.map(({ path }) => path);
  assert.deepEqual(paths, ['/repos/acme/api/pulls?state=open&head=stranger%3Afaster&per_page=100']);
});

test('a pull request that the event names is asked for, and proved in the same way', async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7, { owner: 'acme', repository: 1000 });
  const own = { headRepository: { id: 1000, owner: { login: 'acme' } } };
  const named = [
    { number: 7, base: 1000 },
    { number: 3, base: 555 },
  ];
  assert.equal(proved(await provePullRequest(payload({ ...own, named }), client)), 7);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ['/repos/acme/api/pulls/7'],
  );
  assert.match(
    String(proved(await provePullRequest(payload({ named }), client))),
    /comes from another repository/,
  );
  const missing = await provePullRequest(payload({ ...own, named: [{ number: 99, base: 1000 }] }), client);
  assert.match(String(proved(missing)), /no open pull request comes from acme:faster/);
});

const unproved: readonly [what: string, change: (pull: StoredPull) => Partial<StoredPull>, why: RegExp][] = [
  [
    'has moved on',
    ({ head }) => ({ head: { ...head, sha: 'c'.repeat(40) } }),
    /^pull request 7 has moved on to c{12} since the run, which was for a{12}$/,
  ],
  [
    "comes from another of the owner's repositories",
    ({ head }) => ({ head: { ...head, repository: 2001 } }),
    /^pull request 7 comes from another repository/,
  ],
  [
    'comes from a repository that is gone',
    ({ head }) => ({ head: { ...head, repository: null } }),
    /^pull request 7 comes from another repository/,
  ],
  [
    'is into another repository',
    () => ({ base: { ref: 'main', repository: 1001 } }),
    /^pull request 7 is into another repository/,
  ],
  ['is closed', () => ({ state: 'closed' }), /^no open pull request comes from stranger:faster$/],
];

for (const [what, change, why] of unproved) {
  test(`a pull request that ${what} is not the run's`, async (t) => {
    const { client, server } = await openForge(t);
    const pull = addPull(server.state, 7);
    server.state.pulls[0] = { ...pull, ...change(pull) };
    const result = await provePullRequest(payload(), client);
    assert.match(String(proved(result)), why);
  });
}

test('a closed pull request, and one from another branch, are not the run’s even when the event names them', async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7).state = 'closed';
  addPull(server.state, 8, { ref: 'other' });
  const naming = (number: number) => payload({ named: [{ number, base: 1000 }] });
  assert.equal(proved(await provePullRequest(naming(7), client)), 'pull request 7 is closed');
  assert.match(String(proved(await provePullRequest(naming(8), client))), /comes from another branch/);
});

test('where several pull requests could be the one, none is', async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7);
  addPull(server.state, 8);
  assert.match(String(proved(await provePullRequest(payload(), client))), /any of the pull requests 7, 8$/);
  addPull(server.state, 9, { sha: 'c'.repeat(40) });
  const moved = payload({ run: { head_sha: 'c'.repeat(40) } });
  assert.equal(proved(await provePullRequest(moved, client)), 9);
});

test('an event that proves nothing is not asked about', async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7);
  const cases: readonly [unknown, RegExp][] = [
    [undefined, /none of a workflow_run/],
    [[], /none of a workflow_run/],
    [{ workflow_run: {} }, /none of a workflow_run/],
    [payload({ run: { event: 'push' } }), /not for a pull request/],
    [payload({ run: { event: 'pull_request_target' } }), /not for a pull request/],
    [payload({ headRepository: null }), /repository that the run was for is gone/],
    [payload({ headRepository: { id: '2000' } }), /repository that the run was for is gone/],
    [payload({ headRepository: { owner: null } }), /repository that the run was for is gone/],
    [payload({ run: { head_branch: null } }), /which commit and branch/],
    [payload({ run: { head_sha: '' } }), /which commit and branch/],
    ...payloadsOf('workflow_run').map((example): [unknown, RegExp] => [example, /not for a pull request/]),
  ];
  for (const [given, why] of cases) {
    const result = await provePullRequest(given, client);
    assert.match(String(proved(result)), why);
  }
  assert.deepEqual(server.requests, []);
});

test('a forge that lists what was not asked for proves nothing', async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7, { ref: 'other', owner: 'acme', repository: 1000 });
  const all = { ...client, pullRequestsFrom: () => client.pullRequestsFrom('acme', 'other') };
  assert.match(String(proved(await provePullRequest(payload(), all))), /comes from another repository/);
});

test('a forge that fails is no reason to say nothing', async (t) => {
  const { client, server } = await openForge(t);
  server.misbehave(() => ({ status: 500 }));
  await refusal(() => provePullRequest(payload(), client), 'E_FORGE');
});

test('a run that a review started is proved in the same way, and which run it was is told', async (t) => {
  const { client, server } = await openForge(t);
  addPull(server.state, 7);
  const review = payload({ run: { id: 77, event: 'pull_request_review' } });
  const result = await provePullRequest(review, client);
  assert.ok(result.kind === 'proved');
  assert.deepEqual([result.pullRequest.number, result.run], [7, 77]);
  const target = payload({ run: { event: 'pull_request_target' } });
  assert.equal(proved(await provePullRequest(target, client)), 'the run was not for a pull request');
});
