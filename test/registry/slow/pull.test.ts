import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { type PulledImage, pullOnce } from '../../../src/registry/slow/pull.ts';
import { type ServedBlob, startSlowRegistry } from '../../../src/registry/slow/slow-registry.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { refusal } from '../../support/refusal.ts';
import { folderOf } from '../../support/temporary.ts';

const layerType = 'application/vnd.oci.image.layer.v1.tar';
const { signal } = new AbortController();

async function blobOf(folder: string, mediaType: string, content: Uint8Array): Promise<ServedBlob> {
  const digest = sha256(content);
  const path = join(folder, digest.slice(7));
  await writeFile(path, content);
  return { mediaType, digest, bytes: content.length, path };
}

async function imageOf(t: TestContext): Promise<PulledImage> {
  const folder = await folderOf(t);
  const tar = randomBytes(300_000);
  return {
    manifest: await blobOf(folder, 'application/vnd.oci.image.manifest.v1+json', Buffer.from('{}')),
    config: await blobOf(folder, 'application/vnd.oci.image.config.v1+json', Buffer.from('{"os":""}')),
    layers: [
      await blobOf(folder, `${layerType}+gzip`, gzipSync(tar)),
      await blobOf(folder, `${layerType}+zstd`, zstdCompressSync(tar)),
      await blobOf(folder, 'application/vnd.docker.image.rootfs.diff.tar.gzip', gzipSync(randomBytes(9))),
      await blobOf(folder, layerType, tar),
    ],
  };
}

const served = ({ manifest, config, layers }: PulledImage): Map<string, ServedBlob> =>
  new Map([manifest, config, ...layers].map((blob) => [blob.digest, blob]));

test('an image is pulled, checked and unpacked, however its layers are compressed; a layer that it has twice once', async (t) => {
  const image = await imageOf(t);
  const rate = 2_000_000;
  const registry = await startSlowRegistry(served(image), rate);
  t.after(() => registry.close());
  const bytes = [...served(image).values()].reduce((sum, blob) => sum + blob.bytes, 0);
  const started = performance.now();
  await pullOnce(registry.address, { ...image, layers: [...image.layers, ...image.layers] }, signal);
  const seconds = (performance.now() - started) / 1000;
  // No machine is so fast that it gets more than the rate lets through, but for what a late wait makes up.
  assert.ok(seconds > bytes / rate - 0.06, `${bytes} bytes came in ${seconds} s`);
});

test('what has other bytes than its digest says, or does not unpack, ends the pull', async (t) => {
  const image = await imageOf(t);
  const [first, ...others] = image.layers;
  assert.ok(first !== undefined);
  await writeFile(first.path, gzipSync(randomBytes(300_000), { level: 0 }).subarray(0, first.bytes));
  const registry = await startSlowRegistry(served(image), 1e9);
  t.after(() => registry.close());
  await assert.rejects(pullOnce(registry.address, image, signal));
  await pullOnce(registry.address, { ...image, layers: others }, signal);
  await writeFile(image.config.path, Buffer.from('{"os":"x"}'.slice(0, image.config.bytes)));
  const fault = await refusal(
    () => pullOnce(registry.address, { ...image, layers: others }, signal),
    'E_REGISTRY',
  );
  assert.match(fault.message, /came with other bytes/);
});

test('the registry serves nothing but the blobs it was given, to this machine alone', async (t) => {
  const image = await imageOf(t);
  const registry = await startSlowRegistry(served(image), 1e9);
  t.after(() => registry.close());
  assert.match(registry.address, /^http:\/\/127\.0\.0\.1:\d+$/);
  const absent = { ...image.manifest, digest: sha256('absent') };
  const fault = await refusal(
    () => pullOnce(registry.address, { ...image, manifest: absent }, signal),
    'E_REGISTRY',
  );
  assert.match(fault.message, /answers 404/);
  for (const path of ['/', '/v2/image/blobs/../../../../etc/passwd', '/v2/image/tags/list'])
    assert.equal((await fetch(`${registry.address}${path}`)).status, 404, path);
  const pushed = await fetch(`${registry.address}/v2/image/blobs/${image.config.digest}`, { method: 'PUT' });
  assert.equal(pushed.status, 404);
});
