import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import { type ArchiveLimits, defaultArchiveLimits } from '../../../src/image/source/archive-contents.ts';
import { openImageFile, openOciArchive } from '../../../src/image/source/open.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { digestOf, type Entry, makeLayout, makeTar, withChecksum } from '../../support/make-layout.ts';
import { flatSave, imageId, layoutSave, legacySave } from './docker-save.ts';
import { entriesOf, gzip, manifestOf, refused, storeFiles, workplace } from './opened.ts';

async function sound(t: TestContext) {
  const { folder, store, cache } = await workplace(t);
  const made = await makeLayout(join(folder, 'layout'));
  const entries = await entriesOf(made.directory);
  const file = join(folder, 'image.tar');
  /** Everything below the test's folder but the store, which an archive must not touch. */
  const outside = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).filter((path) => !path.startsWith('cache')).sort();
  return { ...made, entries, file, folder, store, cache, outside };
}

const blob = (content: string): Entry => ({
  path: `blobs/sha256/${digestOf(content).slice('sha256:'.length)}`,
  content,
});
const long = 'x'.repeat(2000);

const hostile: readonly (readonly [string, readonly Entry[], RegExp])[] = [
  ['a path that climbs', [{ path: '../evil', content: 'x' }], /entry "\.\.\/evil" leads out of the archive/],
  ['a path that climbs later', [{ path: 'blobs/../../evil', content: 'x' }], /leads out of the archive/],
  ['an absolute path', [{ path: '/tmp/evil', content: 'x' }], /entry "\/tmp\/evil" leads out/],
  [
    'a symbolic link out',
    [{ path: 'blobs/link', type: '2', link: '../../etc/passwd' }],
    /"blobs\/link" is a link that leads out of the archive, to "\.\.\/\.\.\/etc\/passwd"/,
  ],
  ['an absolute link', [{ path: 'index', type: '2', link: '/etc/passwd' }], /a link that leads out/],
  ['a hard link out', [{ path: 'a/b', type: '1', link: '../etc/passwd' }], /a link that leads out/],
  ['a device', [{ path: 'null', type: '3' }], /"null" is a character-device, which no image archive holds/],
  ['a pipe', [{ path: 'pipe', type: '6' }], /"pipe" is a fifo/],
  [
    'a file twice, with different content',
    [
      { path: 'a', content: '1' },
      { path: './a', content: '2' },
    ],
    /entry "\.\/a" is there twice, with different content/,
  ],
  [
    'a file and a link of one name',
    [
      { path: 'a', content: '1' },
      { path: 'a', type: '2', link: 'b' },
    ],
    /"a" is there twice/,
  ],
  ['a blob of another digest', [{ ...blob('one'), content: 'two' }], /it is not the blob that its name says/],
  ['a terminal escape in a name', [{ path: '../\u001b[31m\u202e' }], /entry "\.\.\/\\u001b\[31m\\u202e"/],
];
for (const [what, entries, says] of hostile) {
  test(`an archive with ${what} is refused with the entry, and leaves nothing`, async (t) => {
    const { file, store, cache, outside, entries: good } = await sound(t);
    for (const bytes of [makeTar([...entries, ...good]), makeTar([...good, ...entries])]) {
      await writeFile(file, bytes);
      const before = await outside();
      await assert.rejects(openOciArchive(file, undefined, store), refused('E_BASE', says));
      assert.deepEqual(await outside(), before);
      assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
    }
  });
}

test('links inside an archive are followed, and circles are not', async (t) => {
  const { file, store, entries, index } = await sound(t);
  const moved = entries.map((entry) => (entry.path === 'index.json' ? { ...entry, path: 'd/real' } : entry));
  const chain: readonly Entry[] = [
    { path: 'index.json', type: '2', link: 'd/../link' },
    { path: 'link', type: '1', link: 'd/real' },
  ];
  await writeFile(file, makeTar([...chain, ...moved]));
  assert.equal((await openOciArchive(file, undefined, store)).root.digest, index);
  const circle: readonly Entry[] = [
    { path: 'index.json', type: '2', link: 'link' },
    { path: 'link', type: '2', link: 'index.json' },
  ];
  await writeFile(file, makeTar([...circle, ...moved]));
  const says = /"index.json" is a link that leads in a circle/;
  await assert.rejects(openOciArchive(file, undefined, store), refused('E_BASE', says));
});

test('a file that is there twice with the same content is one file', async (t) => {
  const { file, store, entries, index } = await sound(t);
  await writeFile(file, makeTar([...entries, ...entries]));
  assert.equal((await openOciArchive(file, undefined, store)).root.digest, index);
});

const bombs: readonly (readonly [string, Partial<ArchiveLimits>, (tar: Buffer) => Buffer, RegExp])[] = [
  ['of too many entries', { maxEntries: 3 }, (tar) => tar, /it has more than 3 entries/],
  ['that unpacks too far (gzip)', { maxBytes: 5000 }, gzipSync, /unpacks to more than 5000 bytes/],
  ['that unpacks too far (zstd)', { maxBytes: 5000 }, zstdCompressSync, /unpacks to more than 5000 bytes/],
  [
    'of zeros without end',
    { maxRatio: 20, ratioFromBytes: 1 << 20 },
    (tar) =>
      gzipSync(
        Buffer.concat([tar.subarray(0, -1024), makeTar([{ path: 'z', content: Buffer.alloc(20 << 20) }])]),
      ),
    /more than 20 times its length: a decompression bomb/,
  ],
];
for (const [what, limits, pack, says] of bombs) {
  test(`an archive ${what} is left after the limit, and nothing stays`, async (t) => {
    const { file, store, cache, entries } = await sound(t);
    await writeFile(file, pack(makeTar(entries)));
    const opened = openOciArchive(file, undefined, store, { ...defaultArchiveLimits, ...limits });
    await assert.rejects(opened, refused('E_BASE', says));
    assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
  });
}

test('an entry that says it is longer than the archive is refused before anything is written', async (t) => {
  const { file, store, cache } = await sound(t);
  const tar = makeTar([{ path: 'huge', content: 'x' }]);
  tar.write('77777777777', 124, 'latin1');
  withChecksum(tar.subarray(0, 512));
  for (const bytes of [tar, gzipSync(tar)]) {
    await writeFile(file, bytes);
    const says =
      /entry "huge" says that it has 8589934591 bytes, too many|the archive ends inside its entry "huge"/;
    await assert.rejects(openOciArchive(file, undefined, store), refused('E_BASE', says));
    assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
  }
});

test('an archive that is cut anywhere is refused with the place, also inside of its compression', async (t) => {
  const { file, store, entries, cache } = await sound(t);
  const tar = makeTar([...entries, { path: 'last', content: long }]);
  const cuts: readonly (readonly [Buffer, RegExp])[] = [
    [tar.subarray(0, 700), /ends inside its entry "blobs\/sha256\/[0-9a-f]{64}"/],
    [tar.subarray(0, tar.length - 1024 - 1500), /ends inside its entry "last"/],
    [
      makeTar([{ path: 'a', content: 'b' }]).subarray(0, 1300),
      /at byte 1024 .*\nthe archive is cut or damaged/,
    ],
    [tar.subarray(0, 300), /at byte 0 it ends inside a header/],
    [gzipSync(tar).subarray(0, -20), /its gzip data is damaged near byte/],
    [zstdCompressSync(tar).subarray(0, -20), /its zstd data is damaged near byte/],
  ];
  for (const [bytes, says] of cuts) {
    await writeFile(file, bytes);
    await assert.rejects(openOciArchive(file, undefined, store), refused('E_BASE', says));
  }
  assert.deepEqual(await storeFiles(cache), { blobs: 0, others: [] });
});

test('any damage to an archive gives the image whole or a refusal, and never a file outside the store', async (t) => {
  const { entries, folder, file, outside, index } = await sound(t);
  await writeFile(file, '');
  const before = await outside();
  const saved = layoutSave('gzip');
  const packed = [
    makeTar(entries),
    makeTar(legacySave()),
    makeTar(saved.entries),
    gzipSync(makeTar(flatSave('gzip').entries)),
    zstdCompressSync(makeTar(entries)),
  ];
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(packed.length - 1),
      damage,
      fc.nat(),
      fc.boolean(),
      async (which, changes, cut, repair) => {
        const bad = Buffer.from(packed[which] ?? '');
        for (const [at, byte] of changes) bad[at % bad.length] = byte;
        if (repair && which < 3)
          for (let at = 0; at + 512 <= bad.length; at += 512)
            if (bad.toString('latin1', at + 257, at + 262) === 'ustar')
              withChecksum(bad.subarray(at, at + 512));
        await writeFile(file, cut % 3 === 0 ? bad.subarray(0, cut % bad.length) : bad);
        const cache = join(folder, 'cache', String(round++));
        try {
          const source = await openImageFile(file, undefined, gzip, openBlobStore(cache));
          const { config } = await manifestOf(source);
          assert.ok([index, saved.manifest].includes(source.root.digest) || config?.digest === imageId);
        } catch (error) {
          assert.ok(error instanceof SlipwayError && /^E_(BASE|CONFIG)$/.test(error.code), String(error));
        }
        assert.deepEqual(await outside(), before);
        assert.deepEqual((await storeFiles(cache)).others, []);
      },
    ),
    { numRuns: 150 },
  );
});
