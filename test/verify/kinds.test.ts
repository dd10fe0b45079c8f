import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { changeIndex, changeRoot } from '../support/broken-layout.ts';
import { baseEntries, blobPath, elfFile, inTempFolder, makeLayout } from '../support/make-layout.ts';
import {
  check,
  indexType,
  manifestType,
  notPassed,
  putBlob,
  readBlob,
  verdictsOf,
} from '../support/verify-layout.ts';

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
