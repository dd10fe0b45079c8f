import assert from 'node:assert/strict';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openImageFile } from '../../../src/image/source/open.ts';
import { defaultViewLimits, type ViewLimits } from '../../../src/image/view/read-layer.ts';
import { viewImage } from '../../../src/image/view/view-image.ts';
import { openRegistryImage } from '../../../src/registry/image.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { parseReference } from '../../../src/request/reference.ts';
import { open, testRegistry } from '../../registry/opening.ts';
import { debianLike } from '../../support/bases/debian.ts';
import {
  partOf,
  pushBase,
  writeBaseArchive,
  writeBaseLayout,
  writeDockerArchive,
} from '../../support/bases/places.ts';
import { hello } from '../../support/build-run.ts';
import { blobPath, type Entry, makeLayout, makeTar, type Twist } from '../../support/make-layout.ts';
import { slipwayOk } from '../../support/slipway.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';
import { gzip, refused, storeFiles, workplace } from '../source/opened.ts';
import { diveReport, viewTars } from './viewed.ts';

const platform = parsePlatform('linux/arm64');

test('an image is the same wherever it lies: layout, OCI archive, docker archive, registry', async (t) => {
  const base = debianLike(undefined, { attestations: true });
  const part = partOf(base, 'linux/arm64');
  const { folder, store } = await workplace(t);
  const registry = await testRegistry(t);
  const reference = `${registry.host}/acme/base:1`;
  await pushBase(base, reference);
  const files = [
    await writeBaseLayout(base, join(folder, 'layout')),
    await writeBaseArchive(base, join(folder, 'oci.tar')),
    await writeDockerArchive(base, 'linux/arm64', join(folder, 'docker.tar')),
  ];
  const sources = [
    await openRegistryImage(open(t), parseReference(reference), store),
    ...(await Promise.all(files.map((file) => openImageFile(file, undefined, gzip, store)))),
  ];
  const views = [];
  for (const source of sources) views.push(await viewImage(source, { platform, store }));
  const [first] = views;
  assert.ok(first);
  const tarBytes = part.layers.map(({ tar }) => tar.length);
  assert.deepEqual(
    first.layers.map(({ digest, diffId, compressedBytes, uncompressedBytes, createdBy }) => [
      digest,
      diffId,
      compressedBytes,
      uncompressedBytes,
      createdBy?.slice(0, 11),
    ]),
    part.layers.map(({ digest, diffId, size }, at) => [
      digest,
      diffId,
      size,
      tarBytes[at],
      ['# debian.sh', 'RUN /bin/sh'][at],
    ]),
  );
  assert.deepEqual(first.platform, { os: 'linux', architecture: 'arm64' });
  assert.deepEqual([first.manifestDigest, first.configDigest], [part.manifest.digest, part.config.digest]);
  assert.equal(
    first.diskBytes,
    tarBytes.reduce((sum, bytes) => sum + bytes, 0),
  );
  const blobs = [part.manifest, part.config, ...part.layers];
  assert.equal(
    first.pullBytes,
    blobs.reduce((sum, { size }) => sum + size, 0),
  );
  for (const { name, files: all, waste, findings, diskBytes } of views) {
    assert.deepEqual(
      [all, waste, findings, diskBytes],
      [first.files, first.waste, first.findings, first.diskBytes],
      name,
    );
  }
  assert.deepEqual((await storeFiles(join(folder, 'cache'))).others, []);
});

test('of several platforms one has to be named', async (t) => {
  const { folder, store } = await workplace(t);
  const source = await openImageFile(await writeBaseLayout(debianLike(), folder), undefined, gzip, store);
  await assert.rejects(
    viewImage(source, { store }),
    refused('E_CONFIG', /there is linux\/amd64, linux\/arm64/),
  );
  await assert.rejects(
    viewImage(source, { store, platform: parsePlatform('linux/s390x') }),
    refused('E_CONFIG', /no image for linux\/s390x/),
  );
});

test('what slipway build makes wastes nothing, by its own count and by that of dive', {
  skip: lacks('dive'),
}, async (t) => {
  const root = await folderOf(t, hello);
  const { folder, store, cache } = await workplace(t);
  const file = join(folder, 'image.tar');
  const target = ['--platform', 'linux/amd64', '--output', `docker-archive:${file}`, '--cache-dir', cache];
  await slipwayOk(['build', root, ...target]);
  const view = await viewImage(await openImageFile(file, undefined, gzip, store), { store });
  const { image, layer } = await diveReport(file);
  assert.deepEqual(
    [view.contentBytes, view.waste.wastedBytes, view.waste.efficiency],
    [image.sizeBytes, image.inefficientBytes, image.efficiencyScore],
  );
  assert.deepEqual([view.waste.wastedBytes, view.waste.hiddenBytes, view.waste.efficiency], [0, 0, 1]);
  for (const [index, { sizeBytes, fileList, command }] of layer.entries()) {
    const [ours, own] = [view.layers[index], view.files.filter((each) => each.layer === index)];
    assert.deepEqual([ours?.contentBytes, ours?.createdBy], [sizeBytes, command]);
    assert.deepEqual(
      own.map(({ path, bytes }) => `${path} ${bytes}`).sort(),
      fileList.map(({ path, size }) => `/${path} ${size}`).sort(),
    );
  }
  const program = view.files.find(({ owner }) => owner?.startsWith('go:') === true);
  assert.match(program?.owner ?? '', /^go:example\.com\/hello (\(devel\)|v0\.0\.0-.*)$/);
  assert.deepEqual(
    view.findings.filter(({ severity }) => severity !== 'info'),
    [],
  );
});

describe('an image that cannot be read is refused with the layer and why', () => {
  async function view(t: TestContext, twist: Twist, limits?: ViewLimits): Promise<unknown> {
    const { folder, store } = await workplace(t);
    const layout = await makeLayout(join(folder, 'layout'), twist);
    const source = await openImageFile(layout.directory, undefined, gzip, store);
    return viewImage(source, { store, platform: parsePlatform('linux/amd64'), ...(limits && { limits }) });
  }
  const long = 'x/'.repeat(2100);
  const cut = (archive: Buffer): Buffer => archive.subarray(0, 3000);
  const cases: Readonly<Record<string, readonly [Twist, RegExp, ViewLimits?]>> = {
    'of a type that nobody unpacks': [
      { manifest: { '/layers/1/mediaType': 'application/vnd.example.layer' } },
      /layer sha256:[0-9a-f]{64} cannot be read: it is of type application\/vnd\.example\.layer/,
    ],
    'whose archive is cut': [{ tar: cut }, /the archive ends inside the content of "usr\/local\/bin\/app"/],
    'whose compressed data is damaged': [{ blob: (blob) => blob.subarray(0, -9) }, /gzip data is damaged/],
    'that is compressed otherwise than it says': [{ blob: () => makeTar([]) }, /gzip data is damaged/],
    'that unpacks to more than is allowed': [
      { blob: () => gzipSync(Buffer.alloc(5 << 20)) },
      /it unpacks to more than 1048576 bytes/,
      { ...defaultViewLimits, maxBytes: 1 << 20 },
    ],
    'with more entries than are allowed': [
      {},
      /it has more than 3 entries/,
      { ...defaultViewLimits, maxEntries: 3 },
    ],
    'with more names than are allowed': [
      {},
      /its names have more than 20/,
      { ...defaultViewLimits, maxNameBytes: 20 },
    ],
    'with a path that no system has': [
      { tar: () => longPath(long) },
      /has a name of more than 4096 characters/,
    ],
  };
  for (const [what, [twist, says, limits]] of Object.entries(cases)) {
    test(`one ${what}`, async (t) => {
      await assert.rejects(view(t, twist, limits), refused('E_BASE', says));
    });
  }

  test('one whose layer is missing, or is not what its digest says', async (t) => {
    for (const damage of [
      rm,
      (path: string) => truncate(path, 100),
      (path: string) => writeFile(path, 'x'),
    ]) {
      await assert.rejects(
        view(t, { after: (directory, { layers }) => damage(blobPath(directory, layers[1] ?? '')) }),
        refused('E_BASE', /sha256:/),
      );
    }
  });
});

/** GNU's long-name entry before a file (GNU tar manual, "Basic Tar Format", type L). */
function longPath(path: string): Buffer {
  const entries: Entry[] = [
    { path: '././@LongLink', type: 'L', content: `${path}\0` },
    { path: 'x', content: 'x' },
  ];
  return makeTar(entries);
}

test('folders nested as deep as a path can be are no trouble', async (t) => {
  const deep = `${'d/'.repeat(2000)}file`;
  const { view } = await viewTars(t, [longPath(deep), makeTar([{ path: '.wh.d', content: '' }])]);
  assert.equal(view.files.find(({ kind }) => kind === 'file')?.state, 'removed');
  assert.equal(view.waste.hiddenBytes, 1);
});

test('the result is plain data: as JSON it is the same', async (t) => {
  const layers = partOf(debianLike(['linux/amd64']), 'linux/amd64').layers.map(({ tar }) => tar);
  const { view } = await viewTars(t, layers);
  assert.deepEqual(JSON.parse(JSON.stringify(view)), view);
});
