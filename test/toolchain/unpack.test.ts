import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { SlipwayError } from '../../src/support/errors.ts';
import { isToolchainProgram, restoreGoMods, unpackZip } from '../../src/toolchain/module-zip.ts';
import { unpackTarGz } from '../../src/toolchain/tar-content.ts';
import { toolchainLimits, type UnpackLimits } from '../../src/toolchain/unpack.ts';
import { h1Of } from '../support/checksum-log.ts';
import { temporaryFolder, toolchainFiles, toolchainZip } from '../support/go-proxy.ts';
import { makeTar, paxRecord, type TarEntry } from '../support/tar-archive.ts';
import { makeZip, type ZipEntry } from '../support/zip.ts';

async function unpack(t: TestContext, zip: Buffer, prefix = 'm@v1/', limits: UnpackLimits = toolchainLimits) {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'a.zip'), zip);
  const directory = join(folder, 'out');
  await mkdir(directory);
  const options = { directory, prefix, limits, signal: undefined };
  const result = await unpackZip(join(folder, 'a.zip'), options, isToolchainProgram);
  return { ...result, directory, folder };
}

const refusal = (error: unknown): boolean => error instanceof SlipwayError && error.code === 'E_TOOLCHAIN';

test('a module zip is unpacked with the hash that dirhash defines over exactly its bytes', async (t) => {
  const { zip, h1 } = toolchainZip('go1.99.1');
  const { directory, ...result } = await unpack(t, zip, 'golang.org/toolchain@v0.0.1-go1.99.1.linux-amd64/');
  assert.equal(result.h1, h1);
  for (const [path, text] of Object.entries(toolchainFiles('go1.99.1'))) {
    assert.equal(await readFile(join(directory, path), 'utf8'), text);
  }
});

test('programs become executable and nested go.mod files get their names, as the go command does it', async (t) => {
  const { zip } = toolchainZip('go1.99.1');
  const { directory, files } = await unpack(t, zip, 'golang.org/toolchain@v0.0.1-go1.99.1.linux-amd64/');
  await restoreGoMods(directory, files);
  const executable = async (path: string) => ((await stat(join(directory, path))).mode & 0o111) !== 0;
  for (const path of ['bin/go', 'pkg/tool/linux_amd64/compile', 'lib/wasm/go_js_wasm_exec'])
    assert.equal(await executable(path), true, path);
  for (const path of ['VERSION', 'src/fmt/print.go', 'src/go.mod'])
    assert.equal(await executable(path), false, path);
  assert.equal(await readFile(join(directory, 'src/go.mod'), 'utf8'), 'module std\n');
  assert.equal(await readFile(join(directory, 'src/cmd/go.mod'), 'utf8'), 'module cmd\n');
});

test('any set of names and contents gives the hash of its files, in whatever order they lie', async (t) => {
  const name = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', 'Z', '-', 'é', '1', '_'), minLength: 1, maxLength: 4 }),
    { minLength: 1, maxLength: 3 },
  );
  const file = fc.record({
    name: name.map((parts) => `m@v1/f${parts.join('x')}`),
    content: fc.string(),
    stored: fc.boolean(),
  });
  const distinct = fc.uniqueArray(file, { selector: (entry) => entry.name.toLowerCase(), minLength: 1 });
  await fc.assert(
    fc.asyncProperty(distinct, async (entries) => {
      const { h1 } = await unpack(t, makeZip(entries));
      const names = Object.fromEntries(entries.map((entry) => [entry.name, entry.content]));
      assert.equal(h1, h1Of(names));
    }),
    { numRuns: 25 },
  );
});

test('a zip with hostile or doubtful names is refused', async (t) => {
  const bad = [
    'm@v1/../x',
    'm@v1//x',
    'm@v1/./x',
    'm@v1/a/../../x',
    '/etc/passwd',
    'x',
    'm@v2/x',
    'm@v1/a\\b',
    'm@v1/C:x',
    'm@v1/a\nb',
    'm@v1/a\0b',
    'm@v1',
  ];
  for (const name of bad) {
    await assert.rejects(unpack(t, makeZip([{ name, content: 'x' }])), refusal, name);
  }
  const twice: readonly ZipEntry[] = ['m@v1/a', 'm@v1/A'].map((name) => ({ name, content: name }));
  await assert.rejects(unpack(t, makeZip(twice)), refusal);
});

test('a zip that is larger than it says, or than is sensible, is refused', async (t) => {
  const content = 'x'.repeat(10_000);
  await assert.rejects(unpack(t, makeZip([{ name: 'm@v1/a', content, saysBytes: 10 }])), refusal);
  await assert.rejects(unpack(t, makeZip([{ name: 'm@v1/a', content, saysBytes: 20_000 }])), refusal);
  const many = ['a', 'b', 'c'].map((name) => ({ name: `m@v1/${name}`, content }));
  await assert.rejects(unpack(t, makeZip(many), 'm@v1/', { entries: 2, bytes: 1e9 }), refusal);
  await assert.rejects(unpack(t, makeZip(many), 'm@v1/', { entries: 9, bytes: 20_000 }), refusal);
});

test('a damaged zip is a refusal, or gives another hash, and never another fault', async (t) => {
  const { zip, h1 } = toolchainZip('go1.99.1');
  await fc.assert(
    fc.asyncProperty(
      fc.nat(zip.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (at, change, cut) => {
        const damaged = Buffer.from(zip);
        damaged.writeUInt8(damaged.readUInt8(at) ^ change, at);
        try {
          await unpack(
            t,
            cut ? zip.subarray(0, at) : damaged,
            'golang.org/toolchain@v0.0.1-go1.99.1.linux-amd64/',
          );
        } catch (error) {
          assert.ok(refusal(error), String(error));
          return;
        }
        assert.equal(cut, false);
        assert.ok(h1.startsWith('h1:'));
      },
    ),
    { numRuns: 60 },
  );
});

/** What a .tar.gz is unpacked to, by path. */
async function unpackTar(
  t: TestContext,
  tar: Buffer,
): Promise<Record<string, { text: string; mode: number }>> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'go.tar.gz'), gzipSync(tar));
  const directory = join(folder, 'out');
  await mkdir(directory);
  const options = { directory, prefix: 'go/', limits: toolchainLimits, signal: undefined };
  await unpackTarGz(join(folder, 'go.tar.gz'), options);
  const files: Record<string, { text: string; mode: number }> = {};
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    assert.ok(entry.isDirectory() || entry.isFile(), path);
    if (!entry.isFile()) continue;
    const { mode } = await stat(path);
    files[relative(directory, path)] = { text: await readFile(path, 'utf8'), mode: mode & 0o777 };
  }
  return files;
}

test('a distribution is unpacked with its programs executable and its long names whole', async (t) => {
  const long = `go/${'deep/'.repeat(40)}file.go`;
  const entries: readonly TarEntry[] = [
    { name: 'go/', type: '5', mode: 0o755 },
    { name: 'go/bin/go', content: 'x'.repeat(1500), mode: 0o755 },
    { name: 'x', type: 'x', content: paxRecord('mtime', '1.5') + paxRecord('path', long) },
    { name: 'short', content: 'pax' },
    { name: '././@LongLink', type: 'L', content: `${long}2\0` },
    { name: 'short', content: 'gnu' },
    { name: 'go/empty' },
  ];
  assert.deepEqual(await unpackTar(t, makeTar(entries)), {
    'bin/go': { text: 'x'.repeat(1500), mode: 0o755 },
    [long.slice(3)]: { text: 'pax', mode: 0o644 },
    [`${long.slice(3)}2`]: { text: 'gnu', mode: 0o644 },
    empty: { text: '', mode: 0o644 },
  });
});

test("what the machine's tar writes is unpacked the same", async (t) => {
  const folder = await temporaryFolder(t);
  const deep = 'sub/'.repeat(50);
  await mkdir(join(folder, 'go', deep), { recursive: true });
  await writeFile(join(folder, 'go', deep, 'long.txt'), 'deep');
  await writeFile(join(folder, 'go', 'VERSION'), 'go1.99.1\n');
  for (const format of ['gnu', 'pax', 'ustar']) {
    execFileSync('tar', ['--format', format, '-cf', 'a.tar', 'go'], { cwd: folder });
    const files = await unpackTar(t, await readFile(join(folder, 'a.tar')));
    const texts = Object.entries(files).map(([path, { text }]) => `${path}=${text}`);
    assert.deepEqual(texts.sort(), ['VERSION=go1.99.1\n', `${deep}long.txt=deep`], format);
  }
});

test('links, devices, damaged headers and names that leave the folder are refused in a distribution', async (t) => {
  for (const type of ['1', '2', '3', '6', 'S']) {
    const linked = makeTar([{ name: 'go/x', type, linkTo: '/etc/passwd' }]);
    await assert.rejects(unpackTar(t, linked), refusal, type);
  }
  for (const name of ['go/../x', '/etc/x', 'x']) {
    await assert.rejects(unpackTar(t, makeTar([{ name, content: 'x' }])), refusal, name);
  }
  const good = makeTar([{ name: 'go/x', content: 'text' }]);
  for (const length of [300, 514, 600, 1024]) {
    await assert.rejects(unpackTar(t, good.subarray(0, length)), refusal, String(length));
  }
  const wrongSum = Buffer.from(good);
  wrongSum.write('y', 0);
  await assert.rejects(unpackTar(t, wrongSum), refusal);
  await assert.rejects(unpackTar(t, makeTar([{ name: 'x', type: 'x', content: '99 path=' }])), refusal);
});

test('an aborted unpacking ends with the reason of the abort', async (t) => {
  const folder = await temporaryFolder(t);
  const { zip } = toolchainZip('go1.99.1');
  await writeFile(join(folder, 'a.zip'), zip);
  const reason = new SlipwayError('E_INTERRUPTED', 'interrupted');
  const options = {
    directory: join(folder, 'out'),
    prefix: 'golang.org/toolchain@v0.0.1-go1.99.1.linux-amd64/',
    limits: toolchainLimits,
    signal: AbortSignal.abort(reason),
  };
  await assert.rejects(
    unpackZip(join(folder, 'a.zip'), options, isToolchainProgram),
    (error) => error === reason,
  );
  assert.deepEqual(await readdir(folder), ['a.zip']);
});
