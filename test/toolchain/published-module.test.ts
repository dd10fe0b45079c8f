import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { readGoSettings } from '../../src/toolchain/go-settings.ts';
import { hostNamed } from '../../src/toolchain/ports.ts';
import { describePublished } from '../../src/toolchain/published-module.ts';
import { makeChecksumLog } from '../support/checksum-log.ts';
import { serve, temporaryFolder, testHost } from '../support/go-proxy.ts';
import { makeWorld, noPause } from './resolving.ts';

const path = 'example.com/Acme/app';
const goMod = `module ${path}\n\ngo 1.24.0\n\ntoolchain go1.27.0\n`;

function hashOf(text: string): string {
  const file = createHash('sha256').update(text).digest('hex');
  return `h1:${createHash('sha256').update(`${file}  go.mod\n`).digest('base64')}`;
}

async function publish(t: TestContext, served = goMod) {
  const record = `${path} v1.2.3 h1:zip=\n${path} v1.2.3/go.mod ${hashOf(goMod)}\n`;
  const log = makeChecksumLog('sums.example', new Map([['example.com/!acme/app@v1.2.3', record]]), 20);
  const origin = { VCS: 'git', URL: 'https://example.com/acme/app', Hash: 'a'.repeat(40) };
  const info = JSON.stringify({ Version: 'v1.2.3', Time: '2026-05-01T10:00:00Z', Origin: origin });
  const base = '/example.com/!acme/app/@v';
  const files = new Map([
    [`${base}/main.info`, info],
    [`${base}/v1.2.3.info`, info],
    [`${base}/v1.2.3.mod`, served],
    ['/sumdb/sums.example/supported', ''],
  ]);
  const url = await serve(t, (request, response) => {
    const name = request.url ?? '';
    const [, kind, rest = ''] = /^\/sumdb\/sums\.example\/(lookup|tile)\/(.*)$/.exec(name) ?? [];
    const content =
      kind === 'lookup' ? log.lookup(rest) : kind === 'tile' ? log.tile(`tile/${rest}`) : files.get(name);
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  return { GOPROXY: url, GOSUMDB: log.verifierKey };
}

async function describe(
  t: TestContext,
  env: Readonly<Record<string, string>>,
  wanted: string,
  offline = false,
) {
  const { ports } = await makeWorld(t, env, { offline });
  const settings = await readGoSettings(ports.env, { host: testHost });
  const [name = '', version = ''] = wanted.split('@');
  return describePublished({ path: name, version }, settings, ports, noPause);
}

const described = {
  path,
  version: 'v1.2.3',
  time: '2026-05-01T10:00:00Z',
  revision: 'a'.repeat(40),
  repository: 'https://example.com/acme/app',
  goMod,
};

test("a published module is found by its own path, by a package's, and by a branch", async (t) => {
  const env = await publish(t);
  for (const wanted of [`${path}@v1.2.3`, `${path}/cmd/tool@v1.2.3`, `${path}@main`]) {
    assert.deepEqual(await describe(t, env, wanted), { found: described }, wanted);
  }
  const none = await describe(t, env, 'example.com/other@v1.0.0');
  assert.match(
    'missing' in none ? none.missing : '',
    /answers 404 for \/example\.com\/other\/@v\/v1\.0\.0\.info/,
  );
});

test('a go.mod that the checksum database does not vouch for is refused, unless the module is private', async (t) => {
  const env = await publish(t, goMod.replace('1.24', '1.20'));
  await assert.rejects(describe(t, env, `${path}@v1.2.3`), (error) => {
    assert.ok(error instanceof SlipwayError && error.code === 'E_TOOLCHAIN');
    return error.message.includes(`expected ${hashOf(goMod)}`);
  });
  const answer = await describe(t, { ...env, GONOSUMDB: 'example.com/Acme' }, `${path}@v1.2.3`);
  assert.ok('found' in answer);
});

test("offline, the go command's module cache is asked", async (t) => {
  const GOMODCACHE = await temporaryFolder(t);
  const missing = await describe(t, { GOMODCACHE }, `${path}/cmd@v1.2.3`, true);
  assert.deepEqual(missing, { missing: `${path}/cmd@v1.2.3 is not in GOMODCACHE (offline)` });
  const folder = join(GOMODCACHE, 'cache', 'download', 'example.com', '!acme', 'app', '@v');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'v1.2.3.mod'), goMod);
  const unknown = { revision: undefined, repository: undefined };
  const first = await describe(t, { GOMODCACHE }, `${path}/cmd@v1.2.3`, true);
  assert.deepEqual(first, { found: { ...described, ...unknown, time: undefined } });
  await writeFile(join(folder, 'v1.2.3.info'), '{"Version":"v1.2.3","Time":"2026-05-01T10:00:00Z"}');
  assert.deepEqual(await describe(t, { GOMODCACHE }, `${path}@v1.2.3`, true), {
    found: { ...described, ...unknown },
  });
});

test("a machine is named in Go's words", () => {
  assert.deepEqual(hostNamed('win32', 'x64', 'LE'), { os: 'windows', architecture: 'amd64' });
  assert.deepEqual(hostNamed('linux', 'ppc64', 'LE'), { os: 'linux', architecture: 'ppc64le' });
  assert.deepEqual(hostNamed('darwin', 'arm64', 'LE'), { os: 'darwin', architecture: 'arm64' });
});
