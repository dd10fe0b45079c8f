import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { PushPorts } from '../../../src/registry/push/publication.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { readReferenceTree, type TreeNode } from '../../../src/registry/referrers/reference-tree.ts';
import { formatTree } from '../../../src/report/tree-text.ts';
import type { Repository } from '../../../src/request/reference.ts';
import { digestOf, repositoryOf } from '../../support/registry/contents.ts';
import type { TestRegistry } from '../../support/registry/in-process.ts';
import { startDockerRegistry } from '../../support/registry/real.ts';
import { validateReport } from '../../support/report-schema.ts';
import { lacks } from '../../support/tools.ts';
import { testRegistry } from '../opening.ts';
import { addReferrer, at, documents, portsFor, type Sample, sampleImage } from '../push/sample.ts';

const bundle = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const spdx = 'application/spdx+json';

interface Setting {
  readonly sample: Sample;
  readonly place: Repository;
  readonly ports: PushPorts;
}

/** An index with a bundle, that bundle with an SBOM, and an SBOM at the image for linux/arm64. */
async function signed(t: TestContext, running: { readonly host: string }): Promise<Setting> {
  const sample = await sampleImage(t);
  const place = at(running.host);
  const ports = portsFor(t, running, sample);
  const { root } = sample.tree;
  const [, second] = documents(sample.tree).filter(({ digest }) => digest !== root.digest);
  assert.ok(second);
  const signature = await addReferrer(sample, root, bundle);
  const referrers = [
    signature,
    await addReferrer(sample, signature, spdx, 'of the bundle'),
    await addReferrer(sample, second, spdx),
  ];
  await pushImage({ ...sample.tree, referrers }, place, ports);
  return { sample, place, ports };
}

function shape({ by, platform, artifactType, children, referrers }: TreeNode): unknown {
  return [[by, platform ?? artifactType], [...children, ...referrers].map(shape)];
}

const expected = (platforms: readonly (string | undefined)[]) => [
  ['name', undefined],
  [
    ...platforms.map((platform, at) => [
      ['index', platform],
      at === platforms.length - 1 ? [[['referrer', spdx], []]] : [],
    ]),
    [['referrer', bundle], [[['referrer', spdx], []]]],
  ],
];

describe('slipway tree', () => {
  for (const referrers of [true, false]) {
    test(`finds what refers to an index, to its images and to artifacts, ${referrers ? 'by the API' : 'by fallback tags'}`, async (t) => {
      const registry = await testRegistry(t, { referrers });
      const { sample, place, ports } = await signed(t, registry);
      const { digest } = sample.tree.root;
      const tree = await readReferenceTree(ports.registry, { ...place, digest });
      assert.equal(tree.keptBy, referrers ? 'registry' : 'clients');
      assert.deepEqual(tree.notices, []);
      assert.deepEqual(shape(tree.root), expected(tree.root.children.map(({ platform }) => platform)));
      assert.ok(tree.root.children.every(({ platform }) => /^linux\//.test(platform ?? '')));
      validateReport({ reference: 'r', ...tree }, 'tree');
    });
  }

  test('finds the same in a registry that is not ours', { skip: lacks('docker-registry') }, async (t) => {
    const running = await startDockerRegistry(t);
    const { sample, place, ports } = await signed(t, running);
    const { root, keptBy } = await readReferenceTree(ports.registry, {
      ...place,
      digest: sample.tree.root.digest,
    });
    assert.equal(keptBy, 'clients');
    assert.deepEqual(shape(root), expected(root.children.map(({ platform }) => platform)));
  });

  test('says of each line what it is, with the whole digest', async (t) => {
    const registry = await testRegistry(t, { referrers: false });
    const { sample, place, ports } = await signed(t, registry);
    const { digest } = sample.tree.root;
    tagged(registry, `${digest.replace(':', '-')}.sig`);
    const tree = await readReferenceTree(ports.registry, { ...place, digest });
    const text = formatTree({ ...tree, reference: 'registry.test/acme/api:v1' });
    const told = text.replaceAll(/sha256:[0-9a-f]{64}/g, 'DIGEST').replaceAll(/[\d.]+ K?i?B/g, 'SIZE');
    const [, two] = tree.root.children;
    assert.deepEqual(told.split('\n'), [
      'registry.test/acme/api:v1',
      'index of 2 platforms  DIGEST  SIZE',
      '├─ linux/amd64  DIGEST  SIZE',
      `├─ ${two?.platform}  DIGEST  SIZE`,
      '│  └─ SBOM (SPDX)  DIGEST  SIZE',
      '├─ Sigstore bundle  DIGEST  SIZE',
      '│  └─ SBOM (SPDX)  DIGEST  SIZE',
      '└─ cosign signature (tag ….sig)  DIGEST  SIZE',
      '',
      'the registry has no referrers API: what refers to an image is listed under its fallback tag',
    ]);
    assert.ok(text.includes(digest));
  });

  test('tells of a list that names what is gone, and of a manifest that refers to something else', async (t) => {
    const registry = await testRegistry(t, { referrers: false });
    const { sample, place, ports } = await signed(t, registry);
    const { root } = sample.tree;
    const stored = repositoryOf(registry.contents, place.repository);
    const tag = root.digest.replace(':', '-');
    const index = JSON.parse(stored.manifests.get(stored.tags.get(tag) ?? '')?.bytes.toString() ?? '');
    const gone = { ...index.manifests[0], digest: `sha256:${'0'.repeat(64)}` };
    const [, other] = documents(sample.tree);
    const bytes = Buffer.from(JSON.stringify({ ...index, manifests: [...index.manifests, gone, other] }));
    stored.manifests.set(digestOf(bytes), { mediaType: index.mediaType, bytes });
    stored.tags.set(tag, digestOf(bytes));
    const { notices, root: found } = await readReferenceTree(ports.registry, {
      ...place,
      digest: root.digest,
    });
    assert.equal(found.referrers.length, 3);
    assert.equal(notices.length, 2);
    assert.match(notices.join('\n'), /cannot read the manifest sha256:0{64}: it is not there/);
    assert.match(
      notices.join('\n'),
      new RegExp(`${other?.digest} is listed as referring to .*, and does not`),
    );
  });

  test('ends where lists lead round in a circle', async (t) => {
    const registry = await testRegistry(t, { referrers: false });
    const { sample, place, ports } = await signed(t, registry);
    const { root } = sample.tree;
    const stored = repositoryOf(registry.contents, place.repository);
    const circle = { schemaVersion: 2, mediaType: root.mediaType, manifests: [root] };
    const bytes = Buffer.from(JSON.stringify(circle));
    stored.manifests.set(digestOf(bytes), { mediaType: root.mediaType, bytes });
    stored.tags.set(root.digest.replace(':', '-'), digestOf(bytes));
    const { root: found } = await readReferenceTree(ports.registry, { ...place, digest: root.digest });
    assert.deepEqual(
      found.referrers.map(({ digest, referrers, children }) => [digest, referrers, children]),
      [[root.digest, [], []]],
    );
  });
});

/** The smallest manifest there is, under a tag. */
function tagged({ contents }: TestRegistry, tag: string): void {
  const repository = repositoryOf(contents, 'acme/api');
  const config = {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: digestOf(Buffer.from('{}')),
    size: 2,
  };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config, layers: [] }));
  repository.manifests.set(digestOf(bytes), { mediaType, bytes });
  repository.tags.set(tag, digestOf(bytes));
}
