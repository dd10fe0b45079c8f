import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cosignVerify } from '../support/attest/cosign.ts';
import { gitHubRun } from '../support/attest/real/issuer.ts';
import { type RealSigstore, startRealSigstore } from '../support/attest/real/sigstore.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { output } from '../support/tools.ts';
import { helloCheckout, suiteContext, temporaryFolders } from '../support/workspace.ts';

// As test/e2e/sign-keyless.test.ts and verify-attested.test.ts, with Sigstore's own servers.

const identity = `https://github.com/${gitHubRun.job_workflow_ref}`;

describe('signing with Fulcio, Rekor and the timestamp authority themselves', () => {
  const folder = temporaryFolders(after);
  const suite = suiteContext(after);
  let sigstore: RealSigstore;
  let image: string;
  let env: Record<string, string>;
  let signs: string[];

  before(async () => {
    const work = await folder();
    sigstore = await startRealSigstore(suite);
    const registry = await startTestRegistry();
    suite.after(registry.stop);
    image = `${registry.host}/acme/api:v1`;
    env = { ...sigstore.runner, SLIPWAY_CACHE_DIR: join(work, 'cache'), TUF_ROOT: join(work, 'no-tuf') };
    signs = ['--trusted-root', sigstore.trustedRoot, '--signing-config', sigstore.signingConfig];
    const checkout = await helloCheckout(join(work, 'hello'));
    const built = await slipway(['build', checkout, '--push', image, '--sign', ...signs], {
      env: {
        ...env,
        GITHUB_ACTIONS: 'true',
        GITHUB_REPOSITORY: gitHubRun.repository,
        GITHUB_WORKFLOW_REF: gitHubRun.workflow_ref,
        GITHUB_REF: gitHubRun.ref,
        GITHUB_EVENT_NAME: gitHubRun.event_name,
        GITHUB_RUN_ID: gitHubRun.run_id,
      },
    });
    assert.equal(built.status, 0, built.stderr);
  });

  const root = (): string[] => ['--trusted-root', sigstore.trustedRoot];
  const verify = (...args: string[]) =>
    slipway(['verify', image, ...root(), '--issuer', sigstore.issuer, ...args], { env });

  test('cosign verifies what a build signed with the token of its run', async () => {
    const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', sigstore.issuer];
    const judged = await cosignVerify('verify', [...who, ...root(), image], env);
    assert.ok(judged.holds, judged.said);
    const other = who.map((each) => each.replace('acme/ci', 'eve/ci'));
    assert.equal((await cosignVerify('verify', [...other, ...root(), image], env)).holds, false);
  });

  test('slipway tells the run, from what the certificate says of it', async () => {
    const workflow = ['--workflow', 'acme/ci/.github/workflows/release.yml'];
    const run = [...workflow, '--ref', 'refs/tags/v*', '--event', 'push', '--runner', 'github-hosted'];
    const right = await verify('--github', 'acme/api', ...run, '--require', 'slsa,size,conformance,chain');
    assert.equal(right.status, 0, right.stdout + right.stderr);
    const repository = await verify('--github', 'acme/other', ...run);
    assert.equal(repository.status, 1);
    assert.match(repository.stdout, /it is by a run of "https:\/\/github\.com\/acme\/api"/);
    const runner = await verify('--github', 'acme/api', ...workflow, '--runner', 'self-hosted');
    assert.equal(runner.status, 1);
  });

  test('slipway verifies what cosign signs there', async () => {
    const other = image.replace('acme/api', 'acme/other');
    await slipwayOk(['convert', image, other], { env });
    const unsigned = await slipway(
      ['verify', other, ...root(), '--issuer', sigstore.issuer, '--identity', identity, '--signatures-only'],
      { env },
    );
    assert.equal(unsigned.status, 1, unsigned.stderr);
    const digest = (await output('crane', ['digest', other], { env })).trim();
    const named = `${other.slice(0, other.lastIndexOf(':'))}@${digest}`;
    await output('cosign', ['sign', '--yes', ...signs, named], { env: { ...env, GITHUB_ACTIONS: 'true' } });
    const signed = await slipway(
      ['verify', other, ...root(), '--issuer', sigstore.issuer, '--identity', identity, '--signatures-only'],
      { env },
    );
    assert.equal(signed.status, 0, signed.stdout + signed.stderr);
  });

  test('signing again makes no second signature', async () => {
    const { stdout } = await slipwayOk(['sign', ...signs, '--json', image], { env });
    assert.deepEqual(
      (JSON.parse(stdout) as { signatures: { made: boolean }[] }).signatures.map(({ made }) => made),
      [false],
    );
  });
});
