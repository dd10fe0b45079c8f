import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { SignResult } from '../../src/commands/sign.ts';
import { cosignVerify } from '../support/attest/cosign.ts';
import { type CosignKeys, cosignKeys } from '../support/attest/keys.ts';
import { publishedImage, referrersOf } from '../support/attest/published.ts';
import { startSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, token, workflowIdentity } from '../support/attest/tokens.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { environment, lacks, output, tool } from '../support/tools.ts';

/** With the real cosign on PATH, as a user has it. */
const withCosign = (): { PATH: string } => ({
  PATH: `${dirname(tool('cosign'))}:${environment()['PATH'] ?? ''}`,
});

async function rsaKeys(t: TestContext): Promise<Pick<CosignKeys, 'privateFile' | 'publicFile' | 'password'>> {
  const folder = await folderOf(t);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'rsa.pem'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const args = ['import-key-pair', '--key', 'rsa.pem', '--output-key-prefix', 'imported'];
  await output('cosign', args, { cwd: folder, env: { COSIGN_PASSWORD: 'word' } });
  const [privateFile, publicFile] = [join(folder, 'imported.key'), join(folder, 'imported.pub')];
  return { privateFile, publicFile, password: 'word' };
}

describe('slipway sign --signer cosign', { skip: lacks('cosign', 'oras') }, () => {
  test('signs by the program, with a key of a kind that slipway itself does not sign with', async (t) => {
    const all = await publishedImage(t);
    const keys = await rsaKeys(t);
    const env = { ...all.env, ...withCosign(), COSIGN_PASSWORD: keys.password };
    const args = ['--key', keys.privateFile, '--json', all.image];
    const builtin = await slipway(['sign', ...args], { env });
    assert.equal(builtin.status, 2, builtin.stderr);
    assert.match(builtin.stderr, /of the kind rsa/);
    const run = async () => {
      const { stdout } = await slipwayOk(['sign', '--signer', 'cosign', ...args], { env });
      return (JSON.parse(stdout) as SignResult).signatures[0];
    };
    const first = await run();
    assert.equal(first?.made, true);
    const judged = await cosignVerify(
      'verify',
      ['--key', keys.publicFile, '--insecure-ignore-tlog', all.image],
      env,
    );
    assert.ok(judged.holds, judged.said);
    assert.deepEqual(await run(), { ...first, made: false });
    assert.equal((await referrersOf(all)).length, 1);
  });

  test('and what one signer made, the other knows', async (t) => {
    const all = await publishedImage(t);
    const keys = await cosignKeys(await folderOf(t));
    const env = { ...all.env, ...withCosign(), COSIGN_PASSWORD: keys.password };
    const made = [];
    for (const signer of ['builtin', 'cosign']) {
      const args = ['sign', '--signer', signer, '--key', keys.privateFile, '--json', all.image];
      const { stdout } = await slipwayOk(args, { env });
      made.push((JSON.parse(stdout) as SignResult).signatures[0]?.made);
    }
    assert.deepEqual(made, [true, false]);
  });

  test('signs keyless at a private Sigstore', async (t) => {
    const all = await publishedImage(t);
    const { trustedRoot, signingConfig } = await startSigstore(t, { log: 1 });
    const files = ['--trusted-root', trustedRoot, '--signing-config', signingConfig];
    const env = { ...all.env, ...withCosign(), SIGSTORE_ID_TOKEN: token() };
    const { stdout } = await slipwayOk(['sign', '--signer', 'cosign', ...files, '--json', all.image], {
      env,
    });
    const [signature] = (JSON.parse(stdout) as SignResult).signatures;
    assert.deepEqual(signature?.by, { kind: 'identity', subject: workflowIdentity, issuer: gitHubIssuer });
    const who = ['--certificate-identity', workflowIdentity, '--certificate-oidc-issuer', gitHubIssuer];
    const judged = await cosignVerify('verify', [...who, '--trusted-root', trustedRoot, all.image], env);
    assert.ok(judged.holds, judged.said);
  });

  test('signs files too', async (t) => {
    const keys = await rsaKeys(t);
    const file = join(await folderOf(t, { '-api': 'program' }), '-api');
    const env = { ...withCosign(), COSIGN_PASSWORD: keys.password };
    const run = () =>
      slipwayOk(['sign-blob', '--signer', 'cosign', '--key', keys.privateFile, file], { env });
    assert.match((await run()).stdout, /^signed: /);
    const args = [
      '--key',
      keys.publicFile,
      '--insecure-ignore-tlog',
      '--bundle',
      `${file}.sigstore.json`,
      file,
    ];
    const judged = await cosignVerify('verify-blob', args);
    assert.ok(judged.holds, judged.said);
    assert.match((await run()).stdout, /^signed before: /);
  });

  test('says that there is no cosign, and what cosign says, without the password', async (t) => {
    const keys = await cosignKeys(await folderOf(t));
    const image = `127.0.0.1:1/acme/api@sha256:${'0'.repeat(64)}`;
    const args = ['sign', '--signer', 'cosign', '--key', keys.privateFile, image];
    const nothing = await slipway(args, {
      env: { PATH: await folderOf(t), SLIPWAY_CACHE_DIR: await folderOf(t) },
    });
    assert.equal(nothing.status, 3, nothing.stderr);
    assert.match(nothing.stderr, /E_TOOL: there is no program cosign on PATH/);
    const wrong = await slipway(args, { env: { ...withCosign(), COSIGN_PASSWORD: 'guess-work' } });
    assert.equal(wrong.status, 4, wrong.stderr);
    assert.match(wrong.stderr, /E_SIGN: cosign public-key does not sign: .*\n.*decrypt/);
    assert.doesNotMatch(wrong.stderr, /guess-work/);
    const kms = await slipway(['sign', '--key', 'awskms:///alias/release', image]);
    assert.equal(kms.status, 2, kms.stderr);
    assert.match(kms.stderr, /--key: slipway itself opens no key of a service[\s\S]*--signer cosign/);
  });
});
