import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { attachSnapshot } from '../../../src/registry/snapshots/attach-snapshot.ts';
import { snapshotHistory } from '../../../src/registry/snapshots/snapshot-history.ts';
import { refusal } from '../../support/refusal.ts';
import { digestOf, repositoryOf } from '../../support/registry/contents.ts';
import { startDockerRegistry } from '../../support/registry/real.ts';
import { lacks } from '../../support/tools.ts';
import { testRegistry } from '../opening.ts';
import { at, portsFor, sampleImage } from '../push/sample.ts';
import { facts, indexType, manifestType, plant, readerOf, snapshotType } from './setting.ts';

const empty = Buffer.from('{}');
const config = { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf(empty), size: 2 };

/** A registry with images of these tags; a day is that of the image's snapshot, undefined: it has none. */
async function registryWith(
  t: Parameters<typeof testRegistry>[0],
  images: readonly { tags: readonly string[]; day?: number }[],
) {
  const registry = await testRegistry(t, { pageLength: 7 });
  const repository = repositoryOf(registry.contents, 'acme/api');
  repository.blobs.set(config.digest, empty);
  const digests = images.map(({ tags, day }, number) => {
    const subject = plant(
      repository,
      { schemaVersion: 2, mediaType: indexType, manifests: [], annotations: { number: `${number}` } },
      indexType,
    );
    for (const tag of tags) repository.tags.set(tag, subject.digest);
    if (day === undefined) return subject.digest;
    const content = Buffer.from(`{"day":${day}}`);
    repository.blobs.set(digestOf(content), content);
    const { revision, created } = facts(day);
    plant(repository, {
      schemaVersion: 2,
      mediaType: manifestType,
      artifactType: snapshotType,
      config,
      layers: [{ mediaType: snapshotType, digest: digestOf(content), size: content.length }],
      subject,
      annotations: {
        'org.opencontainers.image.revision': revision,
        'org.opencontainers.image.created': created,
      },
    });
    return subject.digest;
  });
  return { registry, repository, digests, place: at(registry.host), ports: await readerOf(t, registry) };
}

const dayOf = ({ snapshot }: { readonly snapshot: { readonly content: Uint8Array } }): unknown =>
  JSON.parse(Buffer.from(snapshot.content).toString('utf8')).day;

test('releases come by their versions, the highest first, and what moves with a branch before them', async (t) => {
  const { place, ports } = await registryWith(t, [
    { tags: ['v1.10.0', 'v1.10', 'v1', 'latest'], day: 3 },
    { tags: ['v1.9.0'], day: 9 },
    { tags: ['1.10.0-rc.1'], day: 2 },
    { tags: ['main', 'sha-0123abc'], day: 8 },
    { tags: ['sha-1123abc'], day: 1 },
    { tags: ['v0.1.0'] },
  ]);
  const { entries, imagesWithout, leftOut, faults } = await snapshotHistory(
    place,
    { order: 'version', moving: ['main'] },
    ports,
  );
  assert.deepEqual(
    entries.map((entry) => [entry.version, entry.tags, dayOf(entry)]),
    [
      [undefined, ['main'], 8],
      ['1.10.0', ['v1.10.0'], 3],
      ['1.10.0-rc.1', ['1.10.0-rc.1'], 2],
      ['1.9.0', ['v1.9.0'], 9],
    ],
  );
  assert.deepEqual([imagesWithout, leftOut, faults], [1, 0, []]);
});

test('commits come by their time, the newest first, with releases among them', async (t) => {
  const { place, ports } = await registryWith(t, [
    { tags: ['v1.0.0', 'sha-aaaaaaa'], day: 3 },
    { tags: ['main', '0'.repeat(40)], day: 8 },
    { tags: ['bbbbbbb'], day: 5 },
    { tags: ['feature', 'pr-12'], day: 6 },
  ]);
  const { entries } = await snapshotHistory(place, { order: 'commit', moving: ['main'] }, ports);
  assert.deepEqual(
    entries.map((entry) => [entry.tags, dayOf(entry)]),
    [
      [['main', '0'.repeat(40)], 8],
      [['bbbbbbb'], 5],
      [['v1.0.0', 'sha-aaaaaaa'], 3],
    ],
  );
});

test('an image with several tags is asked once, fallback tags and signatures never, and no more is brought than is wanted', async (t) => {
  const images = Array.from({ length: 20 }, (_, at) => ({
    tags: [`sha-${String(at).padStart(7, '0')}`],
    day: at + 1,
  }));
  const { place, ports, registry, repository, digests } = await registryWith(t, [
    ...images,
    { tags: ['v1.0.0', '1.0.0', 'sha-fffffff'], day: 25 },
  ]);
  for (const digest of digests) {
    repository.tags.set(digest.replace(':', '-'), digest);
    repository.tags.set(`${digest.replace(':', '-')}.sig`, digest);
  }
  const { entries, leftOut } = await snapshotHistory(place, { order: 'commit', most: 3 }, ports);
  assert.deepEqual(entries.map(dayOf), [25, 20, 19]);
  assert.deepEqual(entries[0]?.tags, ['1.0.0', 'v1.0.0', 'sha-fffffff']);
  assert.equal(leftOut, 18);
  const paths = registry.requests.map(({ method, path }) => `${method} ${path}`);
  assert.equal(paths.filter((path) => path.includes('/blobs/')).length, 3);
  assert.equal(paths.filter((path) => path.includes('/referrers/')).length, 21);
  assert.equal(new Set(paths).size, paths.length, 'nothing is asked twice');
  assert.ok(!paths.some((path) => path.includes('/manifests/sha256-')));
});

test('of many releases the highest are asked', async (t) => {
  const images = Array.from({ length: 30 }, (_, minor) => ({ tags: [`v1.${minor}.0`], day: minor + 1 }));
  const { place, ports, registry } = await registryWith(t, images);
  const { entries, leftOut } = await snapshotHistory(place, { order: 'version', most: 4 }, ports);
  assert.deepEqual(
    entries.map(({ version }) => version),
    ['1.29.0', '1.28.0', '1.27.0', '1.26.0'],
  );
  assert.equal(leftOut, 26);
  assert.equal(registry.requests.filter(({ method }) => method === 'HEAD').length, 4);
});

test('of a branch whose commits are known the newest are asked, and a bounded number of tags of many', async (t) => {
  const commits = Array.from({ length: 40 }, (_, at) => (0xabcdef0 + at * 7919).toString(16).padEnd(40, '0'));
  const newestFirst = commits.toReversed();
  const { place, ports, registry } = await registryWith(t, [
    ...commits.map((commit, at) => ({
      tags: [at % 2 === 0 ? `sha-${commit.slice(0, 7)}` : commit],
      day: (at % 28) + 1,
    })),
    ...Array.from({ length: 30 }, (_, minor) => ({ tags: [`v1.${minor}.0`], day: 1 })),
    ...Array.from({ length: 30 }, (_, at) => ({ tags: [`sha-${String(at).padStart(7, '1')}`], day: 28 })),
    // Begins as a commit does, and is none of them.
    { tags: [`${commits[39]?.slice(0, 7)}f`], day: 28 },
    { tags: ['main'], day: 28 },
  ]);
  const question = { order: 'commit', moving: ['main'], most: 5, commits: newestFirst } as const;
  const { entries } = await snapshotHistory(place, question, ports);
  const asked = registry.requests
    .filter(({ method }) => method === 'HEAD')
    .map(({ path }) => path.split('/').at(-1));
  const wanted = newestFirst.slice(0, 5).flatMap((commit) => [commit, `sha-${commit.slice(0, 7)}`]);
  assert.deepEqual(asked.filter((tag) => !wanted.includes(tag ?? '')).toSorted(), [
    'main',
    'v1.25.0',
    'v1.26.0',
    'v1.27.0',
    'v1.28.0',
    'v1.29.0',
  ]);
  assert.equal(asked.length, 11);
  assert.deepEqual(
    entries.map(({ tags }) => tags[0]?.length),
    [4, 40, 11, 40, 11],
  );
});

test('what cannot be read takes nothing from the rest; when nothing can be, that is the error', async (t) => {
  const { place, ports, registry, digests } = await registryWith(t, [
    { tags: ['v1.0.0'], day: 1 },
    { tags: ['v2.0.0'], day: 2 },
  ]);
  registry.misbehave(({ path }) => (path.endsWith(`referrers/${digests[1]}`) ? { status: 500 } : undefined));
  const { entries, faults } = await snapshotHistory(place, { order: 'version' }, ports);
  assert.deepEqual(entries.map(dayOf), [1]);
  assert.deepEqual(
    faults.map(({ code }) => code),
    ['E_REGISTRY'],
  );
  registry.misbehave(({ path }) => (path.includes('/referrers/') ? { status: 500 } : undefined));
  const error = await refusal(() => snapshotHistory(place, { order: 'version' }, ports), 'E_REGISTRY');
  assert.match(error.message, /cannot list what refers to/);
  registry.misbehave(({ path }) => (path.includes('/referrers/') ? { status: 403 } : undefined));
  await refusal(() => snapshotHistory(place, { order: 'version' }, ports), 'E_AUTH');
});

test('a repository that is not there is an error, and one without snapshots an empty history', async (t) => {
  const { place, ports, registry } = await registryWith(t, [{ tags: ['v1.0.0'] }]);
  const { entries, imagesWithout } = await snapshotHistory(place, { order: 'commit' }, ports);
  assert.deepEqual([entries, imagesWithout], [[], 1]);
  const error = await refusal(
    () => snapshotHistory(at(registry.host, 'acme/none'), { order: 'commit' }, ports),
    'E_REGISTRY',
  );
  assert.match(error.message, /cannot list its tags: it is not there/);
});

test('a registry without the referrers API has a history too', {
  skip: lacks('docker-registry'),
}, async (t) => {
  const running = await startDockerRegistry(t, { login: 'htpasswd' });
  const place = at(running.host);
  for (const day of [1, 2]) {
    const sample = await sampleImage(t, 1000);
    const writer = { ...portsFor(t, running, sample), store: sample.store };
    const { root } = sample.tree;
    await pushImage(sample.tree, place, writer);
    await attachSnapshot(root, place, { ...facts(day), content: Buffer.from(`{"day":${day}}`) }, writer);
    await moveTags(root, place, [`v1.0.${day}`, 'main'], writer);
  }
  const { entries } = await snapshotHistory(
    place,
    { order: 'version', moving: ['main'] },
    await readerOf(t, running),
  );
  assert.deepEqual(
    entries.map((entry) => [entry.tags, dayOf(entry)]),
    [
      [['v1.0.2', 'main'], 2],
      [['v1.0.1'], 1],
    ],
  );
});
