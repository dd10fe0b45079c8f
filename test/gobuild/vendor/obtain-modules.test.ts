import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { moduleSums } from '../../../src/gobuild/vendor/go-sum.ts';
import { type Obtained, obtainModules } from '../../../src/gobuild/vendor/obtain-modules.ts';
import { exec } from '../../../src/support/exec.ts';
import { exists } from '../../../src/support/files.ts';
import { goOnPath, quietEnvironment } from '../../support/build-run.ts';
import { publish } from '../../support/file-proxy.ts';
import { go } from '../../support/go-programs.ts';
import { folderOf } from '../../support/temporary.ts';
import { snapshot } from '../../support/workspace.ts';

const module = { path: 'example.com/Dep', version: 'v1.2.3' };
const name = 'example.com/Dep@v1.2.3';
const unpackedAs = 'example.com/!dep@v1.2.3';
const files = {
  'go.mod': 'module example.com/Dep\n\ngo 1.20\n',
  'dep.go': 'package dep\n',
  'inner/a.go': 'package inner\n',
  'empty.txt': '',
};

interface Yard {
  readonly moduleCache: string;
  readonly sumText: string;
  readonly obtain: (options?: { sumText?: string; offline?: boolean }) => Promise<Obtained>;
}

/** A module proxy with one module, an empty module cache, and the line that go writes into go.sum. */
async function yard(t: TestContext): Promise<Yard> {
  const GOPROXY = await publish(await folderOf(t), [{ ...module, files }]);
  const [moduleCache, other, workFolder] = [await folderOf(t), await folderOf(t), await folderOf(t)];
  const settings = { GOPROXY, GOSUMDB: 'off', GOFLAGS: '-modcacherw' };
  const told = go(['mod', 'download', '-json', name], { ...settings, GOMODCACHE: other }, workFolder);
  const sumText = `${module.path} ${module.version} ${(JSON.parse(told) as { Sum: string }).Sum}\n`;
  const environment = { ...quietEnvironment(), ...settings, GOMODCACHE: moduleCache };
  const command = { file: goOnPath(), environment, exec, secrets: [] };
  const obtain: Yard['obtain'] = ({ sumText: text = sumText, offline = false } = {}) => {
    const folder = { sums: moduleSums([text]), sumText: text };
    return obtainModules([module], folder, { go: command, moduleCache, offline, workFolder });
  };
  return { moduleCache, sumText, obtain };
}

test('a module is fetched through GOPROXY and proved by go.sum, file by file', async (t) => {
  const { obtain, sumText, moduleCache } = await yard(t);
  const { proved, faults, altered } = await obtain();
  const found = proved.get(name);
  assert.deepEqual([...faults, ...altered], []);
  assert.equal(found?.from, 'module cache');
  assert.ok(sumText.includes(found?.h1 ?? '?'));
  assert.deepEqual(await found?.files.namesIn(''), ['dep.go', 'empty.txt', 'go.mod']);
  assert.deepEqual(await found?.files.namesIn('inner'), ['a.go']);
  assert.equal((await found?.files.read('inner/a.go'))?.toString(), files['inner/a.go']);
  assert.equal(await found?.files.digestOf('other.go'), undefined);
  const before = await snapshot(moduleCache);
  assert.equal((await obtain({ offline: true })).proved.get(name)?.h1, found?.h1);
  assert.deepEqual(await snapshot(moduleCache), before);
});

test('offline, what is not there is told and not fetched', async (t) => {
  const { obtain, moduleCache } = await yard(t);
  const { proved, faults } = await obtain({ offline: true });
  assert.equal(proved.size, 0);
  assert.match(faults.get(name) ?? '', /not in the module cache, and this run is offline/);
  assert.deepEqual(await snapshot(moduleCache), {});
});

test('the zip alone will do, with the same hash', async (t) => {
  const { obtain, moduleCache } = await yard(t);
  const unpacked = (await obtain()).proved.get(name);
  await rm(join(moduleCache, unpackedAs), { recursive: true });
  const zipped = (await obtain({ offline: true })).proved.get(name);
  assert.deepEqual([zipped?.from, zipped?.h1], ['zip', unpacked?.h1]);
  for (const [path, content] of Object.entries(files)) {
    assert.equal((await zipped?.files.read(path))?.toString(), content);
    assert.ok(await zipped?.files.digestOf(path));
  }
  assert.deepEqual(await zipped?.files.namesIn(''), ['dep.go', 'empty.txt', 'go.mod']);
});

test('files that were changed in the module cache are told, and the zip stands for the module', async (t) => {
  const { obtain, moduleCache } = await yard(t);
  const before = (await obtain()).proved.get(name);
  await writeFile(join(moduleCache, unpackedAs, 'dep.go'), 'package dep\n\nvar Evil = 1\n');
  const { proved, altered } = await obtain();
  const found = proved.get(name);
  assert.deepEqual([altered, found?.from, found?.h1], [[name], 'zip', before?.h1]);
  assert.equal((await found?.files.read('dep.go'))?.toString(), files['dep.go']);
});

test('a module of another hash than that of go.sum proves nothing', async (t) => {
  const { obtain, moduleCache, sumText } = await yard(t);
  const wrong = sumText.replace(/h1:.{4}/, 'h1:AAAA');
  const refused = (await obtain({ sumText: wrong })).faults.get(name) ?? '';
  assert.match(refused, /checksum mismatch/);
  assert.equal(await exists(join(moduleCache, unpackedAs)), false);
  await obtain();
  const { proved, faults } = await obtain({ sumText: wrong });
  assert.equal(proved.size, 0);
  assert.match(faults.get(name) ?? '', /^what the module cache has is h1:\S+, go\.sum says h1:AAAA/);
  assert.match((await obtain({ sumText: '' })).faults.get(name) ?? '', /go\.sum has no hash of it/);
});

test('a zip that is damaged is no proof', async (t) => {
  const { obtain, moduleCache } = await yard(t);
  await obtain();
  await rm(join(moduleCache, unpackedAs), { recursive: true });
  await writeFile(join(moduleCache, 'cache/download/example.com/!dep/@v/v1.2.3.zip'), 'PK and no more');
  assert.match((await obtain({ offline: true })).faults.get(name) ?? '', /the archive is refused/);
});
