import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { layoutSubject, storeSubject } from '../../src/verify/subject.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { changeIndex, changeRoot } from '../support/broken-layout.ts';
import {
  baseEntries,
  blobPath,
  createdAt,
  digestOf,
  elfFile,
  inTempFolder,
  type MadeLayout,
  makeLayout,
  type Twist,
} from '../support/make-layout.ts';

const indexType = 'application/vnd.oci.image.index.v1+json';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

async function verdictsOf(directory: string): Promise<readonly Verdict[]> {
  return await verifyImages(await layoutSubject(directory));
}

/** What did not pass, as `check severity subject`. */
function notPassed(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ status }) => status !== 'pass')
    .map(({ check, status, severity }) => `${check} ${status} ${severity}`);
}

async function putBlob(directory: string, content: string): Promise<{ digest: string; size: number }> {
  const digest = digestOf(content);
  await writeFile(blobPath(directory, digest), content);
  return { digest, size: Buffer.byteLength(content) };
}

async function readBlob(directory: string, digest: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(blobPath(directory, digest), 'utf8'));
}

/** Makes a layout, changes it, and gives what did not pass. */
function check(
  change: (directory: string, made: MadeLayout) => Promise<void>,
  twist: Twist = {},
): Promise<string[]> {
  return inTempFolder(async (directory) => {
    await makeLayout(directory, { ...twist, after: change });
    return notPassed(await verdictsOf(directory));
  });
}

describe('verify has nothing to say against', () => {
  for (const compression of ['none', 'gzip', 'zstd'] as const) {
    test(`a good layout of two platforms, layers ${compression}: one passing verdict for each check`, () =>
      inTempFolder(async (directory) => {
        await makeLayout(directory, { compression });
        const verdicts = await verdictsOf(directory);
        assert.deepEqual(notPassed(verdicts), []);
        assert.equal(new Set(verdicts.map((verdict) => verdict.check)).size, verdicts.length);
        assert.ok(verdicts.every(({ subject, detail }) => subject === directory && detail === ''));
      }));
  }

  test('a layout whose index.json names a manifest directly', async () => {
    const failed = await check(async (directory, { index }) => {
      const { manifests } = (await readBlob(directory, index)) as { manifests: Record<string, unknown>[] };
      await changeRoot(directory, () => manifests.map(({ platform: _, ...entry }) => entry));
      await rm(blobPath(directory, index));
    });
    assert.deepEqual(failed, []);
  });

  test('nested indexes, also when one is reached twice', async () => {
    const failed = await check(async (directory, { index }) => {
      const inner = {
        mediaType: indexType,
        digest: index,
        size: (await readFile(blobPath(directory, index))).length,
      };
      const outer = JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: [inner, inner] });
      const blob = { mediaType: indexType, ...(await putBlob(directory, outer)) };
      await changeRoot(directory, () => [blob]);
    });
    assert.deepEqual(failed, []);
  });

  test("BuildKit's attestation manifests, which are no images", async () => {
    const failed = await check(async (directory, made) => {
      const statement = await putBlob(directory, '{"_type":"https://in-toto.io/Statement/v0.1"}');
      const config = await putBlob(
        directory,
        JSON.stringify({
          architecture: 'unknown',
          os: 'unknown',
          config: {},
          rootfs: { type: 'layers', diff_ids: [statement.digest] },
        }),
      );
      const manifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: manifestType,
        config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
        layers: [{ mediaType: 'application/vnd.in-toto+json', ...statement }],
      });
      const entry = {
        mediaType: manifestType,
        ...(await putBlob(directory, manifest)),
        annotations: {
          'vnd.docker.reference.digest': made.manifest,
          'vnd.docker.reference.type': 'attestation-manifest',
        },
        platform: { os: 'unknown', architecture: 'unknown' },
      };
      await changeIndex((manifests) => [...manifests, entry, entry])(directory, made);
    });
    assert.deepEqual(failed, []);
  });

  test('an artifact with an empty config and a type of its own', async () => {
    const failed = await check(async (directory) => {
      const empty = {
        mediaType: 'application/vnd.oci.empty.v1+json',
        ...(await putBlob(directory, '{}')),
        data: 'e30=',
      };
      const artifact = {
        schemaVersion: 2,
        mediaType: manifestType,
        artifactType: 'application/vnd.example+type',
        config: empty,
        layers: [empty],
      };
      const entry = { mediaType: manifestType, ...(await putBlob(directory, JSON.stringify(artifact))) };
      await changeRoot(directory, (entries) => [...entries, entry]);
    });
    assert.deepEqual(failed, []);
  });

  test('an entry of index.json whose media type nobody knows', async () => {
    const failed = await check(async (directory) => {
      const entry = { mediaType: 'application/xml', ...(await putBlob(directory, '<a/>')) };
      await changeRoot(directory, (entries) => [...entries, entry]);
    });
    assert.deepEqual(failed, []);
  });

  test('layers and documents named by SHA-512', async () => {
    const failed = await check(async (directory, { index }) => {
      const content = await readFile(blobPath(directory, index));
      const digest = `sha512:${createHash('sha512').update(content).digest('hex')}`;
      await mkdir(join(directory, 'blobs/sha512'));
      await rename(blobPath(directory, index), blobPath(directory, digest));
      await changeRoot(directory, (entries) => entries.map((entry) => ({ ...entry, digest })));
    });
    assert.deepEqual(failed, []);
  });

  test('blobs that are links to files elsewhere', () =>
    inTempFolder(async (elsewhere) => {
      const failed = await check(async (directory, { layers }) => {
        await rename(blobPath(directory, layers[0] ?? ''), join(elsewhere, 'layer'));
        await symlink(join(elsewhere, 'layer'), blobPath(directory, layers[0] ?? ''));
      });
      assert.deepEqual(failed, []);
    }));

  test('a program found by PATH, by a relative path and through links', async () => {
    const link = { path: 'usr/local/bin/run', type: '2', link: '../../../bin/app' };
    const alias = { path: 'bin', type: '2', link: 'usr/local/bin' };
    for (const start of ['run', './run', '/bin/run', '/usr/../bin/./run']) {
      const config = { '/config/Entrypoint/0': start, '/config/WorkingDir': '/bin' };
      assert.deepEqual(await check(async () => undefined, { config, more: [link, alias] }), [], start);
    }
  });

  test('a folder replaced by an opaque whiteout and filled again, in any order', async () => {
    const opaque = { path: 'opt/.wh..wh..opq' };
    const fresh = { path: 'opt/app', mode: 0o755, content: elfFile('amd64') };
    const base = [
      ...baseEntries,
      { path: 'opt/' },
      { path: 'opt/app/' },
      { path: 'opt/app/old', content: 'x' },
    ];
    for (const top of [
      [{ path: 'opt/' }, opaque, fresh],
      [{ path: 'opt/' }, fresh, opaque],
    ]) {
      assert.deepEqual(
        await check(async () => undefined, { base, top, config: { '/config/Entrypoint/0': '/opt/app' } }),
        [],
      );
    }
  });

  test('a program that is a hard link to a file of a lower layer', async () => {
    const base = [...baseEntries, { path: 'app', mode: 0o755, content: elfFile('amd64') }];
    const top = [{ path: 'start', type: '1', link: 'app' }];
    assert.deepEqual(
      await check(async () => undefined, { base, top, config: { '/config/Entrypoint/0': '/start' } }),
      [],
    );
  });
});

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

  test('times of other images than its own by their form alone', async () => {
    const config = {
      '/history': undefined,
      '/created': createdAt.replace('Z', '+01:00'),
      '/config/Labels': {},
    };
    assert.deepEqual(await check(async () => undefined, { config, manifest: { '/annotations': {} } }), []);
  });
});
