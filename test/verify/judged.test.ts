import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { layoutSubject, storeSubject } from '../../src/verify/subject.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { changeIndex, changeRoot } from '../support/broken-layout.ts';
import {
  baseEntries,
  blobPath,
  createdAt,
  inTempFolder,
  makeLayout,
  type Twist,
} from '../support/make-layout.ts';
import { check, indexType, notPassed, putBlob, readBlob } from '../support/verify-layout.ts';

describe('verify judges', () => {
  const foreign: Twist = { config: { '/history': undefined } };

  test("a foreign layer's modes, devices and loose ends as warnings", async () => {
    const more = [
      { path: 'su', mode: 0o4755, content: 'x' },
      { path: 'null', type: '3' },
    ];
    const tar = (archive: Buffer): Buffer => archive.subarray(0, -1024);
    const failed = await check(async () => undefined, { ...foreign, more, tar });
    assert.deepEqual(failed, ['image/tar fail warn', 'image/modes fail warn']);
  });

  test("a Slipway image's layers strictly, whatever their history says, when told that they are its own", () =>
    inTempFolder(async (directory) => {
      await makeLayout(directory, { ...foreign, more: [{ path: 'su', mode: 0o4755, content: 'x' }] });
      const verdicts = await verifyImages(await layoutSubject(directory), { own: true });
      assert.deepEqual(notPassed(verdicts), ['image/modes fail block']);
    }));

  test('an index that mixes Docker and OCI types, and variants out of order, as warnings', async () => {
    const failed = await check(async (directory, made) => {
      const { manifests } = (await readBlob(directory, made.index)) as { manifests: { digest: string }[] };
      const arm = await readBlob(directory, manifests[1]?.digest ?? '');
      const docker = { ...arm, mediaType: 'application/vnd.docker.distribution.manifest.v2+json' };
      const entry = { mediaType: docker.mediaType, ...(await putBlob(directory, JSON.stringify(docker))) };
      const platform = { os: 'linux', architecture: 'arm64', variant: 'v9' };
      await changeIndex(([amd, plain]) => [amd ?? {}, { ...entry, platform }, plain ?? {}])(directory, made);
    });
    const mixed = 'image/config-matches-manifest fail warn';
    assert.deepEqual(failed, ['index/platforms fail warn', mixed, 'image/platform fail block']);
  });

  test('a config that cannot be read once, and leaves out what needs it', async () => {
    const failed = await check(async () => undefined, { configText: (text) => text.slice(0, -1) });
    const needing = [
      'diff-ids',
      'config-matches-manifest',
      'platform',
      'entrypoint',
      'user',
      'labels',
      'times',
    ];
    const skipped = needing.map((name) => `image/${name} skip block`);
    assert.deepEqual(failed, ['image/json fail block', ...skipped.toSpliced(5, 0, 'image/ports skip warn')]);
  });

  test('a layout without any image by what there is', async () => {
    const failed = await check((directory) => changeRoot(directory, () => []));
    assert.ok(
      failed.includes('layout/index fail warn') && failed.includes('image/user skip block'),
      failed.join(),
    );
  });

  test('a layout without index.json', async () => {
    const failed = await check((directory) => rm(join(directory, 'index.json')));
    assert.ok(failed.includes('layout/index fail block'), failed.join());
  });

  test('documents too long for a registry without reading them', async () => {
    const failed = await check((directory) => writeFile(join(directory, 'index.json'), ' '.repeat(5 << 20)));
    assert.ok(failed.includes('image/json fail block'), failed.join());
  });

  test('an image in the local store like one in a layout', () =>
    inTempFolder(async (directory) => {
      const made = await makeLayout(directory, { config: { '/config/User': 'root' } });
      const size = (await readFile(blobPath(directory, made.index))).length;
      // The store's folders are those of a layout.
      const store = openBlobStore(directory);
      const index = { mediaType: indexType, digest: made.index as `sha256:${string}`, size };
      const verdicts = await verifyImages(storeSubject('api', index, store));
      assert.deepEqual(notPassed(verdicts), ['image/user fail block']);
      assert.ok(verdicts.every((verdict) => !verdict.check.startsWith('layout/')));
      await rm(blobPath(directory, made.layers[0] ?? ''));
      const later = await verifyImages(storeSubject('api', index, store));
      assert.match(
        later.find((verdict) => verdict.check === 'image/descriptors')?.detail ?? '',
        /which is not there/,
      );
    }));

  test('a Windows image by what is not about Unix', async () => {
    const config = {
      '/os': 'windows',
      '/config/User': 'ContainerUser',
      '/config/Entrypoint/0': 'C:\\app.exe',
    };
    const failed = await check(async () => undefined, {
      config,
      index: { '/manifests/0/platform/os': 'windows' },
    });
    assert.deepEqual(failed, [
      'image/entrypoint skip block',
      'image/user skip block',
      'image/ports skip warn',
    ]);
  });

  test('a missing layer that may be fetched from elsewhere as a warning', async () => {
    const mediaType = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip';
    const manifest = { '/layers/0/mediaType': mediaType, '/layers/0/urls': ['https://example.com/layer'] };
    // The twisted image has a base layer of its own, so that the other one keeps its.
    const failed = await check((directory, { layers }) => rm(blobPath(directory, layers[0] ?? '')), {
      manifest,
      base: [...baseEntries, { path: 'srv/' }],
    });
    assert.deepEqual(failed, [
      'layout/blobs fail warn',
      'image/media-types fail warn',
      'image/entrypoint skip block',
    ]);
  });

  test('an entry of index.json that is a config as a warning', async () => {
    const failed = await check(async (directory, { config }) => {
      const size = (await readFile(blobPath(directory, config))).length;
      const entry = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size };
      await changeRoot(directory, (entries) => [...entries, entry]);
    });
    assert.deepEqual(failed, ['image/media-types fail warn']);
  });

  test('times of other images than its own by their form alone', async () => {
    const config = {
      '/history': undefined,
      '/created': createdAt.replace('Z', '+01:00'),
      '/config/Labels': {},
    };
    assert.deepEqual(await check(async () => undefined, { config, manifest: { '/annotations': {} } }), []);
  });
});
