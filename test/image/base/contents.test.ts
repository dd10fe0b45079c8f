import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { openBlobStore } from '../../../src/cache/local-store.ts';
import type { Base } from '../../../src/image/base/base.ts';
import { scratchBase } from '../../../src/image/base/base.ts';
import { withContents, withKnownContents } from '../../../src/image/base/contents.ts';
import { fetchingStore, layerOrigins } from '../../../src/image/base/fetching.ts';
import { checkFit } from '../../../src/image/base/fit.ts';
import { foreignBase } from '../../../src/image/base/foreign.ts';
import { checkBaseFiles } from '../../../src/image/base/risks.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import { type BaseImage, makeBase } from '../../support/bases/base-image.ts';
import { debianLike } from '../../support/bases/debian.ts';
import { distrolessLike } from '../../support/bases/distroless.ts';
import { digestOf, type Entry } from '../../support/make-layout.ts';
import { refusal } from '../../support/refusal.ts';
import { sampleStore } from '../sample.ts';
import { changed, sourceOf, type WatchedSource } from './source.ts';

interface Looked {
  readonly base: Base;
  readonly source: WatchedSource;
  readonly store: ReturnType<typeof openBlobStore>;
}

async function closed(t: TestContext, image: BaseImage): Promise<Looked> {
  const { store } = await sampleStore(t);
  const source = sourceOf(image, store);
  return { base: await foreignBase(source, parsePlatform('linux/amd64'), 'acme/base'), source, store };
}

async function looked(t: TestContext, image: BaseImage): Promise<Base> {
  const { base, store } = await closed(t, image);
  return withContents(base, store);
}

test('files, links and folders are those of the layers one over the other', async (t) => {
  const { contents, layers } = await looked(t, debianLike());
  assert.ok(contents);
  for (const file of [
    '/usr/bin/bash',
    '/usr/bin/perl5.40.1',
    '/bin',
    '/usr/local/bin/docker-entrypoint.sh',
  ]) {
    assert.ok(contents.files.has(file), file);
  }
  for (const gone of ['/etc/apt/sources.list', '/var/lib/apt/lists/trixie_Packages', '/usr/bin', '/tmp']) {
    assert.ok(!contents.files.has(gone), gone);
  }
  assert.deepEqual([...contents.links.keys()].sort(), ['/bin', '/lib', '/sbin', '/usr/bin/sh', '/var/lock']);
  assert.deepEqual(contents.directories.get('tmp'), { mode: 0o1777 });
  assert.deepEqual(contents.directories.get('var/lib/app'), { mode: 0o700, uid: 33, gid: 33 });
  for (const { uncompressedBytes = 0, compressedBytes } of layers)
    assert.ok(uncompressedBytes > compressedBytes);
});

test('a base is looked into once: another run knows it without a layer', async (t) => {
  const { base, source, store } = await closed(t, debianLike());
  assert.equal((await withKnownContents(base, store)).contents, undefined);
  const first = await withContents(base, store);
  assert.equal(source.fetched.length, 2);
  assert.deepEqual(await withContents(base, store), first);
  assert.deepEqual(await withKnownContents(base, store), first);
  assert.equal(source.fetched.length, 2);
});

test('what is known is not asked for again, and our own bases are known from the start', async (t) => {
  const { base, store } = await closed(t, distrolessLike());
  const known = await withContents(base, store);
  const silent = { ...store, recall: () => assert.fail('not asked'), find: () => assert.fail('not read') };
  for (const one of [known, scratchBase()]) {
    assert.deepEqual(await withKnownContents(one, silent), one);
    assert.deepEqual(await withContents(one, silent), one);
  }
});

test('files and folders come in the order of names, whoever wrote the archive; folders that it only implies are 0755 root', async (t) => {
  const paths = ['b/z', 'b/a', 'a', 'b/c/d'];
  const { contents } = await looked(t, madeOf(paths.map((path) => ({ path, mode: 0o666, content: 'x' }))));
  assert.deepEqual([...(contents?.files ?? [])], ['/a', '/b/a', '/b/c/d', '/b/z']);
  assert.deepEqual(
    contents?.risks.map((risk) => risk.split(' ')[0]),
    ['/a', '/b/a', '/b/c/d', '/b/z'],
  );
  assert.deepEqual(
    [...(contents?.directories ?? [])],
    [
      ['b', { mode: 0o755 }],
      ['b/c', { mode: 0o755 }],
    ],
  );
});

test('a layer that only strict readers complain of is good enough: its end is not marked', async (t) => {
  const image = madeOf([{ path: 'a', content: 'x' }]);
  const [layer] = image.parts[0]?.layers ?? [];
  assert.ok(layer);
  const archive = layer.tar.subarray(0, 1024);
  const content = gzipSync(archive);
  const digest = digestOf(content) as Digest;
  const edited = changed(image, {
    config: (document) => ({ ...document, rootfs: { type: 'layers', diff_ids: [digestOf(archive)] } }),
    manifest: (document) => ({
      ...document,
      layers: [{ mediaType: layer.mediaType, digest, size: content.length }],
    }),
  });
  const blobs = new Map([...edited.blobs, [digest, { mediaType: layer.mediaType, content }]]);
  assert.deepEqual([...((await looked(t, { ...edited, blobs })).contents?.files ?? [])], ['/a']);
});

test('a layer that is gone from the cache the moment it was brought is told as that', async (t) => {
  const { base, store } = await closed(t, distrolessLike());
  assert.ok(base.foreign);
  const source = { ...base.foreign.source, fetch: async () => undefined };
  const lost = { ...base, foreign: { ...base.foreign, source } };
  assert.match((await refusal(() => withContents(lost, store), 'E_IO')).message, /the cache lost sha256:/);
});

test('set-uid, set-gid and world-writable files of a base are a warning that names them', async (t) => {
  const [verdict, ...others] = checkBaseFiles(await looked(t, debianLike()), 'api (linux/amd64)');
  assert.deepEqual(others, []);
  const { check, status, severity, detail = '' } = verdict ?? {};
  assert.deepEqual([check, status, severity], ['base/files', 'fail', 'warn']);
  assert.deepEqual(detail.split('\n').slice(1, -1), [
    '/usr/bin/mount is set-uid (mode 4755)',
    '/usr/bin/su is set-uid (mode 4755)',
    '/usr/bin/wall is set-gid (mode 2755)',
    '/var/lib/app/state can be written by everybody (mode 0666)',
  ]);
});

test('of many such files ten are named and the others counted', async (t) => {
  const entries = Array.from({ length: 13 }, (_, at) => ({ path: `f${at}`, mode: 0o4755, content: 'x' }));
  const [verdict] = checkBaseFiles(await looked(t, madeOf(entries)), 's');
  assert.equal(verdict?.detail.match(/is set-uid/g)?.length, 10);
  assert.match(verdict?.detail ?? '', /\nand 3 more\n/);
});

test('a base without such files passes, one that nobody looked into is said to be that, and our own have no verdict', async (t) => {
  const { base, store } = await closed(t, distrolessLike());
  const statusOf = (one: Base) => checkBaseFiles(one, 's').map(({ status }) => status);
  assert.deepEqual(statusOf(base), ['skip']);
  assert.deepEqual(statusOf(await withContents(base, store)), ['pass']);
  assert.deepEqual(statusOf(scratchBase()), []);
});

function madeOf(entries: readonly Entry[]): BaseImage {
  const recipe = { layers: [{ entries, createdBy: 'test' }], execution: {}, created: '2026-01-01T00:00:00Z' };
  return makeBase(['linux/amd64'], () => recipe, {});
}

/** An image whose first layer is another blob under the same config. */
function withLayer(image: BaseImage, blob: Buffer): BaseImage {
  const [part] = image.parts;
  const [layer] = part?.layers ?? [];
  assert.ok(part && layer);
  const text = (digest: Digest): string => image.blobs.get(digest)?.content.toString() ?? '';
  const blobs = new Map(image.blobs);
  const put = (mediaType: string, content: Buffer): Digest => {
    const digest = digestOf(content) as Digest;
    blobs.set(digest, { mediaType, content });
    return digest;
  };
  const manifestText = text(part.manifest.digest)
    .replace(layer.digest, put(layer.mediaType, blob))
    .replace(`"size": ${layer.size}`, `"size": ${blob.length}`);
  const manifest = put(part.manifest.mediaType, Buffer.from(manifestText));
  const size = Buffer.byteLength(manifestText);
  const indexText = JSON.stringify({
    ...JSON.parse(text(image.root.digest)),
    manifests: [{ ...part.manifest, digest: manifest, size, platform: part.platform }],
  });
  const digest = put(image.root.mediaType, Buffer.from(indexText));
  return { ...image, root: { ...image.root, digest, size: indexText.length }, blobs };
}

test('layers that are not what the config says, or cannot be unpacked, are refused by number and reason', async (t) => {
  const image = madeOf([{ path: 'a', content: 'x' }]);
  const [layer] = image.parts[0]?.layers ?? [];
  assert.ok(layer);
  const cases: readonly (readonly [BaseImage, RegExp])[] = [
    [
      withLayer(image, gzipSync(Buffer.alloc(1024))),
      /layer 1 of 1 .*: it unpacks to sha256:.*, and the config says/,
    ],
    [withLayer(image, Buffer.from('no gzip')), /gzip data is damaged/],
    [withLayer(image, gzipSync(layer.tar.subarray(0, 300))), /ends inside a header/],
    [madeOf([{ path: '../etc/passwd', content: 'x' }]), /its entry "\.\.\/etc\/passwd" leaves the image/],
  ];
  for (const [broken, words] of cases) {
    const { message } = await refusal(() => looked(t, broken), 'E_BASE');
    assert.match(message, words);
    assert.match(message, /acme\/base/);
  }
});

test('files that would lie below a link or a file of the base are refused, all of them named', async (t) => {
  const base = await looked(t, debianLike());
  checkFit(base, ['/usr/local/bin/api', '/srv/web/index.html', '/etc/passwd']);
  const { message } = await refusal(
    async () => checkFit(base, ['/bin/api', '/lib/x/y', '/etc/passwd/z', '/usr/local']),
    'E_BASE',
  );
  assert.deepEqual(message.split('\n').slice(1), [
    '/bin is a symbolic link there, and /bin/api lies below it',
    '/lib is a symbolic link there, and /lib/x/y lies below it',
    '/etc/passwd is a file there, and /etc/passwd/z lies below it',
    '/usr/local is a folder there',
  ]);
  const { base: unknown } = await closed(t, debianLike());
  checkFit(unknown, ['/bin/api']);
});

test('a store that fetches brings a layer when somebody asks, once, and nothing else', async (t) => {
  const { base, source, store } = await closed(t, debianLike());
  const fetching = fetchingStore(store, layerOrigins([base, scratchBase()]));
  const [first, second] = base.layers;
  assert.ok(first && second);
  const found = await Promise.all([fetching.find(first.digest), fetching.find(first.digest)]);
  assert.deepEqual(source.fetched, [first.digest]);
  for (const one of found) assert.equal(one?.bytes, first.compressedBytes);
  assert.equal((await fetching.find(first.digest))?.bytes, first.compressedBytes);
  assert.deepEqual(source.fetched, [first.digest]);
  assert.equal(await fetching.find(digestOf('unknown') as Digest), undefined);
  assert.equal(await store.find(second.digest), undefined);
});
