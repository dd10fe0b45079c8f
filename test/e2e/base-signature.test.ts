import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { knownSigner } from '../../src/attest/known-signers.ts';
import { startSigstore, type TestSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { pushBase } from '../support/bases/places.ts';
import { startTestRegistry, type TestRegistry } from '../support/registry/in-process.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { helloCheckout, suiteContext, temporaryFolders } from '../support/workspace.ts';

describe('slipway build --verify-base', () => {
  const folder = temporaryFolders(after);
  const suite = suiteContext(after);
  let work: string;
  let checkout: string;
  let registry: TestRegistry;
  let sigstore: TestSigstore;
  before(async () => {
    work = await folder();
    sigstore = await startSigstore(suite);
    registry = await startTestRegistry();
    suite.after(registry.stop);
    checkout = await helloCheckout(join(work, 'hello'));
    for (const name of ['signed', 'unsigned'])
      await pushBase(distrolessLike(), `${registry.host}/bases/${name}:1`);
    const files = ['--trusted-root', sigstore.trustedRoot, '--signing-config', sigstore.signingConfig];
    await slipwayOk(
      ['sign', `${registry.host}/bases/signed:1`, ...files, '--cache-dir', join(work, 'cache')],
      {
        env: { SIGSTORE_ID_TOKEN: token() },
      },
    );
  });

  const build = (base: string, ...args: string[]) =>
    slipway([
      ...[
        'build',
        checkout,
        '--base',
        base,
        '--output',
        `oci:${join(work, 'out')}`,
        '--platform',
        'linux/amd64',
      ],
      ...['--cache-dir', join(work, 'cache'), '--trusted-root', sigstore.trustedRoot, ...args],
    ]);
  const who = ['--verify-base', '--base-issuer', gitHubIssuer, '--base-identity'];

  test('takes a base that is signed by whom it should be, and refuses others, each with its reason', async () => {
    const signed = `${registry.host}/bases/signed:1`;
    const right = await build(signed, ...who, workflowIdentity);
    assert.equal(right.status, 0, right.stderr);

    const wrong = await build(
      signed,
      ...who,
      'https://github.com/acme/other/.github/workflows/x.yml@refs/heads/main',
    );
    assert.equal(wrong.status, 1);
    assert.match(
      wrong.stdout + wrong.stderr,
      /base\/signature[\s\S]*it is by "https:\/\/github\.com\/acme\/api/,
    );

    const unsigned = await build(`${registry.host}/bases/unsigned:1`, ...who, workflowIdentity);
    assert.equal(unsigned.status, 1);
    assert.match(unsigned.stdout + unsigned.stderr, /nothing that is signed refers to it/);

    const nobody = await build(signed, '--verify-base');
    assert.equal(nobody.status, 1);
    assert.match(nobody.stdout + nobody.stderr, /nobody says who signs it/);
  });

  test('says what does not go together', async () => {
    const alone = await build('static', '--base-identity', 'a', '--base-issuer', 'b');
    assert.equal(alone.status, 2);
    assert.match(alone.stderr, /no base is verified/);
    const half = await build('static', '--verify-base', '--base-identity', 'a');
    assert.equal(half.status, 2);
    assert.match(half.stderr, /--base-issuer: a keyless signature is judged by both/);
  });

  test('knows who signs distroless and Chainguard images, and nobody else’s', () => {
    assert.deepEqual(
      [
        'gcr.io/distroless/static-debian13',
        'cgr.dev/chainguard/static',
        'gcr.io/other/static',
        'docker.io/gcr.io/distroless/x',
      ].map((name) => knownSigner(name)?.issuer),
      ['https://accounts.google.com', 'https://token.actions.githubusercontent.com', undefined, undefined],
    );
  });
});
