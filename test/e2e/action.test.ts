import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { pullRequestEvent, pushEvent } from '../support/act/event.ts';
import { asCheckout, type Checkout, makeRunner, type Runner, runWorkflow } from '../support/act/runner.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { startDockerRegistry } from '../support/registry/real.ts';
import { repository } from '../support/slipway.ts';
import { lacks, output } from '../support/tools.ts';
import { exampleWorkflow } from '../support/workflows.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** It is asked for the base branch's image, which sizes are compared with. */
function isPush({ method }: { readonly method: string }): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

describe('the action in workflows', { skip: lacks('act', 'crane', 'artifact-client') }, () => {
  const folder = temporaryFolders(after);
  let runner: Runner;
  let checkout: Checkout;

  before(async () => {
    runner = await makeRunner(await folder());
    const hello = await folder();
    await cp(join(repository, 'examples', 'hello'), hello, { recursive: true });
    checkout = await asCheckout(hello);
  });

  async function registryFor(t: TestContext): Promise<TestRegistry> {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    return registry;
  }

  for (const from of ['branch', 'fork'] as const) {
    test(`builds and verifies a pull request from a ${from}, tells it in the summary, and pushes nothing`, async (t) => {
      const { host, requests } = await registryFor(t);
      const run = await runWorkflow(runner, checkout, {
        event: pullRequestEvent(checkout.commit, from),
        workflow: exampleWorkflow('slipway.yml', host),
      });
      assert.ok(run.succeeded, run.text);
      const outputs = run.outputs['1'] ?? {};
      assert.equal(outputs['outcome'], 'pass');
      assert.match(outputs['digest'] ?? '', /^sha256:[0-9a-f]{64}$/);
      assert.deepEqual([outputs['image'], outputs['tags']], ['', '']);
      assert.deepEqual(requests.filter(isPush), []);
      const [summary = ''] = run.summaries;
      assert.match(summary, /\*\*hello\*\* linux\/amd64 \| [\d.]+ MiB \| [\d.]+ MiB/);
      assert.match(summary, /linux\/arm64 \| [\d.]+ MiB \| [\d.]+ MiB/);
      assert.ok(summary.includes(outputs['digest'] ?? 'no digest'));
      assert.deepEqual(run.messages, []);
    });
  }

  test('pushes nothing from a fork, although the workflow says to, and says why', async (t) => {
    const { host, requests } = await registryFor(t);
    const run = await runWorkflow(runner, checkout, {
      event: pullRequestEvent(checkout.commit, 'fork'),
      // The example's last lines are the action's inputs.
      workflow: `${exampleWorkflow('slipway.yml', host)}          push: true\n`,
    });
    assert.ok(run.succeeded, run.text);
    assert.match(run.text, /^builds and verifies; does not push: pull request \d+ from a fork/m);
    assert.deepEqual(requests.filter(isPush), []);
  });

  test('pushes the default branch, and its output is the digest that others find', {
    skip: lacks('docker-registry'),
  }, async (t) => {
    const { host } = await startDockerRegistry(t);
    const run = await runWorkflow(runner, checkout, {
      event: pushEvent(checkout.commit),
      workflow: exampleWorkflow('slipway.yml', host),
    });
    assert.ok(run.succeeded, run.text);
    const { digest, image, tags = '' } = run.outputs['1'] ?? {};
    const name = `${host}/acme/hello`;
    assert.equal(image, `${name}@${digest}`);
    assert.deepEqual(tags.split('\n'), [`${name}:main`, `${name}:sha-${checkout.commit.slice(0, 7)}`]);
    for (const tag of tags.split('\n')) assert.equal((await output('crane', ['digest', tag])).trim(), digest);
    await output('crane', ['validate', '--remote', `${name}:main`]);
  });

  test('pushes tag v1.2.3 as 1.2.3, 1.2 and 1, and passes bare files on', async (t) => {
    const { host, contents } = await registryFor(t);
    const run = await runWorkflow(runner, checkout, {
      event: pushEvent(checkout.commit, 'refs/tags/v1.2.3'),
      workflow: exampleWorkflow('release-tag.yml', host),
    });
    assert.ok(run.succeeded, run.text);
    const { digest } = run.outputs['slipway'] ?? {};
    const { tags } = contents.get('acme/hello') ?? {};
    assert.deepEqual(tags, new Map(['1.2.3', '1.2', '1'].map((tag) => [tag, digest])));
    assert.match(run.text, new RegExp(`^${host}/acme/hello@${digest}$`, 'm'));
  });

  test('what one job builds another one pushes as it is, with nothing but the artifact', async (t) => {
    const { host, contents } = await registryFor(t);
    const run = await runWorkflow(runner, checkout, {
      event: pushEvent(checkout.commit, 'refs/tags/v1.2.3'),
      workflow: exampleWorkflow('two-jobs.yml', host),
    });
    assert.ok(run.succeeded, run.text);
    assert.deepEqual(run.jobs, { build: 'success', push: 'success' });
    const { digest } = run.outputs['slipway'] ?? {};
    const { tags = new Map() } = contents.get('acme/hello') ?? {};
    assert.deepEqual([...tags.keys()].sort(), ['1', '1.2', '1.2.3', `sha-${checkout.commit.slice(0, 7)}`]);
    assert.deepEqual(new Set(tags.values()), new Set([digest]));
  });

  test('of two jobs only the one that builds runs for a pull request', async (t) => {
    const { host, requests } = await registryFor(t);
    const run = await runWorkflow(runner, checkout, {
      event: pullRequestEvent(checkout.commit, 'branch'),
      workflow: exampleWorkflow('two-jobs.yml', host),
    });
    assert.ok(run.succeeded, run.text);
    assert.deepEqual(run.jobs, { build: 'success' });
    assert.deepEqual(requests.filter(isPush), []);
  });

  test('pushes several programs under their names, and tells the digest of each', async (t) => {
    const { host, contents } = await registryFor(t);
    const programs = await writeModule(await folder(), {
      'cmd/api/main.go': emptyMain,
      'cmd/worker/main.go': emptyMain,
      'slipway.yaml': 'base: scratch\nplatforms: [linux/amd64]\n',
    });
    const { commit } = await asCheckout(programs);
    const run = await runWorkflow(
      runner,
      { folder: programs, commit },
      { event: pushEvent(commit), workflow: exampleWorkflow('slipway.yml', host) },
    );
    assert.ok(run.succeeded, run.text);
    const { digest, digests = '', image } = run.outputs['1'] ?? {};
    assert.equal(digest, '');
    const pushed = ['api', 'worker'].map((name) => contents.get(`acme/hello/${name}`)?.tags.get('main'));
    assert.deepEqual(JSON.parse(digests), { api: pushed[0], worker: pushed[1] });
    assert.deepEqual(image?.split('\n'), [
      `${host}/acme/hello/api@${pushed[0]}`,
      `${host}/acme/hello/worker@${pushed[1]}`,
    ]);
  });

  test('offers Go and slipway to later steps, as setup-go does', async () => {
    const passes = 'package main\n\nimport "testing"\n\nfunc TestNothing(*testing.T) {}\n';
    const small = await writeModule(await folder(), { 'main.go': emptyMain, 'main_test.go': passes });
    const tested = await asCheckout(small);
    const run = await runWorkflow(runner, tested, {
      event: pushEvent(tested.commit),
      workflow: exampleWorkflow('go-tests.yml', ''),
    });
    assert.ok(run.succeeded, run.text);
    assert.match(run.text, /^ok\s+example\.com\/small/m);
    assert.match(run.text, /OCI 13\/13/);
  });
});
