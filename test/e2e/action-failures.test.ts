import assert from 'node:assert/strict';
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
import { emptyMain, type ModuleFiles, writeModule } from '../support/go-module.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { startDockerRegistry } from '../support/registry/real.ts';
import { lacks } from '../support/tools.ts';
import { exampleWorkflow } from '../support/workflows.ts';
import { freePort, temporaryFolders } from '../support/workspace.ts';

describe('the action in workflows that fail', { skip: lacks('act') }, () => {
  const folder = temporaryFolders(after);
  let runner: Runner;

  before(async () => {
    runner = await makeRunner(await folder());
  });

  const module = async (files: ModuleFiles): Promise<Checkout> =>
    asCheckout(await writeModule(await folder(), files));

  /** The usual workflow for a push to the default branch. */
  const push = (
    checkout: Checkout,
    workflow: string,
    options: Partial<WorkflowOptions> = {},
  ): Promise<WorkflowRun> =>
    runWorkflow(runner, checkout, { event: pushEvent(checkout.commit), workflow, ...options });

  const broken = [
    {
      what: 'a program that does not compile',
      inputs: '',
      files: { 'cmd/hello/main.go': 'package main\n\nfunc main() {\n\tgreet()\n}\n' },
      error: { file: 'cmd/hello/main.go', line: '4', title: 'slipway E_BUILD' },
      message: /undefined: greet/,
    },
    {
      what: "a fault in a folder's slipway.yaml",
      inputs: '          source: services/api\n',
      files: {
        'services/api/go.mod': 'module example.com/api\n\ngo 1.25\n',
        'services/api/main.go': emptyMain,
        'services/api/slipway.yaml': 'version: 1\nplatfroms: [linux/amd64]\n',
      },
      error: { file: 'services/api/slipway.yaml', line: '2', title: 'slipway E_CONFIG' },
      message: /unknown field .*platfroms/,
    },
  ];
  for (const { what, inputs, files, error, message } of broken) {
    test(`${what} fails the job, is shown at its line, and nothing is pushed`, async (t) => {
      const { host, requests, stop } = await startTestRegistry();
      t.after(stop);
      // The example's last lines are the action's inputs.
      const run = await push(await module(files), exampleWorkflow('slipway.yml', host) + inputs);
      assert.equal(run.succeeded, false);
      assert.deepEqual(run.jobs, { image: 'failure' });
      const [shown, ...others] = run.messages;
      assert.deepEqual(others, []);
      assert.equal(shown?.level, 'error');
      assert.match(shown.message, message);
      const { file, line, title } = shown.properties;
      assert.deepEqual({ file, line, title }, error);
      assert.equal(run.outputs['1']?.['outcome'], 'fail');
      assert.match(run.summaries.join(), message);
      assert.deepEqual(requests, []);
    });
  }

  test('a registry that does not answer fails the job and says which', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const run = await push(await module({ 'main.go': emptyMain }), exampleWorkflow('slipway.yml', host));
    assert.deepEqual(run.jobs, { image: 'failure' });
    const [shown] = run.messages;
    assert.equal(shown?.properties['title'], 'slipway E_NETWORK');
    assert.ok(shown.message.includes(host), shown.message);
  });

  describe('with a secret for the registry', { skip: lacks('docker-registry') }, () => {
    /** The usual workflow with a login. */
    const withLogin = (host: string): string => `${exampleWorkflow('slipway.yml', host)}
          registry-auth: ${host}=REGISTRY_LOGIN
        env:
          REGISTRY_LOGIN: \${{ secrets.REGISTRY_LOGIN }}
`;
    /** Everything that shows a login: whole, its password, and as HTTP sends it. */
    const formsOf = (login: string): string[] => [
      login,
      login.slice(login.indexOf(':') + 1),
      Buffer.from(login).toString('base64'),
    ];

    for (const [what, change] of Object.entries({ right: '', wrong: '-not' })) {
      test(`the ${what} one is told to the runner to hide, and is in no log, summary or output`, async (t) => {
        const { host, login } = await startDockerRegistry(t, { login: 'htpasswd' });
        const secret = `${login?.user}:${login?.password}${change}`;
        const token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz';
        const run = await push(await module({ 'main.go': emptyMain }), withLogin(host), {
          secrets: { REGISTRY_LOGIN: secret, GITHUB_TOKEN: token },
        });
        assert.equal(run.succeeded, change === '', run.text);
        if (change !== '') assert.equal(run.messages[0]?.properties['title'], 'slipway E_AUTH');
        for (const form of [...formsOf(secret), token]) {
          assert.ok(run.masked.includes(form), `the runner is not told to hide ${form}`);
          const { text, summaries, outputs, messages } = run;
          assert.ok(!JSON.stringify({ text, summaries, outputs, messages }).includes(form), form);
        }
      });
    }

    test('the image arrives', async (t) => {
      const { host, login } = await startDockerRegistry(t, { login: 'token' });
      const secret = `${login?.user}:${login?.password}`;
      const run = await push(await module({ 'main.go': emptyMain }), withLogin(host), {
        secrets: { REGISTRY_LOGIN: secret },
      });
      assert.ok(run.succeeded, run.text);
      assert.ok(run.outputs['1']?.['image']?.startsWith(`${host}/acme/hello@sha256:`));
    });
  });
});
