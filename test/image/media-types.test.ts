import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mediaType } from '../../src/image/descriptor.ts';
import {
  isConfigType,
  isDocumentType,
  isIndexType,
  isManifestType,
  knownMediaType,
  nonDistributable,
  ociLayerType,
  ociTypeOf,
  outdatedManifest,
} from '../../src/image/media-types.ts';

const docker = 'application/vnd.docker';
const owned = 'application/vnd.oci.image.layer.nondistributable.v1.tar';

/** image-spec, media-types.md, "Compatibility Matrix"; what both sides of a row have is the same bytes. */
const matrix: readonly (readonly [docker: string, oci: string])[] = [
  [`${docker}.distribution.manifest.list.v2+json`, mediaType.index],
  [`${docker}.distribution.manifest.v2+json`, mediaType.manifest],
  [`${docker}.container.image.v1+json`, mediaType.config],
  [`${docker}.image.rootfs.diff.tar`, mediaType.layer],
  [`${docker}.image.rootfs.diff.tar.gzip`, mediaType.layerGzip],
  [`${docker}.image.rootfs.diff.tar.zstd`, mediaType.layerZstd],
];

test("every type of Docker's is known as what OCI's is, and has its name there", () => {
  for (const [theirs, oci] of matrix) {
    const { role, compression } = knownMediaType(oci) ?? assert.fail(oci);
    assert.deepEqual(knownMediaType(theirs), {
      role,
      family: 'docker',
      oci,
      ...(compression !== undefined && { compression }),
    });
    assert.equal(ociTypeOf(theirs), oci);
    assert.equal(ociTypeOf(oci), undefined, 'it is that already');
    for (const is of [isIndexType, isManifestType, isDocumentType, isConfigType]) {
      assert.equal(is(theirs), is(oci), `${is.name} ${oci}`);
    }
    assert.equal(ociLayerType(theirs), role === 'layer' ? oci : undefined);
    assert.equal(ociLayerType(oci), role === 'layer' ? oci : undefined);
  }
  assert.deepEqual(
    matrix.map(([, oci]) => [isIndexType(oci), isManifestType(oci), isDocumentType(oci), isConfigType(oci)]),
    [
      [true, false, true, false],
      [false, true, true, false],
      [false, false, false, true],
      ...Array(3).fill([false, false, false, false]),
    ],
  );
});

test('a layer is compressed as its type ends', () => {
  for (const [type, compression] of [
    [mediaType.layer, 'none'],
    [mediaType.layerGzip, 'gzip'],
    [mediaType.layerZstd, 'zstd'],
    [`${docker}.image.rootfs.diff.tar.zstd`, 'zstd'],
    [`${docker}.image.rootfs.foreign.diff.tar`, 'none'],
    [`${owned}+zstd`, 'zstd'],
  ] as const) {
    assert.equal(knownMediaType(type)?.compression, compression, type);
  }
});

test('layers that only their owner gives out are none that are passed on, in either family', () => {
  const foreign = `${docker}.image.rootfs.foreign.diff.tar`;
  for (const type of [owned, `${owned}+gzip`, `${owned}+zstd`, foreign, `${foreign}.gzip`]) {
    assert.match(nonDistributable(type) ?? '', /non-distributable/);
    assert.equal(knownMediaType(type)?.role, 'layer');
    assert.equal(ociLayerType(type), undefined);
    assert.equal(ociTypeOf(type), undefined, 'OCI has a deprecated name, which nobody should write');
  }
  for (const type of matrix.flat()) assert.equal(nonDistributable(type), undefined);
});

test('schema 1 is told from schema 2', () => {
  for (const kind of ['json', 'prettyjws']) {
    assert.match(outdatedManifest(`${docker}.distribution.manifest.v1+${kind}`) ?? '', /schema 1/);
  }
  for (const type of [...matrix.flat(), `x${docker}.distribution.manifest.v1+json`, 'application/json']) {
    assert.equal(outdatedManifest(type), undefined);
  }
});

test('of any other text nothing is known, whatever objects have of their own', () => {
  const others = fc.oneof(
    fc.string(),
    fc.constantFrom('constructor', '__proto__', 'toString', 'valueOf', ''),
  );
  fc.assert(
    fc.property(others, (text) => {
      assert.equal(knownMediaType(text), undefined);
      assert.equal(ociTypeOf(text), undefined);
      assert.equal(ociLayerType(text), undefined);
      assert.ok(!isDocumentType(text) && !isConfigType(text));
    }),
  );
});
