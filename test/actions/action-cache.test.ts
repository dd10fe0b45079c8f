import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { hello } from '../support/build-run.ts';
import { startCacheService } from '../support/cache-service.ts';
import { commandsOf, runStep, type StepResult } from '../support/runner.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll } from '../support/workspace.ts';

/** Runs of one job on runners that begin empty, at the same path, as GitHub's do. */
async function job(
  t: TestContext,
): Promise<(env: Readonly<Record<string, string>>) => Promise<[StepResult, StepResult]>> {
  const workspace = await folderOf(t, hello);
  await commitAll(workspace, 'v0.0.1');
  const home = await folderOf(t);
  return async (service) => {
    for (const name of ['go-build', 'mod', 'slipway'])
      await rm(join(home, name), { recursive: true, force: true });
    const env = { ...service, HOME: home, GOCACHE: join(home, 'go-build'), GOMODCACHE: join(home, 'mod') };
    const step = { workspace, env, cacheDirectory: join(home, 'slipway') };
    const main = await runStep(t, step);
    const state = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value]);
    const post = await runStep(t, { ...step, env: { ...env, ...Object.fromEntries(state) }, entry: 'post' });
    return [main, post];
  };
}

test('what a run compiled is kept once, in the post step, and found by the next', async (t) => {
  const service = await startCacheService();
  t.after(() => service.stop());
  const run = await job(t);
  const [first, kept] = await run(service.env());
  assert.deepEqual([first.status, first.outputs['cache-hit']], [0, 'false'], first.log);
  assert.match(first.log, /nothing was kept yet/);
  assert.match(kept.log, /^kept for later runs as slipway-1-/m);
  assert.equal(service.entries.length, 1);
  const [second, again] = await run(service.env());
  assert.deepEqual([second.status, second.outputs['cache-hit']], [0, 'true'], second.log);
  assert.equal(second.outputs['digest'], first.outputs['digest']);
  assert.match(again.log, /nothing to keep/);
  assert.equal(service.entries.length, 1);
});

test('a cache service that is down costs a notice, and nothing else', async (t) => {
  const service = await startCacheService();
  const env = service.env();
  await service.stop();
  const [main, post] = await (await job(t))(env);
  assert.deepEqual([main.status, main.outputs['outcome'], post.status], [0, 'pass', 0], main.log);
  const told = [main, post].flatMap(({ log }) =>
    commandsOf(log).filter(({ name }) => ['error', 'warning', 'notice'].includes(name)),
  );
  assert.deepEqual(
    told.map(({ name }) => name),
    ['notice'],
  );
  assert.match(told[0]?.message ?? '', /^the cache is not used: /);
});

test('state that nobody could have written keeps the post step from nothing but keeping', async (t) => {
  const ran = await runStep(t, {
    workspace: await folderOf(t),
    entry: 'post',
    env: { STATE_cache: '{"key":', ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' },
  });
  assert.equal(ran.status, 0, ran.log);
});
