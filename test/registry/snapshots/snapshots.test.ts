import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { attachSnapshot } from '../../../src/registry/snapshots/attach-snapshot.ts';
import { findSnapshot } from '../../../src/registry/snapshots/find-snapshot.ts';
import { registryKinds } from '../../support/registry/real.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks, output } from '../../support/tools.ts';
import { addReferrer, at, portsFor, sampleImage } from '../push/sample.ts';
import { facts, found, published, readerOf, snapshotType } from './setting.ts';

for (const kind of registryKinds()) {
  suite(`at ${kind.name}`, { skip: kind.skip }, () => {
    test('a snapshot comes back as it was attached, and of several the newest', async (t) => {
      const running = await kind.start(t);
      const sample = await sampleImage(t, 1000);
      const writer = { ...portsFor(t, running, sample), store: sample.store };
      const place = at(running.host);
      const { root } = sample.tree;
      const signature = await addReferrer(sample, root, 'application/vnd.example.signature');
      await pushImage({ ...sample.tree, referrers: [signature] }, place, writer);
      await moveTags(root, place, ['main'], writer);
      const reader = await readerOf(t, running);
      const tagged = { ...place, tag: 'main' };
      const before = await findSnapshot(tagged, reader);
      assert.equal(before.kind === 'none' && before.why, 'no snapshot');

      const content = gzipSync(JSON.stringify({ schema: 'size', version: 1 }));
      const newer = await attachSnapshot(root, place, { ...facts(2), content }, writer);
      await attachSnapshot(root, place, { ...facts(1), content: Buffer.from('{"old":1}') }, writer);
      for (const reference of [tagged, { ...place, digest: root.digest }]) {
        const { layer, ...snapshot } = await found(reference, reader);
        assert.deepEqual(snapshot, {
          ...facts(2),
          image: root.digest,
          manifest: newer.manifest.digest,
          content,
        });
        assert.deepEqual(layer, {
          mediaType: `${snapshotType}+gzip`,
          digest: newer.digest,
          size: content.length,
        });
      }
      const missing = await findSnapshot({ ...place, tag: 'none' }, reader);
      assert.equal(missing.kind === 'none' && missing.why, 'no image');
    });

    test('the same snapshot attached again, from another machine, is the same one', {
      skip: lacks('crane'),
    }, async (t) => {
      const running = await kind.start(t);
      const sample = await sampleImage(t, 1000);
      const writer = { ...portsFor(t, running, sample), store: sample.store };
      const place = at(running.host);
      const { root } = sample.tree;
      await pushImage(sample.tree, place, writer);
      const snapshot = { ...facts(1), content: Buffer.from('{}') };
      const first = await attachSnapshot(root, place, snapshot, writer);
      const store = openBlobStore(await folderOf(t));
      const elsewhere = { ...portsFor(t, running, { store }), store };
      assert.deepEqual(await attachSnapshot(root, place, snapshot, elsewhere), first);
      const { content, layer } = await found({ ...place, digest: root.digest }, elsewhere);
      assert.equal(content.toString(), '{}');
      assert.equal(layer.mediaType, snapshotType);
    });
  });
}

test('another client finds it beside the image, with its annotations', {
  skip: lacks('oras', 'referrers-registry'),
}, async (t) => {
  const kind = registryKinds().find(({ name }) => name.startsWith('go-containerregistry'));
  const running = (await kind?.start(t)) ?? assert.fail();
  const sample = await sampleImage(t, 1000);
  const writer = { ...portsFor(t, running, sample), store: sample.store };
  const place = at(running.host);
  const { root } = sample.tree;
  await pushImage(sample.tree, place, writer);
  const { manifest } = await attachSnapshot(root, place, { ...facts(1), content: Buffer.from('{}') }, writer);
  const image = `${running.host}/acme/api@${root.digest}`;
  const flags = ['--plain-http', '--format', 'json'];
  const listed = JSON.parse(await output('oras', ['discover', ...flags, image]));
  const entries = listed.referrers ?? listed.manifests;
  assert.equal(entries.length, 1);
  assert.equal(entries[0].digest, manifest.digest);
  const raw = JSON.parse(
    await output('oras', [
      'manifest',
      'fetch',
      '--plain-http',
      `${running.host}/acme/api@${manifest.digest}`,
    ]),
  );
  assert.equal(raw.subject.digest, root.digest);
  assert.deepEqual(raw.annotations, {
    'org.opencontainers.image.revision': facts(1).revision,
    'org.opencontainers.image.created': facts(1).created,
    'org.opencontainers.image.version': facts(1).version,
  });
});

test('attaching what is there sends nothing, and reading what the store has asks for no blob', async (t) => {
  const { attach, registry, tagged, ports } = await published(t);
  await attach('{"a":1}', facts(1));
  registry.requests.length = 0;
  await attach('{"a":1}', facts(1));
  assert.deepEqual(
    registry.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
    [],
  );
  await found(tagged, ports);
  registry.requests.length = 0;
  await found(tagged, ports);
  assert.deepEqual(
    registry.requests.map(({ method, path }) => `${method} ${path.split('/').at(-2)}`),
    ['HEAD manifests', 'GET referrers', 'GET manifests'],
  );
});

test('other facts make another snapshot; of two with one time all readers take the same', async (t) => {
  const { attach, tagged, ports, root, registry } = await published(t);
  const one = await attach('{"a":1}', facts(3));
  const two = await attach('{"a":2}', { ...facts(3), version: '2.0.0' });
  assert.notEqual(one.manifest.digest, two.manifest.digest);
  const forwards = await found(tagged, ports);
  registry.misbehave(({ path }) => {
    if (!path.includes('/referrers/')) return undefined;
    const manifests = [two, one].map(({ manifest }) => ({
      ...manifest,
      artifactType: snapshotType,
      annotations: { 'org.opencontainers.image.created': facts(3).created },
    }));
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
    return { status: 200, headers: { 'content-type': mediaType }, body };
  });
  assert.deepEqual(await found({ ...tagged, digest: root.digest }, ports), forwards);
});

test('times are compared, not their spelling; a snapshot without one is the oldest', async (t) => {
  const { attach, tagged, ports } = await published(t);
  await attach('{"a":0}');
  await attach('{"a":1}', { created: 'yesterday' });
  await attach('{"a":2}', { created: '2026-03-01T09:30:00+02:00' });
  assert.equal(Buffer.from((await found(tagged, ports)).content).toString(), '{"a":2}');
  await attach('{"a":3}', { created: '2026-03-01T08:00:00Z' });
  const { content, created } = await found(tagged, ports);
  assert.equal(Buffer.from(content).toString(), '{"a":3}');
  assert.equal(created, '2026-03-01T08:00:00Z');
});

test('who may not read gets an answer that says so, without the password', async (t) => {
  const access = { kind: 'basic', user: 'alice', password: 'pa55word' } as const;
  const { attach, tagged, ports, registry } = await published(t, { access });
  await attach('{}', facts(1));
  assert.equal((await found(tagged, ports)).revision, facts(1).revision);
  for (const login of [undefined, { user: 'alice', password: 'wr0ng' }]) {
    const nobody = await readerOf(t, { host: registry.host, ...(login && { login }) });
    const answer = await findSnapshot(tagged, nobody);
    assert.ok(answer.kind === 'none');
    assert.equal(answer.why, 'no access');
    assert.match(answer.detail, new RegExp(registry.host));
    assert.doesNotMatch(answer.detail, /wr0ng|pa55word/);
  }
  registry.misbehave(({ path }) => (path.includes('/referrers/') ? { status: 403 } : undefined));
  const answer = await findSnapshot(tagged, ports);
  assert.ok(answer.kind === 'none' && answer.why === 'no access');
  assert.match(answer.detail, /cannot list what refers to sha256:/);
});
