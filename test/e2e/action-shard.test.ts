import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pushEvent } from '../support/act/event.ts';
import { asCheckout, type Checkout, makeRunner, type Runner, runWorkflow } from '../support/act/runner.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { lacks } from '../support/tools.ts';
import { exampleWorkflow } from '../support/workflows.ts';
import { commitAll, temporaryFolders } from '../support/workspace.ts';

describe('one build on many runners', { skip: lacks('act', 'artifact-client') }, () => {
  const folder = temporaryFolders(after);
  let runner: Runner;
  let checkout: Checkout;

  before(async () => {
    runner = await makeRunner(await folder());
    const code = await writeModule(await folder(), {
      'main.go': emptyMain,
      'slipway.yaml': 'base: scratch\nplatforms: [linux/amd64, linux/arm64]\n',
    });
    checkout = await asCheckout(code);
  });

  // act knows no identity of a job that could be signed with.
  const workflow = (host: string): string =>
    exampleWorkflow('sharded-image.yml', host).replace(/sign: .*/, 'sign: false');

  test('each job builds its part, and the last one pushes what one runner would have pushed', async (t) => {
    const [by, other] = [await startTestRegistry(), await startTestRegistry()];
    t.after(by.stop);
    t.after(other.stop);
    const event = pushEvent(checkout.commit, 'refs/tags/v1.2.3');
    const run = await runWorkflow(runner, checkout, { event, workflow: workflow(by.host) });
    assert.ok(run.succeeded, run.text);
    const alone = exampleWorkflow('slipway.yml', other.host);
    const whole = await runWorkflow(runner, checkout, { event, workflow: alone });
    assert.ok(whole.succeeded, whole.text);
    const tags = by.contents.get('acme/hello')?.tags;
    assert.equal(tags?.size, 4);
    assert.deepEqual(tags, other.contents.get('acme/hello')?.tags);
    assert.match(run.text, /^builds and verifies shard 2\/2$/m);
    assert.match(run.text, /^merges 2 shards, verifies, and pushes to /m);
  });

  test('a shard that fails is named in the summary of the last job, with what it has; nothing is pushed', async (t) => {
    const { host, contents, stop } = await startTestRegistry();
    t.after(stop);
    const broken = await writeModule(await folder(), {
      'main.go': emptyMain,
      'only_arm64.go': 'package main\n\nfunc init() { missing() }\n',
      'slipway.yaml': 'base: scratch\nplatforms: [linux/amd64, linux/arm64]\n',
    });
    const commit = await commitAll(broken, 'v1.2.3');
    // act keeps what runs leave: what others left is none of this one's.
    const run = await runWorkflow(
      await makeRunner(await folder()),
      { folder: broken, commit },
      { event: pushEvent(commit), workflow: workflow(host) },
    );
    assert.equal(run.succeeded, false);
    const [summary = '', ...others] = run.summaries.filter((text) => text.includes('E_CONFIG'));
    assert.deepEqual(others, []);
    // What Markdown could mean something by is written out.
    const told = summary.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    assert.match(told, /shard 2\/2 is missing: it has small linux\/arm64[\s\S]*run it again, and merge all/);
    assert.equal(contents.size, 0);
  });
});
