import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { type FoundSignature, findSignature } from '../../src/attest/find-signature.ts';
import { openExpectation } from '../../src/attest/open-expectation.ts';
import { bundleType } from '../../src/attest/referrers/bundle-manifest.ts';
import { signImage } from '../../src/attest/sign-image.ts';
import type { Signing } from '../../src/attest/signing.ts';
import { signByTag } from '../../src/attest/tag-format/sign-by-tag.ts';
import { signatureTag } from '../../src/attest/tag-format/signature-image.ts';
import { verifySignature } from '../../src/attest/verify-signature.ts';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { pushImage } from '../../src/registry/push/push-image.ts';
import type { Repository } from '../../src/request/reference.ts';
import type { SigstorePlace } from '../../src/request/signing-settings.ts';
import type { SignatureExpectation } from '../../src/request/verify-signature-request.ts';
import { openHttp } from '../../src/support/http.ts';
import { testRegistry } from '../registry/opening.ts';
import { addReferrer, at, portsFor, type Sample, sampleImage } from '../registry/push/sample.ts';
import { signingAt } from '../support/attest/made.ts';
import { startSigstore } from '../support/attest/sigstore.ts';
import { gitHubIssuer, workflowIdentity } from '../support/attest/tokens.ts';
import { refusal } from '../support/refusal.ts';
import { digestOf, repositoryOf, type StoredRepository } from '../support/registry/contents.ts';
import type { RegistryOptions, TestRegistry } from '../support/registry/in-process.ts';
import { folderOf } from '../support/temporary.ts';

interface Setting {
  readonly registry: TestRegistry;
  readonly repository: StoredRepository;
  readonly sample: Sample;
  readonly place: Repository;
  readonly ports: Parameters<typeof signImage>[3];
}

async function setting(t: TestContext, options: RegistryOptions = {}): Promise<Setting> {
  const registry = await testRegistry(t, options);
  const sample = await sampleImage(t, 1000);
  const place = at(registry.host);
  const ports = { ...portsFor(t, registry, sample), store: sample.store, now: () => Date.now() };
  await pushImage(sample.tree, place, ports);
  return { registry, repository: repositoryOf(registry.contents, place.repository), sample, place, ports };
}

function withKey(t: TestContext): Promise<Signing> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const env = { KEY: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
  return signingAt(t, undefined, { key: { kind: 'variable', name: 'KEY' }, env });
}

async function expectedOf(signing: Signing) {
  const expected = await signing.expected();
  assert.ok(expected);
  return { expected, trust: signing.trust };
}

test('what somebody else put beside an image keeps nobody from signing, nor from finding what is signed', async (t) => {
  for (const options of [{}, { referrers: false }]) {
    const { sample, place, ports, repository } = await setting(t, options);
    const { root } = sample.tree;
    const noise = [];
    for (const [type, text] of [
      [bundleType, '{"mediaType":"nonsense"}'],
      [bundleType, 'no JSON at all'],
      ['application/vnd.example.sbom', 'an SBOM'],
    ] as const) {
      noise.push(await addReferrer(sample, root, type, text));
    }
    await pushImage({ ...sample.tree, referrers: noise }, place, ports);
    const signing = await withKey(t);
    const first = await signImage(root, place, signing, ports);
    assert.equal(first.made, true);
    // Its blob is lost.
    repository.blobs.delete(digestOf(Buffer.from('no JSON at all')));
    const again = await signImage(root, place, signing, {
      ...ports,
      store: openBlobStore(await folderOf(t)),
    });
    assert.deepEqual(again, { ...first, made: false });
    const verdict = await verifySignature(root.digest, place, await expectedOf(signing), ports);
    assert.deepEqual([verdict.check, verdict.status], ['attest/signature', 'pass']);
    assert.match(verdict.detail, /^signed by the key /);
  }
});

test('a verdict names every signature that is there and why it is none', async (t) => {
  const { sample, place, ports } = await setting(t);
  const [one, other] = [await withKey(t), await withKey(t)];
  const against = await expectedOf(one);
  const none = await verifySignature(sample.tree.root.digest, place, against, ports);
  assert.equal(none.status, 'fail');
  assert.match(none.detail, /^there is no signature by the key .*\nnothing that is signed refers to it$/);

  const { manifest } = await signImage(sample.tree.root, place, other, ports);
  const tagged = await signByTag(sample.tree.root, place, other, ports);
  const wrong = await verifySignature(sample.tree.root.digest, place, against, ports);
  assert.equal(wrong.severity, 'block');
  const [, ...reasons] = wrong.detail.split('\n');
  assert.equal(reasons.length, 2);
  for (const [at, digest] of [manifest, tagged.manifest].entries()) {
    assert.match(reasons[at] ?? '', new RegExp(`@${digest} does not hold: it was made with another key`));
  }
});

test('a signature that was moved to another image, or whose referrer was replaced, is none', async (t) => {
  const { sample, place, ports, repository } = await setting(t);
  const signing = await withKey(t);
  const { root, blobs } = sample.tree;
  const { manifest } = await signImage(root, place, signing, ports);
  const child = blobs.find(({ mediaType, digest }) => /manifest/.test(mediaType) && digest !== root.digest);
  assert.ok(child);
  // The same bundle, said to be of one platform's image.
  const stored = repository.manifests.get(manifest);
  assert.ok(stored);
  const moved = JSON.parse(stored.bytes.toString('utf8'));
  moved.subject = { mediaType: child.mediaType, digest: child.digest, size: child.size };
  const bytes = Buffer.from(JSON.stringify(moved));
  repository.manifests.set(digestOf(bytes), { ...stored, bytes });
  const replayed = await verifySignature(child.digest, place, await expectedOf(signing), ports);
  assert.match(replayed.detail, new RegExp(`it is a signature of ${root.digest}, not of ${child.digest}`));
  assert.equal((await signImage(child, place, signing, ports)).made, true);
});

test('a signature that another writer threw out of the tag is put back', async (t) => {
  const { sample, place, ports, repository, registry } = await setting(t);
  const { digest } = sample.tree.root;
  const [one, other] = [await withKey(t), await withKey(t)];
  await signByTag(sample.tree.root, place, other, ports);
  const tag = signatureTag(digest);
  const theirs = repository.tags.get(tag) ?? '';
  let overwrites = 1;
  registry.misbehave(({ method, path }) => {
    const looksAgain = method === 'HEAD' && path.endsWith(tag) && repository.tags.get(tag) !== theirs;
    if (looksAgain && overwrites-- > 0) repository.tags.set(tag, theirs);
    return undefined;
  });
  const made = await signByTag(sample.tree.root, place, one, ports);
  for (const signing of [one, other]) {
    const { found } = await findSignature('tag', digest, place, await expectedOf(signing), ports);
    assert.equal((found as FoundSignature).manifest, made.manifest);
  }
  overwrites = 99;
  const error = await refusal(
    () => withKey(t).then((third) => signByTag(sample.tree.root, place, third, ports)),
    'E_REGISTRY',
  );
  assert.match(error.message, /others keep writing this tag/);
});

test('an answer of the log that was lost makes no second entry', async (t) => {
  const { sample, place, ports } = await setting(t);
  const sigstore = await startSigstore(t, { log: 1 });
  const signing = await signingAt(t, sigstore);
  // The entry is made, and the one who asked is told that the log is overloaded.
  sigstore.answer('/api/v1/log/entries', { status: 503, body: '{}', after: true, times: 1 });
  const { made, logIndexes } = await signImage(sample.tree.root, place, signing, ports);
  assert.deepEqual([made, logIndexes, sigstore.log.size()], [true, ['0'], 1]);
  assert.ok(sigstore.requests.some((request) => /^GET \/api\/v1\/log\/entries\/[0-9a-f]{64}$/.test(request)));
});

test('what is held against signatures: a key alone, or an identity and the logs that the trusted root names', async (t) => {
  const { sample, place, ports } = await setting(t);
  const { digest } = sample.tree.root;
  const sigstore = await startSigstore(t, { log: 2 });
  const http = openHttp({});
  t.after(http.close);
  const cacheDirectory = await folderOf(t);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const env = {
    PRIVATE: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    PUBLIC: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
  const files = { kind: 'files', trustedRoot: sigstore.trustedRoot, signingConfig: undefined } as const;
  const nothing = { ...files, trustedRoot: undefined };
  const judge = async (who: SignatureExpectation['who'], place_: SigstorePlace) => {
    const against = await openExpectation(
      { who, sigstore: place_ },
      { send: http.send, env, cacheDirectory },
    );
    return (await verifySignature(digest, place, against, ports)).status;
  };
  const key = { kind: 'key', key: { kind: 'variable', name: 'PUBLIC' } } as const;
  const somebody = { kind: 'identity', subject: workflowIdentity, issuer: gitHubIssuer } as const;

  const byKey = await signingAt(t, undefined, { key: { kind: 'variable', name: 'PRIVATE' }, env });
  await signImage(sample.tree.root, place, byKey, ports);
  assert.deepEqual(
    [await judge(key, nothing), await judge(key, files)],
    ['pass', 'fail'],
    'it is not logged',
  );
  assert.equal(await judge(somebody, files), 'fail');
  await signImage(sample.tree.root, place, await signingAt(t, sigstore), ports);
  assert.equal(await judge(somebody, files), 'pass');
  assert.equal(await judge({ ...somebody, issuer: 'https://gitlab.com' }, files), 'fail');
  await refusal(() => judge(somebody, nothing));
});
