import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { exec } from '../../src/support/exec.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import { resolveToolchain } from '../../src/toolchain/resolve.ts';
import { sendWhole, serve, startGoProxy, toolchainFiles, toolchainZip } from '../support/go-proxy.ts';
import { goDistribution, makeTar } from '../support/tar-archive.ts';
import { makeZip } from '../support/zip.ts';
import { makeWorld, noPause } from './resolving.ts';

const start = (t: TestContext) => startGoProxy(t, { 'go1.26.8': toolchainZip('go1.26.8') });
const entries = (cacheDirectory: string) => readdir(join(cacheDirectory, 'toolchain'));

test('the toolchain in the cache runs, and nothing lies beside it', async (t) => {
  const proxy = await start(t);
  const { resolve, cacheDirectory } = await makeWorld(t, proxy.env);
  const { go, goroot } = await resolve('1.26.8');
  const { stdout } = await exec({ file: go, args: ['version'], env: {} });
  assert.equal(stdout, 'go version go1.26.8 linux/amd64\n');
  assert.deepEqual(await entries(cacheDirectory), ['go1.26.8.linux-amd64']);
  assert.equal(goroot, join(cacheDirectory, 'toolchain', 'go1.26.8.linux-amd64'));
});

test('two runs at once download once', async (t) => {
  const proxy = await start(t);
  const { ports, cacheDirectory } = await makeWorld(t, proxy.env);
  const waits: string[] = [];
  const one = () =>
    resolveToolchain(
      goSpecification('1.26.8', '--go'),
      { ...ports, progress: (text) => waits.push(text) },
      noPause,
    );
  const found = await Promise.all([one(), one(), one()]);
  assert.equal(new Set(found.map(({ goroot, version }) => `${goroot} ${version}`)).size, 1);
  assert.equal(proxy.asked.filter((path) => path.endsWith('.zip')).length, 1);
  assert.ok(waits.includes('go1.26.8: waiting for another run that is fetching it'));
  assert.deepEqual(await entries(cacheDirectory), ['go1.26.8.linux-amd64']);
});

test('an abort in the middle of a download leaves nothing, and the next run succeeds', async (t) => {
  const proxy = await start(t);
  const abort = new AbortController();
  const reason = new SlipwayError('E_INTERRUPTED', 'interrupted');
  const world = await makeWorld(t, proxy.env, { signal: abort.signal });
  proxy.interfere = (request, response) => {
    if (request.url?.endsWith('.zip') !== true) return false;
    response
      .writeHead(200, { 'content-length': 1000 })
      .write('PK', () => setImmediate(() => abort.abort(reason)));
    return true;
  };
  await assert.rejects(world.resolve('1.26.8'), (error) => error === reason);
  assert.deepEqual(await entries(world.cacheDirectory), []);
  proxy.interfere = () => false;
  const again = await makeWorld(t, proxy.env, { cacheDirectory: world.cacheDirectory });
  assert.equal((await again.resolve('1.26.8')).version, 'go1.26.8');
});

test('a half-written toolchain of a killed run is no toolchain, and is replaced', async (t) => {
  const proxy = await start(t);
  const { resolve, cacheDirectory } = await makeWorld(t, proxy.env);
  const goroot = join(cacheDirectory, 'toolchain', 'go1.26.8.linux-amd64');
  for (const marker of [undefined, '', '{"markerVersion":99}', '{"markerVersion":1}']) {
    await rm(goroot, { recursive: true, force: true });
    await mkdir(join(goroot, 'bin'), { recursive: true });
    await writeFile(join(goroot, 'left-over'), '');
    if (marker !== undefined) await writeFile(join(goroot, 'slipway-toolchain.json'), marker);
    assert.equal((await resolve('1.26.8')).goroot, goroot);
    assert.ok(!(await readdir(goroot)).includes('left-over'), String(marker));
  }
  assert.deepEqual(await entries(cacheDirectory), ['go1.26.8.linux-amd64']);
});

test('work folders that were left behind long ago are cleared away, those of today are not', async (t) => {
  const proxy = await start(t);
  const { resolve, cacheDirectory } = await makeWorld(t, proxy.env);
  const folder = join(cacheDirectory, 'toolchain');
  for (const name of ['work-1-00aa', 'work-2-00bb', 'keep'])
    await mkdir(join(folder, name, 'goroot'), { recursive: true });
  const old = new Date(Date.now() - 48 * 3600 * 1000);
  for (const name of ['work-1-00aa', 'keep']) await utimes(join(folder, name), old, old);
  await resolve('1.26.8');
  assert.deepEqual(await entries(cacheDirectory), ['go1.26.8.linux-amd64', 'keep', 'work-2-00bb']);
});

test('the marker says what the toolchain is, where it came from and what vouches for it', async (t) => {
  const proxy = await start(t);
  const { resolve } = await makeWorld(t, proxy.env);
  const { goroot, digest } = await resolve('1.26.8');
  assert.deepEqual(JSON.parse(await readFile(join(goroot, 'slipway-toolchain.json'), 'utf8')), {
    markerVersion: 1,
    version: 'go1.26.8',
    digest,
    source: `module golang.org/toolchain through ${new URL(proxy.url).host}`,
    checkedBy: 'sums.example',
  });
});

test("a module that is another machine's toolchain is refused", async (t) => {
  const { 'pkg/tool/linux_amd64/compile': _, ...files } = toolchainFiles('go1.26.8');
  const proxy = await startGoProxy(t, {
    'go1.26.8': toolchainZip('go1.26.8', { ...files, 'pkg/tool/linux_arm64/compile': '' }),
  });
  const { fault, cacheDirectory } = await makeWorld(t, proxy.env);
  assert.match((await fault('1.26.8')).message, /not a Go toolchain for linux\/amd64/);
  assert.deepEqual(await entries(cacheDirectory), []);
});

test('a cache folder that cannot be written is E_IO in the end, not a fault of ours', async (t) => {
  const proxy = await start(t);
  const { resolve, cacheDirectory } = await makeWorld(t, proxy.env);
  await mkdir(dirname(cacheDirectory), { recursive: true });
  await writeFile(cacheDirectory, 'a file');
  await assert.rejects(resolve('1.26.8'), (error) => error instanceof Error && 'syscall' in error);
});

interface Distribution {
  readonly url: string;
  readonly asked: string[];
}

async function serveArchive(t: TestContext, content: Buffer): Promise<Distribution> {
  const asked: string[] = [];
  const address = await serve(t, (request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/missing') response.writeHead(404).end();
    else sendWhole(request, response, content);
  });
  return { url: `${address}/go1.26.8.linux-amd64.tar.gz?token=secret`, asked };
}

const digestOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

test('a distribution from a URL is used when its SHA-256 fits, and kept under it', async (t) => {
  const zip = makeZip(
    Object.entries(toolchainFiles('go1.26.8')).map(([path, content]) => ({ name: `go/${path}`, content })),
  );
  for (const archive of [goDistribution(toolchainFiles('go1.26.8')), zip]) {
    const { url, asked } = await serveArchive(t, archive);
    const { resolve, cacheDirectory } = await makeWorld(t, { GOPROXY: 'off' });
    const wanted = goSpecification(url, '--go', digestOf(archive));
    const found = await resolve(wanted);
    assert.equal(found.version, 'go1.26.8');
    assert.equal(found.digest, `sha256:${digestOf(archive)}`);
    assert.deepEqual([found.pinned, found.source], [true, url.replace('?token=secret', '')]);
    assert.notEqual((await stat(found.go)).mode & 0o111, 0);
    const again = await resolve(wanted);
    assert.deepEqual([again.goroot, again.source], [found.goroot, `tool cache (${found.source})`]);
    assert.equal(asked.length, 1);
    assert.deepEqual(await entries(cacheDirectory), [`sha256-${digestOf(archive)}.linux-amd64`]);
  }
});

test('a distribution with another SHA-256, or with foreign content, is refused and not kept', async (t) => {
  const archive = goDistribution(toolchainFiles('go1.26.8'));
  const { url } = await serveArchive(t, archive);
  const { fault, cacheDirectory } = await makeWorld(t, {});
  const wrong = await fault(goSpecification(url, '--go', '0'.repeat(64)));
  assert.equal(wrong.code, 'E_TOOLCHAIN');
  assert.ok(
    wrong.message.includes(`expected sha256:${'0'.repeat(64)}\ngot      sha256:${digestOf(archive)}`),
  );
  assert.doesNotMatch(wrong.message, /secret/);
  const { gzipSync } = await import('node:zlib');
  const foreign: readonly Buffer[] = [
    Buffer.from('<html>not found</html>'),
    gzipSync('no tar at all'),
    gzipSync(makeTar([{ name: 'go/../../x', content: 'x' }])),
    gzipSync(makeTar([{ name: 'go/bin/go', type: '2', linkTo: '/bin/sh' }])),
    goDistribution({ 'bin/go': '', 'pkg/tool/plan9_386/compile': '' }),
    archive.subarray(0, archive.length / 2),
  ];
  for (const content of foreign) {
    const served = await serveArchive(t, content);
    const error = await fault(goSpecification(served.url, '--go', digestOf(content)));
    assert.equal(error.code, 'E_TOOLCHAIN', content.subarray(0, 20).toString());
  }
  assert.deepEqual(await entries(cacheDirectory), []);
  const missing = new URL('/missing', url).href;
  assert.match((await fault(goSpecification(missing, '--go', '0'.repeat(64)))).message, /there is no Go at/);
});

test('offline, a distribution from a URL is used when it is there, and named when not', async (t) => {
  const archive = goDistribution(toolchainFiles('go1.26.8'));
  const { url } = await serveArchive(t, archive);
  const wanted = goSpecification(url, 'slipway.yaml', digestOf(archive));
  const online = await makeWorld(t, {});
  const offline = await makeWorld(t, {}, { offline: true, cacheDirectory: online.cacheDirectory });
  const error = await offline.fault(wanted);
  assert.equal(error.message, 'the Go of slipway.yaml is not on this machine');
  await online.resolve(wanted);
  assert.equal((await offline.resolve(wanted)).version, 'go1.26.8');
});
