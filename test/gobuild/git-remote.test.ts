import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { findBaseCommit } from '../../src/gobuild/merge-base.ts';
import { exec } from '../../src/support/exec.ts';
import type { Patience } from '../../src/support/retry.ts';
import { quietEnvironment } from '../support/build-run.ts';
import { type Instead, serveGit } from '../support/git-server.ts';
import { checkOutRef, type Upstream, upstreamWith } from '../support/pull-request.ts';
import { refusal } from '../support/refusal.ts';
import { git } from '../support/workspace.ts';

const changes = { start: { 'a.txt': 'a' }, main: { 'b.txt': 'b' }, feature: { 'c.txt': 'c' } };

interface Asking {
  readonly upstream: Upstream;
  /** Looks for the base, of which nothing is here. */
  readonly find: (signal?: AbortSignal) => ReturnType<typeof findBaseCommit>;
  /** How long was waited, each time. */
  readonly pauses: readonly number[];
  readonly asked: () => number;
  readonly clone: string;
}

/** A checkout of one commit, whose remote answers with something else than git would. */
async function asking(t: TestContext, instead: Instead, change: Partial<Patience> = {}): Promise<Asking> {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  const { url, asked } = await serveGit(t, upstream.folder, instead);
  await git(clone, 'remote', 'set-url', 'origin', url);
  const pauses: number[] = [];
  const wait: Patience['wait'] = async (milliseconds) => void pauses.push(milliseconds);
  const patience: Patience = { attempts: 4, random: () => 0, wait, ...change };
  const find = (signal?: AbortSignal) =>
    findBaseCommit(
      { directory: clone, branch: 'main', offline: false },
      { exec, env: quietEnvironment(), patience, signal },
    );
  return { upstream, find, pauses, asked, clone };
}

const passing: Readonly<Record<string, Instead>> = {
  'that says "later"': (request) => (request <= 2 ? 503 : undefined),
  'that is asked too often': (request) => (request === 1 ? 429 : undefined),
  'whose connection breaks': (request) => (request <= 2 ? 'break' : undefined),
  'whose connection breaks in the middle of its answer': (request) => (request === 4 ? 'cut' : undefined),
};

for (const [what, instead] of Object.entries(passing)) {
  test(`a remote ${what} is asked again, and gives the base`, async (t) => {
    const { find, pauses, upstream } = await asking(t, instead);
    assert.equal((await find()).commit, upstream.fork);
    assert.ok(pauses.length > 0);
    assert.deepEqual(pauses, [500, 1000].slice(0, pauses.length));
  });
}

test('a remote that is not mended is asked four times, and its last answer is told', async (t) => {
  const { find, pauses, asked } = await asking(t, () => 502);
  assert.match((await refusal(find, 'E_NETWORK')).message, /^origin does not say .*502/s);
  assert.deepEqual([pauses, asked()], [[500, 1000, 2000], 4]);
});

test('nobody at its address is asked again, too', async (t) => {
  const { find, pauses, clone } = await asking(t, () => undefined);
  await git(clone, 'remote', 'set-url', 'origin', 'http://127.0.0.1:1/x.git');
  await refusal(find, 'E_NETWORK');
  assert.equal(pauses.length, 3);
});

for (const status of [401, 403, 404, 410]) {
  test(`a remote that answers ${status} is not asked again`, async (t) => {
    const { find, pauses } = await asking(t, () => status);
    await refusal(find, 'E_NETWORK');
    assert.deepEqual(pauses, []);
  });
}

test('a commit that the remote does not have, and a repository that is not there, are not asked for again', async (t) => {
  const { clone, pauses } = await asking(t, () => undefined);
  const patience: Patience = {
    ...{ attempts: 4, random: () => 0 },
    wait: async () => assert.fail('it is asked for again'),
  };
  const ports = { exec, env: quietEnvironment(), patience };
  const question = { directory: clone, commit: 'a'.repeat(40), offline: false };
  await refusal(() => findBaseCommit(question, ports), 'E_NETWORK');
  await git(clone, 'remote', 'set-url', 'origin', '/nowhere/at/all.git');
  await refusal(() => findBaseCommit(question, ports), 'E_NETWORK');
  assert.deepEqual(pauses, []);
});

test('an interruption ends the waiting', async (t) => {
  const stop = new AbortController();
  const { find } = await asking(t, () => 503, {
    wait: async (_, signal) => {
      stop.abort(new Error('stop'));
      signal?.throwIfAborted();
    },
  });
  await assert.rejects(find(stop.signal), /^Error: stop$/);
});
