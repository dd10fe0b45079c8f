import assert from 'node:assert/strict';
import { chmod, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type BaseQuestion, findBaseCommit, mergedWith } from '../../src/gobuild/merge-base.ts';
import type { ErrorCode } from '../../src/support/errors.ts';
import { type Exec, exec } from '../../src/support/exec.ts';
import { exists } from '../../src/support/files.ts';
import { quietEnvironment } from '../support/build-run.ts';
import {
  checkOutRef,
  commitEdits,
  manyCommits,
  stateOf,
  type Upstream,
  upstreamWith,
} from '../support/pull-request.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

const changes = { start: { 'a.txt': 'a' }, main: { 'b.txt': 'b' }, feature: { 'c.txt': 'c' } };

function find(directory: string, question: Partial<BaseQuestion> = {}, env = quietEnvironment()) {
  return findBaseCommit({ directory, offline: false, ...question }, { exec, env });
}

function refused(code: ErrorCode, directory: string, question: Partial<BaseQuestion> = {}) {
  return refusal(() => find(directory, question), code);
}

/** The real world, and what fetching was told of depths. */
function watched() {
  const steps: string[] = [];
  const watching: Exec = (command) => {
    steps.push(...command.args.filter((arg) => /^--(depth|deepen|unshallow)/.test(arg)));
    return exec(command);
  };
  return { steps, ports: { exec: watching, env: quietEnvironment() } };
}

/** The answer, and that nothing of the checkout moved for it. */
async function findStill(directory: string, question: Partial<BaseQuestion>) {
  const before = await stateOf(directory);
  const found = await find(directory, question);
  assert.deepEqual(await stateOf(directory), before);
  return found;
}

test('in a whole clone it is where the branch left main, and nothing is fetched', async (t) => {
  const { url, fork, head, main } = await upstreamWith(t, changes);
  const clone = join(await folderOf(t), 'clone');
  await git('/', 'clone', '--quiet', '--branch=feature', url, clone);
  await git(clone, 'remote', 'set-url', 'origin', 'file:///nowhere/at/all');
  assert.deepEqual(await findStill(clone, { branch: 'main' }), { commit: fork, head, how: 'merge base' });
  assert.equal((await findStill(clone, { branch: 'refs/heads/main' })).commit, fork);
  assert.equal((await findStill(clone, { commit: main })).commit, fork);
  assert.equal((await findStill(clone, { branch: 'main', head: main })).commit, main);
});

test("of GitHub's test merge it is the first parent, which alone is fetched", async (t) => {
  const upstream = await upstreamWith(t, changes);
  const { merge, main, fork } = upstream;
  const clone = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  const expected = { commit: main, head: merge, how: 'first parent' };
  // The event's commit may be older than what the merge was made with.
  assert.deepEqual(await findStill(clone, { branch: 'main', commit: fork }), expected);
  assert.equal(await git(clone, 'log', '--format=%H', main), main);
  await rm(upstream.folder, { recursive: true });
  assert.deepEqual(await findStill(clone, { branch: 'main' }), expected);
});

test('what a test merge was made with is known of a clone of one commit that can ask nobody', async (t) => {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/pull/1/merge');
  await git(clone, 'remote', 'set-url', 'origin', 'file:///nowhere/at/all');
  const ports = { exec, env: quietEnvironment() };
  assert.equal(await mergedWith(clone, ports), upstream.main);
  await commitEdits(clone, { 'd.txt': 'd' }, 'More');
  assert.equal(await mergedWith(clone, ports), undefined);
  assert.equal(await mergedWith(await folderOf(t), ports), undefined);
});

test('a merge that somebody made is no test merge, whatever its message says', async (t) => {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature', []);
  await git(clone, 'fetch', '--quiet', 'origin', 'main:refs/remotes/origin/main');
  await git(clone, 'switch', '--quiet', '--create', 'refs/pull/1/merge');
  const own = await commitEdits(clone, { 'd.txt': 'd' }, 'Own');
  await git(clone, 'switch', '--quiet', '--detach', own);
  await git(clone, 'merge', '--quiet', '--message', `Merge ${own} into ${upstream.main}`, 'origin/main');
  const found = await findStill(clone, { branch: 'main' });
  assert.deepEqual([found.commit, found.how], [upstream.main, 'merge base']);
});

test('a clone of one commit gets as much history of both sides as the answer needs', async (t) => {
  const upstream = await upstreamWith(t, changes);
  const { fork, head, main } = upstream;
  for (const question of [{ branch: 'main' }, { commit: main }, { branch: 'main', commit: main }]) {
    const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
    assert.deepEqual(await findStill(clone, question), { commit: fork, head, how: 'merge base' });
    assert.equal(await git(clone, 'tag', '--list'), '');
  }
});

test('a merge base behind 300 commits on either side is found in a clone of one commit, in steps', async (t) => {
  const upstream = await upstreamWith(t, changes);
  await manyCommits(upstream.folder, 'feature', 300);
  await git(upstream.folder, 'switch', '--quiet', '--detach');
  // What came before the common commit is not needed; the first deepenings do not reach it either.
  await manyCommits(upstream.folder, 'main', 120);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  const { steps, ports } = watched();
  const before = await stateOf(clone);
  const { commit } = await findBaseCommit({ directory: clone, branch: 'main', offline: false }, ports);
  assert.equal(commit, upstream.fork);
  assert.deepEqual(steps, ['--depth=1', '--deepen=50', '--deepen=200', '--deepen=1000']);
  assert.deepEqual(await stateOf(clone), before);
});

test('a nearer common commit that a cut hides is found rather than a farther one that is in sight', async (t) => {
  const folder = await folderOf(t, { 'a.txt': 'a' });
  const start = await commitAll(folder, 'v1.0.0');
  await git(folder, 'branch', 'side', start);
  const near = await manyCommits(folder, 'side', 1);
  await git(folder, 'branch', 'feature', near);
  await manyCommits(folder, 'feature', 80);
  // Both sides see `start` through a short way, and `near` behind a long one.
  const shortcut = async (branch: string, parent: string): Promise<void> => {
    const tree = await git(folder, 'rev-parse', `${start}^{tree}`);
    const merge = await git(folder, 'commit-tree', tree, '-p', parent, '-p', start, '-m', 'Shortcut');
    await git(folder, 'update-ref', `refs/heads/${branch}`, merge);
  };
  await shortcut('feature', await git(folder, 'rev-parse', 'feature'));
  await git(folder, 'branch', 'base', near);
  await manyCommits(folder, 'base', 80);
  await shortcut('base', await git(folder, 'rev-parse', 'base'));
  const expected = await git(folder, 'merge-base', 'feature', 'base');
  assert.equal(expected, near);
  const clone = await checkOutRef(t, { url: `file://${folder}` }, 'refs/heads/feature');
  assert.equal((await findStill(clone, { branch: 'base' })).commit, near);
});

test('a clone without contents answers as a whole one does', async (t) => {
  const { url, fork } = await upstreamWith(t, changes);
  const clone = join(await folderOf(t), 'clone');
  await git('/', 'clone', '--quiet', '--filter=blob:none', '--branch=feature', url, clone);
  assert.equal((await findStill(clone, { branch: 'main' })).commit, fork);
});

test('a clone of one branch stays whole when the other side is fetched', async (t) => {
  const { url, fork } = await upstreamWith(t, changes);
  const clone = join(await folderOf(t), 'clone');
  await git('/', 'clone', '--quiet', '--single-branch', '--branch=feature', url, clone);
  const { steps, ports } = watched();
  const question = { directory: clone, branch: 'main', offline: false };
  assert.equal((await findBaseCommit(question, ports)).commit, fork);
  assert.deepEqual(steps, []);
  assert.equal(await git(clone, 'rev-parse', '--is-shallow-repository'), 'false');
});

test('what the remote has newly, and settings that prune or follow, move nothing in the checkout', async (t) => {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  await git(clone, 'update-ref', 'refs/remotes/origin/gone', 'HEAD');
  for (const [key, value] of Object.entries({
    'fetch.prune': 'true',
    'fetch.pruneTags': 'true',
    'remote.origin.tagOpt': '--tags',
    'remote.origin.followRemoteHEAD': 'always',
  })) {
    await git(clone, 'config', key, value);
  }
  await git(upstream.folder, 'tag', 'new');
  assert.equal((await findStill(clone, { branch: 'main' })).commit, upstream.fork);
});

test('histories with nothing in common are compared with the base itself', async (t) => {
  const upstream = await upstreamWith(t, changes);
  await git(upstream.folder, 'switch', '--quiet', '--orphan', 'alone');
  await commitEdits(upstream.folder, { 'z.txt': 'z' }, 'Alone');
  const clone = await checkOutRef(t, upstream, 'refs/heads/alone');
  const { commit, how } = await findStill(clone, { branch: 'main' });
  assert.deepEqual([commit, how], [upstream.main, 'base commit']);
});

test("an event's commit that is gone from the remote leaves the branch to say it", async (t) => {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  const gone = '0123456789'.repeat(4);
  assert.equal((await findStill(clone, { branch: 'main', commit: gone })).commit, upstream.fork);
  const { message } = await refused('E_NETWORK', clone, { commit: gone });
  assert.match(message, new RegExp(`origin does not give commit ${gone}: .*not our ref`));
});

/** A clone of one commit whose remote is spoilt. */
async function cutOff(
  t: Parameters<typeof upstreamWith>[0],
  spoil: (clone: string, from: Upstream) => unknown,
) {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  await spoil(clone, upstream);
  return { clone, upstream };
}

test('without a remote, without its answer and offline it is said what to set', async (t) => {
  const noRemote = await cutOff(t, (clone) => git(clone, 'remote', 'remove', 'origin'));
  const question = { commit: noRemote.upstream.main };
  const first = await refused('E_IO', noRemote.clone, question);
  assert.match(`${first.message} ${first.hint}`, /no remote "origin" to ask .*fetch-depth: 0/);

  const silent = await cutOff(t, (_, { folder }) => rename(folder, `${folder}-away`));
  t.after(() => rm(`${silent.upstream.folder}-away`, { recursive: true }));
  for (const asked of [{ branch: 'main' }, { commit: silent.upstream.main }]) {
    const second = await refused('E_NETWORK', silent.clone, asked);
    assert.match(`${second.message} ${second.hint}`, /^origin does not .*fetch-depth: 0/s);
  }

  const third = await refused('E_IO', silent.clone, { branch: 'main', offline: true });
  assert.match(`${third.message} ${third.hint}`, /--offline .*fetch-depth: 0/s);
});

test('what is neither a branch nor a commit is refused, and is no flag of git', async (t) => {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature', []);
  const trap = await folderOf(t, { trap: `#!/bin/sh\ntouch ${join(clone, 'sprung')}\nexit 1\n` });
  await chmod(join(trap, 'trap'), 0o755);
  const before = await stateOf(clone);
  const names = [`--upload-pack=${join(trap, 'trap')}`, '-x', '--all', '--output=x', '-'];
  for (const branch of names) {
    assert.match((await refused('E_CONFIG', clone, { branch })).message, /^there is no branch/);
  }
  for (const branch of ['', 'a b', 'a..b', 'main:refs/heads/x', 'ma*', 'a\nb', '+main', 'main^', '@{-1}']) {
    await refused('E_CONFIG', clone, { branch });
  }
  for (const commit of [...names, 'main', '0123456', 'HEAD', 'A'.repeat(40), `${upstream.main}\n`]) {
    await refused('E_CONFIG', clone, { commit });
    await refused('E_CONFIG', clone, { head: commit, branch: 'main' });
  }
  for (const remote of names) {
    await refused('E_IO', clone, { branch: 'none', remote });
  }
  await refused('E_CONFIG', clone);
  assert.deepEqual(await stateOf(clone), before);
  assert.equal(await exists(join(clone, 'sprung')), false);
});

test('a branch that is named like a flag is found where there is one', async (t) => {
  const upstream = await upstreamWith(t, changes);
  await git(upstream.folder, 'update-ref', 'refs/heads/--upload-pack=x', upstream.fork);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  assert.equal((await findStill(clone, { branch: '--upload-pack=x' })).commit, upstream.fork);
});

test("no secret of a remote's address is told", async (t) => {
  const upstream = await upstreamWith(t, changes);
  const clone = await checkOutRef(t, upstream, 'refs/heads/feature');
  await git(clone, 'remote', 'set-url', 'origin', 'http://user:geheim@127.0.0.1:1/x.git');
  const { message } = await refused('E_NETWORK', clone, { branch: 'other' });
  assert.match(message, /127\.0\.0\.1/);
  assert.doesNotMatch(message, /geheim/);
});

test("a git that a hook's variables would lead elsewhere looks at the folder that was named", async (t) => {
  const { url, fork } = await upstreamWith(t, changes);
  const clone = join(await folderOf(t), 'clone');
  await git('/', 'clone', '--quiet', '--branch=feature', url, clone);
  const env = { ...quietEnvironment(), GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' };
  assert.equal((await find(clone, { branch: 'main' }, env)).commit, fork);
});

test('a folder outside of any repository is refused', async (t) => {
  const { message } = await refused('E_IO', await folderOf(t), { branch: 'main' });
  assert.match(message, /is in no repository/);
});
