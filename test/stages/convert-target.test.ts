import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ImageSource } from '../../src/image/source/image-source.ts';
import { openLayout } from '../../src/image/source/layout.ts';
import { openDockerArchive } from '../../src/image/source/open.ts';
import type { PushTree } from '../../src/registry/push/publication.ts';
import { type ImagePlace, parseImagePlace } from '../../src/request/image-place.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { formatReference } from '../../src/request/reference.ts';
import { type ConvertPorts, checkTarget, convert } from '../../src/stages/convert.ts';
import { sampleStore } from '../image/sample.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { partOf, writeBaseLayout, writeDockerArchive } from '../support/bases/places.ts';
import { refusal } from '../support/refusal.ts';

const gzip = { algorithm: 'gzip', level: 6 } as const;

/** An image of two platforms with an attestation in a layout, and what a conversion of it needs. */
async function workbench(t: TestContext, options: Parameters<typeof distrolessLike>[1] = {}) {
  const { store, folder } = await sampleStore(t);
  const base = distrolessLike(['linux/amd64', 'linux/arm64'], options);
  const source = await openLayout(await writeBaseLayout(base, join(folder, 'from'), 'v1'), 'v1', store);
  const stop = new AbortController();
  const pushed: { tree: PushTree; name: string }[] = [];
  /** The registry has all after the first time. */
  const push: ConvertPorts['push'] = async (tree, reference) => {
    pushed.push({ tree, name: formatReference(reference) });
    return pushed.length === 1;
  };
  const run = (to: ImagePlace, from: ImageSource = source, platform?: string) => {
    const asked = { to, platform: platform === undefined ? undefined : parsePlatform(platform) };
    return convert(from, asked, { store, push, signal: stop.signal });
  };
  const file = (kind: 'oci' | 'docker-archive', name: string): ImagePlace => ({
    kind,
    path: join(folder, name),
  });
  return { store, folder, base, source, stop, pushed, run, file };
}

test('into a registry go the documents; layers stay where they are until the registry lacks them', async (t) => {
  const { store, base, source, pushed, run } = await workbench(t);
  const made = await run(parseImagePlace('ghcr.io/acme/api'));
  assert.deepEqual(
    [made.target, made.digest, made.kept, made.unchanged],
    ['ghcr.io/acme/api:latest', base.root.digest, true, false],
  );
  const [{ tree, name } = assert.fail()] = pushed;
  assert.equal(name, 'ghcr.io/acme/api:latest');
  assert.deepEqual(tree.blobs.map(({ digest }) => digest).sort(), [...base.blobs.keys()].sort());
  for (const { manifest } of base.parts) assert.ok(await store.find(manifest.digest));
  const layers = new Set(base.parts.flatMap((part) => part.layers.map(({ digest }) => digest)));
  for (const digest of layers) {
    assert.equal(await store.find(digest), undefined);
    const blob = tree.blobs.find((each) => each.digest === digest) ?? assert.fail();
    await tree.origins?.get(digest)?.fetch(blob);
    assert.ok(await store.find(digest));
  }
  const again = await run(parseImagePlace('ghcr.io/acme/api:v2'), source, 'linux/arm64');
  assert.deepEqual([again.target, again.unchanged], ['ghcr.io/acme/api:v2', true]);
  assert.equal(pushed[1]?.tree.root.digest, partOf(base, 'linux/arm64').manifest.digest);
});

test("what a registry gets of Docker's documents are OCI's, which no source has", async (t) => {
  const { store, pushed, run } = await workbench(t, { family: 'docker' });
  const { digest, kept, changed } = await run(parseImagePlace('ghcr.io/acme/api:v1'));
  assert.equal(kept, false);
  assert.equal(pushed[0]?.tree.root.digest, digest);
  for (const { to } of changed) assert.ok(to !== undefined && (await store.find(to)));
});

test('a docker archive never keeps the digest, and says what of an index it left out', async (t) => {
  const { folder, base, store, run, file, source } = await workbench(t, { attestations: true });
  const { mediaType, digest, size } = partOf(base, 'linux/amd64').manifest;
  const one = { ...source, root: { mediaType, digest, size } };
  const direct = await run(file('docker-archive', 'direct.tar'), one);
  assert.equal(direct.kept, false);
  assert.equal(direct.changed[0]?.from, digest);
  assert.deepEqual(direct.notices, [], 'a manifest is all that there is');

  const single = await openLayout(
    await writeBaseLayout(distrolessLike(['linux/amd64'], { attestations: true }), join(folder, 'single')),
    undefined,
    store,
  );
  const { notices } = await run(file('docker-archive', 'single.tar'), single);
  assert.deepEqual(notices, [`only the image itself was taken of the index ${single.root.digest}`]);

  await writeDockerArchive(base, 'linux/amd64', join(folder, 'save.tar'), ['api:v1']);
  const saved = await openDockerArchive(join(folder, 'save.tar'), undefined, gzip, store);
  const again = await run(file('docker-archive', 'again.tar'), saved);
  assert.deepEqual(again.changed, [], 'a manifest that was made a moment ago is missed by nobody');
});

test('a name that a docker archive cannot have is refused before anything is read', async (t) => {
  const { folder } = await workbench(t);
  const path = join(folder, 'new.tar');
  await checkTarget({ kind: 'docker-archive', path, name: 'acme/api:v1' });
  for (const name of [`acme/api@sha256:${'0'.repeat(64)}`, 'acme/API']) {
    await refusal(() => checkTarget({ kind: 'docker-archive', path, name }), 'E_CONFIG');
  }
  await checkTarget({ kind: 'oci', path, name: 'any name at all' });
});

test('a run that is interrupted between documents and layers fetches none', async (t) => {
  const { folder, source, stop, run, file } = await workbench(t);
  const enough = new Error('enough');
  let documents = 0;
  const afterDocuments: ImageSource = {
    ...source,
    document: async (descriptor) => {
      const bytes = await source.document(descriptor);
      // The index and two manifests: read once for the tree, and once more to be kept.
      if (++documents === 6) stop.abort(enough);
      return bytes;
    },
    fetch: () => assert.fail('nothing is fetched any more'),
  };
  await assert.rejects(run(file('oci', 'to'), afterDocuments), enough);
  assert.equal(documents, 6);
  assert.ok(!(await readdir(folder)).includes('to'));
});

test('a run that is interrupted while it fetches writes nothing', async (t) => {
  const { folder, source, stop, run, file } = await workbench(t);
  const whileFetching: ImageSource = {
    ...source,
    fetch: async (descriptor) => {
      await source.fetch(descriptor);
      stop.abort(new Error('enough'));
    },
  };
  await assert.rejects(run(file('oci', 'to'), whileFetching), /enough/);
  assert.ok(!(await readdir(folder)).includes('to'));
});
