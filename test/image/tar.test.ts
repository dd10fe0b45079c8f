import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { completeEntries, type TarEntry, tarBytes, tarStream } from '../../src/image/tar.ts';
import { exec } from '../../src/support/exec.ts';
import { all, chunksOf, pseudoRandom, temporaryFolder, writeContent } from './sample.ts';
import { readTar } from './strict-tar.ts';

const noTime = { mtime: 0 };

function file(path: string, content: string, mode = 0o644): TarEntry {
  return { type: 'file', path, mode, content: Buffer.from(content) };
}

const name = fc
  .string({
    minLength: 1,
    maxLength: 130,
    unit: fc.constantFrom('a', 'b', '-', '.', 'é', '漢', '🐟', ' ', '\n'),
  })
  .filter((part) => part !== '.' && part !== '..');
const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const entry: fc.Arbitrary<TarEntry> = fc.oneof(
  fc.record({
    type: fc.constant('file' as const),
    path,
    mode: fc.integer({ min: 0, max: 0o7777 }),
    content: fc.uint8Array({ maxLength: 1500 }),
  }),
  fc.record({
    type: fc.constant('directory' as const),
    path,
    mode: fc.integer({ min: 0, max: 0o7777 }),
    uid: fc.integer({ min: 0, max: 0o7777777 }),
    gid: fc.integer({ min: 0, max: 0o7777777 }),
  }),
  fc.record({ type: fc.constant('symlink' as const), path, target: path }),
);

/** Sets of entries that can stand in one tree. */
const trees = fc.uniqueArray(entry, { selector: (one) => one.path, maxLength: 8 }).filter((entries) => {
  const leaves = entries.filter((one) => one.type !== 'directory');
  return !leaves.some((leaf) => entries.some((one) => one.path.startsWith(`${leaf.path}/`)));
});

test('whatever goes into an archive a strict reader gets out, after its parents and in order', async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.integer({ min: 0, max: 2 ** 32 }), async (entries, mtime) => {
      const archive = await all(tarStream(entries, { mtime }));
      assert.equal(archive.length, tarBytes(entries, { mtime }));
      const read = readTar(archive);
      const paths = read.map((one) => one.path);
      assert.deepEqual(
        paths,
        paths.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
      for (const one of read) {
        assert.equal(one.mtime, mtime);
        const parent = one.path.slice(0, Math.max(0, one.path.lastIndexOf('/')));
        assert.ok(parent === '' || paths.indexOf(parent) < paths.indexOf(one.path));
        assertSame(
          one,
          entries.find((given) => given.path === one.path),
        );
      }
      assert.ok(entries.every((given) => paths.includes(given.path)));
    }),
    { numRuns: 150 },
  );
});

function assertSame(read: ReturnType<typeof readTar>[number], given: TarEntry | undefined): void {
  const expected: TarEntry = given ?? { type: 'directory', path: read.path, mode: 0o755 };
  assert.equal(read.type, expected.type);
  if (expected.type === 'symlink') assert.equal(read.target, expected.target);
  else {
    assert.equal(read.mode, expected.mode);
    assert.deepEqual([read.uid, read.gid], [expected.uid ?? 0, expected.gid ?? 0]);
  }
  if (expected.type === 'file') assert.deepEqual(read.content, Buffer.from(expected.content as Uint8Array));
}

test('the order in which files are named does not show in the archive', async () => {
  const entries = [file('b/c', '1'), file('a', '2'), file('b-', '3'), file('b/a', '4')];
  const archive = await all(tarStream(entries, noTime));
  assert.deepEqual(archive, await all(tarStream(entries.toReversed(), noTime)));
  assert.deepEqual(
    readTar(archive).map((one) => one.path),
    ['a', 'b', 'b-', 'b/a', 'b/c'],
  );
});

test('GNU tar lists and unpacks long, foreign and deep names', async (t) => {
  const folder = await temporaryFolder(t);
  const names = ['a'.repeat(100), 'b'.repeat(101), `${'c'.repeat(90)}/${'d'.repeat(90)}`, 'é/漢 字', 'e/f/g'];
  const archive = join(folder, 'x.tar');
  await writeFile(
    archive,
    await all(
      tarStream(
        names.map((one) => file(one, one)),
        noTime,
      ),
    ),
  );
  const options = ['-f', archive, '--quoting-style=literal'];
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
  const listed = await exec({ file: 'tar', args: ['-t', ...options], env });
  assert.equal(listed.stderr, '');
  const files = listed.stdout.split('\n').filter((line) => line !== '' && !line.endsWith('/'));
  assert.deepEqual(files.toSorted(), names.toSorted());
  const compared = await exec({ file: 'tar', args: ['-x', ...options, '-C', folder], env });
  assert.equal(compared.status, 0, compared.stderr);
});

test('an old reader that ignores pax headers needs none for paths of up to 256 ASCII bytes', async () => {
  const deep = `${'p'.repeat(75)}/${'q'.repeat(74)}/${'n'.repeat(99)}`;
  const archive = await all(tarStream([file(deep, '')], noTime));
  assert.ok(!archive.includes('PaxHeaders'));
  assert.equal(readTar(archive).at(-1)?.path, deep);
});

test('a file of 8 GiB or more says its size in a pax record', async () => {
  const bytes = 8 * 2 ** 30;
  const content = { file: '/nowhere', bytes, digest: `sha256:${'0'.repeat(64)}` } as const;
  const big: TarEntry = { type: 'file', path: 'big', mode: 0o644, content };
  const stream = tarStream([big], noTime);
  const { value: head } = await stream.next();
  await stream.return(undefined);
  assert.ok(Buffer.from(head ?? []).includes(`19 size=${bytes}\n`));
  assert.equal(tarBytes([big], noTime), 3 * 512 + bytes + 1024);
});

test('a file is read in windows, and its bytes arrive whole', async (t) => {
  const folder = await temporaryFolder(t);
  const content = pseudoRandom((1 << 20) * 2 + 7);
  const source = await writeContent(join(folder, 'big'), content);
  const chunks = await chunksOf(
    tarStream([{ type: 'file', path: 'big', mode: 0o755, content: source }], noTime),
  );
  assert.ok(chunks.every((chunk) => chunk.length <= 1 << 18));
  assert.deepEqual(readTar(Buffer.concat(chunks))[0]?.content, content);
});

test('a file that is not what its digest says is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const source = await writeContent(join(folder, 'program'), pseudoRandom(5000));
  const damages = {
    longer: pseudoRandom(5001),
    shorter: pseudoRandom(4999),
    empty: Buffer.alloc(0),
    'other bytes': pseudoRandom(5000, 2),
  };
  for (const [what, content] of Object.entries(damages)) {
    await writeFile(source.file, content);
    const entries: TarEntry[] = [{ type: 'file', path: 'p', mode: 0o755, content: source }];
    await assert.rejects(all(tarStream(entries, noTime)), { code: 'E_IO', message: /changed/ }, what);
  }
});

test('paths that an image cannot have are refused', () => {
  for (const bad of ['', '/a', 'a/', 'a//b', '.', './a', 'a/../b', '..', 'a\0b', 'a\ud800']) {
    assert.throws(() => completeEntries([file(bad, '')]), { code: 'E_CONFIG' }, JSON.stringify(bad));
  }
  assert.throws(() => completeEntries([file('a', ''), file('a', '')]), { message: /two files/ });
  assert.throws(() => completeEntries([file('a', ''), file('a/b', '')]), { message: /not a folder/ });
});

test('a folder of the image below keeps its mode and owner when something is added to it', async () => {
  const below = new Map([['tmp', { mode: 0o1777 }]]);
  const read = readTar(await all(tarStream(completeEntries([file('tmp/x/y', '')], below), noTime)));
  assert.deepEqual(
    read.map((one) => [one.path, one.mode]),
    [
      ['tmp', 0o1777],
      ['tmp/x', 0o755],
      ['tmp/x/y', 0o644],
    ],
  );
});

test('a time that a tar header cannot hold is an error, not another time', async () => {
  for (const mtime of [-1, 0.5, 8 ** 11]) {
    await assert.rejects(all(tarStream([file('a', '')], { mtime })), { code: 'E_INTERNAL' });
  }
});
