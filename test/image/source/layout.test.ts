import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, readFile, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import type { Descriptor } from '../../../src/image/descriptor.ts';
import type { ImageSource } from '../../../src/image/source/image-source.ts';
import { openLayout } from '../../../src/image/source/layout.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import { changeRoot } from '../../support/broken-layout.ts';
import { blobPath, digestOf, type MadeLayout, makeLayout, type Twist } from '../../support/make-layout.ts';
import { allBlobs, entriesOf, refused, storeFiles, workplace } from './opened.ts';

const refName = 'org.opencontainers.image.ref.name';

async function layout(t: TestContext, twist: Twist = {}) {
  const { folder, store, cache } = await workplace(t);
  const made: MadeLayout = await makeLayout(join(folder, 'layout'), twist);
  return { ...made, folder, store, cache };
}

test('a layout is read from its index down, and nothing comes into the store before it is asked for', async (t) => {
  const { directory, index, store, cache } = await layout(t);
  const source = await openLayout(directory, undefined, store);
  assert.equal(source.root.digest, index);
  assert.equal(source.name, `oci:${directory}`);
  assert.equal((await storeFiles(cache)).blobs, 0);
  const blobs = await allBlobs(source, store);
  assert.equal(blobs.length, 1 + 2 * 2 + 3, 'one index, two manifests and configs, three different layers');
  assert.deepEqual(await storeFiles(cache), { blobs: blobs.length, others: [] });
});

test('an image of several is chosen by its name, by its full name with what Docker leaves out, or by digest', async (t) => {
  const { directory, manifest, index, store } = await layout(t);
  const size = (await readFile(blobPath(directory, manifest))).length;
  await changeRoot(directory, ([entry]) => [
    { ...entry, annotations: { [refName]: 'both' } },
    {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: manifest,
      size,
      annotations: { [refName]: 'v1', 'io.containerd.image.name': 'docker.io/library/api:v1' },
    },
  ]);
  const digestFor = async (choice: string | undefined): Promise<string> =>
    (await openLayout(directory, choice, store)).root.digest;
  assert.equal(await digestFor('both'), index);
  assert.equal(await digestFor(index), index);
  for (const name of ['v1', 'api:v1', 'library/api:v1', 'docker.io/library/api:v1', manifest])
    assert.equal(await digestFor(name), manifest, name);
  await assert.rejects(
    digestFor(undefined),
    refused('E_CONFIG', /several images: both, docker.io\/library\/api:v1/),
  );
  await assert.rejects(digestFor('v2'), refused('E_CONFIG', /no image "v2"; it has both, docker.io/));
  await assert.rejects(digestFor('api'), refused('E_CONFIG', /no image "api"/), 'api is api:latest');
});

test("one platform's manifest is found by its digest below the index", async (t) => {
  const { directory, manifest, store } = await layout(t);
  const source = await openLayout(directory, manifest, store);
  assert.equal(source.root.digest, manifest);
  assert.equal(source.name, `oci:${directory}@${manifest}`);
  assert.equal((await allBlobs(source, store)).length, 4);
  const absent = digestOf('nothing');
  await assert.rejects(
    openLayout(directory, absent, store),
    refused('E_CONFIG', /no index of the layout leads/),
  );
});

test('one image under several names is one image, and two under one name are not', async (t) => {
  const { directory, index, manifest, store } = await layout(t);
  const original = await readFile(join(directory, 'index.json'));
  await changeRoot(directory, ([entry]) => [{ ...entry }, { ...entry, annotations: { [refName]: 'v2' } }]);
  assert.equal((await openLayout(directory, undefined, store)).root.digest, index);
  await writeFile(join(directory, 'index.json'), original);
  await changeRoot(directory, ([entry]) => [{ ...entry }, { ...entry, digest: manifest }]);
  await assert.rejects(
    openLayout(directory, 'latest', store),
    refused('E_CONFIG', new RegExp(`several images by the name "latest": ${index}, ${manifest}`)),
  );
});

test('a path that holds no layout is told from one', async (t) => {
  const { folder, directory, store } = await layout(t);
  await writeFile(join(folder, 'file'), '');
  const open = (name: string) => openLayout(join(folder, name), undefined, store);
  await assert.rejects(open('nowhere'), refused('E_CONFIG', /nowhere does not exist/));
  await assert.rejects(open('file'), refused('E_CONFIG', /is not a folder\n.*oci-archive:FILE/));
  await assert.rejects(open('layout/blobs'), refused('E_CONFIG', /is no OCI layout: it has no oci-layout/));
  await rm(join(directory, 'index.json'));
  await assert.rejects(open('layout'), refused('E_CONFIG', /it has no index.json/));
});

const broken: readonly (readonly [string, Twist, RegExp])[] = [
  ['another version', { ociLayout: '{"imageLayoutVersion":"2.0.0"}' }, /oci-layout says version "2.0.0"/],
  ['a marker that is not JSON', { ociLayout: 'x' }, /oci-layout says version "undefined"/],
  ['no image', { root: { '/manifests': [] } }, /index.json names no image/],
  ['an index without a list', { root: { '/manifests': 'x' } }, /layout: .*manifests is not a list/],
  ['a digest that climbs', { root: { '/manifests/0/digest': 'sha256:../../../etc/passwd' } }, /for a digest/],
  [
    'a digest of another algorithm',
    { root: { '/manifests/0/digest': `md5:${'0'.repeat(32)}` } },
    /for a digest/,
  ],
  ['an entry without a size', { root: { '/manifests/0/size': undefined } }, /has no size/],
  ['an index without end', { root: { '/padding': 'x'.repeat(5 << 20) } }, /more than any real one/],
];
for (const [what, twist, says] of broken) {
  test(`a layout with ${what} is refused with the reason`, async (t) => {
    const { directory, store } = await layout(t, twist);
    await assert.rejects(openLayout(directory, undefined, store), refused('E_BASE', says));
  });
}

test('a blob that is missing, cut, longer or other than its digest is refused with its name, and not stored', async (t) => {
  const { directory, layers, index, store, cache, folder } = await layout(t);
  const sound = join(folder, 'sound');
  await cp(directory, sound, { recursive: true });
  const [layer = ''] = layers;
  const path = blobPath(directory, layer);
  const content = await readFile(path);
  const flipped = Buffer.from(content);
  flipped[20] = (flipped[20] ?? 0) ^ 1;
  const size = content.length;
  const descriptor = { mediaType: 'x/y', digest: layer as `sha256:${string}`, size };
  const changes: readonly (readonly [Buffer | undefined, RegExp])[] = [
    [undefined, /is missing/],
    [content.subarray(1), new RegExp(`has ${size - 1} bytes, and its descriptor says ${size}`)],
    [Buffer.concat([content, Buffer.alloc(1)]), new RegExp(`has ${size + 1} bytes`)],
    [flipped, /have another digest\nthe layout is damaged/],
  ];
  for (const [changed, says] of changes) {
    if (changed === undefined) await rm(path);
    else await writeFile(path, changed);
    const source = await openLayout(directory, undefined, store);
    const named = refused('E_BASE', new RegExp(`${layer}.*${says.source}`));
    await assert.rejects(source.fetch(descriptor), named);
    await assert.rejects(locate(source, descriptor), named);
    await assert.rejects(source.document(descriptor), named);
  }
  const root = await readFile(blobPath(directory, index));
  await writeFile(blobPath(directory, index), Buffer.alloc(root.length));
  const source = await openLayout(directory, undefined, store);
  await assert.rejects(source.document(source.root), refused('E_BASE', /another digest/));
  assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
  await (await openLayout(sound, undefined, store)).fetch(descriptor);
  assert.deepEqual(await storeFiles(cache), { blobs: 1, others: [] });
});

function locate(source: ImageSource, descriptor: Descriptor): Promise<string | undefined> {
  assert.ok(source.locate, 'a layout says where its blobs lie');
  return source.locate(descriptor);
}

test('a blob is found where it lies, without being copied', async (t) => {
  const { directory, layers, store, cache } = await layout(t);
  const [layer = ''] = layers;
  const path = await realpath(blobPath(directory, layer));
  const { size } = await stat(path);
  const descriptor = { mediaType: 'x/y', digest: layer as Digest, size };
  const source = await openLayout(directory, undefined, store);
  assert.equal(await locate(source, descriptor), path);
  assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
});

test('a layout may be made of links inside it, and none may lead out of it', async (t) => {
  const { directory, layers, store, folder } = await layout(t);
  const [layer = ''] = layers;
  const path = blobPath(directory, layer);
  await rename(path, join(directory, 'elsewhere'));
  await symlink('../../elsewhere', path);
  await allBlobs(await openLayout(directory, undefined, store), store);

  const { store: empty } = await workplace(t);
  await rename(join(directory, 'elsewhere'), join(folder, 'outside'));
  for (const target of [join(folder, 'outside'), '../../../outside']) {
    await rm(path);
    await symlink(target, path);
    const source = await openLayout(directory, undefined, empty);
    await assert.rejects(
      allBlobs(source, empty),
      refused('E_BASE', /is a link that leads out of the layout/),
    );
  }
  await symlink(directory, join(folder, 'link'));
  assert.ok(await openLayout(join(folder, 'link'), undefined, store), 'the folder itself may be a link');
});

test('a pipe, a device or a folder in the place of a blob is refused, and nobody waits for it', async (t) => {
  const { directory, layers, store } = await layout(t);
  const [layer = ''] = layers;
  const path = blobPath(directory, layer);
  for (const make of ['mkfifo', 'mkdir']) {
    await rm(path, { recursive: true });
    execFileSync(make, [path]);
    const source = await openLayout(directory, undefined, store);
    await assert.rejects(allBlobs(source, store), refused('E_BASE', /is not a file/), make);
  }
  await rm(join(directory, 'index.json'));
  await symlink('/dev/zero', join(directory, 'index.json'));
  await assert.rejects(
    openLayout(directory, undefined, store),
    refused('E_BASE', /its index.json is not a file/),
  );
});

test('a document that its descriptor calls endless is not read', async (t) => {
  const { directory, store } = await layout(t);
  const source = await openLayout(directory, undefined, store);
  await assert.rejects(
    source.document({ ...source.root, size: 2 ** 40 }),
    refused('E_BASE', /has 1099511627776 bytes, more than any real one/),
  );
});

test('any damage to a layout gives the image whole or a refusal, and never another fault', async (t) => {
  const { directory, folder } = await layout(t);
  const files = (await entriesOf(directory)).map(({ path, content }) => ({
    path,
    content: Buffer.from(content ?? ''),
  }));
  const change = fc.record({
    file: fc.nat(files.length - 1),
    at: fc.nat(),
    byte: fc.nat(255),
    cut: fc.nat(9),
  });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      for (const { path, content } of files) await writeFile(join(directory, path), content);
      for (const { file, at, byte, cut } of changes) {
        const { path, content } = files[file] ?? { path: '', content: Buffer.alloc(0) };
        const bad = Buffer.from(content);
        bad[at % bad.length] = byte;
        await writeFile(join(directory, path), cut === 0 ? bad.subarray(0, at % bad.length) : bad);
      }
      const cache = join(folder, 'cache', String(round++));
      const store = openBlobStore(cache);
      try {
        await allBlobs(await openLayout(directory, undefined, store), store);
      } catch (error) {
        assert.ok(error instanceof SlipwayError && /^E_(BASE|CONFIG)$/.test(error.code), String(error));
      }
      assert.deepEqual((await storeFiles(cache)).others, []);
    }),
    { numRuns: 100 },
  );
});
