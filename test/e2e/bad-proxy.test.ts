import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeModule } from '../support/go-module.ts';
import { serve, startGoProxy, temporaryFolder, toolchainFiles, toolchainZip } from '../support/go-proxy.ts';
import { slipway } from '../support/slipway.ts';
import { snapshot } from '../support/workspace.ts';

const version = 'go1.99.1';
const main = { 'main.go': 'package main\n\nfunc main() {}\n' };

/** What a refused download may leave: folders. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = Object.entries(await snapshot(folder));
  return entries.filter(([, what]) => !what.startsWith('folder')).map(([path]) => path);
}

test('a proxy that answers 403 is named with what it said, and the build ends with status 4', async (t) => {
  const work = await temporaryFolder(t);
  const cwd = await writeModule(join(work, 'module'), main);
  const url = await serve(t, (_, response) => void response.writeHead(403).end('not for you'));
  const args = ['build', '.', '--go', version, '--cache-dir', join(work, 'cache')];
  const { status, stderr } = await slipway(args, { cwd, env: { GOPROXY: url } });
  assert.equal(status, 4, stderr);
  assert.match(stderr, /^error E_NETWORK: /m);
  assert.match(stderr, /403/);
  assert.ok(stderr.includes(url.replace('http://', '')), 'the proxy is named');
});

test('a toolchain whose hash does not fit is refused with both hashes, and nothing of it is kept', async (t) => {
  const work = await temporaryFolder(t);
  const cwd = await writeModule(join(work, 'module'), main);
  const [honest, forged] = [
    toolchainZip(version),
    toolchainZip(version, { ...toolchainFiles(version), 'bin/go': '#!/bin/sh\necho forged\n' }),
  ];
  const proxy = await startGoProxy(t, { [version]: honest });
  proxy.interfere = (request, response) => {
    const isZip = request.url?.endsWith('.zip') === true;
    if (isZip) response.writeHead(200, { 'content-length': forged.zip.length }).end(forged.zip);
    return isZip;
  };
  const cache = join(work, 'cache');
  const args = ['build', '.', '--go', version, '--cache-dir', cache];
  const { status, stderr } = await slipway(args, { cwd, env: proxy.env });
  assert.equal(status, 3, stderr);
  assert.match(stderr, /^error E_TOOLCHAIN: /m);
  for (const h1 of [honest.h1, forged.h1]) assert.ok(stderr.includes(h1), `${h1} is named`);
  assert.deepEqual(
    (await filesIn(cache)).filter((path) => path.includes('go1.99.1')),
    [],
  );
});
