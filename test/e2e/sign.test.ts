import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { SignResult } from '../../src/commands/sign.ts';
import type { SignBlobResult } from '../../src/commands/sign-blob.ts';
import { cosignVerify } from '../support/attest/cosign.ts';
import { type CosignKeys, cosignKeys } from '../support/attest/keys.ts';
import { publishedAt, publishedImage, referrersOf } from '../support/attest/published.ts';
import { repositoryOf } from '../support/registry/contents.ts';
import { registryKinds } from '../support/registry/real.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks, output } from '../support/tools.ts';
import { temporaryFolders } from '../support/workspace.ts';

describe('slipway sign with a key', { skip: lacks('cosign') }, () => {
  const folder = temporaryFolders(after);
  let keys: CosignKeys;
  let others: CosignKeys;
  before(async () => {
    keys = await cosignKeys(await folder());
    others = await cosignKeys(await folder());
  });

  const sign = async (env: Record<string, string>, ...args: string[]): Promise<SignResult> => {
    const withPassword = { ...env, COSIGN_PASSWORD: keys.password };
    const { stdout } = await slipwayOk(['sign', '--key', keys.privateFile, '--json', ...args], {
      env: withPassword,
    });
    validateReport(JSON.parse(stdout), 'signatures');
    return JSON.parse(stdout) as SignResult;
  };
  const byKey = ({ publicFile }: CosignKeys): string[] => ['--key', publicFile, '--insecure-ignore-tlog'];

  for (const kind of registryKinds()) {
    test(`makes one signature by digest that cosign verifies, on ${kind.name}`, {
      skip: kind.skip,
    }, async (t) => {
      const running = await kind.start(t);
      const published = await publishedAt(t, running);
      const { tagged, image, env } = published;
      const unsigned = await cosignVerify('verify', [...byKey(keys), tagged], env);
      assert.equal(unsigned.holds, false);

      const first = await sign(env, tagged);
      assert.deepEqual(
        first.signatures.map((each) => [each.image, each.made]),
        [[image, true]],
      );
      const judged = await cosignVerify('verify', [...byKey(keys), tagged], env);
      assert.ok(judged.holds, judged.said);
      const byOthers = await cosignVerify('verify', [...byKey(others), tagged], env);
      assert.equal(byOthers.holds, false);

      const second = await sign(env, image);
      assert.deepEqual(second.signatures, [{ ...first.signatures[0], made: false }]);
      assert.equal((await referrersOf(published)).length, 1);
    });
  }

  test('finds the signature that cosign made with the same key, and adds one to that of another', async (t) => {
    const published = await publishedImage(t);
    const { image, env } = published;
    await cosignSign(t, others, image, env);
    const [own] = (await sign(env, image)).signatures;
    assert.equal(own?.made, true);
    assert.equal((await referrersOf(published)).length, 2);

    const fresh = await publishedImage(t);
    await cosignSign(t, keys, fresh.image, fresh.env);
    const [known] = (await sign(fresh.env, fresh.image)).signatures;
    assert.equal(known?.made, false);
    assert.deepEqual(await referrersOf(fresh), [known?.manifest]);
  });

  test('signs in the format before bundles too when asked to, beside what others signed there', async (t) => {
    const published = await publishedImage(t);
    const { image, env, registry } = published;
    await cosignSignOld(others, image, env);
    const made = async () => (await sign(env, image, '--signature-format', 'bundle,tag')).signatures;
    const first = await made();
    assert.deepEqual(
      first.map(({ format, made: isNew }) => [format, isNew]),
      [
        ['bundle', true],
        ['tag', true],
      ],
    );
    assert.deepEqual(
      (await made()).map(({ made: isNew }) => isNew),
      [false, false],
    );
    // Without bundles cosign looks under the tag.
    const [bundle] = first;
    repositoryOf(registry.contents, 'acme/api').manifests.delete(bundle?.manifest ?? '');
    for (const each of [keys, others]) {
      const { holds, said } = await cosignVerify('verify', [...byKey(each), image], env);
      assert.ok(holds, said);
    }
    const tag = `sha256-${image.split(':').at(-1)}.sig`;
    const stored = repositoryOf(registry.contents, 'acme/api');
    const manifest = stored.manifests.get(stored.tags.get(tag) ?? '')?.bytes.toString('utf8') ?? '{}';
    assert.equal(JSON.parse(manifest).layers.length, 2);
  });

  test('knows a signature of the format before bundles that cosign made', async (t) => {
    const { image, env } = await publishedImage(t);
    await cosignSignOld(keys, image, env);
    const { signatures } = await sign(env, image, '--signature-format', 'tag');
    assert.deepEqual(
      signatures.map(({ made }) => made),
      [false],
    );
  });

  test('signs the image of every platform too when asked to', async (t) => {
    const { tagged, image, env } = await publishedImage(t);
    const { signatures } = await sign(env, tagged, '--recursive');
    assert.equal(signatures.length, 3);
    assert.equal(signatures[0]?.image, image);
    for (const each of signatures) {
      const { holds, said } = await cosignVerify('verify', [...byKey(keys), each.image], env);
      assert.ok(holds, said);
    }
  });

  test('signs nothing when one of the images is not there, or the password is another', async (t) => {
    const published = await publishedImage(t);
    const { tagged, env } = published;
    const args = ['sign', '--key', keys.privateFile];
    const missing = await slipway([...args, tagged, tagged.replace(':v1', ':v2')], {
      env: { ...env, COSIGN_PASSWORD: keys.password },
    });
    assert.equal(missing.status, 4, missing.stderr);
    const wrong = await slipway([...args, tagged], { env: { ...env, COSIGN_PASSWORD: 'guess-work' } });
    assert.equal(wrong.status, 3, wrong.stderr);
    assert.match(wrong.stderr, /E_AUTH: COSIGN_PASSWORD does not open the private key/);
    assert.doesNotMatch(wrong.stderr, /guess-work/);
    assert.deepEqual(await referrersOf(published), []);
  });
});

describe('slipway sign-blob', { skip: lacks('cosign') }, () => {
  test('writes a bundle beside each file, which cosign verify-blob accepts, once', async (t) => {
    const keys = await cosignKeys(await folderOf(t));
    const folder = await folderOf(t, { 'checksums.txt': 'abc  api\n', api: 'program' });
    const files = ['checksums.txt', 'api'].map((name) => join(folder, name));
    const run = async () => {
      const args = ['sign-blob', '--key', keys.privateFile, '--json', ...files];
      const { stdout } = await slipwayOk(args, { env: { COSIGN_PASSWORD: keys.password } });
      validateReport(JSON.parse(stdout), 'fileSignatures');
      return (JSON.parse(stdout) as SignBlobResult).signatures;
    };
    const judge = (file: string, bundle: string) => {
      const args = ['--key', keys.publicFile, '--insecure-ignore-tlog', '--bundle', bundle, file];
      return cosignVerify('verify-blob', args);
    };
    const first = await run();
    assert.deepEqual(
      first.map(({ made }) => made),
      [true, true],
    );
    for (const { file, bundle } of first) {
      const { holds, said } = await judge(file, bundle);
      assert.ok(holds, said);
    }
    assert.deepEqual(
      (await run()).map(({ made }) => made),
      [false, false],
    );
    await writeFile(join(folder, 'api'), 'another program');
    const api = join(folder, 'api');
    assert.equal((await judge(api, `${api}.sigstore.json`)).holds, false);
    assert.deepEqual(
      (await run()).map(({ made }) => made),
      [false, true],
    );
    assert.equal((await judge(api, `${api}.sigstore.json`)).holds, true);
  });

  test('knows the bundle that cosign sign-blob wrote, and one file may have its bundle elsewhere', async (t) => {
    const keys = await cosignKeys(await folderOf(t));
    const folder = await folderOf(t, { api: 'program' });
    const [file, bundle] = [join(folder, 'api'), join(folder, 'out', 'api.bundle')];
    const config = await signingConfig(t);
    const env = { COSIGN_PASSWORD: keys.password };
    const theirs = join(folder, 'theirs');
    const cosign = ['sign-blob', '--yes', '--key', keys.privateFile, '--signing-config', config];
    await output('cosign', [...cosign, '--bundle', theirs, file], { env });
    const ours = ['sign-blob', '--key', keys.privateFile, '--json', '--bundle'];
    const { stdout } = await slipwayOk([...ours, theirs, file], { env });
    assert.equal((JSON.parse(stdout) as SignBlobResult).signatures[0]?.made, false);
    await slipwayOk([...ours, bundle, file], { env });
    const args = ['--key', keys.publicFile, '--insecure-ignore-tlog', '--bundle', bundle, file];
    const { holds, said } = await cosignVerify('verify-blob', args);
    assert.ok(holds, said);
    const two = await slipway([...ours, bundle, file, theirs], { env });
    assert.equal(two.status, 2, two.stderr);
    assert.match(two.stderr, /takes the signature of one file/);
  });
});

async function signingConfig(t: TestContext): Promise<string> {
  const file = join(await folderOf(t), 'signing-config.json');
  await output('cosign', ['signing-config', 'create', '--out', file]);
  return file;
}

async function cosignSign(
  t: TestContext,
  { privateFile, password }: CosignKeys,
  image: string,
  env: Record<string, string>,
): Promise<void> {
  const args = ['sign', '--yes', '--key', privateFile, '--signing-config', await signingConfig(t), image];
  await output('cosign', args, { env: { ...env, COSIGN_PASSWORD: password } });
}

/** As cosign signs with the flags of before version 3. */
async function cosignSignOld(
  { privateFile, password }: CosignKeys,
  image: string,
  env: Record<string, string>,
): Promise<void> {
  const old = ['--use-signing-config=false', '--tlog-upload=false', '--new-bundle-format=false'];
  const args = ['sign', '--yes', '--key', privateFile, ...old, image];
  await output('cosign', args, { env: { ...env, COSIGN_PASSWORD: password } });
}
