import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readVcs } from '../../src/gobuild/version-control.ts';
import { exec } from '../../src/support/exec.ts';
import { publishedContext, readTagContext, type TagContext } from '../../src/tags/context.ts';
import { resolveTags } from '../../src/tags/tags.ts';
import { quietEnvironment } from '../support/build-run.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

const now = new Date('2026-11-22T10:00:00Z');

/** A repository with one commit that is tagged v1.2.3, on the branch main. */
async function repository(t: TestContext): Promise<{ folder: string; revision: string }> {
  const folder = await folderOf(t, {
    'go.mod': 'module example.com/x\n',
    'sub/go.mod': 'module example.com/x/sub\n',
  });
  return { folder, revision: await commitAll(folder, 'v1.2.3') };
}

async function contextOf(folder: string, env: Readonly<Record<string, string>> = {}): Promise<TagContext> {
  const { facts } = await readVcs(folder, exec, quietEnvironment());
  return readTagContext(env, facts, now);
}

test('outside of GitHub Actions git says branch, tag and commit', async (t) => {
  const { folder, revision } = await repository(t);
  const context = await contextOf(folder, { GITHUB_REF: 'refs/heads/not-this' });
  assert.deepEqual([context.branch, context.tag, context.commit], ['main', 'v1.2.3', revision]);
  assert.deepEqual(context.commitTime, new Date('2026-02-03T04:05:06Z'));
  assert.deepEqual([context.event, context.pullRequest, context.notice], [undefined, undefined, undefined]);
});

test('a tag that is checked out leaves no branch, and a commit after it no tag', async (t) => {
  const { folder } = await repository(t);
  await git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'Second');
  assert.equal((await contextOf(folder)).tag, undefined);
  await git(folder, 'checkout', '--quiet', 'v1.2.3');
  const context = await contextOf(folder);
  assert.deepEqual([context.branch, context.tag], [undefined, 'v1.2.3']);
});

test('of several tags at the commit the highest version counts, and a module in a folder has its own', async (t) => {
  const { folder } = await repository(t);
  for (const tag of ['v1.10.0', 'v1.9.0', 'v1.10.0-rc.1', 'zzz', 'sub/v3.0.0']) await git(folder, 'tag', tag);
  assert.equal((await contextOf(folder)).tag, 'v1.10.0');
  assert.equal((await contextOf(join(folder, 'sub'))).tag, 'sub/v3.0.0');
});

test('files that differ from the commit take its tag and digits away, and that is told', async (t) => {
  const { folder } = await repository(t);
  await writeFile(join(folder, 'main.go'), 'package main\n');
  const context = await contextOf(folder);
  assert.deepEqual([context.branch, context.tag, context.commit], ['main', undefined, undefined]);
  assert.match(
    resolveTags(['semver', 'branch'], context, 'x').notices.join(),
    /files differ from the commit/,
  );
  assert.deepEqual(resolveTags(['branch'], context, 'x').notices, []);
});

test('a folder without a repository knows only the time', async (t) => {
  const context = await contextOf(await folderOf(t));
  assert.deepEqual(resolveTags(['branch', 'sha', "{{date 'YYYY'}}"], context, 'x').tags, ['2026']);
});

test('the version of a published module is its tag', () => {
  assert.deepEqual(resolveTags(['semver', 'sha'], publishedContext('v1.2.3', now), 'x').tags, [
    '1.2.3',
    '1.2',
    '1',
  ]);
});

const actions = { GITHUB_ACTIONS: 'true', GITHUB_SHA: 'c'.repeat(40) };
const payload = { repository: { default_branch: 'trunk' }, pull_request: { number: 12 } };

/** GITHUB_REF, GITHUB_EVENT_NAME → what the context says of branch, tag and pull request. */
const events: readonly (readonly [string, string, Partial<TagContext>])[] = [
  ['refs/heads/feature/x', 'push', { branch: 'feature/x' }],
  ['refs/heads/trunk', 'schedule', { branch: 'trunk' }],
  ['refs/tags/v1.2.3', 'push', { tag: 'v1.2.3' }],
  ['refs/tags/v1.2.3', 'release', { tag: 'v1.2.3' }],
  ['refs/pull/7/merge', 'pull_request', { pullRequest: '7' }],
  ['refs/heads/trunk', 'pull_request_target', { pullRequest: '12' }],
];

test('in GitHub Actions the event says what is built', async (t) => {
  const GITHUB_EVENT_PATH = join(await folderOf(t, { 'event.json': JSON.stringify(payload) }), 'event.json');
  for (const [GITHUB_REF, GITHUB_EVENT_NAME, expected] of events) {
    const env = { ...actions, GITHUB_REF, GITHUB_EVENT_NAME, GITHUB_EVENT_PATH };
    const { branch, tag, pullRequest, event, defaultBranch, commit } = await readTagContext(
      env,
      undefined,
      now,
    );
    assert.deepEqual(
      { branch, tag, pullRequest },
      { branch: undefined, tag: undefined, pullRequest: undefined, ...expected },
      `${GITHUB_EVENT_NAME} of ${GITHUB_REF}`,
    );
    assert.deepEqual([event, defaultBranch, commit], [GITHUB_EVENT_NAME, 'trunk', 'c'.repeat(40)]);
  }
});

test("a commit is the checked-out one's, also where the event is about another", async (t) => {
  const { folder, revision } = await repository(t);
  const context = await contextOf(folder, {
    ...actions,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_EVENT_NAME: 'push',
  });
  assert.equal(context.commit, revision);
});

test('an event that is not there is not needed, and one that is damaged is an error', async (t) => {
  const folder = await folderOf(t, { 'event.json': '{' });
  const env = { ...actions, GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_NAME: 'push' };
  const at = (name: string) =>
    readTagContext({ ...env, GITHUB_EVENT_PATH: join(folder, name) }, undefined, now);
  assert.equal((await at('gone.json')).branch, 'main');
  assert.match((await refusal(() => at('event.json'), 'E_IO')).message, /event\.json is not JSON/);
});
