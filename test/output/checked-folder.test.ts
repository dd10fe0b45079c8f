import assert from 'node:assert/strict';
import { chmod, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type FolderFile, writeCheckedFolder } from '../../src/output/checked-folder.ts';
import { bareFileName } from '../../src/output/file-names.ts';
import { allFilePlatforms, parsePlatform } from '../../src/request/platform.ts';
import { exec } from '../../src/support/exec.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { type Edits, edit } from '../support/edits.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { snapshot } from '../support/workspace.ts';

interface Shelf {
  readonly out: string;
  /** A linked program with some content. */
  readonly program: (target: string, platform: string, content: string) => Promise<FolderFile>;
}

async function shelf(t: TestContext, files: Edits = {}): Promise<Shelf> {
  const folder = await folderOf(t);
  const out = join(folder, 'out');
  await edit(out, files);
  return {
    out,
    program: async (target, platform, content) => {
      const path = join(folder, `${target}-${sha256(content).slice(-8)}`);
      await writeFile(path, content, { mode: 0o700 });
      const name = bareFileName({ target, platform: parsePlatform(platform) });
      return { name, path, digest: sha256(content), mode: 0o755 };
    },
  };
}

/** What coreutils' sha256sum says about the folder. */
async function check(out: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
  const { status, stdout, stderr } = await exec({
    file: 'sha256sum',
    args: ['--check', '--strict', 'checksums.txt'],
    cwd: out,
    env,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

test('files are named by target and platform as release pages name them', () => {
  const names = {
    'linux/amd64': 'api_linux_amd64',
    'linux/amd64/v3': 'api_linux_amd64_v3',
    'linux/arm': 'api_linux_arm_v7',
    'linux/arm64': 'api_linux_arm64',
    'windows/amd64': 'api_windows_amd64.exe',
    'darwin/arm64': 'api_darwin_arm64',
    'wasip1/wasm': 'api_wasip1_wasm.wasm',
    'js/wasm': 'api_js_wasm.wasm',
  };
  for (const [platform, name] of Object.entries(names)) {
    assert.equal(bareFileName({ target: 'api', platform: parsePlatform(platform) }), name);
  }
  const all = allFilePlatforms.map((platform) =>
    bareFileName({ target: 'api', platform: parsePlatform(platform) }),
  );
  assert.equal(new Set(all).size, all.length, 'no two platforms share a name');
});

test('a new folder holds the programs, executable, and checksums that sha256sum accepts', async (t) => {
  const { out, program } = await shelf(t);
  const files = [await program('api', 'windows/amd64', 'two'), await program('api', 'linux/amd64', 'one')];
  assert.equal(await writeCheckedFolder(files, out), true);
  assert.deepEqual((await readdir(out)).sort(), [
    'api_linux_amd64',
    'api_windows_amd64.exe',
    'checksums.txt',
  ]);
  assert.equal(await check(out), 'api_linux_amd64: OK\napi_windows_amd64.exe: OK\n');
  assert.equal((await stat(join(out, 'api_linux_amd64'))).mode & 0o777, 0o755);
});

test('the checksums do not depend on the order in which programs were made', async (t) => {
  const [a, b] = [await shelf(t), await shelf(t)];
  const files = [await a.program('api', 'linux/amd64', 'one'), await a.program('job', 'linux/arm64', 'two')];
  await writeCheckedFolder(files, a.out);
  await writeCheckedFolder(files.toReversed(), b.out);
  assert.deepEqual(await snapshot(a.out), await snapshot(b.out));
});

test('a second run changes nothing and says so', async (t) => {
  const { out, program } = await shelf(t);
  const files = [await program('api', 'linux/amd64', 'one')];
  await writeCheckedFolder(files, out);
  const { mtimeMs, ino } = await stat(join(out, 'api_linux_amd64'));
  assert.equal(await writeCheckedFolder(files, out), false);
  const after = await stat(join(out, 'api_linux_amd64'));
  assert.deepEqual([after.mtimeMs, after.ino], [mtimeMs, ino]);
});

test('a folder of an earlier run is brought up to date: new bytes in, other programs stay and stay listed', async (t) => {
  const { out, program } = await shelf(t);
  await writeCheckedFolder(
    [await program('api', 'linux/amd64', 'one'), await program('job', 'linux/amd64', 'job')],
    out,
  );
  await writeFile(join(out, 'NOTES'), 'mine');
  assert.equal(await writeCheckedFolder([await program('api', 'linux/amd64', 'newer')], out), true);
  assert.equal(await readFile(join(out, 'api_linux_amd64'), 'utf8'), 'newer');
  assert.equal(await check(out), 'api_linux_amd64: OK\njob_linux_amd64: OK\n');
  assert.equal(await readFile(join(out, 'NOTES'), 'utf8'), 'mine');
  await rm(join(out, 'job_linux_amd64'));
  await writeCheckedFolder([await program('api', 'linux/amd64', 'newer')], out);
  assert.equal(await check(out), 'api_linux_amd64: OK\n', 'what is gone is no longer listed');
});

test('a program that was damaged, or lost its mode, is put right', async (t) => {
  const { out, program } = await shelf(t);
  const files = [await program('api', 'linux/amd64', 'one')];
  await writeCheckedFolder(files, out);
  const before = await snapshot(out);
  for (const harm of [(path: string) => writeFile(path, 'bad'), (path: string) => chmod(path, 0o644)]) {
    await harm(join(out, 'api_linux_amd64'));
    assert.equal(await writeCheckedFolder(files, out), true);
    assert.deepEqual(await snapshot(out), before);
  }
});

test('a folder that holds something else is refused and left as it is', async (t) => {
  const { out, program } = await shelf(t, { 'thesis.tex': 'years of work', 'sub/x': '' });
  const before = await snapshot(out);
  const error = await refusal(async () =>
    writeCheckedFolder([await program('api', 'linux/amd64', 'one')], out),
  );
  assert.match(
    error.message,
    /cannot go to \/.*\/out, a folder that holds something else \((thesis\.tex|sub)\)/,
  );
  assert.deepEqual(await snapshot(out), before);
});

test('when a program changed since it was made nothing half-written appears, and the next run goes on', async (t) => {
  const { out, program } = await shelf(t);
  const [good, bad] = [
    await program('api', 'linux/amd64', 'one'),
    await program('job', 'linux/amd64', 'two'),
  ];
  await writeFile(bad.path, 'other');
  const error = await refusal(() => writeCheckedFolder([good, bad], out), 'E_IO');
  assert.match(
    error.message,
    new RegExp(`changed since it was made: ${sha256('other')}, not ${sha256('two')}`),
  );
  assert.deepEqual(await readdir(out), ['api_linux_amd64']);
  await writeFile(bad.path, 'two');
  await writeCheckedFolder([good, bad], out);
  assert.equal(await check(out), 'api_linux_amd64: OK\njob_linux_amd64: OK\n');
});

test('what a killed run left beside its files is no reason to refuse the folder', async (t) => {
  const { out, program } = await shelf(t, { '.api_linux_amd64.999999999-0123abcd.tmp': 'half' });
  await writeCheckedFolder([await program('api', 'linux/amd64', 'one')], out);
  assert.equal(await check(out), 'api_linux_amd64: OK\n');
});

test('a file where the folder should be is a plain fault', async (t) => {
  const { out, program } = await shelf(t);
  await rm(out, { recursive: true, force: true });
  await writeFile(out, 'a file');
  const file = await program('api', 'linux/amd64', 'one');
  await assert.rejects(writeCheckedFolder([file], out), { code: 'ENOTDIR' });
  assert.equal(await readFile(out, 'utf8'), 'a file');
});

test('lines of checksums that someone else wrote do not lead out of the folder', async (t) => {
  const hex = sha256('x').slice('sha256:'.length);
  const { out, program } = await shelf(t, {
    'checksums.txt': `${hex}  ../secret\nnonsense\n${hex}  api_linux_amd64\n`,
  });
  await writeCheckedFolder([await program('api', 'linux/amd64', 'one')], out);
  assert.equal(await check(out), 'api_linux_amd64: OK\n');
});
