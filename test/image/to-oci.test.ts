import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Descriptor, mediaType } from '../../src/image/descriptor.ts';
import { blobTree, type ImageTree, imagesIn, readTree } from '../../src/image/image-tree.ts';
import { dockerType } from '../../src/image/media-types.ts';
import { toOci } from '../../src/image/to-oci.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { sha256 } from '../../src/support/hashing.ts';
import type { BaseImage } from '../support/bases/base-image.ts';
import { debianLike } from '../support/bases/debian.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { refusal } from '../support/refusal.ts';
import { linux, madeDocuments, reading } from './made-documents.ts';

function treeOf(base: BaseImage): Promise<ImageTree> {
  const { mediaType: type, digest, size } = base.root;
  return readTree({ mediaType: type, digest, size }, reading(base.blobs));
}

/** All documents that were made, as a reader finds them: every digest and length has to fit. */
function documentsOf(node: ImageTree): Record<string, unknown>[] {
  if (node.kind === 'other') return [];
  const { bytes, descriptor } = node;
  const below = node.kind === 'index' ? node.children.flatMap(documentsOf) : [];
  if (bytes === undefined) return below;
  assert.equal(sha256(bytes), descriptor.digest);
  assert.equal(bytes.length, descriptor.size);
  return [JSON.parse(Buffer.from(bytes).toString()), ...below];
}

const dockerLayer = 'application/vnd.docker.image.rootfs.diff.tar.gzip';

test('what is OCI stays byte for byte: nothing is made anew, and the tree is the same one', async () => {
  for (const base of [
    distrolessLike(),
    debianLike(),
    distrolessLike(['linux/amd64'], { attestations: true }),
  ]) {
    const tree = await treeOf(base);
    assert.deepEqual(toOci(tree), { tree, changes: [], notices: [] });
    const { root, blobs } = blobTree(tree);
    assert.equal(root.digest, base.root.digest);
    assert.deepEqual(blobs.map(({ digest }) => digest).sort(), [...base.blobs.keys()].sort());
  }
});

test("Docker's list becomes an index of OCI manifests around the same configs and layers", async () => {
  const base = debianLike(['linux/amd64', 'linux/arm64'], { family: 'docker' });
  const { tree, changes, notices } = toOci(await treeOf(base));
  assert.deepEqual(notices, []);
  const [index, ...manifests] = documentsOf(tree);
  const text = JSON.stringify([index, manifests]);
  assert.ok(!text.includes('vnd.docker'), 'no type of Docker is left');
  const layersOf = ({ parts }: BaseImage): object[] =>
    parts.map(({ layers, config }) => [config, ...layers].map(({ digest, size }) => ({ digest, size })));
  const made = manifests.map((manifest) => {
    const { config, layers } = manifest as { config: Descriptor; layers: Descriptor[] };
    assert.equal(config.mediaType, mediaType.config);
    assert.ok(layers.every((layer) => layer.mediaType === mediaType.layerGzip));
    return [config, ...layers].map(({ digest, size }) => ({ digest, size }));
  });
  assert.deepEqual(made, layersOf(base));
  assert.deepEqual(
    (index as { manifests: Descriptor[] }).manifests.map(({ platform }) => platform),
    base.parts.map(({ platform }) => platform),
  );
  const from = [...base.parts.map(({ manifest }) => manifest.digest), base.root.digest];
  assert.deepEqual(
    changes.map((change) => change.from),
    from,
    'every changed document is told, children first',
  );
  assert.equal(changes.at(-1)?.to, tree.descriptor.digest);
  assert.match(changes.at(-1)?.reason ?? '', /manifest list became an index/);
  assert.deepEqual(toOci(tree).changes, [], 'once is enough');
});

test('an index that mixes the families is made pure; what was OCI in it stays', async () => {
  const { manifest, index, read: readFrom } = madeDocuments();
  const oci = manifest(mediaType.manifest, mediaType.config, [mediaType.layerGzip]);
  const docker = manifest(dockerType.manifest, dockerType.config, [dockerLayer]);
  const inner = index(mediaType.index, [{ ...docker, ...linux('arm64') }]);
  const root = index(mediaType.index, [{ ...oci, ...linux('amd64') }, inner], { annotations: { a: 'b' } });
  const { tree, changes } = toOci(await readFrom(root));
  assert.deepEqual(
    changes.map(({ from }) => from),
    [docker.digest, inner.digest, root.digest],
  );
  const [made] = documentsOf(tree) as [{ manifests: Descriptor[]; annotations: object }];
  assert.deepEqual(made.manifests[0], { ...oci, ...linux('amd64') });
  assert.equal(made.manifests[1]?.digest, changes[1]?.to);
  assert.deepEqual(made.annotations, { a: 'b' });
  assert.equal(imagesIn(tree).length, 2);
});

test('an OCI manifest that names Docker layers is made pure too, with its own annotations and subject', async () => {
  const { manifest, blob, read: readFrom } = madeDocuments();
  const more = { annotations: { a: 'b' }, subject: blob(mediaType.manifest) };
  const root = manifest(mediaType.manifest, dockerType.config, [dockerLayer, mediaType.layerZstd], more);
  const { tree, changes } = toOci(await readFrom(root));
  const [made] = documentsOf(tree) as [{ layers: Descriptor[]; annotations: object; subject: object }];
  assert.deepEqual(
    made.layers.map((layer) => layer.mediaType),
    [mediaType.layerGzip, mediaType.layerZstd],
  );
  assert.deepEqual({ annotations: made.annotations, subject: made.subject }, more);
  assert.match(changes[0]?.reason ?? '', /named Docker media types/);
});

test('one name of Docker is enough for a manifest to be written anew: its own, its config’s, or a layer’s', async () => {
  const { manifest, read: readFrom } = madeDocuments();
  for (const [own, config, layer] of [
    [dockerType.manifest, mediaType.config, mediaType.layerGzip],
    [mediaType.manifest, dockerType.config, mediaType.layerGzip],
    [mediaType.manifest, mediaType.config, dockerLayer],
  ] as const) {
    const { tree, changes } = toOci(await readFrom(manifest(own, config, [layer])));
    assert.equal(changes.length, 1);
    const [made] = documentsOf(tree) as [{ mediaType: string; config: Descriptor; layers: Descriptor[] }];
    const types = [made.mediaType, made.config.mediaType, ...made.layers.map((each) => each.mediaType)];
    assert.deepEqual(types, [mediaType.manifest, mediaType.config, mediaType.layerGzip]);
    assert.deepEqual(toOci(tree).changes, [], 'once is enough');
  }
});

test('an attestation of an image that is elsewhere stays as it is, and so does its index', async () => {
  const { manifest, index, read: readFrom } = madeDocuments();
  const attestation = manifest(mediaType.manifest, mediaType.config, ['application/vnd.in-toto+json']);
  const annotations = { 'vnd.docker.reference.digest': sha256('elsewhere') };
  const tree = await readFrom(index(mediaType.index, [{ ...attestation, annotations }]));
  assert.deepEqual(toOci(tree), { tree, changes: [], notices: [] });
});

test("an attestation follows its image's new digest, and what it cannot know is said", async () => {
  const { manifest, index, blob, read: readFrom } = madeDocuments();
  const image = manifest(dockerType.manifest, dockerType.config, [dockerLayer]);
  const attestation = manifest(mediaType.manifest, mediaType.config, ['application/vnd.in-toto+json']);
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest,
  };
  const other = blob('application/octet-stream');
  const root = index(dockerType.list, [
    { ...image, ...linux('amd64'), data: 'e30=' },
    { ...attestation, annotations, platform: { os: 'unknown', architecture: 'unknown' } },
    other,
  ]);
  const { tree, changes, notices } = toOci(await readFrom(root));
  const [made] = documentsOf(tree) as [{ manifests: Descriptor[] }];
  const [first, second, third] = made.manifests;
  assert.ok(
    first !== undefined && !('data' in first),
    'content that was embedded is not that of the new document',
  );
  assert.equal(second?.digest, attestation.digest, 'its own bytes stay');
  assert.equal(second?.annotations?.['vnd.docker.reference.digest'], first?.digest);
  assert.equal(first?.digest, changes[0]?.to);
  assert.deepEqual(third, other, 'what is neither index nor manifest is carried along');
  assert.match(notices.join(), /attestations were carried along/);
  assert.equal(imagesIn(tree).length, 1, 'an attestation is no image');
  const carried = [other, blob('application/vnd.in-toto+json')].map(({ digest }) => digest);
  const blobs = new Set(blobTree(tree).blobs.map(({ digest }) => digest));
  assert.deepEqual(
    carried.filter((digest) => !blobs.has(digest)),
    [],
    'what an attestation says is part of the tree',
  );
});

test('a type of Docker that OCI has no name for is refused by name', async () => {
  const { manifest, read: readFrom } = madeDocuments();
  const plugin = manifest(dockerType.manifest, 'application/vnd.docker.plugin.v1+json', [dockerLayer]);
  const { message } = await refusal(async () => toOci(await readFrom(plugin)), 'E_BASE');
  assert.match(message, /application\/vnd\.docker\.plugin\.v1\+json, which OCI has no name for/);
});

test('schema 1, layers that may not be passed on, and ambiguous or endless documents are refused with the reason', async () => {
  const { manifest, index, put, blob, read: readFrom } = madeDocuments();
  const v1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
  const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
  const nonDistributable = 'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd';
  const image = manifest(mediaType.manifest, mediaType.config, [mediaType.layer]);
  let deep = image;
  for (let level = 0; level < 9; level += 1) deep = index(mediaType.index, [deep]);
  const many = Array.from({ length: 1001 }, () => image);
  const cases: [RegExp, Descriptor][] = [
    [/schema 1.*skopeo copy/, blob(v1)],
    [/schema 1/, index(dockerType.list, [blob(v1)])],
    [/non-distributable/, manifest(dockerType.manifest, dockerType.config, [foreign])],
    [/non-distributable/, manifest(mediaType.manifest, mediaType.config, [nonDistributable])],
    [/more than 8 levels/, deep],
    [/1000 documents/, index(mediaType.index, many)],
    [/fields of a manifest too/, index(mediaType.index, [], { layers: [] })],
    [/fields of an index too/, manifest(mediaType.manifest, mediaType.config, [], { manifests: [] })],
    [/says that it is "x\/y"/, index(mediaType.index, [], { mediaType: 'x/y' })],
    [/schemaVersion 1/, index(mediaType.index, [], { schemaVersion: 1 })],
    [/manifests is not a list/, put(mediaType.index, { schemaVersion: 2 })],
    [/not a JSON object/, put(mediaType.index, [])],
    [/SHA-256/, index(mediaType.index, [{ ...image, digest: 'sha512:00' }])],
    [/manifests\[0\] has no size/, index(mediaType.index, [{ ...image, size: -1 }])],
    [/manifests\[0\] has no mediaType/, index(mediaType.index, [{ ...image, mediaType: 7 }])],
    [/config is not a descriptor/, put(mediaType.manifest, { schemaVersion: 2, layers: [] })],
    [/neither an index nor a manifest/, blob(mediaType.layer)],
  ];
  for (const [message, root] of cases) {
    assert.match((await refusal(() => readFrom(root), 'E_BASE')).message, message);
  }
});

test('a document damaged anywhere is read or refused as E_BASE, never anything else', async () => {
  const base = debianLike(['linux/amd64'], { family: 'docker' });
  const { content } = base.blobs.get(base.root.digest) ?? assert.fail();
  const { mediaType: type, digest } = base.root;
  await fc.assert(
    fc.asyncProperty(fc.nat(content.length - 1), fc.nat(255), async (at, byte) => {
      const damaged = Buffer.from(content).fill(byte, at, at + 1);
      try {
        const readDamaged = async (each: Pick<Descriptor, 'digest'>): Promise<Uint8Array> =>
          each.digest === digest ? damaged : (base.blobs.get(each.digest)?.content ?? Buffer.from('{}'));
        toOci(await readTree({ mediaType: type, digest, size: content.length }, readDamaged));
      } catch (error) {
        assert.ok(error instanceof SlipwayError && error.code === 'E_BASE', String(error));
      }
    }),
    { numRuns: 300 },
  );
});
