import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import { findSnapshot } from '../../../src/registry/snapshots/find-snapshot.ts';
import { refusal } from '../../support/refusal.ts';
import { digestOf } from '../../support/registry/contents.ts';
import {
  facts,
  found,
  indexType,
  manifestType,
  plant,
  published,
  type Setting,
  snapshotType,
} from './setting.ts';

const empty = {
  mediaType: 'application/vnd.oci.empty.v1+json',
  digest: digestOf(Buffer.from('{}')),
  size: 2,
};

/** A snapshot's manifest, changed; its layer is in the repository. */
function plantSnapshot(
  { repository, root }: Setting,
  change: object,
  content = Buffer.from('{"a":1}'),
): Descriptor {
  const digest = digestOf(content);
  repository.blobs.set(digest, content);
  const layers = [{ mediaType: snapshotType, digest, size: content.length }];
  const document = {
    schemaVersion: 2,
    mediaType: manifestType,
    artifactType: snapshotType,
    config: empty,
    layers,
    subject: root,
  };
  return plant(repository, { ...document, ...change });
}

/** From now on the API lists this, whatever there is. */
function list({ registry }: Setting, manifests: readonly object[]): void {
  const body = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests });
  registry.misbehave(({ path }) =>
    path.includes('/referrers/') ? { status: 200, headers: { 'content-type': indexType }, body } : undefined,
  );
}

/** The error of a search for what is listed as a snapshot. */
async function refused(setting: Setting, listed: Descriptor): Promise<string> {
  list(setting, [{ ...listed, artifactType: snapshotType }]);
  const error = await refusal(() => findSnapshot(setting.tagged, setting.ports), 'E_REGISTRY');
  assert.match(error.message, new RegExp(`${setting.registry.host}/acme/api`));
  return error.message;
}

const other = `sha256:${'7'.repeat(64)}`;
const layer = { mediaType: snapshotType, digest: other, size: 5 };

test('what is listed as a snapshot and is none is refused, with its name and its fault', async (t) => {
  const setting = await published(t);
  const cases: readonly [change: object, says: RegExp][] = [
    [{ artifactType: 'application/vnd.example.sbom' }, /is none: it is "application\/vnd\.example\.sbom"/],
    [{ artifactType: undefined }, /is none: it is of no type/],
    [{ subject: { ...setting.root, digest: other } }, /refers to another image/],
    [{ subject: undefined }, /refers to another image/],
    [{ subject: 'main' }, /refers to another image/],
    [{ layers: [] }, /has 0 layers, not one/],
    [{ layers: [layer, layer] }, /has 2 layers, not one/],
    [{ layers: [{ ...layer, mediaType: 'text/html' }] }, /a layer of the type "text\/html"/],
    [{ layers: [{ ...layer, size: (4 << 20) + 1 }] }, /has 4194305 bytes, more than the 4194304/],
    [{ layers: [{ ...layer, size: -1 }] }, /cannot be read: .*has no size/],
    [{ layers: [{ ...layer, digest: 'sha256:../../etc' }] }, /cannot be read: .*for a digest/],
    [{ layers: 'all' }, /cannot be read: .*layers is not a list/],
    [{ manifests: [] }, /cannot be read: .*has the fields of an index too/],
    [{ schemaVersion: 1 }, /cannot be read: .*schemaVersion 1/],
  ];
  for (const [change, says] of cases) {
    assert.match(await refused(setting, plantSnapshot(setting, change)), says);
  }
  const sound = plantSnapshot(setting, {});
  assert.match(await refused(setting, { ...sound, size: sound.size + 1 }), /bytes, and is listed with/);
  assert.match(
    await refused(setting, { ...sound, digest: other as Descriptor['digest'] }),
    /it is not there/,
  );
  const page = plant(setting.repository, [], 'text/html');
  assert.match(await refused(setting, page), /is listed with the type "text\/html"/);
  assert.match(await refused(setting, { ...page, mediaType: manifestType }), /no registry answers like this/);
});

test('a layer that is longer than it says is not read on, and other bytes are not taken', async (t) => {
  const setting = await published(t);
  await setting.attach('{"a":1}', facts(1));
  const { digest } = await setting.attach('{"a":2}', facts(2));
  setting.repository.blobs.set(digest, Buffer.from('{"a":3}'));
  const changed = await refusal(() => findSnapshot(setting.tagged, setting.ports), 'E_REGISTRY');
  assert.match(changed.message, new RegExp(`gives other bytes, .* for ${digest}`));
  setting.repository.blobs.set(digest, Buffer.alloc(50 << 20));
  const longer = await refusal(() => findSnapshot(setting.tagged, setting.ports), 'E_REGISTRY');
  assert.match(longer.message, /gives more than its 7 bytes/);
  setting.repository.blobs.delete(digest);
  const gone = await refusal(() => findSnapshot(setting.tagged, setting.ports), 'E_REGISTRY');
  assert.match(gone.message, /cannot read the blob sha256:.*: it is not there/);
  setting.repository.blobs.set(digest, Buffer.from('{"a":2}'));
  assert.equal((await found(setting.tagged, setting.ports)).revision, facts(2).revision);
});

test('a blob in the store whose length the manifest tells wrongly is not taken', async (t) => {
  const setting = await published(t);
  const content = Buffer.from('{"a":1}');
  const digest = await setting.ports.store.put(content);
  const wrong = plantSnapshot(setting, { layers: [{ mediaType: snapshotType, digest, size: 3 }] });
  assert.match(await refused(setting, wrong), /has 7 bytes, and its manifest says 3/);
});

test('a list that leaves out types and times is looked into; what else it names is left alone', async (t) => {
  const setting = await published(t);
  const created = (day: number): object => ({
    annotations: { 'org.opencontainers.image.created': facts(day).created },
  });
  const old = plantSnapshot(setting, created(1), Buffer.from('{"a":1}'));
  const latest = plantSnapshot(setting, created(4), Buffer.from('{"a":4}'));
  const dated = plantSnapshot(setting, created(3), Buffer.from('{"a":3}'));
  const sbom = plantSnapshot(setting, { artifactType: 'application/vnd.example.sbom' });
  list(setting, [
    old,
    { ...latest, artifactType: empty.mediaType },
    sbom,
    { ...dated, artifactType: snapshotType, ...created(3) },
    { mediaType: 'text/plain', digest: other, size: 3 },
    { mediaType: manifestType, digest: other, size: 3, artifactType: 'application/vnd.example.signature' },
    { ...setting.root, artifactType: 'application/vnd.example.index' },
  ]);
  assert.equal((await found(setting.tagged, setting.ports)).created, facts(4).created);
  list(setting, [sbom]);
  const answer = await findSnapshot(setting.tagged, setting.ports);
  assert.ok(answer.kind === 'none' && answer.why === 'no snapshot');
});

test('of a thousand entries that say nothing only some are read', async (t) => {
  const setting = await published(t);
  const entries = Array.from({ length: 1000 }, (_, at) =>
    plantSnapshot(setting, { annotations: { at: `${at}` } }),
  );
  list(setting, entries);
  setting.registry.requests.length = 0;
  await found(setting.tagged, setting.ports);
  assert.ok(setting.registry.requests.length < 25, `${setting.registry.requests.length} requests`);
});

test('facts that are not written as they should be are not believed', async (t) => {
  const setting = await published(t);
  const annotations = {
    'org.opencontainers.image.revision': 'main; rm -rf /',
    'org.opencontainers.image.created': '2026-99-99T00:00:00Z',
    'org.opencontainers.image.version': '\u001b[2Jv1',
  };
  list(setting, [{ ...plantSnapshot(setting, { annotations }), artifactType: snapshotType }]);
  const { revision, created, version } = await found(setting.tagged, setting.ports);
  assert.deepEqual([revision, created, version], [undefined, undefined, undefined]);
});

/** What lies under the fallback tag of the sample image. */
function plantFallback({ repository, root }: Setting, document: object, mediaType?: string): void {
  repository.tags.set(root.digest.replace(':', '-'), plant(repository, document, mediaType).digest);
}

test('a fallback tag that is an image, or lists nonsense, is said so, and attaching does not write over it', async (t: TestContext) => {
  const setting = await published(t, { referrers: false });
  const image = { schemaVersion: 2, mediaType: manifestType, config: empty, layers: [] };
  const cases: readonly [document: object, mediaType: string, says: RegExp][] = [
    [
      image,
      manifestType,
      /referrers cannot be read: .*says that it is "application\/vnd\.oci\.image\.manifest/,
    ],
    [
      { ...image, mediaType: undefined },
      manifestType,
      /referrers cannot be read: .*has the fields of a manifest too/,
    ],
    [
      { schemaVersion: 2, manifests: [{ digest: 'x' }] },
      indexType,
      /referrers cannot be read: .*has no mediaType/,
    ],
  ];
  for (const [document, mediaType, says] of cases) {
    plantFallback(setting, document, mediaType);
    const tags = new Map(setting.repository.tags);
    for (const look of [
      () => findSnapshot(setting.tagged, setting.ports),
      () => setting.attach('{}', facts(1)),
    ]) {
      assert.match((await refusal(look, 'E_REGISTRY')).message, says);
    }
    assert.deepEqual(setting.repository.tags, tags);
  }
});

test('a registry that answers for a tag with another digest is found out', async (t) => {
  const setting = await published(t);
  await setting.attach('{}', facts(1));
  setting.registry.misbehave(({ method }) => (method === 'HEAD' ? 'wrong digest' : undefined));
  const answer = await findSnapshot(setting.tagged, setting.ports);
  assert.ok(answer.kind === 'none' && answer.why === 'no snapshot', 'nothing refers to what it names');
  const byDigest = { ...setting.place, digest: setting.root.digest };
  const error = await refusal(() => findSnapshot(byDigest, setting.ports), 'E_REGISTRY');
  assert.match(error.message, /answers with another document/);
  setting.registry.misbehave(({ method, path }) =>
    method === 'GET' && path.includes('/manifests/sha256:') ? 'wrong bytes' : undefined,
  );
  const flipped = await refusal(() => findSnapshot(setting.tagged, setting.ports), 'E_REGISTRY');
  assert.match(flipped.message, /answers with another document/);
});

test('a registry that fails is an error, not an answer', async (t) => {
  const setting = await published(t);
  setting.registry.misbehave(() => ({ status: 503 }));
  const error = await refusal(() => findSnapshot(setting.tagged, setting.ports), 'E_REGISTRY');
  assert.match(error.message, /fails \(503/);
});
