import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { TrustedMetadataStore } from 'tuf-js/dist/store.js';
import { openSigning } from '../../src/attest/open-signing.ts';
import { initialRoot } from '../../src/attest/public-sigstore/initial-root.ts';
import { openMetadataCache } from '../../src/attest/public-sigstore/metadata-cache.ts';
import { fetchTargets } from '../../src/attest/public-sigstore/tuf.ts';
import { imageStatement } from '../../src/attest/statement.ts';
import { verifyBundle } from '../../src/attest/verify-bundle.ts';
import { exec } from '../../src/support/exec.ts';
import { openHttp } from '../../src/support/http.ts';
import { hasty } from '../registry/opening.ts';
import { image, subjectOf } from '../support/attest/made.ts';
import { startSigstore } from '../support/attest/sigstore.ts';
import { token, workflowIdentity } from '../support/attest/tokens.ts';
import { startTuf, type TestRepository } from '../support/attest/tuf.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

interface Setting extends TestRepository {
  /** What the file `root.json` is now, by a run whose cache is the same every time. */
  fetch(): Promise<string>;
}

async function setting(t: TestContext): Promise<Setting> {
  const tuf = await startTuf(t);
  const http = openHttp({});
  t.after(http.close);
  const cache = openMetadataCache(await folderOf(t));
  tuf.publish({ 'root.json': Buffer.from('first') });
  const ports = { send: http.send, patience: hasty(), cache };
  return {
    ...tuf,
    async fetch() {
      const [bytes] = await fetchTargets(tuf.repository, ['root.json'], ports);
      return String(bytes);
    },
  };
}

const why = async (fetching: Promise<unknown>): Promise<string> =>
  (await refusal(() => fetching, 'E_SIGN')).message;

test('what is known beforehand of the public Sigstore is a root that holds by its own signatures', () => {
  const store = new TrustedMetadataStore(Buffer.from(initialRoot));
  assert.equal(store.root.signed.version, 16);
  assert.equal(store.root.signed.roles['root']?.threshold, 3);
});

test('a file is what the keys of the repository vouch for, also after they were replaced', async (t) => {
  const { fetch, publish, rotate } = await setting(t);
  assert.equal(await fetch(), 'first');
  rotate();
  publish({ 'root.json': Buffer.from('second') });
  assert.equal(await fetch(), 'second');
  rotate();
  rotate();
  publish({ 'root.json': Buffer.from('third') });
  assert.equal(await fetch(), 'third');
});

test('an unchanged repository is asked for its next root, its timestamp and the file', async (t) => {
  const { fetch, requests } = await setting(t);
  await fetch();
  const before = requests.length;
  assert.equal(await fetch(), 'first');
  const asked = requests.slice(before).map((path) => path.replace(/[0-9a-f]{64}/, 'HASH'));
  assert.deepEqual(asked, ['/2.root.json', '/timestamp.json', '/targets/HASH.root.json']);
});

test('nothing that is wrong about a repository gets through, and it is said what', async (t) => {
  const forged = await setting(t);
  forged.rotate({ signedByOld: false });
  forged.publish({ 'root.json': Buffer.from('of somebody else') });
  assert.match(await why(forged.fetch()), /does not hold: root was signed by 0\/2 keys/);

  const changed = await setting(t);
  for (const [path, bytes] of changed.files) {
    if (path.startsWith('targets/')) changed.files.set(path, Buffer.from(`${bytes}`.toUpperCase()));
  }
  assert.match(await why(changed.fetch()), /root\.json has other bytes than its metadata says/);

  const expired = await setting(t);
  expired.publish({ 'root.json': Buffer.from('stale') }, { expires: '2020-01-01T00:00:00Z' });
  assert.match(await why(expired.fetch()), /expired/);

  const rolledBack = await setting(t);
  const older = new Map(rolledBack.files);
  rolledBack.publish({ 'root.json': Buffer.from('newer') });
  assert.equal(await rolledBack.fetch(), 'newer');
  for (const [path, bytes] of older) rolledBack.files.set(path, bytes);
  assert.match(await why(rolledBack.fetch()), /timestamp version 1 is less than current version 2/);

  const lacking = await setting(t);
  lacking.publish({ 'other.json': Buffer.from('x') });
  assert.match(await why(lacking.fetch()), /it has no file root\.json/);

  const cut = await setting(t);
  cut.files.set('timestamp.json', Buffer.from('<html>'));
  assert.match(await why(cut.fetch()), /does not hold/);
});

test('keyless signing needs no files: the public Sigstore says whom to trust and where its services are', async (t) => {
  const sigstore = await startSigstore(t, { log: 2 });
  const tuf = await startTuf(t);
  tuf.publish({
    'trusted_root.json': await readFile(sigstore.trustedRoot),
    'signing_config.v0.2.json': await readFile(sigstore.signingConfig),
  });
  const usual = { signer: 'builtin', key: undefined, identity: undefined, issuer: undefined } as const;
  const signing = await openSigning(
    { ...usual, sigstore: { kind: 'public' } },
    {
      env: { SIGSTORE_ID_TOKEN: token() },
      exec,
      host: { os: 'linux' },
      now: () => Date.now(),
      cacheDirectory: await folderOf(t),
      repository: tuf.repository,
    },
  );
  t.after(signing.close);
  const bundle = await signing.maker.statement(imageStatement(image));
  const expected = await signing.expectedOf(bundle);
  const { by, logIndexes } = await verifyBundle(bundle, subjectOf(image), expected, signing.trust, 's');
  assert.equal(by.kind === 'identity' && by.subject, workflowIdentity);
  assert.deepEqual(logIndexes, ['0']);
});
