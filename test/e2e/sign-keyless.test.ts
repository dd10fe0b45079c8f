import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { SignResult } from '../../src/commands/sign.ts';
import { cosignVerify, type Judgement } from '../support/attest/cosign.ts';
import { cosignKeys } from '../support/attest/keys.ts';
import { type PublishedImage, publishedImage, referrersOf } from '../support/attest/published.ts';
import { type SigstoreOptions, startSigstore, type TestSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, startIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks } from '../support/tools.ts';

/** No token of the machine that runs the tests. */
const nobody = {
  SIGSTORE_ID_TOKEN: undefined,
  ACTIONS_ID_TOKEN_REQUEST_URL: undefined,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined,
  GITHUB_ACTIONS: undefined,
};

interface Setting extends PublishedImage {
  readonly sigstore: TestSigstore;
  readonly files: readonly string[];
}

async function setting(t: TestContext, options: SigstoreOptions = {}): Promise<Setting> {
  const sigstore = await startSigstore(t, options);
  const { trustedRoot, signingConfig } = sigstore;
  const files = ['--trusted-root', trustedRoot, '--signing-config', signingConfig];
  return { ...(await publishedImage(t)), sigstore, files };
}

async function sign(
  { env, files, image }: Setting,
  more: Readonly<Record<string, string | undefined>>,
  ...flags: string[]
): Promise<SignResult['signatures'][number]> {
  const { stdout } = await slipwayOk(['sign', ...files, '--json', ...flags, image], {
    env: { ...nobody, ...env, ...more },
  });
  validateReport(JSON.parse(stdout), 'signatures');
  const [signature] = (JSON.parse(stdout) as SignResult).signatures;
  assert.ok(signature);
  return signature;
}

function judge(
  { image, env, sigstore }: Setting,
  identity: string,
  issuer = gitHubIssuer,
): Promise<Judgement> {
  const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
  return cosignVerify('verify', [...who, '--trusted-root', sigstore.trustedRoot, image], env);
}

describe('slipway sign without a key', { skip: lacks('cosign', 'oras') }, () => {
  for (const log of [1, 2] as const) {
    test(`signs as the workflow that runs, into a log of version ${log}; cosign verifies it with its default flags`, async (t) => {
      const all = await setting(t, { log });
      const issuer = await startIssuer(t);
      const first = await sign(all, issuer.env);
      assert.deepEqual(first.by, { kind: 'identity', subject: workflowIdentity, issuer: gitHubIssuer });
      assert.deepEqual([first.made, first.logIndexes], [true, ['0']]);
      assert.deepEqual(issuer.asked, [
        { url: '/token?api-version=2.0&audience=sigstore', authorization: 'Bearer runner-secret' },
      ]);
      const judged = await judge(all, workflowIdentity);
      assert.ok(judged.holds, judged.said);
      assert.equal((await judge(all, workflowIdentity.replace('v1.2.3', 'v1.2.4'))).holds, false);
      assert.equal((await judge(all, workflowIdentity, 'https://gitlab.com')).holds, false);

      const again = await sign(all, issuer.env);
      assert.deepEqual(again, { ...first, made: false });
      assert.equal(all.sigstore.log.size(), 1);
      assert.equal((await referrersOf(all)).length, 1);
    });
  }

  test('signs as whom a given token names: an e-mail address, or what the certificate makes of another issuer', async (t) => {
    const all = await setting(t);
    const google = 'https://accounts.google.com';
    const claims = {
      iss: google,
      email: 'ann@acme.example',
      email_verified: true,
      job_workflow_ref: undefined,
    };
    const ann = await sign(all, { SIGSTORE_ID_TOKEN: token(claims) });
    assert.deepEqual(ann.by, { kind: 'identity', subject: 'ann@acme.example', issuer: google });
    const pipelineOf = 'https://gitlab.com/acme/api//.gitlab-ci.yml@refs/heads/main';
    const gitlab = { iss: 'https://gitlab.com', sub: pipelineOf, job_workflow_ref: undefined };
    const pipeline = await sign(all, { SIGSTORE_ID_TOKEN: token(gitlab) });
    assert.deepEqual(pipeline.by, { kind: 'identity', subject: gitlab.sub, issuer: gitlab.iss });
    assert.equal((await referrersOf(all)).length, 2);
    assert.ok((await judge(all, pipelineOf, 'https://gitlab.com')).holds);
  });

  test('says that a job lacks the permission id-token: write, or that nothing vouches', async (t) => {
    const { env, files, image } = await setting(t);
    const run = (more: Record<string, string>) =>
      slipway(['sign', ...files, image], { env: { ...nobody, ...env, ...more } });
    const job = await run({ GITHUB_ACTIONS: 'true' });
    assert.equal(job.status, 3, job.stderr);
    assert.match(
      job.stderr,
      /E_AUTH: this job may not ask for an identity token: it lacks the permission id-token: write/,
    );
    const elsewhere = await run({});
    assert.equal(elsewhere.status, 3, elsewhere.stderr);
    assert.match(elsewhere.stderr, /E_AUTH: nothing vouches for who signs: SIGSTORE_ID_TOKEN is not set/);
    const refusing = await startIssuer(t, { status: 403 });
    const refused = await run({ GITHUB_ACTIONS: 'true', ...refusing.env });
    assert.equal(refused.status, 3, refused.stderr);
    assert.match(refused.stderr, /gives this job no identity token: it answers 403/);
    assert.doesNotMatch(refused.stderr, /runner-secret/);
  });

  test('attaches nothing when the certificate names somebody else than was expected', async (t) => {
    const all = await setting(t);
    const { env, files, image } = all;
    const args = [
      'sign',
      ...files,
      '--identity',
      'https://github.com/acme/api/.github/workflows/other.yml@refs/heads/main',
      image,
    ];
    const wrong = await slipway(args, { env: { ...nobody, ...env, SIGSTORE_ID_TOKEN: token() } });
    assert.equal(wrong.status, 1, wrong.stderr);
    assert.match(
      wrong.stderr,
      /E_VERIFY: the new signature of .* does not hold: it is by .*release\.yml.*, not by .*other\.yml/,
    );
    assert.deepEqual(await referrersOf(all), []);
  });

  for (const [what, path, reason] of [
    [
      'the certificate authority',
      '/api/v2/signingCert',
      /E_SIGN: the certificate authority 127\.0\.0\.1:\d+ answers 400: no … today/,
    ],
    ['the log', '/api/v2/log/entries', /E_SIGN: the transparency log 127\.0\.0\.1:\d+ answers 400: no/],
    [
      'the timestamp authority',
      '/api/v1/timestamp',
      /E_SIGN: the timestamp authority 127\.0\.0\.1:\d+ answers 400: no/,
    ],
  ] as const) {
    test(`says what ${what} refuses, without the token, and attaches nothing`, async (t) => {
      const all = await setting(t);
      const secret = token();
      // Only the authority ever sees the token.
      const repeated = path.endsWith('signingCert') ? secret : 'entry';
      const body = JSON.stringify({ code: 3, message: `no ${repeated} today` });
      all.sigstore.answer(path, { status: 400, body });
      const refused = await slipway(['sign', ...all.files, all.image], {
        env: { ...nobody, ...all.env, SIGSTORE_ID_TOKEN: secret },
      });
      assert.equal(refused.status, 4, refused.stderr);
      assert.match(refused.stderr, reason);
      assert.equal(refused.stderr.includes(secret), false);
      assert.deepEqual(await referrersOf(all), []);
    });
  }

  test('without a time that anybody vouches for nothing is attached', async (t) => {
    const all = await setting(t, { log: 2, timestamps: false });
    const { env, files, image } = all;
    const refused = await slipway(['sign', ...files, image], {
      env: { ...nobody, ...env, SIGSTORE_ID_TOKEN: token() },
    });
    assert.equal(refused.status, 1, refused.stderr);
    assert.match(refused.stderr, /E_VERIFY: .* does not hold: nobody that is trusted says when it was made/);
    assert.deepEqual(await referrersOf(all), []);
  });

  test('asks for one certificate for all that it signs', async (t) => {
    const all = await setting(t);
    const { stdout } = await slipwayOk(['sign', ...all.files, '--json', '--recursive', all.tagged], {
      env: { ...nobody, ...all.env, SIGSTORE_ID_TOKEN: token() },
    });
    const { signatures } = JSON.parse(stdout) as SignResult;
    assert.deepEqual(
      signatures.map(({ logIndexes }) => logIndexes),
      [['0'], ['1'], ['2']],
    );
    assert.equal(all.sigstore.requests.filter((path) => path.endsWith('/signingCert')).length, 1);
    for (const { image } of signatures) {
      const judged = await judge({ ...all, image }, workflowIdentity);
      assert.ok(judged.holds, judged.said);
    }
  });

  test('signs in the format before bundles, which can tell of logs of the first version alone', async (t) => {
    const all = await setting(t, { log: 1 });
    const who = { SIGSTORE_ID_TOKEN: token() };
    const made = await sign(all, who, '--signature-format', 'tag');
    assert.deepEqual([made.format, made.made, made.logIndexes], ['tag', true, ['0']]);
    const judged = await judge(all, workflowIdentity);
    assert.ok(judged.holds, judged.said);
    assert.equal((await judge(all, 'https://github.com/eve')).holds, false);
    assert.deepEqual(await sign(all, who, '--signature-format', 'tag'), { ...made, made: false });

    const second = await setting(t, { log: 2 });
    const args = ['sign', ...second.files, '--signature-format', 'tag', second.image];
    const refused = await slipway(args, { env: { ...nobody, ...second.env, ...who } });
    assert.equal(refused.status, 2, refused.stderr);
    assert.match(refused.stderr, /a log of the second version cannot be told of/);
    assert.equal(second.sigstore.log.size(), 0);
  });

  test('needs both files of a private Sigstore', async (t) => {
    const { image, env, files } = await setting(t);
    const half = await slipway(['sign', ...files.slice(0, 2), image], { env: { ...nobody, ...env } });
    assert.equal(half.status, 2, half.stderr);
    assert.match(half.stderr, /--signing-config: --trusted-root names a private Sigstore, and a keyless/);
  });
});

describe('slipway sign with a key and a Sigstore', { skip: lacks('cosign', 'oras') }, () => {
  for (const log of [1, 2] as const) {
    test(`enters the signature into a log of version ${log}; cosign verifies it with its default flags`, async (t) => {
      const all = await setting(t, { log });
      const keys = await cosignKeys(await folderOf(t));
      const password = { COSIGN_PASSWORD: keys.password };
      const made = await sign(all, password, '--key', keys.privateFile);
      assert.deepEqual(made.logIndexes, ['0']);
      const args = ['--key', keys.publicFile, '--trusted-root', all.sigstore.trustedRoot, all.image];
      const { holds, said } = await cosignVerify('verify', args, all.env);
      assert.ok(holds, said);
      assert.equal((await sign(all, password, '--key', keys.privateFile)).made, false);
    });
  }

  test('a signature that was not logged is no signature where logging is asked for', async (t) => {
    const all = await setting(t);
    const keys = await cosignKeys(await folderOf(t));
    const password = { COSIGN_PASSWORD: keys.password };
    const unlogged = await sign({ ...all, files: [] }, password, '--key', keys.privateFile);
    const logged = await sign(all, password, '--key', keys.privateFile);
    assert.deepEqual([unlogged.made, logged.made, logged.logIndexes], [true, true, ['0']]);
  });

  test('what is logged must be checked: a signing config needs a trusted root', async (t) => {
    const all = await setting(t);
    const keys = await cosignKeys(await folderOf(t));
    const args = [
      'sign',
      '--key',
      keys.privateFile,
      '--signing-config',
      all.sigstore.signingConfig,
      all.image,
    ];
    const refused = await slipway(args, { env: { ...all.env, COSIGN_PASSWORD: keys.password } });
    assert.equal(refused.status, 2, refused.stderr);
    assert.match(refused.stderr, /nothing says which to trust/);
    assert.equal(all.sigstore.requests.length, 0);
  });
});

describe('slipway sign-blob without a key', { skip: lacks('cosign') }, () => {
  test('writes bundles that cosign verify-blob accepts with its default flags', async (t) => {
    const { trustedRoot, signingConfig, log } = await startSigstore(t, { log: 2 });
    const file = join(await folderOf(t, { 'checksums.txt': 'abc  api\n' }), 'checksums.txt');
    const files = ['--trusted-root', trustedRoot, '--signing-config', signingConfig];
    const run = () =>
      slipwayOk(['sign-blob', ...files, file], { env: { ...nobody, SIGSTORE_ID_TOKEN: token() } });
    await run();
    const who = ['--certificate-identity', workflowIdentity, '--certificate-oidc-issuer', gitHubIssuer];
    const args = [...who, '--trusted-root', trustedRoot, '--bundle', `${file}.sigstore.json`, file];
    const { holds, said } = await cosignVerify('verify-blob', args);
    assert.ok(holds, said);
    assert.match((await run()).stdout, /^signed before: /);
    assert.equal(log.size(), 1);
  });
});
