import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import type { PushPorts } from '../../../src/registry/push/publication.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { listReferrers } from '../../../src/registry/referrers/list-referrers.ts';
import type { Repository } from '../../../src/request/reference.ts';
import { digestOf, repositoryOf, type StoredRepository } from '../../support/registry/contents.ts';
import type { RegistryOptions, TestRegistry } from '../../support/registry/in-process.ts';
import { asked, testRegistry } from '../opening.ts';
import { addReferrer, at, contentOf, portsFor, type Sample, sampleImage } from './sample.ts';

const sbom = 'application/vnd.example.sbom';
const signature = 'application/vnd.example.signature';
const indexType = 'application/vnd.oci.image.index.v1+json';

interface Setting {
  readonly registry: TestRegistry;
  readonly place: Repository;
  readonly ports: PushPorts;
  readonly sample: Sample;
  readonly root: Descriptor;
  readonly fallback: string;
  readonly repository: StoredRepository;
}

/** A registry that has the sample image, and no referrers yet. */
async function published(t: TestContext, options: RegistryOptions = {}): Promise<Setting> {
  const registry = await testRegistry(t, options);
  const sample = await sampleImage(t);
  const place = at(registry.host);
  const ports = portsFor(t, registry, sample);
  await pushImage(sample.tree, place, ports);
  registry.requests.length = 0;
  const { root } = sample.tree;
  const fallback = root.digest.replace(':', '-');
  const repository = repositoryOf(registry.contents, place.repository);
  return { registry, place, ports, sample, root, fallback, repository };
}

/** Another client's entry, written to the fallback tag by its own account. */
function writeFallback({ repository, fallback }: Setting, document: object): void {
  const bytes = Buffer.from(JSON.stringify(document));
  repository.manifests.set(digestOf(bytes), { mediaType: indexType, bytes });
  repository.tags.set(fallback, digestOf(bytes));
}

function readFallback({ repository, fallback }: Setting): {
  manifests: Record<string, unknown>[];
  annotations?: object;
} {
  const stored = repository.manifests.get(repository.tags.get(fallback) ?? '');
  return JSON.parse(stored?.bytes.toString('utf8') ?? '{}');
}

test('referrers are chosen by their type, over as many pages as there are', async (t) => {
  const setting = await published(t, { pageLength: 2 });
  const { sample, root, place, ports, registry } = setting;
  const referrers = [];
  for (const text of ['1', '2', '3']) referrers.push(await addReferrer(sample, root, sbom, text));
  referrers.push(await addReferrer(sample, root, signature));
  await pushImage({ ...sample.tree, referrers }, place, ports);
  assert.equal((await listReferrers(ports.registry, place, root.digest)).length, 4);
  const signatures = await listReferrers(ports.registry, place, root.digest, signature);
  assert.deepEqual(
    signatures.map(({ digest, artifactType }) => [digest, artifactType]),
    [[referrers[3]?.digest, signature]],
  );
  assert.equal(setting.repository.tags.size, 0, 'no fallback tag where there is an API');
  assert.ok(asked(registry).some((request) => request.includes('?from=2')));
});

test('a referrer that is listed already is not sent again', async (t) => {
  const { sample, root, place, ports, registry } = await published(t);
  const referrers = [await addReferrer(sample, root, sbom), await addReferrer(sample, root, signature)];
  await pushImage({ ...sample.tree, referrers }, place, ports);
  registry.requests.length = 0;
  const { blobs } = await pushImage({ ...sample.tree, referrers }, place, ports);
  const content = contentOf(sample.tree).length;
  assert.deepEqual(blobs, { uploaded: 0, mounted: 0, existing: content + 2 * referrers.length });
  assert.deepEqual(asked(registry), [
    `HEAD /v2/acme/api/manifests/${root.digest}`,
    `GET /v2/acme/api/referrers/${root.digest}`,
  ]);
});

test('without the API the fallback tag keeps what others wrote there, to the letter', async (t) => {
  const setting = await published(t, { referrers: false, lenient: true });
  const { sample, root, place, ports } = setting;
  const digest = `sha256:${'5'.repeat(64)}`;
  const foreign = { mediaType: 'text/x', digest, size: 3, data: 'YWJj', artifactType: 'other/type' };
  writeFallback(setting, { schemaVersion: 2, manifests: [foreign], annotations: { by: 'others' } });
  const referrers = [await addReferrer(sample, root, sbom), await addReferrer(sample, root, signature)];
  await pushImage({ ...sample.tree, referrers }, place, ports);
  const { manifests, annotations } = readFallback(setting);
  assert.deepEqual(manifests[0], foreign);
  assert.deepEqual(
    manifests.slice(1).map(({ digest, artifactType }) => [digest, artifactType]),
    [
      [referrers[0]?.digest, sbom],
      [referrers[1]?.digest, signature],
    ],
  );
  assert.deepEqual(annotations, { by: 'others' });
  const listed = await listReferrers(ports.registry, place, root.digest, 'other/type');
  assert.deepEqual(
    listed.map(({ size }) => size),
    [3],
  );
});

test('an entry that another writer threw out of the fallback tag is put back', async (t) => {
  const setting = await published(t, { referrers: false, lenient: true });
  const { sample, root, place, ports, registry, fallback } = setting;
  const other = { mediaType: 'text/x', digest: `sha256:${'6'.repeat(64)}`, size: 1 };
  let overwrites = 2;
  registry.misbehave(({ method, path }) => {
    // Between our write and our second look.
    const looksAgain = method === 'GET' && path.endsWith(fallback) && setting.repository.tags.has(fallback);
    if (looksAgain && overwrites-- > 0) writeFallback(setting, { schemaVersion: 2, manifests: [other] });
    return undefined;
  });
  const referrer = await addReferrer(sample, root, sbom);
  await pushImage({ ...sample.tree, referrers: [referrer] }, place, ports);
  const digests = readFallback(setting).manifests.map(({ digest }) => digest);
  assert.deepEqual(digests, [other.digest, referrer.digest]);

  overwrites = 99;
  const second = await addReferrer(sample, root, signature);
  await assert.rejects(pushImage({ ...sample.tree, referrers: [second] }, place, ports), {
    code: 'E_REGISTRY',
    message: /others keep writing the tag/,
  });
});

test('a web page where the API would be means that there is none; a list that is none is said so', async (t) => {
  const setting = await published(t, { referrers: false });
  const { place, ports, root, registry } = setting;
  const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' };
  registry.misbehave(({ path }) => (path.includes('/referrers/') ? html : undefined));
  assert.deepEqual(await listReferrers(ports.registry, place, root.digest), []);
  writeFallback(setting, { schemaVersion: 2, manifests: 'none' });
  await assert.rejects(listReferrers(ports.registry, place, root.digest), {
    code: 'E_REGISTRY',
    message: /referrers cannot be read/,
  });
});

test('an endless list of referrers ends', async (t) => {
  const { place, ports, root, registry } = await published(t);
  const headers = { 'content-type': indexType, link: '<again>; rel="next"' };
  const body = JSON.stringify({ schemaVersion: 2, manifests: [] });
  registry.misbehave(({ path }) =>
    path.includes('/referrers/') ? { status: 200, headers, body } : undefined,
  );
  registry.requests.length = 0;
  await assert.rejects(listReferrers(ports.registry, place, root.digest), {
    code: 'E_REGISTRY',
    message: /no end/,
  });
  assert.equal(registry.requests.length, 1, 'a page that adds nothing is the last one');
});

test('a registry that does not tell what refers to an image is not taken for one where nothing does', async (t) => {
  const { place, ports, root, registry } = await published(t);
  for (const [status, code] of [
    [403, 'E_AUTH'],
    [500, 'E_REGISTRY'],
  ] as const) {
    registry.misbehave(({ path }) => (path.includes('/referrers/') ? { status } : undefined));
    await assert.rejects(listReferrers(ports.registry, place, root.digest), {
      code,
      message: new RegExp(`cannot list what refers to ${root.digest}: .* \\(${status}`),
    });
  }
});

test('a subject is told by a SHA-256 digest', async (t) => {
  const { sample, root, place, ports } = await published(t);
  for (const digest of ['sha512:00', 'latest', 7]) {
    const subject = { ...root, digest } as Descriptor;
    const referrers = [await addReferrer(sample, subject, sbom)];
    await assert.rejects(pushImage({ ...sample.tree, referrers }, place, ports), {
      code: 'E_BASE',
      message: /refers to nothing/,
    });
  }
});

test('a manifest without a subject is no referrer', async (t) => {
  const { sample, place, ports } = await published(t);
  const referrers = sample.tree.blobs.filter(({ mediaType }) => mediaType.includes('.manifest.'));
  await assert.rejects(pushImage({ ...sample.tree, referrers }, place, ports), {
    code: 'E_BASE',
    message: /refers to nothing/,
  });
});
