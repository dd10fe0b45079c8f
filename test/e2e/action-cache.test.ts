import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pullRequestEvent, pushEvent } from '../support/act/event.ts';
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
import { commitEdits } from '../support/pull-request.ts';
import { lacks } from '../support/tools.ts';
import { exampleWorkflow } from '../support/workflows.ts';
import { freePort, git, temporaryFolders } from '../support/workspace.ts';

/** Any event: builds and measures, and has no image to compare with. */
const measuring = `
on: [push, pull_request]
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
      - uses: slipway-dev/slipway@0000000000000000000000000000000000000000
`;

/**
 * That a later run finds what an earlier one compiled is shown elsewhere (test/actions): act gives every job another
 * workspace, which is a part of those keys. Sizes it finds anywhere.
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

  test('a pull request is compared with the sizes that a push to its base kept', async () => {
    const root = await writeModule(await folder(), {
      'main.go': emptyMain,
      'slipway.yaml': 'base: scratch\nplatforms: [linux/amd64]\n',
    });
    const pushed = await asCheckout(root);
    const options = { workflow: measuring, cache: true };
    const kept = await runWorkflow(runner, pushed, { ...options, event: pushEvent(pushed.commit) });
    assert.match(kept.text, /^kept for later runs as slipway-size-1-/m, kept.text);
    const grown = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println() }\n';
    await git(root, 'switch', '--quiet', '--create', 'feature');
    const commit = await commitEdits(root, { 'main.go': grown }, 'Print');
    const event = pullRequestEvent(commit, 'fork', pushed.commit);
    const pulled = await runWorkflow(runner, { folder: root, commit }, { ...options, event });
    const against = `against <code>${pushed.commit.slice(0, 7)}</code> (main, from the cache)`;
    assert.ok(pulled.summaries.join().includes(against), pulled.text);
    assert.doesNotMatch(pulled.text, /kept for later runs as slipway-size-/);
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
