import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Layout } from '../../src/image/image.ts';
import { writeLayout } from '../../src/image/layout.ts';
import { readLayout } from '../../src/image/layout-read.ts';
import { hexOf } from '../../src/support/hashing.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { writeBaseLayout } from '../support/bases/places.ts';
import { blobNames, readNames } from './read-layout.ts';
import { sampleLayout, sampleStore, snapshot } from './sample.ts';

function blobsOf(...layouts: readonly Layout[]): string[] {
  return [...new Set(layouts.flatMap(({ blobs }) => blobs.map(({ digest }) => hexOf(digest))))].sort();
}

test('a new, an empty and a linked folder become a layout with exactly the image in it', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  await mkdir(join(folder, 'empty'));
  await mkdir(join(folder, 'elsewhere'));
  await symlink('elsewhere', join(folder, 'linked'));
  for (const name of ['new', 'deeper/new', 'empty', 'linked']) {
    const out = join(folder, name);
    assert.equal(await writeLayout(layout, store, out, 'v1'), true);
    assert.deepEqual(await readNames(out), { v1: layout.root.digest });
    assert.deepEqual(await blobNames(out), blobsOf(layout));
    assert.deepEqual((await readdir(out)).sort(), ['blobs', 'index.json', 'oci-layout']);
  }
  assert.ok((await readdir(folder)).every((name) => !name.endsWith('.tmp')));
  assert.equal(
    (await stat(join(folder, 'elsewhere', 'index.json'))).isFile(),
    true,
    'the link was followed, not replaced',
  );
});

test('writing the same image again touches nothing', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const out = join(folder, 'out');
  await writeLayout(layout, store, out, 'v1');
  const before = await snapshot(out);
  assert.equal(await writeLayout(layout, store, out, 'v1'), false);
  assert.deepEqual(await snapshot(out), before);
});

test('an update replaces the image of its name, keeps other names, and removes what nothing needs', async (t) => {
  const { store, folder } = await sampleStore(t);
  const first = await sampleLayout(store, folder, 1);
  const second = await sampleLayout(store, folder, 2);
  const both = await sampleLayout(store, folder, 1, ['linux/amd64', 'linux/riscv64']);
  const out = join(folder, 'out');
  await writeLayout(first, store, out, 'v1');
  await writeLayout(both, store, out, 'other');
  await writeLayout(second, store, out, 'v1');
  assert.deepEqual(await readNames(out), { v1: second.root.digest, other: both.root.digest });
  assert.deepEqual(await blobNames(out), blobsOf(second, both), 'the shared amd64 image stayed');
  await writeLayout(both, store, out, 'v1');
  assert.deepEqual(await blobNames(out), blobsOf(both));
});

test("other tools' descriptors and fields survive an update, and so do the blobs they may need", async (t) => {
  const { store, folder } = await sampleStore(t);
  const first = await sampleLayout(store, folder, 1);
  const second = await sampleLayout(store, folder, 2);
  const out = join(folder, 'out');
  await writeLayout(first, store, out, 'v1');
  const index = JSON.parse(await readFile(join(out, 'index.json'), 'utf8'));
  const missing = `sha512:${'a'.repeat(128)}`;
  const foreign = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest: missing,
    size: 7,
    data: 'e30=',
  };
  const changed = { ...index, annotations: { mine: 'yes' }, manifests: [foreign, ...index.manifests] };
  await writeFile(join(out, 'index.json'), JSON.stringify(changed, null, 2));
  await writeLayout(first, store, out, 'v1');
  assert.equal(
    await readFile(join(out, 'index.json'), 'utf8'),
    JSON.stringify(changed, null, 2),
    'not even reformatted',
  );

  await writeLayout(second, store, out, 'v1');
  const after = JSON.parse(await readFile(join(out, 'index.json'), 'utf8'));
  assert.deepEqual(after.annotations, { mine: 'yes' });
  assert.deepEqual(after.manifests[0], foreign);
  assert.equal(after.manifests[1].digest, second.root.digest);
  assert.deepEqual(
    await blobNames(out),
    blobsOf(first, second),
    'the foreign image might need them: it could not be read',
  );
});

test('a blob that was damaged or lost in the layout is written again', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const out = join(folder, 'out');
  await writeLayout(layout, store, out, 'v1');
  const [first = '', second = ''] = await blobNames(out);
  await writeFile(join(out, 'blobs/sha256', first), 'damaged');
  await rm(join(out, 'blobs/sha256', second));
  assert.equal(await writeLayout(layout, store, out, 'v1'), true);
  assert.deepEqual(await readNames(out), { v1: layout.root.digest });
});

test('a path that is not ours to write is refused and left as it was', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const sources = join(folder, 'sources');
  await mkdir(sources);
  await writeFile(join(sources, 'main.go'), 'package main');
  await writeFile(join(folder, 'file'), 'text');
  const before = [await snapshot(sources), await readFile(join(folder, 'file'), 'utf8')];
  await assert.rejects(writeLayout(layout, store, sources, 'v1'), { code: 'E_CONFIG', message: /not empty/ });
  await assert.rejects(writeLayout(layout, store, join(folder, 'file'), 'v1'), {
    code: 'E_CONFIG',
    message: /is a file/,
  });
  await assert.rejects(writeLayout(layout, store, join(folder, 'file', 'below'), 'v1'), {
    code: 'E_IO',
    message: /ENOTDIR/,
  });
  assert.deepEqual([await snapshot(sources), await readFile(join(folder, 'file'), 'utf8')], before);
});

test('a broken layout is refused, whatever is wrong with it, and left as it was', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const out = join(folder, 'out');
  await writeLayout(layout, store, out, 'v1');
  const descriptor = { mediaType: 'x/y', digest: layout.root.digest, size: 1 };
  const index = (...manifests: unknown[]): string => JSON.stringify({ schemaVersion: 2, manifests });
  const damages: Record<string, readonly string[]> = {
    'oci-layout': ['', '{}', '[]', '{"imageLayoutVersion":"2.0.0"}'],
    'index.json': [
      '',
      'null',
      '{"schemaVersion":2}',
      '{"schemaVersion":1,"manifests":[]}',
      index(1),
      index({ ...descriptor, digest: 'sha256:../../../etc/passwd' }),
      index({ ...descriptor, digest: '../..:x' }),
      index({ ...descriptor, size: 1.5 }),
      index({ ...descriptor, mediaType: undefined }),
      index({ ...descriptor, annotations: [] }),
    ],
  };
  for (const [name, contents] of Object.entries(damages)) {
    const sound = await readFile(join(out, name));
    for (const content of contents) {
      await writeFile(join(out, name), content);
      const before = await snapshot(out);
      await assert.rejects(writeLayout(layout, store, out, 'v1'), { code: 'E_CONFIG' }, `${name} ${content}`);
      await assert.rejects(
        readLayout(out),
        { code: 'E_CONFIG', message: new RegExp(out) },
        `${name} ${content}`,
      );
      assert.deepEqual(await snapshot(out), before);
    }
    await writeFile(join(out, name), sound);
  }
});

test('a layout without its marker or its index, or with an endless one, is refused with the reason', async (t) => {
  const { store, folder } = await sampleStore(t);
  const out = join(folder, 'out');
  await writeLayout(await sampleLayout(store, folder), store, out, 'v1');
  const sound = await readFile(join(out, 'index.json'), 'utf8');
  await writeFile(join(out, 'index.json'), sound.padEnd(4 << 20));
  assert.equal((await readLayout(out)).manifests.length, 1);
  await writeFile(join(out, 'index.json'), sound.padEnd((4 << 20) + 1));
  const refusedAs = (message: RegExp) => assert.rejects(readLayout(out), { code: 'E_CONFIG', message });
  await refusedAs(/index\.json is not a JSON object/);
  await rm(join(out, 'index.json'));
  await refusedAs(/it has no index\.json/);
  await rm(join(out, 'oci-layout'));
  await refusedAs(/it has no oci-layout/);
});

test("what an image of Docker's format needs stays in a layout that is updated", async (t) => {
  const { store, folder } = await sampleStore(t);
  const base = distrolessLike(['linux/amd64', 'linux/arm64'], { family: 'docker' });
  const out = await writeBaseLayout(base, join(folder, 'out'), 'base');
  const own = await sampleLayout(store, folder);
  await writeLayout(own, store, out, 'v1');
  const theirs = [...base.blobs.keys()].map((digest) => digest.slice(7));
  assert.deepEqual(await blobNames(out), [...new Set([...blobsOf(own), ...theirs])].sort());
});

test('an index.json damaged anywhere is read as it stands or refused as E_CONFIG', async (t) => {
  const { store, folder } = await sampleStore(t);
  const out = join(folder, 'out');
  await writeLayout(await sampleLayout(store, folder), store, out, 'v1');
  const sound = await readFile(join(out, 'index.json'));
  await fc.assert(
    fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(255), async (at, byte) => {
      await writeFile(join(out, 'index.json'), Buffer.from(sound).fill(byte, at, at + 1));
      const answer = await readLayout(out).catch((error: { code?: string }) => error.code);
      assert.ok(answer === 'E_CONFIG' || typeof answer === 'object');
    }),
    { numRuns: 100 },
  );
});

test('what a killed run left beside the layout is removed later; what may still be written is not', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const out = join(folder, 'out');
  await writeLayout(layout, store, out, 'v1');
  const old = (Date.now() - 3_600_000) / 1000;
  const dead = join(folder, '.out.999999999-0123abcd.tmp');
  const inside = join(out, '.blob.999999999-0123abcd.tmp');
  const living = join(folder, `.out.${process.pid}-0123abcd.tmp`);
  const young = join(folder, '.out.999999998-0123abcd.tmp');
  const others = join(folder, '.other.999999999-0123abcd.tmp');
  for (const path of [dead, inside, living, young, others]) {
    await writeFile(path, 'half');
    if (path !== young) await utimes(path, old, old);
  }
  await writeLayout(layout, store, out, 'v1');
  const left = [...(await readdir(folder)), ...(await readdir(out))].filter((name) => name.endsWith('.tmp'));
  assert.deepEqual(left.sort(), [living, young, others].map((path) => path.slice(folder.length + 1)).sort());
});

test('a blob that the cache lost meanwhile is named, and no layout appears', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const digest = layout.images[0]?.layers[0]?.digest ?? 'sha256:';
  const blob = await store.find(digest);
  await writeFile(blob?.path ?? '', 'damaged');
  const out = join(folder, 'out');
  await assert.rejects(writeLayout(layout, store, out, 'v1'), { code: 'E_IO', message: new RegExp(digest) });
  assert.ok(!(await readdir(folder)).some((name) => name.includes('out')));
});
