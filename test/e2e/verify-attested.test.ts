import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { VerifyResult } from '../../src/commands/verify.ts';
import { startSigstore, type TestSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { slipway } from '../support/slipway.ts';
import { helloCheckout, suiteContext, temporaryFolders } from '../support/workspace.ts';

/** A run of acme/api for a tag, whose job is one of a workflow that acme/ci owns. */
const called = 'acme/ci/.github/workflows/release.yml@refs/heads/main';
const claims = {
  repository: 'acme/api',
  ref: 'refs/tags/v1.2.3',
  event_name: 'push',
  runner_environment: 'github-hosted',
  job_workflow_ref: called,
  sub: `https://github.com/${called}`,
};

describe('slipway verify of what a build signed keyless', () => {
  const folder = temporaryFolders(after);
  const suite = suiteContext(after);
  let work: string;
  let registry: TestRegistry;
  let sigstore: TestSigstore;
  let name: string;

  before(async () => {
    work = await folder();
    sigstore = await startSigstore(suite);
    registry = await startTestRegistry();
    suite.after(registry.stop);
    name = `${registry.host}/acme/api`;
    const checkout = await helloCheckout(join(work, 'hello'));
    const files = ['--trusted-root', sigstore.trustedRoot, '--signing-config', sigstore.signingConfig];
    const sboms = ['--sbom', 'spdx', '--sbom-dir', join(work, 'sbom')];
    const { status, stderr } = await slipway(
      ['build', checkout, '--push', `${name}:v1`, '--sign', ...files, ...sboms, ...cache()],
      {
        env: {
          SIGSTORE_ID_TOKEN: token(claims),
          GITHUB_ACTIONS: 'true',
          GITHUB_REPOSITORY: 'acme/api',
          GITHUB_WORKFLOW_REF: 'acme/api/.github/workflows/ci.yml@refs/tags/v1.2.3',
          GITHUB_REF: 'refs/tags/v1.2.3',
          GITHUB_EVENT_NAME: 'push',
          GITHUB_RUN_ID: '7',
        },
      },
    );
    assert.equal(status, 0, stderr);
  });

  const cache = (): string[] => ['--cache-dir', join(work, 'cache')];

  async function verify(
    ...args: string[]
  ): Promise<{ status: number | null; attest: string[]; details: string }> {
    const { status, stdout, stderr } = await slipway([
      ...['verify', `${name}:v1`, '--json', '--trusted-root', sigstore.trustedRoot],
      ...[...args, ...cache()],
    ]);
    const { verdicts } = JSON.parse(stdout === '' ? '{}' : stdout) as Partial<VerifyResult>;
    if (verdicts === undefined) return { status, attest: [], details: stderr + stdout };
    const attest = verdicts.filter(({ check }) => check.startsWith('attest/'));
    return {
      status,
      attest: attest.map(({ check, status: answer }) => `${check} ${answer}`),
      details: attest.map(({ detail }) => detail).join('\n'),
    };
  }

  const workflow = ['--workflow', 'acme/ci/.github/workflows/release.yml'];
  const all = ['--require', 'slsa,size,spdx,conformance', '--require', 'size.pull<12MB'];

  test('is content with the caller’s repository, the called workflow, ref, event and runner, and with what is attested', async () => {
    const run = ['--ref', 'refs/tags/v*', '--event', 'push', '--runner', 'github-hosted'];
    const { status, attest, details } = await verify('--github', 'acme/api', ...workflow, ...run, ...all);
    assert.deepEqual(
      attest,
      ['signature', 'slsa', 'size', 'spdx', 'conformance', 'size'].map((each) => `attest/${each} pass`),
      details,
    );
    assert.equal(status, 0, details);
  });

  test('is content with the exact identity of the called workflow', async () => {
    const who = ['--identity', `https://github.com/${called}`, '--issuer', gitHubIssuer];
    assert.equal((await verify(...who, '--require', 'slsa')).status, 0);
    const other = await verify('--identity', workflowIdentity, '--issuer', gitHubIssuer);
    assert.deepEqual([other.status, other.attest], [1, ['attest/signature fail']]);
  });

  /** What is asked, and why it is refused. */
  const refusals: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
    'the right workflow with another repository': [
      ['--github', 'acme/other', ...workflow],
      /it is by a run of "https:\/\/github\.com\/acme\/api", not of "https:\/\/github\.com\/acme\/other"/,
    ],
    'the right repository with a workflow that it did not name': [
      ['--github', 'acme/api'],
      /it is by the workflow "https:\/\/github\.com\/acme\/ci\/\.github\/workflows\/release\.yml", not by a workflow of https:\/\/github\.com\/acme\/api/,
    ],
    'a workflow of the same name in the repository itself': [
      ['--github', 'acme/api', '--workflow', 'release.yml'],
      /not by https:\/\/github\.com\/acme\/api\/\.github\/workflows\/release\.yml/,
    ],
    'another ref': [
      ['--github', 'acme/api', ...workflow, '--ref', 'refs/heads/*'],
      /the ref of its run is "refs\/tags\/v1\.2\.3", not "refs\/heads\/\*"/,
    ],
    'another event': [
      ['--github', 'acme/api', ...workflow, '--event', 'pull_request'],
      /the event of its run is "push", not "pull_request"/,
    ],
    'another runner': [
      ['--github', 'acme/api', ...workflow, '--runner', 'self-hosted'],
      /the runner of its run is "github-hosted", not "self-hosted"/,
    ],
    'another issuer': [
      ['--github', 'acme/api', ...workflow, '--issuer', 'https://issuer.example.com'],
      /vouches for it, not "https:\/\/issuer\.example\.com"/,
    ],
    'an image that weighs too much': [
      ['--github', 'acme/api', ...workflow, '--require', 'size.pull<=1kB'],
      /linux\/amd64 weighs \d+ bytes, and size\.pull<=1kB is required/,
    ],
    'what nobody attested': [
      ['--github', 'acme/api', ...workflow, '--require', 'cyclonedx'],
      /nothing of that kind is signed about sha256:/,
    ],
  };
  for (const [what, [args, says]] of Object.entries(refusals)) {
    test(`refuses ${what}`, async () => {
      const { status, attest, details } = await verify(...args);
      assert.equal(status, 1, details);
      assert.ok(attest.some((line) => line.endsWith('fail')));
      assert.match(details, says);
    });
  }

  for (const [args, says] of [
    [['--require', 'slsa'], /an attestation counts by whom it is/],
    [
      ['--workflow', 'release.yml', '--identity', 'a', '--issuer', 'b'],
      /--workflow: is about a run on GitHub/,
    ],
    [['--github', 'acme/api', '--key', 'k.pub'], /leave --key and --identity out/],
    [['--require', 'nonsense'], /is nothing that can be required/],
    [['--require', 'size.pull<many'], /is not a length/],
    [['--github', 'acme'], /a repository such as acme\/api/],
  ] as const) {
    test(`says what is wrong with ${args.join(' ')}`, async () => {
      const { status, stderr } = await slipway(['verify', `${name}:v1`, ...args, ...cache()]);
      assert.equal(status, 2);
      assert.match(stderr, says);
    });
  }
});
