import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { openPromise } from 'yauzl';
import type { TarEntry } from '../../src/image/tar.ts';
import { writeZip } from '../../src/output/zip.ts';
import { sha256File } from '../../src/support/hashing.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { goEnvironment } from '../support/tools.ts';

/** An odd second: MS-DOS has even ones alone. */
const mtime = Date.UTC(2026, 1, 3, 4, 5, 7) / 1000;
const options = { mtime, level: 9 };

/** More than a block, and nothing that repeats. */
const long = Buffer.alloc(1_300_001, (Math.PI * 1e15).toString(36));

async function sample(folder: string): Promise<TarEntry[]> {
  const file = join(folder, 'program');
  await writeFile(file, long);
  return [
    { type: 'file', path: 'api.exe', mode: 0o755, content: { file, ...(await sha256File(file)) } },
    { type: 'file', path: 'docs/größe.md', mode: 0o644, content: Buffer.from('# Größe\n') },
    { type: 'file', path: 'empty', mode: 0o600, content: Buffer.alloc(0) },
    { type: 'symlink', path: 'docs/latest', target: 'größe.md' },
  ];
}

/** Reads a zip by Go's own library: path, mode, time in UTC, length; contents are checked by their CRC. */
const goReader = `package main

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	archive, err := zip.OpenReader(os.Args[1])
	if err != nil {
		panic(err)
	}
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			panic(err)
		}
		length, err := io.Copy(io.Discard, content)
		if err != nil {
			panic(err)
		}
		fmt.Println(file.Name, file.Mode(), file.Modified.UTC().Format(time.RFC3339), length, file.NonUTF8)
	}
}
`;

test('Go reads names, modes, times and content, each checked', async (t) => {
  const folder = await folderOf(t);
  const zip = join(folder, 'out.zip');
  await writeZip(zip, await sample(folder), options);
  await mkdir(join(folder, 'reader'));
  await writeFile(join(folder, 'reader', 'main.go'), goReader);
  const run = promisify(execFile)('go', ['run', 'main.go', zip], {
    cwd: join(folder, 'reader'),
    env: goEnvironment(),
  });
  assert.deepEqual((await run).stdout.trimEnd().split('\n'), [
    'api.exe -rwxr-xr-x 2026-02-03T04:05:07Z 1300001 false',
    'docs/ drwxr-xr-x 2026-02-03T04:05:07Z 0 false',
    'docs/größe.md -rw-r--r-- 2026-02-03T04:05:07Z 10 false',
    'docs/latest Lrwxrwxrwx 2026-02-03T04:05:07Z 10 false',
    'empty -rw------- 2026-02-03T04:05:07Z 0 false',
  ]);
});

test('another reader finds the same bytes, in a zip without comments, disks or doubt', async (t) => {
  const folder = await folderOf(t);
  const path = join(folder, 'out.zip');
  await writeZip(path, await sample(folder), options);
  const zip = await openPromise(path, { strictFileNames: true });
  const found: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    found[entry.fileName] = content.length > 100 ? `${content.equals(long)}` : content.toString('utf8');
    assert.equal(entry.getLastModDate().getTime(), mtime * 1000);
  }
  zip.close();
  assert.deepEqual(found, {
    'api.exe': 'true',
    'docs/': '',
    'docs/größe.md': '# Größe\n',
    'docs/latest': 'größe.md',
    empty: '',
  });
});

test('the bytes follow from the entries alone: neither their order nor the time zone is in them', async (t) => {
  const folder = await folderOf(t);
  const entries = await sample(folder);
  const zone = process.env['TZ'];
  t.after(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });
  const bytes: Buffer[] = [];
  for (const [at, each] of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'].entries()) {
    process.env['TZ'] = each;
    const path = join(folder, `${at}.zip`);
    await writeZip(path, at === 1 ? entries.toReversed() : entries, options);
    bytes.push(await readFile(path));
  }
  const [first = Buffer.alloc(0), ...others] = bytes;
  assert.ok(others.every((other) => other.equals(first)));
});

test('what is older than MS-DOS knows is of 1980', async (t) => {
  const path = join(await folderOf(t), 'out.zip');
  await writeZip(path, [{ type: 'file', path: 'a', mode: 0o644, content: Buffer.from('a') }], {
    mtime: 0,
    level: 9,
  });
  const zip = await openPromise(path);
  for await (const entry of zip.eachEntry())
    assert.equal(entry.getLastModDate().toISOString(), '1980-01-01T00:00:00.000Z');
  zip.close();
});

test('a file that changed since its digest was taken is no entry', async (t) => {
  const folder = await folderOf(t);
  const entries = await sample(folder);
  await writeFile(join(folder, 'program'), 'other');
  const error = await refusal(() => writeZip(join(folder, 'out.zip'), entries, options), 'E_IO');
  assert.match(error.message, /program changed while it was being read/);
});

test('more entries than a zip can count are refused', async (t) => {
  const folder = await folderOf(t);
  const entries = Array.from(
    { length: 0x10000 },
    (_, at): TarEntry => ({ type: 'directory', path: `d${at}`, mode: 0o755 }),
  );
  const error = await refusal(() => writeZip(join(folder, 'out.zip'), entries, options));
  assert.match(error.message, /cannot hold 65536 files and folders/);
});
