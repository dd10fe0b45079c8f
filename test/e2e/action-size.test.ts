import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pullRequestEvent, workflowRunEvent } from '../support/act/event.ts';
import { asCheckout, type Checkout, makeRunner, type Runner, runWorkflow } from '../support/act/runner.ts';
import { startTestForge } from '../support/forge/in-process.ts';
import { addPull } from '../support/forge/state.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { commitEdits } from '../support/pull-request.ts';
import { lacks } from '../support/tools.ts';
import { exampleWorkflow } from '../support/workflows.ts';
import { git, temporaryFolders } from '../support/workspace.ts';

describe('a pull request from a fork', { skip: lacks('act', 'artifact-client') }, () => {
  const folder = temporaryFolders(after);
  let runner: Runner;
  let checkout: Checkout;
  let base = '';

  before(async () => {
    runner = await makeRunner(await folder());
    const config = 'base: scratch\nplatforms: [linux/amd64]\n';
    const small = await writeModule(await folder(), { 'main.go': emptyMain, 'slipway.yaml': config });
    ({ commit: base } = await asCheckout(small));
    await git(small, 'switch', '--quiet', '--create', 'faster');
    const added =
      'package main\n\nimport "html/template"\n\nfunc init() { println(template.New("").Name()) }\n';
    checkout = { folder: small, commit: await commitEdits(small, { 'more.go': added }, 'More') };
  });

  test('is measured by a run that may write nothing, and commented on by another that runs nothing of it', async (t) => {
    const measured = await runWorkflow(runner, checkout, {
      event: pullRequestEvent(checkout.commit, 'fork', base),
      workflow: exampleWorkflow('size-pull-request.yml', '127.0.0.1:9'),
    });
    assert.ok(measured.succeeded, measured.text);
    const [zip, ...others] = globSync(join(runner.folder, 'artifacts/**/slipway-size.zip'));
    assert.ok(zip !== undefined && others.length === 0, measured.text);
    const forge = await startTestForge(t);
    addPull(forge.state, 7, { sha: checkout.commit }, base);
    forge.state.files.push({ path: 'slipway.yaml', commit: base, content: 'budget: {disk: off}\n' });
    forge.state.artifacts.push({ id: 1, run: 77, name: 'slipway-size', zip: readFileSync(zip) });
    const commented = await runWorkflow(runner, checkout, {
      event: workflowRunEvent(77, checkout.commit),
      workflow: exampleWorkflow('size-comment.yml', ''),
      secrets: { GITHUB_TOKEN: 'ghs_0123456789abcdefTOKEN' },
      env: { GITHUB_API_URL: forge.address },
    });
    assert.ok(commented.succeeded, commented.text);
    assert.equal(commented.outputs['comment']?.['outcome'], 'needs-approval', commented.text);
    const [comment, ...more] = forge.state.comments;
    assert.equal(more.length, 0);
    assert.match(comment?.body ?? '', /### ✋ Size: needs approval — [\s\S]*html\/template[\s\S]*more\.go:3/);
    assert.match(
      comment?.body ?? '',
      new RegExp(`against <code>${base.slice(0, 7)}</code> \\(built again\\)`),
    );
    assert.deepEqual(
      forge.state.checks.map(({ commit, fields }) => [commit, fields['name'], fields['conclusion']]),
      [[checkout.commit, 'slipway/size', 'action_required']],
    );
  });

  test('fails where its build does, and leaves nothing to comment on', async () => {
    const broken = await writeModule(await folder(), { 'main.go': 'package main\n\nfunc main() { x }\n' });
    const at = await asCheckout(broken);
    const run = await runWorkflow(runner, at, {
      event: pullRequestEvent(at.commit, 'fork', at.commit),
      workflow: exampleWorkflow('size-pull-request.yml', ''),
    });
    assert.ok(!run.succeeded, run.text);
    assert.deepEqual(Object.values(run.jobs), ['failure']);
    assert.doesNotMatch(run.text, /Beginning upload/);
  });

  test('that gets a label is judged again by a run that only ends', async () => {
    const { payload } = pullRequestEvent(checkout.commit, 'fork', base);
    for (const [label, jobs] of [
      ['size-approved', { ask: 'success' }],
      ['bug', {}],
    ] as const) {
      const labeled = { ...payload, action: 'labeled', label: { name: label } };
      const run = await runWorkflow(runner, checkout, {
        event: { name: 'pull_request', payload: labeled },
        workflow: exampleWorkflow('size-approval.yml', ''),
      });
      assert.ok(run.succeeded, run.text);
      assert.deepEqual(run.jobs, jobs);
    }
  });
});
