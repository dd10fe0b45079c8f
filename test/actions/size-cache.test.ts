import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { hello } from '../support/build-run.ts';
import { accessOf, type CacheAccess } from '../support/cache-entries.ts';
import { startCacheService, type TestCacheService } from '../support/cache-service.ts';
import { payloadsOf } from '../support/github-events.ts';
import { commitEdits } from '../support/pull-request.ts';
import { commandsOf, runStep, type Step, type StepResult } from '../support/runner.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git, temporaryFolders } from '../support/workspace.ts';

// The runs share what Node compiles.
const compiled = await temporaryFolders(after)();

interface Repository {
  readonly folder: string;
  /** The commit of main. */
  readonly commit: string;
  readonly service: TestCacheService;
  /** Slipway's folder of all its runs, so that a program is linked once. */
  readonly cacheDirectory: string;
}

/** A repository with a program of a line, and a cache service. */
async function repositoryOf(t: TestContext): Promise<Repository> {
  const folder = await folderOf(t, hello);
  const commit = await commitAll(folder, 'v0.0.1');
  const service = await startCacheService();
  t.after(service.stop);
  return { folder, commit, service, cacheDirectory: await folderOf(t) };
}

interface Run {
  readonly main: StepResult;
  /** Undefined: nothing was left for it. */
  readonly post: StepResult | undefined;
  readonly report: Report | undefined;
}

/** The main step of a run, and the post step as far as it keeps sizes; the checkout lies where `given.workspace` says. */
async function run(
  t: TestContext,
  { service, cacheDirectory }: Repository,
  given: Step,
  access: CacheAccess,
): Promise<Run> {
  const step = {
    ...given,
    cacheDirectory,
    env: { NODE_COMPILE_CACHE: compiled, ...service.env(access), ...given.env },
  };
  const main = await runStep(t, step);
  const sizes = main.state['sizes'];
  const env = { ...step.env, STATE_sizes: sizes ?? '' };
  const post = sizes === undefined ? undefined : await runStep(t, { ...step, env, entry: 'post' });
  const path = main.outputs['report'];
  return { main, post, report: path ? (JSON.parse(await readFile(path, 'utf8')) as Report) : undefined };
}

/** What is told of sizes. */
const noticesOf = ({ report }: Run) => report?.notices.filter((text) => /sizes|cache/.test(text));

/** A run of the commit that is checked out. */
function push(t: TestContext, at: Repository, more: Partial<Step> = {}): Promise<Run> {
  const env = { GITHUB_SHA: at.commit, ...more.env };
  return run(t, at, { workspace: at.folder, ...more, env }, accessOf(more.ref ?? 'refs/heads/main'));
}

/** The checkout of a pull request into main that brings a package, on another machine. */
async function pullRequestOf(t: TestContext, { folder }: Repository): Promise<string> {
  const workspace = join(await folderOf(t), 'elsewhere');
  await git(folder, 'clone', '--quiet', folder, workspace);
  await git(workspace, 'switch', '--quiet', '--create', 'feature');
  const grown = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';
  await commitEdits(workspace, { 'main.go': grown }, 'Print');
  return workspace;
}

/** A fork's run for it. */
async function pull(
  t: TestContext,
  at: Repository,
  workspace: string,
  given: Readonly<Record<string, string>> = {},
  base = at.commit,
): Promise<Run> {
  const [example] = payloadsOf('pull_request');
  assert.ok(example?.pull_request);
  const pull_request = {
    ...example.pull_request,
    base: { ...example.pull_request.base, ref: 'main', sha: base },
  };
  const step: Step = {
    workspace,
    event: 'pull_request',
    ref: 'refs/pull/7/merge',
    payload: { ...example, pull_request },
    with: given,
    env: { GITHUB_BASE_REF: 'main' },
  };
  return run(t, at, step, accessOf('refs/pull/7/merge', 'refs/heads/main'));
}

const sizesOf = ({ entries }: TestCacheService) =>
  entries.filter(({ key }) => key.startsWith('slipway-size-'));

test('a push to a branch keeps what it weighs, once, and a pull request elsewhere is compared with it', async (t) => {
  const at = await repositoryOf(t);
  const first = await push(t, at);
  assert.match(first.post?.log ?? '', /^kept for later runs as slipway-size-1-/m, first.main.log);
  await push(t, at);
  assert.deepEqual(
    sizesOf(at.service).map(({ scope, key }) => [scope, key.split('-').at(-1)]),
    [['refs/heads/main', at.commit]],
  );
  const pulled = await pull(t, at, await pullRequestOf(t, at));
  const { main, report } = pulled;
  assert.deepEqual(report?.size?.baseline, {
    kind: 'cache',
    name: 'main, from the cache',
    commit: at.commit,
  });
  const [image] = report?.size?.targets[0]?.images ?? [];
  assert.equal(image?.diskBytes?.before, first.report?.targets[0]?.images[0]?.diskBytes);
  assert.equal(image?.brought?.[0]?.name, 'fmt');
  const shown = `against <code>${at.commit.slice(0, 7)}</code> (main, from the cache)`;
  assert.ok(main.summary.includes(shown), main.summary);
  assert.deepEqual(noticesOf(pulled), []);
  assert.equal(sizesOf(at.service).length, 1, 'a pull request kept sizes');
});

test('of several commits the one that the event names is compared with, else the newest', async (t) => {
  const at = await repositoryOf(t);
  await push(t, at);
  const later = await commitEdits(at.folder, { 'README.md': 'more' }, 'More');
  await push(t, { ...at, commit: later });
  const workspace = await pullRequestOf(t, at);
  for (const [base, expected] of [
    [at.commit, at.commit],
    ['0123456789012345678901234567890123456789', later],
  ]) {
    const { report } = await pull(t, at, workspace, {}, base);
    assert.equal(report?.size?.baseline.commit, expected);
  }
});

test('each build of a matrix has sizes of its own', async (t) => {
  const at = await repositoryOf(t);
  await push(t, at);
  const other = { platforms: 'linux/arm64' };
  await push(t, at, { with: other });
  assert.equal(sizesOf(at.service).length, 2);
  const { report } = await pull(t, at, await pullRequestOf(t, at), { ...other, baseline: 'cache' });
  assert.deepEqual(
    report?.size?.targets[0]?.images.map(({ platform, diskBytes }) => [platform, diskBytes?.before !== 0]),
    [['linux/arm64', true]],
  );
});

test('nothing is kept of a run that may not, or whose program is not what the branch has', async (t) => {
  const at = await repositoryOf(t);
  const refusing = { budget: '{"disk":{"max":"1 KiB"}}' };
  const runs: Readonly<Record<string, Partial<Step>>> = {
    'a tag': { ref: 'refs/tags/v1.0.0' },
    pull_request_target: { event: 'pull_request_target' },
    workflow_run: { event: 'workflow_run' },
    'a pull request that was merged': { event: 'pull_request' },
    'a runner that only reads': { env: { ACTIONS_CACHE_MODE: 'read' } },
    'cache: false': { with: { cache: 'false' } },
    'another commit': { env: { GITHUB_SHA: '0123456789012345678901234567890123456789' } },
    'no cache service': { env: { ACTIONS_RESULTS_URL: '' } },
  };
  for (const [what, step] of Object.entries(runs)) {
    const { main, post } = await push(t, at, step);
    assert.deepEqual([main.status, post], [0, undefined], `${what}: ${main.log}`);
  }
  await writeFile(join(at.folder, 'slipway.yaml'), `budget: ${refusing.budget}\n`);
  const commit = await commitEdits(at.folder, {}, 'Refuse');
  const refused = await push(t, { ...at, commit });
  assert.deepEqual([refused.main.status, refused.post], [1, undefined], refused.main.log);
  await writeFile(join(at.folder, 'slipway.yaml'), '');
  const modified = await push(t, { ...at, commit });
  assert.deepEqual([modified.main.status, modified.post], [0, undefined], modified.main.log);
  assert.deepEqual(sizesOf(at.service), []);
});

test('without the cache nothing is asked of it, and whoever names it is refused before anything is built', async (t) => {
  const at = await repositoryOf(t);
  await push(t, at);
  const workspace = await pullRequestOf(t, at);
  at.service.asked.length = 0;
  const rebuilt = await pull(t, at, workspace, { cache: 'false' });
  assert.equal(rebuilt.report?.size?.baseline.kind, 'rebuild', rebuilt.main.log);
  const { main, report } = await pull(t, at, workspace, { cache: 'false', baseline: 'cache' });
  assert.deepEqual([main.status, report], [2, undefined], main.log);
  assert.match(main.log, /^::error title=slipway E_CONFIG::baseline: cache:main: the input cache is false/m);
  assert.deepEqual(at.service.asked, []);
});

test('an empty cache is no news to who did not ask for it, and no failure to who did', async (t) => {
  const at = await repositoryOf(t);
  const workspace = await pullRequestOf(t, at);
  const usual = await pull(t, at, workspace);
  assert.deepEqual([usual.report?.size?.baseline.kind, noticesOf(usual)], ['rebuild', []]);
  const named = await pull(t, at, workspace, { baseline: 'cache' });
  assert.deepEqual([named.main.status, named.report?.size], [0, undefined], named.main.log);
  assert.deepEqual(noticesOf(named), ['sizes are compared with nothing: the cache has no sizes of main yet']);
});

test('an entry that arrives damaged is told, and the base is built instead; by name it is an error', async (t) => {
  const at = await repositoryOf(t);
  await push(t, at);
  const workspace = await pullRequestOf(t, at);
  const [entry] = sizesOf(at.service);
  assert.ok(entry?.content !== undefined);
  entry.content = Buffer.from('no archive');
  const usual = await pull(t, at, workspace);
  assert.equal(usual.report?.size?.baseline.kind, 'rebuild', usual.main.log);
  assert.match(
    noticesOf(usual)?.join('\n') ?? '',
    /^the sizes in the cache are not compared with: the cache does not give the sizes of main: .*tar.*rebuild:main\)$/,
  );
  const named = await pull(t, at, workspace, { baseline: 'cache' });
  assert.equal(named.main.status, 4, named.main.log);
  assert.match(
    named.main.log,
    /^::error title=slipway E_NETWORK::--baseline cache:main: the cache does not give the sizes of main/m,
  );
});

test('a service that does not answer is asked once in a run, and tells of it once', async (t) => {
  const at = await repositoryOf(t);
  const workspace = await pullRequestOf(t, at);
  await at.service.stop();
  const { main, report } = await pull(t, at, workspace);
  assert.equal(report?.size?.baseline.kind, 'rebuild', main.log);
  const told = commandsOf(main.log)
    .filter(({ name }) => name === 'notice')
    .map(({ message }) => message);
  assert.equal(told.filter((text) => /cache/.test(text)).length, 1, told.join('\n'));
  const named = await pull(t, at, workspace, { baseline: 'cache' });
  assert.equal(named.main.status, 4, named.main.log);
  assert.match(
    named.main.log,
    /^::error title=slipway E_NETWORK::baseline: cache:main: the cache service does not answer/m,
  );
});
