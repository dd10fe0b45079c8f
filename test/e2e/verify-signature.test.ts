import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { VerifyResult } from '../../src/commands/verify.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { type CosignKeys, cosignKeys } from '../support/attest/keys.ts';
import { type PublishedImage, publishedImage } from '../support/attest/published.ts';
import { startSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { lacks, output } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

/** Runs `slipway verify` and gives what it says of signatures; its status must be that of the whole. */
async function verify({ env, tagged }: PublishedImage, ...flags: string[]): Promise<Verdict> {
  const { status, stdout, stderr } = await slipway(['verify', '--json', ...flags, tagged], { env });
  const result = JSON.parse(stdout) as VerifyResult;
  assert.ok(Array.isArray(result.verdicts), stderr);
  validateReport(result, 'verification');
  assert.equal(status, result.outcome === 'pass' ? 0 : 1);
  const [verdict, ...others] = result.verdicts.filter(({ check }) => check === 'attest/signature');
  assert.ok(verdict !== undefined && others.length === 0);
  return verdict;
}

describe('slipway verify REF with who must have signed it', { skip: lacks('cosign') }, () => {
  const folder = temporaryFolders(after);
  let keys: CosignKeys;
  let others: CosignKeys;
  before(async () => {
    keys = await cosignKeys(await folder());
    others = await cosignKeys(await folder());
  });

  test('judges what cosign signed with a key', async (t) => {
    const all = await publishedImage(t);
    const unsigned = await verify(all, '--key', keys.publicFile);
    assert.deepEqual([unsigned.status, unsigned.subject], ['fail', all.image]);
    await cosignSign(
      all,
      ['--key', keys.privateFile, '--signing-config', await emptyConfig(await folder())],
      {
        COSIGN_PASSWORD: keys.password,
      },
    );
    const signed = await verify(all, '--key', keys.publicFile);
    assert.equal(signed.status, 'pass', signed.detail);
    assert.match(signed.detail, /^signed by the key /);
    const wrong = await verify(all, '--key', others.publicFile);
    assert.equal(wrong.status, 'fail');
    assert.match(wrong.detail, /does not hold: it was made with another key/);
  });

  test('judges what cosign signed keyless, and tells the right workflow from the same one in another repository', async (t) => {
    const all = await publishedImage(t);
    const { trustedRoot, signingConfig } = await startSigstore(t, { log: 2 });
    const files = ['--trusted-root', trustedRoot, '--signing-config', signingConfig];
    await cosignSign(all, files, { SIGSTORE_ID_TOKEN: token() });
    const who = (identity: string, issuer = gitHubIssuer) =>
      verify(all, '--trusted-root', trustedRoot, '--identity', identity, '--issuer', issuer);
    const right = await who(workflowIdentity);
    assert.equal(right.status, 'pass', right.detail);
    assert.match(right.detail, /log index 0$/);
    const repository = await who(workflowIdentity.replace('acme/', 'eve/'));
    assert.match(repository.detail, /it is by ".*\/acme\/api\/.*", not by ".*\/eve\/api\//);
    assert.equal((await who(workflowIdentity, 'https://gitlab.com')).status, 'fail');
  });

  test('is asked in whole: what is missing or does not go together is said', async (t) => {
    const { tagged, env } = await publishedImage(t);
    const refused = async (...args: string[]): Promise<string> => {
      const { status, stderr } = await slipway(['verify', ...args], { env });
      assert.equal(status, 2, stderr);
      return stderr;
    };
    assert.match(await refused('--identity', 'a', tagged), /--issuer: a keyless signature is judged by both/);
    assert.match(await refused('--key', 'k', '--issuer', 'b', tagged), /is by nobody/);
    assert.match(
      await refused('--key', keys.privateFile, tagged),
      /is a private key, and verifying takes the public/,
    );
    assert.match(await refused('--key', 'awskms:///a', tagged), /--key: verifying takes a public key/);
    assert.match(
      await refused('--key', keys.publicFile, 'out'),
      /SUBJECT: signatures lie beside images in registries/,
    );
  });

  test('says for people what signed it', async (t: TestContext) => {
    const { tagged, env } = await publishedImage(t);
    const password = { COSIGN_PASSWORD: keys.password };
    await slipwayOk(['sign', '--key', keys.privateFile, tagged], { env: { ...env, ...password } });
    const { stdout } = await slipwayOk(['verify', '--key', keys.publicFile, tagged], { env });
    assert.match(stdout, /^OCI \d+\/\d+ ✓\n\nsigned:\n {2}signature {4}✓ signed by the key /);
    const wrong = await slipway(['verify', '--key', others.publicFile, tagged], { env });
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /✗ attest\/signature {3}.*@sha256:[\s\S]*there is no signature by the key/);
  });

  test('judges signatures alone when asked to, and fetches no layer for it', async (t) => {
    const { tagged, env, registry } = await publishedImage(t);
    const password = { COSIGN_PASSWORD: keys.password };
    await slipwayOk(['sign', '--key', keys.privateFile, tagged], { env: { ...env, ...password } });
    const before = registry.requests.length;
    const { stdout } = await slipwayOk(['verify', '--key', keys.publicFile, '--signatures-only', tagged], {
      env: { ...env, SLIPWAY_CACHE_DIR: await folder() },
    });
    assert.match(stdout, /^signed:\n {2}signature {4}✓ signed by the key [^\n]*\n$/);
    const blobs = registry.requests.slice(before).filter(({ path }) => path.includes('/blobs/'));
    assert.equal(blobs.length, 1, 'only that of the signature');
    const wrong = await slipway(['verify', '--key', others.publicFile, '--signatures-only', tagged], { env });
    assert.equal(wrong.status, 1);
    assert.match(wrong.stdout, /signature {4}✗\n\n✗ attest\/signature/);
    const nobody = await slipway(['verify', '--signatures-only', tagged], { env });
    assert.equal(nobody.status, 2);
    assert.match(nobody.stderr, /--signatures-only: a signature counts by whom it is/);
    const both = await slipway(
      ['verify', '--key', keys.publicFile, '--signatures-only', '--require', 'oras,slsa', tagged],
      { env },
    );
    assert.equal(both.status, 2);
    assert.match(both.stderr, /--signatures-only: --require oras reads the image/);
  });
});

async function emptyConfig(folder: string): Promise<string> {
  await output('cosign', ['signing-config', 'create', '--out', `${folder}/config.json`]);
  return `${folder}/config.json`;
}

async function cosignSign(
  { image, env }: PublishedImage,
  flags: readonly string[],
  more: Record<string, string>,
): Promise<void> {
  await output('cosign', ['sign', '--yes', ...flags, image], { env: { ...env, ...more } });
}
