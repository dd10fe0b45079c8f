import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGitHub } from '../../../src/forge/github/client.ts';
import { token } from '../../support/forge/in-process.ts';
import { actionsBot, ada, addComment, addPull, stranger } from '../../support/forge/state.ts';
import { serve } from '../../support/go-proxy.ts';
import { refusal } from '../../support/refusal.ts';
import { openForge } from '../opening.ts';

test("a list is read to its last page, also below an Enterprise Server's path", async (t) => {
  for (const path of ['', '/api/v3']) {
    const { client, server } = await openForge(t, { path });
    for (let n = 0; n < 250; n++) addComment(server.state, 7, ada, `comment ${n}`);
    const comments = await client.listComments(7);
    assert.deepEqual(
      comments.map(({ body }) => body),
      Array.from({ length: 250 }, (_, n) => `comment ${n}`),
    );
    assert.deepEqual(comments[0]?.author, { id: 11, login: 'ada', bot: false });
    assert.deepEqual(
      server.requests.map((seen) => seen.path),
      [
        `${path}/repos/acme/api/issues/7/comments?per_page=100`,
        `${path}/repositories/1000/issues/7/comments?per_page=100&page=2`,
        `${path}/repositories/1000/issues/7/comments?per_page=100&page=3`,
      ],
    );
  }
});

test('a next page on another host, or outside of the API, is refused, and gets no request', async (t) => {
  const asked: unknown[] = [];
  const other = await serve(t, ({ headers }, response) => {
    asked.push(headers);
    response.end('[]');
  });
  const { client, server } = await openForge(t, { path: '/api/v3' });
  const { host } = new URL(server.address);
  for (const link of [
    other,
    `http://${host}/somewhere`,
    `http://ada:x@${host}/api/v3/user`,
    `https://${host}/api/v3/user`,
    'file:///etc/passwd',
  ]) {
    server.misbehave((_, nth) => (nth === 1 ? { link } : undefined));
    const before = server.requests.length;
    const fault = await refusal(() => client.listComments(7), 'E_FORGE');
    assert.match(
      fault.message,
      /cannot list the comments of pull request 7: the answer's next page is not of the API/,
    );
    assert.equal(server.requests.length, before + 1);
  }
  assert.deepEqual(asked, []);
});

test('what another host answers after a redirect is not taken for what the forge says', async (t) => {
  const other = await serve(t, (_, response) => void response.end('[]'));
  const { client, server } = await openForge(t);
  server.misbehave(() => ({ status: 302, headers: { location: other } }));
  const fault = await refusal(() => client.listComments(7), 'E_FORGE');
  assert.match(fault.message, /redirects to 127\.0\.0\.1:\d+, which is not the API$/);
  server.misbehave((_, nth) =>
    nth === 1 ? { status: 301, headers: { location: '/repos/acme/api/issues/7/comments' } } : undefined,
  );
  assert.deepEqual(await client.listComments(7), [], 'a repository that was renamed is found');
});

test('pages that go round are refused', async (t) => {
  const { client, server } = await openForge(t);
  server.misbehave(({ path }) => ({ link: `${server.address}${path}` }));
  const fault = await refusal(() => client.listComments(7), 'E_FORGE');
  assert.match(fault.message, /the pages of the answer have no end/);
  assert.equal(server.requests.length, 1);
});

test('what fails for a moment is asked again, and what fails for long is told', async (t) => {
  const { client, server, waits } = await openForge(t);
  const comment = addComment(server.state, 7, actionsBot, 'old');
  for (const fault of [
    'reset after',
    'cut',
    { status: 500 },
    { status: 502, body: '<h1>Unicorn!</h1>' },
    { status: 503 },
  ] as const) {
    server.misbehave((_, nth) => (nth <= 2 ? fault : undefined));
    waits.length = 0;
    assert.equal((await client.editComment(comment.id, 'new'))?.body, 'new');
    assert.deepEqual(waits, [500, 1000]);
  }
  server.misbehave(() => ({ status: 502, body: '<h1>Unicorn!</h1>' }));
  const fault = await refusal(() => client.editComment(comment.id, 'newer'), 'E_FORGE');
  assert.match(fault.message, /^127.*: acme\/api: cannot edit comment \d+: GitHub fails \(502\)$/);
  server.misbehave(() => 'reset');
  await refusal(() => client.createComment(7, 'hello'), 'E_NETWORK');
});

test('a missing permission, a wrong token and what is not there are told apart', async (t) => {
  const { client, server } = await openForge(t);
  const body = { message: 'Resource not accessible by integration' };
  server.misbehave(() => ({ status: 403, body }));
  const unnamed = await refusal(() => client.createComment(7, 'hello'), 'E_AUTH');
  assert.match(
    unnamed.message,
    /cannot comment on pull request 7: the token is not allowed to \(403: Resource not acc/,
  );
  assert.match(unnamed.hint ?? '', /needs the permission pull-requests: write/);
  const headers = { 'x-accepted-github-permissions': 'issues=write,metadata=read; pull_requests=write' };
  server.misbehave(() => ({ status: 403, headers, body }));
  const named = await refusal(() => client.createComment(7, 'hello'), 'E_AUTH');
  assert.match(
    named.hint ?? '',
    /needs the permission issues: write and metadata: read or pull-requests: write/,
  );
  server.misbehave(() => ({ status: 401, body: { message: 'Bad credentials' } }));
  assert.match(
    (await refusal(() => client.identity(), 'E_AUTH')).message,
    /is not accepted \(401: Bad credentials\)/,
  );
  server.misbehave(() => ({
    status: 422,
    body: { message: 'Validation Failed', errors: [{ message: 'too long' }] },
  }));
  assert.match(
    (await refusal(() => client.createComment(7, 'x'), 'E_FORGE')).message,
    /\(422: Validation Failed; too long\)/,
  );
  server.misbehave(() => ({ status: 404, body: { message: 'Not Found' } }));
  assert.match(
    (await refusal(() => client.listComments(7), 'E_FORGE')).message,
    /it is not there \(404: Not Found\)/,
  );
  assert.equal(await client.pullRequest(7), undefined);
  assert.equal(await client.editComment(1, 'x'), undefined);
  await client.deleteComment(1);
});

test('what a forge says goes into an error without what could change how it is shown', async (t) => {
  const { client, server } = await openForge(t);
  const message = `no\u001b[31m\n::error::x\u202e${'y'.repeat(1000)}`;
  const headers = { 'x-accepted-github-permissions': '<b>everything</b>' };
  server.misbehave(() => ({ status: 403, headers, body: { message } }));
  const fault = await refusal(() => client.listComments(7), 'E_AUTH');
  assert.match(fault.message, /\(403: no \[31m ::error::x y+…\)$/);
  assert.ok(fault.message.length < 500);
  assert.match(fault.hint ?? '', /needs the permission pull-requests: read;/);
});

test("an answer that is none of GitHub's is refused", async (t) => {
  const { client, server } = await openForge(t);
  for (const body of [
    '<html>log in</html>',
    {},
    [1],
    [{ id: 'x' }],
    [{ id: 1, body: 3 }],
    [{ id: -1, body: '' }],
  ]) {
    server.misbehave(() => ({ status: 200, body }));
    const fault = await refusal(() => client.listComments(7), 'E_FORGE');
    assert.match(fault.message, /the answer is none of GitHub's API$/);
  }
  server.misbehave(() => ({ status: 201, body: [] }));
  await refusal(() => client.createComment(7, 'hello'), 'E_FORGE');
});

test('what GitHub knows of pull requests is read', async (t) => {
  const { client, server } = await openForge(t);
  const pull = addPull(server.state, 7);
  addPull(server.state, 8, { ref: 'other', repository: null });
  addPull(server.state, 9).state = 'closed';
  pull.labels.push('size-approved', 'ready');
  pull.reviews.push({
    id: 1,
    author: ada,
    state: 'APPROVED',
    commit: 'a'.repeat(40),
    at: '2026-11-29T10:00:00Z',
  });
  pull.reviews.push({ id: 2, author: null, state: 'COMMENTED', commit: null, at: '2026-11-29T11:00:00Z' });
  const expected = {
    number: 7,
    open: true,
    head: { branch: 'faster', commit: 'a'.repeat(40), repository: 2000 },
  };
  const read = await client.pullRequest(7);
  assert.deepEqual({ number: read?.number, open: read?.open, head: read?.head }, expected);
  assert.deepEqual([read?.base.branch, read?.base.repository], ['main', 1000]);
  assert.deepEqual(
    (await client.pullRequestsFrom('stranger', 'faster')).map(({ number }) => number),
    [7],
  );
  assert.equal((await client.pullRequestsFrom('stranger', 'other'))[0]?.head.repository, undefined);
  assert.deepEqual(await client.labels(7), ['size-approved', 'ready']);
  assert.deepEqual(
    (await client.reviews(7)).map(({ author, commit }) => [author?.login, commit]),
    [
      ['ada', 'a'.repeat(40)],
      [undefined, undefined],
    ],
  );
  assert.deepEqual(
    await Promise.all(
      [actionsBot.login, stranger.login, 'nobody'].map((login) => client.permissionOf(login)),
    ),
    ['write', 'read', 'none'],
  );
});

test('a branch with any name stays one value of the query', async (t) => {
  const { client, server } = await openForge(t);
  const ref = 'a&head=acme:main#?/%2f ü';
  addPull(server.state, 7, { ref });
  assert.deepEqual(
    (await client.pullRequestsFrom('stranger', ref)).map(({ number }) => number),
    [7],
  );
});

test('an address without encryption, and what is no token or no repository, are refused before anything is asked', async () => {
  const given = { env: {}, repository: 'acme/api', token };
  for (const address of ['http://ghe.example/api/v3', 'ftp://127.0.0.1', 'nonsense']) {
    await refusal(() => openGitHub({ ...given, env: { GITHUB_API_URL: address } }), 'E_CONFIG');
  }
  for (const repository of ['acme', 'acme/api/x', '../x', 'acme/..', 'a b/c', 'acme/api?x']) {
    await refusal(() => openGitHub({ ...given, repository }), 'E_CONFIG');
  }
  for (const bad of ['', ' ', 'two\nlines', 'töken']) {
    const fault = await refusal(() => openGitHub({ ...given, token: bad }), 'E_AUTH');
    assert.ok(bad.trim() === '' || !`${fault.message}${fault.hint}`.includes(bad));
  }
});
