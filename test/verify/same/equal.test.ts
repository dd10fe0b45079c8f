import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { BlobStore } from '../../../src/cache/blob-store.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { defaultFileLimits, type FileLimits } from '../../../src/verify/same/read-files.ts';
import { sameImages } from '../../../src/verify/same/same-images.ts';
import { outcomeOf } from '../../../src/verify/verdict.ts';
import { refused, workplace } from '../../image/source/opened.ts';
import {
  archive,
  compared,
  comparedRecipes,
  type File,
  invented,
  type Place,
  type Recipe,
  usualFiles,
} from './invented.ts';

const amd64 = { os: 'linux', architecture: 'amd64' };
const arm64 = { os: 'linux', architecture: 'arm64' };
const of =
  (recipes: Recipe | readonly Recipe[], place?: Place) =>
  (store: BlobStore): ReturnType<typeof invented> =>
    invented(store, recipes, place);

/** Layers of A, layers of B, which make the same files. */
const ways: Readonly<Record<string, readonly [Recipe['layers'], Recipe['layers']]>> = {
  'in one layer and in several': [
    [usualFiles],
    [usualFiles.slice(0, 4), usualFiles.slice(4, 9), usualFiles.slice(9)],
  ],
  'in another order': [
    [usualFiles],
    [[...usualFiles.slice(2, 9), ...usualFiles.slice(0, 2), ...usualFiles.slice(9)]],
  ],
  'where an upper layer takes a file away': [
    [usualFiles],
    [[...usualFiles, { path: 'etc/old', content: 'x' }], [{ path: 'etc/.wh.old' }]],
  ],
  'where an upper layer empties a folder and fills it again': [
    [usualFiles],
    [
      [...usualFiles, { path: 'etc/old', content: 'x' }],
      [{ path: 'etc/' }, { path: 'etc/.wh..wh..opq' }, { path: 'etc/motd', content: 'hello\n' }],
    ],
  ],
  'where an upper layer writes a file again': [
    [usualFiles],
    [
      usualFiles.map((file) => (file.path === 'etc/motd' ? { ...file, content: 'old', mode: 0o600 } : file)),
      [{ path: 'etc/motd', content: 'hello\n' }],
    ],
  ],
  'with folders described and only implied': [
    [[{ path: 'a/' }, { path: 'a/b/' }, { path: 'a/b/c', content: 'x' }]],
    [[{ path: 'a/b/c', content: 'x' }]],
  ],
  'with a root that is described as any root is': [[usualFiles], [[{ path: './' }, ...usualFiles]]],
  'with names that begin with ./ and /': [
    [
      [
        { path: 'a', content: 'x' },
        { path: 'b', content: 'y' },
      ],
    ],
    [
      [
        { path: './a', content: 'x' },
        { path: '/b', content: 'y' },
      ],
    ],
  ],
  'with the hard link the other way round': [
    [
      [
        { path: 'a', content: 'x' },
        { path: 'b', type: '1', link: 'a' },
      ],
    ],
    [
      [
        { path: 'b', content: 'x' },
        { path: 'a', type: '1', link: 'b' },
      ],
    ],
  ],
  'with a hard link into a lower layer': [
    [
      [
        { path: 'a', content: 'x' },
        { path: 'b', type: '1', link: 'a' },
      ],
    ],
    [[{ path: 'a', content: 'x' }], [{ path: 'b', type: '1', link: '/a' }]],
  ],
  'with links whose modes nobody looks at': [
    [[{ path: 'l', type: '2', link: 'x', mode: 0o777 }]],
    [[{ path: 'l', type: '2', link: 'x', mode: 0o644 }]],
  ],
  'through a folder that is a link': [
    [
      [
        { path: 'usr/bin/' },
        { path: 'bin', type: '2', link: 'usr/bin' },
        { path: 'usr/bin/x', content: 'x' },
      ],
    ],
    [[{ path: 'usr/bin/' }, { path: 'bin', type: '2', link: 'usr/bin' }], [{ path: 'bin/x', content: 'x' }]],
  ],
};

describe('two images are the same whose files are the same', () => {
  for (const [what, [a, b]] of Object.entries(ways)) {
    test(what, async (t) => {
      const recipe = (layers: Recipe['layers']): Recipe => (layers === undefined ? {} : { layers });
      for (const [one, other] of [
        [a, b],
        [b, a],
      ]) {
        const { differences, verdicts } = await comparedRecipes(t, recipe(one), recipe(other));
        assert.deepEqual(differences, []);
        const said = verdicts.find(({ check }) => check === 'same/files')?.detail ?? '';
        assert.match(said, /^\d+ files, folders and links$/);
      }
    });
  }

  for (const compression of ['zstd', 'none'] as const) {
    test(`in layers of gzip and of ${compression}: the archives say so, and none is read`, async (t) => {
      const layers = [usualFiles.slice(0, 4), usualFiles.slice(4)];
      const { differences, notes, verdicts, a, b } = await comparedRecipes(
        t,
        { layers },
        { layers, compression },
      );
      assert.deepEqual(differences, []);
      assert.equal(
        notes[0],
        'same/layers: 0 of 2 layers are the same blobs, 2 the same archives compressed otherwise',
      );
      assert.equal(notes.length, 3);
      assert.deepEqual([a.fetched, b.fetched], [[], []]);
      const said = verdicts.find(({ check }) => check === 'same/files');
      assert.deepEqual(
        [said?.status, said?.detail],
        ['pass', 'every layer is the same archive, so none was read'],
      );
    });
  }
});

test('a layer that both images have is read once, and the layers are told apart', async (t) => {
  const base: readonly File[] = usualFiles.slice(0, 4);
  const { differences, notes, a, b } = await comparedRecipes(
    t,
    { layers: [base, [{ path: 'etc/a', content: '1' }]] },
    { layers: [base, [{ path: 'etc/a', content: '2' }], [{ path: 'etc/.wh.motd' }]] },
  );
  assert.deepEqual(
    differences.map((line) => line.split(' ').slice(0, 3).join(' ')),
    ['same/files: etc/a: content', 'same/files: etc/motd: a'],
  );
  assert.equal(a.fetched.length + b.fetched.length, 4);
  assert.match(notes.join('\n'), /A has 2 layers, B 3: 1 of 2 layers is the same blob, 1 another archive\n/);
  assert.match(
    notes.join('\n'),
    /layer 2 is in A alone: .*\n.*layer 2 is in B alone: .*\n.*layer 3 is in B alone/,
  );
});

test('names of one file are told apart from two files that a layer brings twice', async (t) => {
  const first: readonly File[] = [{ path: 'a', content: 'x' }];
  const { differences } = await comparedRecipes(
    t,
    { layers: [first, [{ path: 'b', type: '1', link: 'a' }], first] },
    { layers: [[...first, { path: 'b', content: 'x' }]] },
  );
  assert.deepEqual(differences, []);
});

test('what is only in one index is a difference, by platform; variants that say nothing are none', async (t) => {
  const v1 = { ...amd64, variant: 'v1' };
  const both = await compared(
    t,
    of([{ platform: amd64 }, { platform: arm64, config: { architecture: 'arm64' } }]),
    of([{ platform: v1, config: { variant: 'v1' } }, { platform: { ...amd64, variant: 'v3' } }]),
  );
  assert.deepEqual(both.differences, [
    'same/platforms: linux/arm64: in A alone',
    'same/platforms: linux/amd64/v3: in B alone',
  ]);
});

test('an image without an index is its platform, and is compared with that of an index', async (t) => {
  const { differences, notes } = await compared(
    t,
    of({}, { alone: true }),
    of({ platform: amd64 }, { annotations: { title: 'api' } }),
  );
  assert.deepEqual(differences, []);
  assert.deepEqual(notes, ['same/annotations: annotation of the index title: missing in A, "api" in B']);
});

test('attestations are left out and counted', async (t) => {
  const { differences, notes } = await compared(
    t,
    of([{ platform: amd64 }], { attested: true }),
    of([{ platform: amd64 }]),
  );
  assert.deepEqual(differences, []);
  assert.deepEqual(notes, ['same/left-out: attestation manifests: 1 in A, 0 in B, which are not compared']);
});

describe('an image that cannot be compared is refused, with why:', () => {
  const bad: Readonly<Record<string, readonly [Recipe, RegExp]>> = {
    'a layer that is no archive': [
      { layers: [Buffer.alloc(2048, 'x')] },
      /layer sha256:\w+ cannot be read: at byte 0 of its archive the header is malformed/,
    ],
    'a layer that leaves the image': [
      { layers: [[{ path: '../x', content: 'x' }]] },
      /its entry "\.\.\/x" leaves the image/,
    ],
    'a config of other layers': [
      { config: { rootfs: { type: 'layers', diff_ids: [sha256('other')] } } },
      /unpacks to sha256:\w+, and the config says sha256:\w+/,
    ],
    'a config of more layers': [
      { config: { rootfs: { type: 'layers', diff_ids: [sha256('a'), sha256('b')] } } },
      /its config lists 2 layers, its manifest 1/,
    ],
  };
  for (const [what, [recipe, says]] of Object.entries(bad)) {
    test(what, async (t) => {
      const other = { layers: [[{ path: 'a', content: 'x' }]] };
      await assert.rejects(comparedRecipes(t, recipe, other), refused('E_BASE', says));
      await assert.rejects(comparedRecipes(t, other, recipe), refused('E_BASE', says));
    });
  }

  test('an index without an image', async (t) => {
    await assert.rejects(
      compared(t, of([]), of([])),
      refused('E_BASE', /no image that runs, only artifacts/),
    );
  });
});

test('layers are read within limits', async (t) => {
  const { store } = await workplace(t);
  const [a, b] = [invented(store), invented(store, { layers: [[]] })];
  const within = (limits: Partial<FileLimits>) =>
    sameImages(a, b, { store, limits: { ...defaultFileLimits, ...limits } });
  await assert.rejects(within({ maxEntries: 10 }), refused('E_BASE', /it has more than 10 entries/));
  await assert.rejects(
    within({ maxNameBytes: 100 }),
    refused('E_BASE', /names have more than 100 characters/),
  );
  await assert.rejects(within({ maxBytes: 1000 }), refused('E_BASE', /unpacks to more than 1000 bytes/));
  const verdicts = await within({});
  assert.equal(verdicts[0]?.subject, 'invented = invented');
});

test('however the same files are cut into layers and compressed, the images are the same; turned round, too', async (t) => {
  const { store } = await workplace(t);
  const cut = fc.nat(usualFiles.length);
  await fc.assert(
    fc.asyncProperty(cut, cut, fc.constantFrom('gzip', 'zstd', 'none'), async (one, other, compression) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      const layers = [usualFiles.slice(0, from), usualFiles.slice(from, to), usualFiles.slice(to)];
      const [a, b] = [invented(store), invented(store, { layers, compression })];
      const verdicts = [...(await sameImages(a, b, { store })), ...(await sameImages(b, a, { store }))];
      assert.equal(outcomeOf(verdicts), 'pass');
    }),
    { numRuns: 30 },
  );
});

test('an entry that no engine can unpack is a difference that says why', async (t) => {
  const lost = { path: 'b', type: '1', link: 'nowhere' };
  const { differences } = await comparedRecipes(t, {}, { layers: [[...usualFiles, lost]] });
  assert.deepEqual(differences, [
    'same/files: b: layer 1 cannot be unpacked: its hard link target nowhere is not there (B)',
  ]);
});

test('data behind the end of an archive, which no reader sees, makes other layers and the same files', async (t) => {
  const longer = Buffer.concat([archive(usualFiles), Buffer.alloc(10240)]);
  const { differences, notes } = await comparedRecipes(t, {}, { layers: [longer] });
  assert.deepEqual(differences, []);
  assert.match(notes.join('\n'), /0 of 1 layers are the same blobs, 1 another archive/);
});
