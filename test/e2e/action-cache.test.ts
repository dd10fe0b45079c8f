import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pushEvent } from '../support/act/event.ts';
import {
  asCheckout,
  type Checkout,
  makeRunner,
  type Runner,
  runWorkflow,
  type WorkflowOptions,
  type WorkflowRun,
} from '../support/act/runner.ts';
import { startCacheService } from '../support/cache-service.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { lacks } from '../support/tools.ts';
import { exampleWorkflow } from '../support/workflows.ts';
import { freePort, temporaryFolders } from '../support/workspace.ts';

/**
 * That a later run finds what an earlier one kept is shown elsewhere (test/actions): act gives every job another
 * workspace, which is a part of the keys.
 */
describe("the action's cache in workflows", { skip: lacks('act') }, () => {
  const folder = temporaryFolders(after);
  let runner: Runner;
  let checkout: Checkout;

  before(async () => {
    runner = await makeRunner(await folder());
    const settings = 'base: scratch\nplatforms: [linux/amd64]\n';
    checkout = await asCheckout(
      await writeModule(await folder(), { 'main.go': emptyMain, 'slipway.yaml': settings }),
    );
  });

  /** The usual workflow for a push to another branch than the default one, so that nothing is pushed. */
  const run = (machine: Runner, options: Partial<WorkflowOptions>): Promise<WorkflowRun> =>
    runWorkflow(machine, checkout, {
      event: pushEvent(checkout.commit, 'refs/heads/other'),
      workflow: exampleWorkflow('slipway.yml', '127.0.0.1:1').replace(
        'branches: [main]',
        'branches: [other]',
      ),
      ...options,
    });

  /** The same runner, on which nothing was compiled yet. */
  async function cold(): Promise<Runner> {
    const [GOCACHE, GOMODCACHE] = [join(await folder(), 'build'), join(await folder(), 'modules')];
    return { ...runner, goSettings: { ...runner.goSettings, GOCACHE, GOMODCACHE } };
  }

  test('keeps what was compiled, once, when the job ends', async () => {
    const kept = await run(await cold(), { cache: true });
    assert.ok(kept.succeeded, kept.text);
    assert.equal(kept.outputs['1']?.['cache-hit'], 'false');
    assert.equal(kept.text.match(/^kept for later runs as slipway-1-linux-amd64-/gm)?.length, 1, kept.text);
    assert.deepEqual(kept.messages, []);
  });

  test('a service that is down costs one notice', async () => {
    const ACTIONS_RESULTS_URL = `http://127.0.0.1:${await freePort()}/`;
    const env = { ACTIONS_RESULTS_URL, ACTIONS_CACHE_SERVICE_V2: 'true', ACTIONS_RUNTIME_TOKEN: 'token' };
    const done = await run(runner, { env });
    assert.ok(done.succeeded, done.text);
    assert.deepEqual(
      done.messages.map(({ level }) => level),
      ['notice'],
    );
    assert.match(done.messages[0]?.message ?? '', /cache.*ECONNREFUSED/i);
  });

  test('a post step that cannot save says so and fails no job', async (t) => {
    const service = await startCacheService();
    t.after(service.stop);
    service.faults.set('upload', { status: 403, message: 'not today' });
    const done = await run(await cold(), { env: service.env() });
    assert.ok(done.succeeded, done.text);
    assert.ok(service.asked.includes('upload'), service.asked.join());
    assert.deepEqual(
      done.messages.map(({ level }) => level),
      ['notice'],
    );
  });
});
