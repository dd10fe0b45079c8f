import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foreignBase } from '../../../src/image/base/foreign.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { type BaseImage, families } from '../../support/bases/base-image.ts';
import { debianLike } from '../../support/bases/debian.ts';
import { distrolessLike } from '../../support/bases/distroless.ts';
import { partOf } from '../../support/bases/places.ts';
import { refusal } from '../../support/refusal.ts';
import { changed, changedAt, sourceOf } from './source.ts';

const open = (image: BaseImage, platform = 'linux/amd64') =>
  foreignBase(sourceOf(image), parsePlatform(platform), 'acme/base:1');

for (const family of ['oci', 'docker'] as const) {
  test(`an index of ${family} types gives the platform that is asked for, its layers byte for byte`, async () => {
    const image = distrolessLike(['linux/amd64', 'linux/arm64'], { family, attestations: family === 'oci' });
    const { root, blobs } = image;
    for (const name of ['linux/amd64', 'linux/arm64']) {
      const part = partOf(image, name);
      const source = sourceOf(image);
      const base = await foreignBase(source, parsePlatform(name), 'acme/base:1');
      assert.deepEqual([base.reference, base.digest], ['acme/base:1', root.digest]);
      assert.equal(base.foreign?.manifest.digest, part.manifest.digest);
      assert.deepEqual(
        base.layers,
        part.layers.map(({ digest, diffId, size }) => ({
          kind: 'base',
          foreign: true,
          mediaType: families.oci.layer,
          digest,
          diffId,
          compressedBytes: size,
        })),
      );
      assert.equal(base.contents, undefined);
      assert.deepEqual(source.fetched, [], 'no layer was asked for');
      assert.ok(blobs.size > 0);
    }
  });

  test(`a single manifest of ${family} types is taken when its config is for the platform`, async () => {
    const image = distrolessLike(['linux/arm/v6'], { family });
    const source = sourceOf(image, undefined, partOf(image, 'linux/arm/v6').manifest);
    const base = await foreignBase(source, parsePlatform('linux/arm/v7'), 'b');
    assert.equal(base.layers.length, 4);
    const refused = await refusal(() => foreignBase(source, parsePlatform('linux/arm/v5'), 'b'), 'E_BASE');
    assert.match(refused.message, /it is for linux\/arm\/v6, and linux\/arm\/v5 is asked for/);
  });
}

test('a variant that only the index tells is enough', async () => {
  const image = changed(distrolessLike(['linux/arm/v6']), {
    config: ({ variant: _, ...rest }) => rest,
  });
  assert.equal((await open(image, 'linux/arm/v6')).layers.length, 4);
});

test('an index in an index is looked into', async () => {
  const inner = distrolessLike(['linux/amd64']);
  const outer = changed(inner, {
    index: (document) => ({ ...document, manifests: [inner.root] }),
  });
  assert.equal((await open(outer)).foreign?.manifest.digest, partOf(inner, 'linux/amd64').manifest.digest);
});

test('a platform that is not there is refused with those that are', async () => {
  const image = distrolessLike(['linux/amd64', 'linux/arm/v7'], { attestations: true });
  const { message, hint } = await refusal(() => open(image, 'linux/s390x'), 'E_BASE');
  assert.match(message, /acme\/base:1 cannot be used/);
  assert.match(message, /it has nothing for linux\/s390x; it has linux\/amd64, linux\/arm\/v7$/);
  assert.match(hint ?? '', /--platform/);
});

type Document = Record<string, unknown>;
type Change = Parameters<typeof changed>[1];
const layersWith = (mediaType: string): Change => ({
  manifest: (document) => {
    const [first, ...others] = document['layers'] as Document[];
    return { ...document, layers: [{ ...first, mediaType }, ...others] };
  },
});

/** What is wrong with an image, how it comes about, and the words that say so. */
const refused: readonly (readonly [what: string, change: Change, words: RegExp])[] = [
  [
    'an encrypted layer',
    layersWith('application/vnd.oci.image.layer.v1.tar+gzip+encrypted'),
    /layer 1 of 4 .*\+encrypted.*encrypted, or an artifact's/,
  ],
  ["an artifact's layer", layersWith('application/wasm'), /application\/wasm/],
  [
    'a layer that may not be passed on',
    layersWith('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'),
    /layer 1 of 4 may not be passed on: it is non-distributable/,
  ],
  [
    'a layer more than its config lists',
    { config: (document) => ({ ...document, rootfs: { type: 'layers', diff_ids: [] } }) },
    /its config lists 0 layers, its manifest 4/,
  ],
  ['a config without rootfs', { config: ({ rootfs: _, ...rest }) => rest }, /rootfs\.diff_ids/],
  ['a config without a platform', { config: ({ os: _, ...rest }) => rest }, /for which platform/],
  [
    'a config for another platform than the index says',
    { config: (document) => ({ ...document, architecture: 'riscv64' }) },
    /it is for linux\/riscv64, and linux\/amd64 is asked for/,
  ],
  [
    "an artifact's config",
    {
      manifest: (document) => ({
        ...document,
        config: { ...(document['config'] as Document), mediaType: 'application/vnd.oci.empty.v1+json' },
      }),
    },
    /an artifact, not a container image/,
  ],
  [
    'a Docker manifest in an OCI index',
    { manifest: (document) => ({ ...document, mediaType: families.docker.manifest }) },
    /no index may mix/,
  ],
  [
    "a manifest of Docker's schema 1",
    {
      index: (document) => ({
        ...document,
        manifests: (document['manifests'] as Document[]).map((entry) => ({
          ...entry,
          mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
        })),
      }),
    },
    /schema 1/,
  ],
  [
    'an index that says no platform',
    {
      index: (document) => ({
        ...document,
        manifests: (document['manifests'] as Document[]).map(({ platform: _, ...entry }) => entry),
      }),
    },
    /says of no manifest that it is for linux\/amd64/,
  ],
];

for (const [what, change, words] of refused) {
  test(`an image with ${what} is no base, and the reason is said`, async () => {
    const image = changed(distrolessLike(['linux/amd64']), change);
    const { message } = await refusal(() => open(image), 'E_BASE');
    assert.match(message, words);
    assert.match(message, /acme\/base:1/);
  });
}

test('what is no image at all is no base', async () => {
  const image = distrolessLike(['linux/amd64']);
  const { layers } = partOf(image, 'linux/amd64');
  const [layer] = layers;
  assert.ok(layer);
  const source = sourceOf(image, undefined, layer);
  const { message } = await refusal(() => foreignBase(source, parsePlatform('linux/amd64'), 'b'), 'E_BASE');
  assert.match(message, /which is no image/);
});

test('what a person should know of a base stands in its notices', async () => {
  const base = await open(debianLike(['linux/amd64']));
  assert.equal(base.foreign?.notices.length, 2);
  assert.deepEqual(base.foreign?.inherited.ports, ['5432/tcp']);
  assert.deepEqual(Object.keys(base.env), ['PATH', 'LANG']);
});

test('whatever stands at any place of any document, the base can be used or the reason is said', async () => {
  const image = debianLike(['linux/amd64']);
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      undefined,
      '',
      0,
      -1,
      2 ** 53,
      [],
      {},
      [null],
      'sha256:0',
      '__proto__',
      'linux',
      'layers',
    ),
  );
  const document = fc.constantFrom('config', 'manifest', 'index');
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(document, fc.nat(), odd, async (which, at, value) => {
      const result = await open(changed(image, { [which]: changedAt(at, value) })).catch(
        (error: unknown) => error,
      );
      if (result instanceof Error)
        assert.ok(result instanceof SlipwayError && result.code === 'E_BASE', `${result.stack}`);
      outcomes.add(result instanceof Error ? 'refused' : 'used');
    }),
    { numRuns: 600 },
  );
  assert.deepEqual([...outcomes].sort(), ['refused', 'used']);
});
