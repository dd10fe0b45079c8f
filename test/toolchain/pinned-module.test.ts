import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { readGoSettings } from '../../src/toolchain/go-settings.ts';
import { withPinnedModule } from '../../src/toolchain/pinned-module.ts';
import { h1Of } from '../support/checksum-log.ts';
import { serve, temporaryFolder, testHost } from '../support/go-proxy.ts';
import { makeZip } from '../support/zip.ts';
import { makeWorld, noPause } from './resolving.ts';

const name = 'example.com/Roots@v1.0.0';
const files = {
  [`${name}/bundle/data.txt`]: 'certificates',
  [`${name}/go.mod`]: 'module example.com/Roots\n\ngo 1.99\n',
};
const zip = makeZip(Object.entries(files).map(([path, content]) => ({ name: path, content })));
const pinned = { path: 'example.com/Roots', version: 'v1.0.0', h1: h1Of(files) };

async function proxyWith(t: TestContext, served: Buffer | undefined): Promise<string> {
  return serve(t, (request, response) => {
    const known = request.url === '/example.com/!roots/@v/v1.0.0.zip' ? served : undefined;
    response.writeHead(known === undefined ? 404 : 200).end(known);
  });
}

async function read(t: TestContext, env: Readonly<Record<string, string>>, h1 = pinned.h1, offline = false) {
  const { ports } = await makeWorld(t, env, { offline });
  const settings = await readGoSettings(ports.env, { host: testHost });
  const use = (directory: string): Promise<string> => readFile(join(directory, 'bundle', 'data.txt'), 'utf8');
  const answer = withPinnedModule({ ...pinned, h1 }, settings, ports, use, noPause);
  return { answer, cacheDirectory: ports.cacheDirectory };
}

test('a pinned module is read through the proxy, whatever Go it asks for, and leaves nothing behind', async (t) => {
  const { answer, cacheDirectory } = await read(t, { GOPROXY: await proxyWith(t, zip) });
  assert.deepEqual(await answer, { found: 'certificates' });
  assert.deepEqual(await readdir(cacheDirectory), []);
});

test('another content than the pinned one is refused before anyone reads it', async (t) => {
  const other = makeZip([{ name: `${name}/bundle/data.txt`, content: 'forged' }]);
  const { answer, cacheDirectory } = await read(t, { GOPROXY: await proxyWith(t, other) });
  await assert.rejects(answer, (error: unknown) => {
    assert.ok(error instanceof SlipwayError);
    assert.equal(error.code, 'E_TOOLCHAIN');
    assert.ok(error.message.includes(pinned.h1) && error.message.includes(name), error.message);
    return true;
  });
  assert.deepEqual(await readdir(cacheDirectory), []);
});

test("the go command's module cache is asked first, also offline, and is checked as well", async (t) => {
  const cache = await temporaryFolder(t);
  const folder = join(cache, 'cache', 'download', 'example.com', '!roots', '@v');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'v1.0.0.zip'), zip);
  const env = { GOMODCACHE: cache, GOPROXY: 'off' };
  assert.deepEqual(await (await read(t, env, pinned.h1, true)).answer, { found: 'certificates' });
  await assert.rejects((await read(t, env, 'h1:other=', true)).answer, { code: 'E_TOOLCHAIN' });
});

test('a module that nobody has is said to be missing, and why', async (t) => {
  const none = await (await read(t, { GOPROXY: await proxyWith(t, undefined) })).answer;
  assert.ok('missing' in none && none.missing !== '');
  const offline = await (await read(t, { GOPROXY: await proxyWith(t, zip) }, pinned.h1, true)).answer;
  assert.ok('missing' in offline && /offline/.test(offline.missing));
});
