import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { baseMatters } from '../../../src/verify/same/common-base.ts';
import { compareFiles } from '../../../src/verify/same/compare-files.ts';
import { mergedFiles } from '../../../src/verify/same/merged.ts';
import type { FileEntry } from '../../../src/verify/same/read-files.ts';
import { comparedRecipes, type File, usualFiles } from './invented.ts';

const top: readonly File[] = [{ path: 'srv/' }, { path: 'srv/app', content: 'one' }];

describe('a base that two images stand on', () => {
  test('is not read where it cannot matter what it holds', async (t) => {
    const { differences, verdicts, a, b } = await comparedRecipes(
      t,
      { layers: [usualFiles, top] },
      { layers: [usualFiles, top.map((file) => ({ ...file, mode: 0o700 }))] },
    );
    assert.deepEqual(differences, [
      'same/files: srv: mode 0755 in A, 0700 in B',
      'same/files: srv/app: mode 0644 in A, 0700 in B',
    ]);
    assert.equal(a.fetched.length + b.fetched.length, 2);
    const again = await comparedRecipes(
      t,
      { layers: [usualFiles, top] },
      { layers: [usualFiles, top.slice(0, 1), top.slice(1)] },
    );
    assert.deepEqual(again.differences, []);
    assert.match(
      again.verdicts.find(({ check }) => check === 'same/files')?.detail ?? '',
      /^3 files, folders and links above a layer that is the same, which cannot matter and was not read$/,
    );
    assert.ok(verdicts.length > 0);
  });

  /** The base, what upper layers of A and B hold, and what is different only because of the base. */
  const matters: Readonly<Record<string, readonly [Layers, Layers, readonly string[], (readonly File[])?]>> =
    {
      'takes away what the base has': [
        [[{ path: 'etc/' }]],
        [[{ path: 'etc/' }, { path: 'etc/.wh.motd' }]],
        ['etc/motd: a file of 6 bytes in A, missing in B'],
      ],
      'takes away what the base does not have': [
        [[{ path: 'etc/' }]],
        [[{ path: 'etc/' }, { path: 'etc/.wh.other' }]],
        [],
      ],
      'describes a folder as the base does': [
        [[{ path: 'etc/x', content: 'x' }]],
        [[{ path: 'etc/' }, { path: 'etc/x', content: 'x' }]],
        [],
      ],
      'writes what the base has': [
        [[{ path: 'etc/' }]],
        [[{ path: 'etc/' }, { path: 'etc/motd', content: 'hello\n' }]],
        [],
      ],
      'links to what the base has': [
        [[{ path: 'etc/' }, { path: 'etc/x', type: '1', link: 'etc/motd' }]],
        [[{ path: 'etc/' }, { path: 'etc/x', content: 'hello\n' }]],
        ['etc/x: the same file as etc/motd in A, a file of its own in B'],
      ],
      'puts a file where the base has a folder, and then a folder again': [
        [[{ path: 'etc/' }]],
        [[{ path: 'etc', content: 'x' }], [{ path: 'etc/' }]],
        ['etc/motd: a file of 6 bytes in A, missing in B'],
      ],
      'takes something away through a link of the base': [
        [[{ path: 'a/' }], [{ path: 'a/.wh.x' }]],
        [[{ path: 'a/' }, { path: 'a/.wh.x' }]],
        ['b/x: a file of 0 bytes in A, missing in B'],
        [{ path: 'b/' }, { path: 'b/x' }, { path: 'a', type: '2', link: 'b' }],
      ],
    };
  for (const [what, [a, b, lines, base = usualFiles]] of Object.entries(matters)) {
    test(`is read where an upper layer ${what}`, async (t) => {
      const { differences } = await comparedRecipes(t, { layers: [base, ...a] }, { layers: [base, ...b] });
      assert.deepEqual(
        differences,
        lines.map((line) => `same/files: ${line}`),
      );
    });
  }
});

type Layers = readonly (readonly File[])[];

const paths = ['a', 'b', 'a/x', 'a/x', 'a/x/y', 'a/.wh.x', 'a/.wh..wh..opq'];

const entryOf = (path: fc.Arbitrary<string>): fc.Arbitrary<FileEntry> =>
  fc.record({
    path,
    type: fc.constantFrom('directory', 'directory', 'file', 'symlink', 'hardlink'),
    mode: fc.constantFrom(0o755, 0o700),
    uid: fc.constant(0),
    gid: fc.constant(0),
    size: fc.constant(0),
    link: fc.constantFrom('a', 'b', 'a/x'),
  });
const entry = entryOf(fc.constantFrom(...paths));
const entries = fc.array(entry, { maxLength: 5 });
const bases = fc.array(entryOf(fc.constantFrom(...paths, 'b/x')), { maxLength: 3 });

/** Layers, and layers that describe nearly the same paths otherwise, cut elsewhere. */
const pair = fc
  .record({
    one: entries,
    modes: fc.array(fc.constantFrom(0o755, 0o700), { minLength: 5, maxLength: 5 }),
    cuts: fc.tuple(fc.nat(5), fc.nat(5)),
    changed: fc.tuple(fc.nat(9), entry),
  })
  .map(({ one, modes, cuts, changed: [which, { type, link }] }) => {
    const other = one.map((each, at) => ({
      ...each,
      mode: modes[at] ?? 0,
      ...(at === which && { type, link }),
    }));
    const layersOf = (all: readonly FileEntry[], cut: number) => [all.slice(0, cut), all.slice(cut)];
    return [layersOf(one, cuts[0]), layersOf(other, cuts[1])] as const;
  });

test('whatever lies below, a base that does not matter makes no difference', () => {
  let skipped = 0;
  fc.assert(
    fc.property(bases, pair, (base, [a, b]) => {
      if (baseMatters(a, b)) return;
      skipped += 1;
      const differences = (...below: FileEntry[][]) =>
        compareFiles(mergedFiles([...below, ...a]), mergedFiles([...below, ...b])).differences;
      assert.deepEqual(differences(base), differences());
    }),
    { numRuns: 10_000 },
  );
  assert.ok(skipped > 1000, `${skipped} of them say something`);
});
