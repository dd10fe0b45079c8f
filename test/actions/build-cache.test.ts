import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { planBuildCache } from '../../src/actions/build-cache-plan.ts';
import { cacheService } from '../../src/actions/cache-service.ts';
import { type Restored, restoreBuildCache, saveBuildCache } from '../../src/cache/build-cache.ts';
import type { RemoteCache } from '../../src/cache/remote-cache.ts';
import { goHost } from '../../src/outside.ts';
import { readFlags } from '../../src/request/flags.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { exec } from '../../src/support/exec.ts';
import { accessOf, type CacheAccess, commonAccess } from '../support/cache-entries.ts';
import { startCacheService } from '../support/cache-service.ts';
import { edit } from '../support/edits.ts';
import { publish } from '../support/file-proxy.ts';
import { repository } from '../support/slipway.ts';
import { environment, goEnvironment } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

const temporary = temporaryFolders(after);
const compiled = await temporary();

/** One repository's runner: every run begins with the same empty home. */
interface Repository {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  plan(run: Run): ReturnType<typeof planBuildCache>;
  cache(access: CacheAccess): RemoteCache;
  clean(): Promise<void>;
}

interface Run {
  readonly event: string;
  readonly ref: string;
  readonly commit?: string;
  readonly flags?: readonly string[];
  readonly dependencyPath?: string;
}

const main: Run = { event: 'push', ref: 'refs/heads/main', commit: 'a'.repeat(40) };
const pull: Run = { event: 'pull_request', ref: 'refs/pull/7/merge', commit: 'b'.repeat(40) };

async function repositoryWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<Repository> {
  const root = await temporary();
  const [workspace, home, temp] = ['work', 'home', 'temp'].map((name) => join(root, name));
  await edit(root, { 'temp/x': '', ...files });
  const service = await startCacheService();
  t.after(() => service.stop());
  const kept = Object.entries(goEnvironment()).filter(
    ([name]) => !/^(GO(PATH|CACHE|MODCACHE)|XDG_.*)$/.test(name),
  );
  const env = {
    ...Object.fromEntries(kept),
    HOME: home ?? '',
    RUNNER_TEMP: temp ?? '',
    GITHUB_WORKSPACE: workspace ?? '',
  };
  return {
    root,
    env,
    plan: async ({ event, ref, commit = '', flags = [], dependencyPath }) => {
      const request = await buildRequest(readFlags('build', ['.', ...flags]), {
        cwd: env.GITHUB_WORKSPACE,
        env,
        os: process.platform,
      });
      const runner = { ...env, GITHUB_EVENT_NAME: event, GITHUB_REF: ref, GITHUB_SHA: commit };
      return planBuildCache({ request, env: runner, host: goHost(), dependencyPath });
    },
    cache: (access) =>
      cacheService({
        exec,
        env: { ...environment(), ...env, ...service.env(access), NODE_COMPILE_CACHE: compiled },
        entry: [process.execPath, join(repository, 'test', 'support', 'cache-job-entry.ts')],
        signal: new AbortController().signal,
      }),
    clean: async () => {
      await exec({ file: 'chmod', args: ['-R', 'u+w', env.HOME] });
      await rm(env.HOME, { recursive: true, force: true });
    },
  };
}

const hello = { 'work/go.mod': 'module example.com/hello\n\ngo 1.24\n', 'work/main.go': 'package main\n' };
const packageFile = 'home/.cache/go-build/00/00aa-d';

/** A run from its beginning to its end that compiles one package, with what it restored. */
async function run(repo: Repository, each: Run, access: CacheAccess): Promise<Restored> {
  await repo.clean();
  const cache = repo.cache(access);
  const restored = await restoreBuildCache((await repo.plan(each)).plan, cache, Date.now);
  // A file's time of birth is a tick of a coarser clock than Date.now's: what came at once would count as older.
  await sleep(50);
  await edit(repo.root, { [packageFile]: 'compiled', [`${packageFile}-${each.commit}`]: 'own' });
  await saveBuildCache(restored.state, cache);
  return restored;
}

test('on a service that keeps nothing apart, no branch, tag or other event restores what a pull request saved', async (t) => {
  const repo = await repositoryWith(t, hello);
  await run(repo, pull, commonAccess);
  // The pull request's own key is there: it is the names that keep the others away.
  assert.equal((await run(repo, pull, commonAccess)).hit, true);
  const others: Run[] = [
    { ...pull, event: 'push', ref: 'refs/tags/v1.0.0' },
    { ...pull, event: 'pull_request_target', ref: 'refs/heads/main' },
    { ...pull, event: 'workflow_run', ref: 'refs/heads/main' },
    { ...pull, event: 'merge_group', ref: 'refs/heads/gh-readonly-queue/main/pr-7' },
    { ...pull, event: 'push', ref: 'refs/heads/main' },
  ];
  for (const other of others) {
    assert.equal((await run(repo, other, commonAccess)).state.restoredKey, undefined, other.event);
  }
});

test("a pull request restores what its base saved; what it saves under its base's own key stays with it", async (t) => {
  const repo = await repositoryWith(t, hello);
  const atBase = accessOf('refs/heads/main');
  const atPull = accessOf('refs/pull/7/merge', 'refs/heads/main');
  const { key } = (await repo.plan(main)).plan;
  await run(repo, main, atBase);
  assert.equal((await run(repo, pull, atPull)).state.restoredKey, key);
  // Code of a pull request may use the service without us, under any key.
  const next = { ...main, commit: 'c'.repeat(40) };
  const { plan } = await repo.plan(next);
  const paths = plan.folders.map(({ path }) => path);
  assert.deepEqual(await repo.cache(atPull).save(paths, plan.key), { kind: 'saved' });
  assert.equal((await run(repo, next, atBase)).state.restoredKey, key);
});

test('what decides about compiled packages decides about the key; what only links does not', async (t) => {
  const repo = await repositoryWith(t, { ...hello, 'work/api/go.mod': 'module example.com/api\n' });
  const keyOf = async (...flags: string[]) => (await repo.plan({ ...main, flags })).plan.key;
  const usual = await keyOf();
  assert.equal(await keyOf('--ldflags', '-X main.v=1', '--output', 'oci:x'), usual);
  assert.equal(await keyOf('--platform', 'linux/arm64,linux/amd64'), usual);
  for (const flags of [
    ['--platform', 'linux/amd64'],
    ['--build-tags', 'netgo'],
    ['--cgo'],
    ['--go', '1.26.8'],
    ['--goexperiment', 'jsonv2'],
  ]) {
    assert.notEqual(await keyOf(...flags), usual, flags.join(' '));
  }
  await edit(repo.root, { 'work/go.sum': 'more' });
  assert.notEqual(await keyOf(), usual);
});

test('a cache-dependency-path that matches nothing is named', async (t) => {
  const repo = await repositoryWith(t, hello);
  const { notices } = await repo.plan({ ...main, dependencyPath: 'sub/go.sum' });
  assert.deepEqual(notices, ['cache-dependency-path: "sub/go.sum" matches no file in the workspace']);
});

test('after a restore a real build compiles and downloads nothing, and another link is nothing new to save', async (t) => {
  const repo = await repositoryWith(t, {
    'work/go.mod': 'module example.com/hello\n\ngo 1.24\n\nrequire example.com/dep v1.0.0\n',
    'work/main.go':
      'package main\n\nimport "example.com/dep"\n\nvar v = "1"\n\nfunc main() { println(dep.Name, v) }\n',
  });
  const files = {
    'go.mod': 'module example.com/dep\n\ngo 1.24\n',
    'dep.go': 'package dep\n\nconst Name = "dep"\n',
  };
  const proxy = await publish(join(repo.root, 'proxy'), [
    { path: 'example.com/dep', version: 'v1.0.0', files },
  ]);
  const build = async (GOPROXY: string, ldflags: string): Promise<string> => {
    const result = await exec({
      file: 'go',
      args: [
        'build',
        '-x',
        '-mod=mod',
        '-trimpath',
        `-ldflags=${ldflags}`,
        '-o',
        join(repo.root, 'out'),
        '.',
      ],
      cwd: repo.env['GITHUB_WORKSPACE'] ?? '',
      env: { ...repo.env, GOPROXY, GOSUMDB: 'off', CGO_ENABLED: '0' },
    });
    assert.equal(result.status, 0, result.stderr);
    return result.stderr;
  };
  const compiles = /\/compile(?:\.exe)?"? -o /;
  const cache = repo.cache(commonAccess);
  const first = await restoreBuildCache((await repo.plan(main)).plan, cache, Date.now);
  assert.match(await build(proxy, '-s -w'), compiles);
  assert.equal((await saveBuildCache(first.state, cache)).kind, 'saved');

  await repo.clean();
  // The build wrote go.sum: dependencies and commit are others now.
  const second = await restoreBuildCache(
    (await repo.plan({ ...main, commit: 'd'.repeat(40) })).plan,
    cache,
    Date.now,
  );
  assert.equal(second.state.restoredKey, first.state.key);
  assert.doesNotMatch(await build('off', '-s -w -X main.v=2'), compiles);
  assert.deepEqual(await saveBuildCache(second.state, cache), { kind: 'not-needed' });
});
