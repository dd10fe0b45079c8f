import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openBlobStore } from '../../src/cache/local-store.ts';
import type { TarEntry } from '../../src/image/tar.ts';
import { releaseArchiveName } from '../../src/output/file-names.ts';
import { type MadeArchive, makeArchive } from '../../src/output/release-archive.ts';
import { allFilePlatforms, parsePlatform } from '../../src/request/platform.ts';
import { sha256, sha256File } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const mtime = Date.UTC(2026, 1, 3, 4, 5, 6) / 1000;
const readme: TarEntry = { type: 'file', path: 'README.md', mode: 0o644, content: Buffer.from('# api\n') };

interface Shop {
  readonly program: string;
  readonly make: (platform: string, files?: readonly TarEntry[], store?: string) => Promise<MadeArchive>;
}

async function shop(t: TestContext): Promise<Shop> {
  const folder = await folderOf(t);
  const program = join(folder, 'linked');
  await writeFile(program, 'a program');
  return {
    program,
    make: async (platform, files = [readme], store = 'store') => {
      const content = { file: program, ...(await sha256File(program)) };
      const named = { target: 'api', platform: parsePlatform(platform) };
      return makeArchive(named, content, files, mtime, openBlobStore(join(folder, store)));
    },
  };
}

test('archives are named as release pages name them, no two alike', () => {
  const name = (platform: string) => releaseArchiveName({ target: 'api', platform: parsePlatform(platform) });
  assert.deepEqual(['linux/arm', 'windows/amd64', 'darwin/arm64', 'wasip1/wasm'].map(name), [
    'api_linux_arm_v7.tar.gz',
    'api_windows_amd64.zip',
    'api_darwin_arm64.tar.gz',
    'api_wasip1_wasm.tar.gz',
  ]);
  assert.equal(new Set(allFilePlatforms.map(name)).size, allFilePlatforms.length);
});

test('tar reads the program under its own name, executable, with what lies beside it', async (t) => {
  const { make, program } = await shop(t);
  const { path, digest, files, ...told } = await make('linux/arm64');
  const list = execFileSync('tar', ['--utc', '-tvzf', path, '--full-time'], { encoding: 'utf8' });
  assert.deepEqual(
    list
      .trimEnd()
      .split('\n')
      .map((line) => line.replaceAll(/ +/g, ' ')),
    ['-rw-r--r-- 0/0 6 2026-02-03 04:05:06 README.md', '-rwxr-xr-x 0/0 9 2026-02-03 04:05:06 api'],
  );
  const unpacked = execFileSync('tar', ['-xzOf', path, 'api']);
  assert.deepEqual(unpacked, await readFile(program));
  assert.deepEqual(files, [{ name: 'README.md', digest: sha256('# api\n') }]);
  assert.equal(digest, (await sha256File(path)).digest);
  assert.deepEqual([told.name, told.program], ['api_linux_arm64.tar.gz', 'api']);
});

test('of Windows it is a zip, whose program ends in .exe', async (t) => {
  const { make } = await shop(t);
  const { path, name, program } = await make('windows/amd64');
  assert.deepEqual([name, program], ['api_windows_amd64.zip', 'api.exe']);
  assert.equal((await readFile(path)).subarray(0, 4).toString('latin1'), 'PK\x03\x04');
});

for (const platform of ['linux/amd64', 'windows/amd64']) {
  test(`the same is made anywhere, and not made twice (${platform})`, async (t) => {
    const { make, program } = await shop(t);
    const first = await make(platform);
    const elsewhere = await make(platform, [readme], 'another');
    assert.equal(elsewhere.digest, first.digest);
    // What was made before needs no program.
    const again = await make(platform);
    assert.deepEqual(again, first);
    await writeFile(program, 'another one');
    assert.notEqual((await make(platform)).digest, first.digest);
    const licence: TarEntry = { ...readme, path: 'LICENSE' };
    assert.notEqual((await make(platform, [licence])).digest, first.digest);
  });

  test(`what was damaged in the store is made again (${platform})`, async (t) => {
    const { make } = await shop(t);
    const { path, digest } = await make(platform);
    await writeFile(path, 'damaged');
    const again = await make(platform, [readme], 'store');
    assert.equal(again.digest, digest);
    assert.equal((await sha256File(again.path)).digest, digest);
  });

  test(`a file in the program's place is refused (${platform})`, async (t) => {
    const { make } = await shop(t);
    const path = platform.startsWith('windows') ? 'api.exe' : 'api';
    const error = await refusal(() => make(platform, [{ ...readme, path }]));
    assert.match(error.message, new RegExp(`two files would become /${path}$`));
  });
}
