import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { usualBudget } from '../../src/request/budget.ts';
import { readFlags } from '../../src/request/flags.ts';
import {
  cleanRequest,
  type ReproduceRequest,
  reproduceRequest,
} from '../../src/request/reproduce-request.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

/** The request of `slipway reproduce` with these arguments, in a folder. */
function ask(cwd: string, ...argv: readonly string[]): Promise<ReproduceRequest> {
  return reproduceRequest(readFlags('reproduce', argv), { cwd, env: { HOME: cwd }, os: 'linux' });
}

const configuration = `platforms: [linux/arm64]
push: registry.example.com/acme/api
reproduce: true
ldflags: -X main.version={{version}}
snapshot: size.json
assets: [{from: web, to: /srv/web}]
smoke: [--version]
budget: {pull: {max: 1 KiB}}
dead-code-elimination: required
`;

test('the command line of a build is that of reproduce: what says what is built means the same', async (t) => {
  const folder = await writeModule(await folderOf(t), { 'main.go': emptyMain });
  const argv = [
    '.',
    '--platform',
    'linux/amd64',
    '--base',
    'scratch',
    '--build-tags',
    'x',
    '--asset',
    'a:/a',
  ];
  const asked = await ask(folder, ...argv, '--compression', 'zstd:3', '--entrypoint', '/run', '--jobs', '3');
  const built = await buildRequest(
    readFlags('build', [...argv, '--compression', 'zstd:3', '--entrypoint', '/run', '--jobs', '3']),
    { cwd: folder, env: { HOME: folder }, os: 'linux' },
  );
  assert.deepEqual(asked.request, built);
  assert.deepEqual([asked.name, asked.against], ['.', undefined]);
});

test('a clean build is of another copy and another cache, writes to its own folder, and judges and publishes nothing', async (t) => {
  const folder = await writeModule(await folderOf(t), {
    'main.go': emptyMain,
    'slipway.yaml': configuration,
  });
  const copy = await writeModule(await folderOf(t), { 'main.go': emptyMain, 'slipway.yaml': configuration });
  const asked = await ask(folder);
  assert.deepEqual(asked.request.push, []);
  const clean = await cleanRequest(asked, {
    moved: (path) => path.replace(folder, copy),
    scratch: '/scratch',
    cacheDirectory: '/cache',
  });
  assert.deepEqual(clean.source, { kind: 'directory', directory: copy });
  assert.deepEqual(clean.outputs, [{ kind: 'oci', path: '/scratch/layout' }]);
  assert.deepEqual([clean.cacheDirectory, clean.reproduce], ['/cache', false]);
  assert.deepEqual([clean.push, clean.snapshotFile, clean.reportFile], [[], undefined, undefined]);
  const { defaults } = clean;
  assert.deepEqual([defaults.budget, defaults.smoke, defaults.deadCode], [usualBudget, undefined, 'off']);
  assert.deepEqual(
    [defaults.ldflags, defaults.assets[0]?.from],
    ['-X main.version={{version}}', join(copy, 'web')],
  );
  assert.equal(clean.lockFile, join(copy, 'slipway.lock'));
});

test('the running program’s contract stays where the decision about packing hangs on it', async (t) => {
  const folder = await writeModule(await folderOf(t), {
    'main.go': emptyMain,
    'slipway.yaml': 'smoke: [--version]\npack: auto\n',
  });
  const place = { moved: (path: string) => path, scratch: '/s', cacheDirectory: '/c' };
  const clean = await cleanRequest(await ask(folder), place);
  assert.notEqual(clean.defaults.smoke, undefined);
});

test('what BuildKit would recall is refused, and nothing is put into its caches', async (t) => {
  const folder = await writeModule(await folderOf(t), { 'main.go': emptyMain, Dockerfile: '' });
  const asked = await ask(folder, '--engine', 'buildkit', '--buildkit-provenance', 'max');
  const place = { moved: (path: string) => path, scratch: '/s', cacheDirectory: '/c' };
  const { engine } = await cleanRequest(asked, place);
  assert.deepEqual([engine.choice, engine.cache, engine.provenance], ['buildkit', undefined, 'off']);
  for (const flags of [
    ['--compile', 'buildkit'],
    ['--dockerfile', 'Dockerfile'],
  ]) {
    const error = await refusal(() => ask(folder, ...flags));
    assert.match(error.message, /BuildKit recalls what it did/);
  }
});

test('a published module is built again as itself', async (t) => {
  const folder = await folderOf(t);
  const asked = await ask(folder, 'example.com/tool/cmd/tool@v1.0.0');
  const place = { moved: (path: string) => path, scratch: '/s', cacheDirectory: '/c' };
  const { source } = await cleanRequest(asked, place);
  assert.deepEqual(source, { kind: 'module', path: 'example.com/tool/cmd/tool', version: 'v1.0.0' });
});

test('what one build is held against is a report by its name, else an image, and paths are absolute', async (t) => {
  const folder = await writeModule(await folderOf(t), { 'main.go': emptyMain });
  await mkdir(join(folder, 'out'));
  await writeFile(join(folder, 'report.json'), '{}');
  const against = async (text: string) => (await ask(folder, '--against', text)).against;
  assert.deepEqual(await against('out/report.json'), {
    kind: 'report',
    path: join(folder, 'out/report.json'),
  });
  assert.deepEqual(await against('oci:out'), {
    kind: 'image',
    place: { kind: 'oci', path: join(folder, 'out') },
  });
  assert.deepEqual(await against('./out'), {
    kind: 'image',
    place: { kind: 'file', path: join(folder, 'out') },
  });
  const published = await against('ghcr.io/acme/api:1.0');
  assert.ok(published?.kind === 'image' && published.place.kind === 'registry');
  const error = await refusal(() => against('out'));
  assert.match(error.message, /"out" does not say where it is/);
});
