import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { BlobStore } from '../../src/cache/blob-store.ts';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { assembleImage, assembleIndex } from '../../src/engine/embedded.ts';
import { collectAssets } from '../../src/image/assets.ts';
import type { Base } from '../../src/image/base/base.ts';
import { scratchBase } from '../../src/image/base/base.ts';
import { makeLayer } from '../../src/image/layer.ts';
import { imageMetadata } from '../../src/image/metadata.ts';
import type { TarEntry } from '../../src/image/tar.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import type { Digest } from '../../src/support/hashing.ts';
import { pseudoRandom, samplePlan, sampleStore, writeContent } from '../image/sample.ts';
import { readTar } from '../image/strict-tar.ts';

async function json(store: BlobStore, digest: Digest) {
  const blob = await store.find(digest);
  assert.ok(blob);
  return JSON.parse(await readFile(blob.path, 'utf8'));
}

/** A base of one layer with /tmp and a variable. */
async function tinyBase(store: BlobStore): Promise<Base> {
  const entries: TarEntry[] = [{ type: 'directory', path: 'tmp', mode: 0o1777 }];
  const { layer } = await makeLayer(
    { kind: 'base', entries, compression: { algorithm: 'gzip', level: 6 }, mtime: 0 },
    store,
  );
  return {
    ...scratchBase(),
    reference: 'tiny',
    source: 'made here',
    layers: [layer],
    env: { PATH: '/bin', SSL_CERT_FILE: '/certs' },
    contents: {
      files: new Set(),
      links: new Map(),
      directories: new Map([['tmp', { mode: 0o1777 }]]),
      risks: [],
    },
  };
}

test('an image is its base, assets and binary in that order, and its config says how to start it', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  await mkdir(join(folder, 'web'));
  await writeFile(join(folder, 'web', 'index.html'), 'hi');
  const plan = samplePlan(executable, {
    platform: parsePlatform('linux/arm/v6'),
    base: await tinyBase(store),
    assets: await collectAssets([{ from: 'web', to: '/tmp/web' }], folder),
    created: '2026-11-02T03:04:05Z',
    metadata: { labels: { 'z.label': '1', 'a.label': '2' }, annotations: { note: 'x' } },
    settings: {
      ...samplePlan(executable).settings,
      env: { Z: 'last', SSL_CERT_FILE: '/mine', A: 'first' },
      cmd: ['--addr', ':8080'],
      workdir: '/srv',
      ports: [
        { number: 8080, protocol: 'tcp' },
        { number: 53, protocol: 'udp' },
      ],
    },
  });
  const image = await assembleImage(plan, store);
  assert.deepEqual(
    image.layers.map((layer) => layer.kind),
    ['base', 'asset', 'binary'],
  );
  const config = await json(store, image.config.digest);
  assert.deepEqual(config, {
    architecture: 'arm',
    os: 'linux',
    variant: 'v6',
    created: '2026-11-02T03:04:05Z',
    config: {
      User: '65532:65532',
      ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
      Env: ['PATH=/bin', 'SSL_CERT_FILE=/mine', 'A=first', 'Z=last'],
      Entrypoint: ['/usr/local/bin/api'],
      Cmd: ['--addr', ':8080'],
      WorkingDir: '/srv',
      Labels: { 'a.label': '2', 'z.label': '1' },
    },
    rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => layer.diffId) },
    history: [
      { created: '2026-11-02T03:04:05Z', created_by: 'slipway: base tiny (made here)' },
      { created: '2026-11-02T03:04:05Z', created_by: 'slipway: assets (1 file)' },
      {
        created: '2026-11-02T03:04:05Z',
        created_by: 'slipway: /usr/local/bin/api built from example.com/api/cmd/api',
      },
    ],
  });
  const manifest = await json(store, image.manifest.digest);
  assert.deepEqual(manifest, {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: image.config,
    layers: image.layers.map(({ mediaType, digest, compressedBytes: size }) => ({ mediaType, digest, size })),
    annotations: { note: 'x' },
  });
  const asset = await store.find(image.layers[1]?.digest ?? 'sha256:');
  const inAsset = readTar(gunzipSync(await readFile(asset?.path ?? '')));
  assert.equal(inAsset[0]?.mode, 0o1777, "the base's /tmp keeps its mode below an asset");
});

test('disk is what the layers unpack to, pull is what a client downloads', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(50_000));
  const image = await assembleImage(samplePlan(executable, { base: await tinyBase(store) }), store);
  let pulled = 0;
  let unpacked = 0;
  for (const { digest } of image.layers) {
    const blob = await store.find(digest);
    pulled += blob?.bytes ?? 0;
    unpacked += gunzipSync(await readFile(blob?.path ?? '')).length;
  }
  pulled +=
    ((await store.find(image.config.digest))?.bytes ?? 0) +
    ((await store.find(image.manifest.digest))?.bytes ?? 0);
  assert.deepEqual([image.diskBytes, image.pullBytes], [unpacked, pulled]);
});

test("the program's layer is the same whether somebody has looked into the base or not", async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const { contents, ...unknown } = await tinyBase(store);
  assert.ok(contents);
  const directories = new Map([['usr/local', { mode: 0o2775, gid: 50 }]]);
  const images = [];
  for (const base of [unknown, { ...unknown, contents: { ...contents, directories } }])
    images.push(await assembleImage(samplePlan(executable, { base }), store));
  assert.equal(images[0]?.manifest.digest, images[1]?.manifest.digest);
});

test('a base with a link in the way of the program is refused', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const { contents, ...base } = await tinyBase(store);
  assert.ok(contents);
  const links = new Map([['/usr/local/bin', '/opt']]);
  const files = new Set(links.keys());
  const plan = samplePlan(executable, { base: { ...base, contents: { ...contents, files, links } } });
  await assert.rejects(assembleImage(plan, store), {
    code: 'E_BASE',
    message: /\/usr\/local\/bin is a symbolic link there, and \/usr\/local\/bin\/api lies below it/,
  });
});

test('disk is not told when a layer of the base was never unpacked', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const base = await tinyBase(store);
  const layers = base.layers.map(({ uncompressedBytes: _, ...layer }) => layer);
  const image = await assembleImage(samplePlan(executable, { base: { ...base, layers } }), store);
  assert.equal('diskBytes' in image, false);
  assert.ok(image.pullBytes > 5000);
});

test('equal plans give equal images whatever the machine and the order of what is said', async (t) => {
  const digests = new Set<string>();
  for (const env of [
    { A: '1', B: '2' },
    { B: '2', A: '1' },
  ]) {
    const { store, folder } = await sampleStore(t);
    const executable = await writeContent(join(folder, `api-${digests.size}`), pseudoRandom(5000));
    const labels = Object.fromEntries(Object.entries(env).toReversed());
    const plan = samplePlan(executable, {
      settings: { ...samplePlan(executable).settings, env },
      metadata: { labels, annotations: labels },
    });
    digests.add((await assembleImage(plan, store)).manifest.digest);
  }
  assert.equal(digests.size, 1);
});

test('a second run takes every layer from the store, and another program only its own', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const base = await tinyBase(store);
  const first = await assembleImage(samplePlan(executable, { base }), store);
  assert.equal(first.cached, false);
  const second = await assembleImage(samplePlan(executable, { base }), openBlobStore(join(folder, 'cache')));
  assert.deepEqual(second, { ...first, cached: true });
  const other = await writeContent(join(folder, 'other'), pseudoRandom(5000, 2));
  const third = await assembleImage(samplePlan(other, { base }), store);
  assert.equal(third.cached, false);
  assert.deepEqual(third.layers[0], first.layers[0]);
  assert.notEqual(third.layers[1]?.digest, first.layers[1]?.digest);
});

test('a commit that changes no file changes the config but no layer', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const first = await assembleImage(samplePlan(executable), store);
  const created = '2026-11-02T03:04:05Z';
  const next = await assembleImage(samplePlan(executable, { created }), store);
  assert.deepEqual(next.layers, first.layers);
  assert.notEqual(next.config.digest, first.config.digest);
});

test('an index lists the platforms in a fixed order, the baseline of an architecture first', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const names = ['linux/arm64', 'linux/arm/v7', 'linux/amd64/v3', 'linux/amd64', 'linux/arm/v6'];
  const images = [];
  for (const name of names) {
    images.push(await assembleImage(samplePlan(executable, { platform: parsePlatform(name) }), store));
  }
  const layout = await assembleIndex(images, { b: '1', a: '2' }, store);
  const index = await json(store, layout.root.digest);
  assert.deepEqual(
    index.manifests.map(({ platform }: { platform: object }) => platform),
    [
      { architecture: 'amd64', os: 'linux' },
      { architecture: 'amd64', os: 'linux', variant: 'v3' },
      { architecture: 'arm', os: 'linux', variant: 'v6' },
      { architecture: 'arm', os: 'linux', variant: 'v7' },
      { architecture: 'arm64', os: 'linux' },
    ],
  );
  assert.equal(
    (await assembleIndex(images.toReversed(), { a: '2', b: '1' }, store)).root.digest,
    layout.root.digest,
  );
  assert.deepEqual(index.annotations, { a: '2', b: '1' });

  const order = layout.blobs.map(({ digest }) => digest);
  assert.equal(new Set(order).size, order.length, 'every blob once');
  assert.equal(order.at(-1), layout.root.digest);
  for (const { manifest, config, layers } of layout.images) {
    for (const child of [config, ...layers]) {
      assert.ok(order.indexOf(child.digest) < order.indexOf(manifest.digest), 'children first');
    }
  }
  const twice = [...images, ...images.slice(0, 1)];
  await assert.rejects(assembleIndex(twice, {}, store), { code: 'E_CONFIG', message: /linux\/arm64/ });
});

test('documents have no white space and no key out of order', async (t) => {
  const { store, folder } = await sampleStore(t);
  const executable = await writeContent(join(folder, 'api'), pseudoRandom(5000));
  const plan = samplePlan(executable, {
    metadata: { labels: { b: 'x y', a: '<ü>' }, annotations: { c: '1' } },
  });
  const { config, manifest } = await assembleImage(plan, store);
  for (const { digest } of [config, manifest]) {
    const text = await readFile((await store.find(digest))?.path ?? '', 'utf8');
    assert.equal(text, JSON.stringify(JSON.parse(text)));
    JSON.parse(text, function (this: object, _key, value) {
      const keys = typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
      assert.deepEqual(keys, keys.toSorted());
      return value;
    });
  }
});

test('what is known of the build becomes labels and annotations; the user has the last word', () => {
  const facts = {
    title: 'api',
    importPath: 'example.com/api/cmd/api',
    modulePath: 'example.com/api',
    goVersion: 'go1.26.8',
    created: '2026-11-02T03:04:05Z',
    version: 'v1.2.3',
    revision: '3f9c2d1',
    source: '',
    vcsTime: '2026-11-02T03:04:05Z',
    vcsModified: false,
  };
  const user = {
    labels: { 'org.opencontainers.image.version': '9', mine: 'yes', 'go.version': '' },
    annotations: { other: '1' },
  };
  const { labels, annotations } = imageMetadata(facts, user);
  assert.deepEqual(Object.entries(labels), [
    ['go.module', 'example.com/api'],
    ['go.package', 'example.com/api/cmd/api'],
    ['mine', 'yes'],
    ['org.opencontainers.image.created', '2026-11-02T03:04:05Z'],
    ['org.opencontainers.image.revision', '3f9c2d1'],
    ['org.opencontainers.image.title', 'api'],
    ['org.opencontainers.image.version', '9'],
    ['vcs.modified', 'false'],
    ['vcs.revision', '3f9c2d1'],
    ['vcs.time', '2026-11-02T03:04:05Z'],
  ]);
  assert.equal(annotations['org.opencontainers.image.version'], 'v1.2.3');
  assert.equal(annotations['go.version'], 'go1.26.8');
  assert.equal(annotations['other'], '1');
  const inherited = { maintainer: 'base', 'go.module': 'base', mine: 'base', team: 'base' };
  const above = imageMetadata(facts, { ...user, labels: { ...user.labels, team: '' } }, inherited);
  assert.deepEqual(
    ['maintainer', 'go.module', 'mine', 'team'].map((key) => above.labels[key]),
    ['base', 'example.com/api', 'yes', undefined],
    "a label of the base stands below the program's and the user's",
  );
  assert.equal(above.annotations['maintainer'], undefined);
  const digest = `sha256:${'1'.repeat(64)}` as const;
  const based = imageMetadata({ ...facts, baseImage: { name: 'ghcr.io/a/b:1', digest } }, user).annotations;
  assert.equal(based['org.opencontainers.image.base.name'], 'ghcr.io/a/b:1');
  assert.equal(based['org.opencontainers.image.base.digest'], digest);
});
