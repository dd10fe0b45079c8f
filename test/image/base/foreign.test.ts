import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foreignBase } from '../../../src/image/base/foreign.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { type BaseImage, families, makeBase } from '../../support/bases/base-image.ts';
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

/** An index around others. */
function around(inner: BaseImage, manifests: readonly object[]): BaseImage {
  return changed(inner, { index: (document) => ({ ...document, manifests }) });
}

test('indexes are looked into three levels deep, each of them once, and no more of them than images have', async () => {
  const inner = distrolessLike(['linux/amd64']);
  const twice = around(inner, [inner.root, inner.root]);
  const third = around(twice, [twice.root, inner.root]);
  const source = sourceOf(third);
  const asked: string[] = [];
  const document: typeof source.document = (descriptor) => {
    asked.push(descriptor.digest);
    return source.document(descriptor);
  };
  await foreignBase({ ...source, document }, parsePlatform('linux/amd64'), 'b');
  const indexes: string[] = [third, twice, inner].map(({ root }) => root.digest);
  assert.deepEqual(asked.slice(0, 3), indexes);
  assert.ok(!asked.slice(3).some((digest) => indexes.includes(digest)));

  const only = around(twice, [twice.root]);
  const fourth = around(only, [only.root]);
  assert.match((await refusal(() => open(fourth), 'E_BASE')).message, /says of no manifest that it is for/);

  const many = (count: number): BaseImage => {
    const more = Array.from({ length: count }, (_, at) =>
      around(inner, [{ ...inner.root, annotations: { at } }]),
    );
    const blobs = new Map([inner, ...more].flatMap((each) => [...each.blobs]));
    return around({ ...inner, blobs }, [...more.map(({ root }) => root)]);
  };
  assert.equal((await open(many(98))).layers.length, 4);
  assert.match((await refusal(() => open(many(99)), 'E_BASE')).message, /more than 100 indexes/);
});

test('an error says once which base it is about, and what is not about the image stays as it is', async () => {
  const image = distrolessLike(['linux/amd64']);
  const failing = (error: Error) => ({ ...sourceOf(image), document: () => Promise.reject(error) });
  const base = (error: Error) => foreignBase(failing(error), parsePlatform('linux/amd64'), 'acme/base:1');
  for (const same of [
    new SlipwayError('E_NETWORK', 'no answer'),
    new SlipwayError('E_BASE', 'acme/base:1 is broken', { hint: 'mend it' }),
    new TypeError('a bug'),
  ]) {
    await assert.rejects(base(same), (error) => error === same);
  }
  const fault = await refusal(
    () => base(new SlipwayError('E_BASE', 'broken', { hint: 'mend it' })),
    'E_BASE',
  );
  assert.deepEqual([fault.message, fault.hint], ['the base acme/base:1 cannot be used\nbroken', 'mend it']);
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

test('a base that leaves no layer for a program, where Docker stores images itself, is told', async () => {
  const layersOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ entries: [{ path: `${at}` }], createdBy: `step ${at}` }));
  const notices = async (count: number) => {
    const recipe = { layers: layersOf(count), execution: {}, created: '2026-01-01T00:00:00Z' };
    return (await open(makeBase(['linux/amd64'], () => recipe, {}))).foreign?.notices;
  };
  assert.deepEqual(await notices(124), []);
  assert.match(
    (await notices(125))?.join() ?? '',
    /^base acme\/base:1: it has 125 layers, .* too deep for Docker/,
  );
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
