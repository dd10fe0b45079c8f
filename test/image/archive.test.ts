import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeArchive } from '../../src/image/archive.ts';
import { exec } from '../../src/support/exec.ts';
import { namesOf } from './read-layout.ts';
import { sampleLayout, sampleStore } from './sample.ts';
import { readTar } from './strict-tar.ts';

test('an archive holds the image whole, in the order of names, and nothing else', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const file = join(folder, 'out', 'api.tar');
  await writeArchive(layout, store, file, 'v1');
  const entries = readTar(await readFile(file));
  const paths = entries.map(({ path }) => path);
  assert.deepEqual(paths, paths.toSorted());
  assert.equal(entries.filter(({ type }) => type === 'file').length, layout.blobs.length + 2);
  const names = await namesOf(async (name) => {
    const entry = entries.find(({ path }) => path === name);
    assert.ok(entry, name);
    return entry.content;
  });
  assert.deepEqual(names, { v1: layout.root.digest });
  const listed = await exec({ file: 'tar', args: ['-tvf', file] });
  assert.equal(listed.stderr, '');
  assert.ok(listed.stdout.split('\n').every((line) => !line.includes(' ./')));
});

test("the archive's own bytes are the same from any store, at any place, over any older file", async (t) => {
  const archives = [];
  for (const name of ['a.tar', 'b.tar']) {
    const { store, folder } = await sampleStore(t);
    const file = join(folder, name);
    if (name === 'b.tar') await writeFile(file, 'older');
    await writeArchive(await sampleLayout(store, folder), store, file, 'v1');
    assert.deepEqual(
      (await readdir(folder)).filter((entry) => entry.endsWith('.tmp')),
      [],
    );
    archives.push(await readFile(file));
  }
  assert.ok(archives[0]?.equals(archives[1] ?? Buffer.alloc(0)));
});

test('an archive that is there already is left alone, and a damaged one of the same length is not', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  const file = join(folder, 'api.tar');
  assert.equal(await writeArchive(layout, store, file, 'v1'), true);
  const [sound, { ino }] = [await readFile(file), await stat(file)];
  assert.equal(await writeArchive(layout, store, file, 'v1'), false);
  assert.equal((await stat(file)).ino, ino);
  for (const damaged of [Buffer.from(sound).fill(1, 600, 601), sound.subarray(1), Buffer.alloc(0)]) {
    await writeFile(file, damaged);
    assert.equal(await writeArchive(layout, store, file, 'v1'), true);
    assert.ok((await readFile(file)).equals(sound));
  }
  assert.equal(await writeArchive(layout, store, file, 'v2'), true, 'another name');
});

test("an archive for one platform also says what docker load's older way and dive look for", async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder, 1, ['linux/amd64']);
  const image = layout.images[0];
  const cases = {
    'ghcr.io/acme/api:v1': true,
    'localhost:5000/api:v1': true,
    v1: false,
    'localhost:5000/api': false,
  };
  for (const [refName, tagged] of Object.entries(cases)) {
    const file = join(folder, 'api.tar');
    await writeArchive(layout, store, file, refName);
    const found = readTar(await readFile(file)).find(({ path }) => path === 'manifest.json');
    assert.deepEqual(JSON.parse(found?.content.toString() ?? ''), [
      {
        Config: `blobs/${image?.config.digest.replace(':', '/')}`,
        RepoTags: tagged ? [refName] : null,
        Layers: image?.layers.map(({ digest }) => `blobs/${digest.replace(':', '/')}`),
      },
    ]);
  }
});

test('a folder, a device or a lost blob is refused', async (t) => {
  const { store, folder } = await sampleStore(t);
  const layout = await sampleLayout(store, folder);
  await mkdir(join(folder, 'dir'));
  await assert.rejects(writeArchive(layout, store, join(folder, 'dir'), 'v1'), {
    code: 'E_CONFIG',
    message: /not a file/,
  });
  await assert.rejects(writeArchive(layout, store, '/dev/null', 'v1'), {
    code: 'E_CONFIG',
    message: /not a file/,
  });
  const blob = await store.find(layout.root.digest);
  await writeFile(blob?.path ?? '', 'damaged');
  await assert.rejects(writeArchive(layout, store, join(folder, 'x.tar'), 'v1'), {
    code: 'E_IO',
    message: /lost/,
  });
  assert.ok(!(await readdir(folder)).some((name) => name.includes('x.tar')));
});
