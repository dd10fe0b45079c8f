import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { putManifest } from '../../../src/registry/push/push-manifest.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { repositoryOf } from '../../support/registry/contents.ts';
import { registryKinds } from '../../support/registry/real.ts';
import { asked, testRegistry } from '../opening.ts';
import { at, contentOf, portsFor, sampleImage } from './sample.ts';

test('a tag moves by one request, and only when it points elsewhere', async (t) => {
  const registry = await testRegistry(t);
  const place = at(registry.host);
  const old = await sampleImage(t);
  const ports = portsFor(t, registry, old);
  await pushImage(old.tree, place, ports);
  assert.deepEqual(await moveTags(old.tree.root, place, ['1', '1.2', 'latest'], ports), [
    '1',
    '1.2',
    'latest',
  ]);

  const next = await sampleImage(t);
  const nextPorts = { ...ports, store: next.store };
  await pushImage(next.tree, place, nextPorts);
  await moveTags(next.tree.root, place, ['latest'], nextPorts);
  registry.requests.length = 0;
  assert.deepEqual(await moveTags(next.tree.root, place, ['1.3', 'latest', '1'], nextPorts), ['1.3', '1']);
  assert.deepEqual(asked(registry).sort(), [
    'HEAD /v2/acme/api/manifests/1',
    'HEAD /v2/acme/api/manifests/1.3',
    'HEAD /v2/acme/api/manifests/latest',
    'PUT /v2/acme/api/manifests/1',
    'PUT /v2/acme/api/manifests/1.3',
  ]);
  const { tags } = repositoryOf(registry.contents, 'acme/api');
  const digest = next.tree.root.digest;
  assert.deepEqual(Object.fromEntries(tags), {
    '1': digest,
    '1.2': old.tree.root.digest,
    '1.3': digest,
    latest: digest,
  });
});

test('a registry that does not say what a tag points to gets it again', async (t) => {
  const registry = await testRegistry(t);
  const place = at(registry.host);
  const sample = await sampleImage(t);
  const ports = portsFor(t, registry, sample);
  await pushImage(sample.tree, place, ports);
  await moveTags(sample.tree.root, place, ['v1'], ports);
  registry.misbehave(({ method }) => (method === 'HEAD' ? { status: 200 } : undefined));
  assert.deepEqual(await moveTags(sample.tree.root, place, ['v1'], ports), ['v1']);
});

test('a tag of an image whose index is not there is refused', async (t) => {
  const registry = await testRegistry(t);
  const sample = await sampleImage(t);
  const ports = portsFor(t, registry, sample);
  await assert.rejects(moveTags(sample.tree.root, at(registry.host), ['v1'], ports), {
    code: 'E_REGISTRY',
    message: /MANIFEST_BLOB_UNKNOWN/,
  });
});

for (const kind of registryKinds()) {
  test(`a tag moves from an image in Docker's form: ${kind.name}`, { skip: kind.skip }, async (t) => {
    const running = await kind.start(t);
    const place = at(running.host);
    const sample = await sampleImage(t);
    const ports = portsFor(t, running, sample);
    await pushImage(sample.tree, place, ports);
    const docker = 'application/vnd.docker.distribution.manifest.v2+json';
    const [config, layer] = [
      contentOf(sample.tree).find(({ mediaType }) => mediaType.includes('config')),
      contentOf(sample.tree).find(({ mediaType }) => mediaType.includes('layer')),
    ];
    const document = {
      schemaVersion: 2,
      mediaType: docker,
      config: { ...config, mediaType: 'application/vnd.docker.container.image.v1+json' },
      layers: [{ ...layer, mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip' }],
    };
    const bytes = Buffer.from(JSON.stringify(document));
    const manifest = { mediaType: docker, digest: sha256(bytes) };
    await putManifest(ports.registry, place, 'v1', manifest, bytes);
    assert.deepEqual(await moveTags(sample.tree.root, place, ['v1'], ports), ['v1']);
    assert.deepEqual(await moveTags(sample.tree.root, place, ['v1'], ports), []);
  });
}
