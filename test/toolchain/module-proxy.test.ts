import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { makeAuthority, serveTls, serveTunnel } from '../support/certificates.ts';
import {
  type GoProxy,
  type Interference,
  sendWhole,
  startGoProxy,
  temporaryFolder,
  toolchainFiles,
  toolchainZip,
} from '../support/go-proxy.ts';
import { makeWorld } from './resolving.ts';

const big = toolchainZip('go1.26.8', toolchainFiles('go1.26.8', 400_000));
const start = (t: TestContext): Promise<GoProxy> =>
  startGoProxy(t, { 'go1.26.8': toolchainZip('go1.26.8'), 'go1.25.9': toolchainZip('go1.25.9') });

const answer =
  (status: number, headers = {}): Interference =>
  (_, response) =>
    Boolean(response.writeHead(status, headers).end());
/** Interferes with zips only. */
const zips =
  (interfere: Interference): Interference =>
  (request, response) =>
    request.url?.endsWith('.zip') === true && interfere(request, response);

test('after a comma the next proxy is asked when this one has nothing, and only then', async (t) => {
  const [first, second] = [await start(t), await start(t)];
  const { resolve } = await makeWorld(t, {
    ...second.env,
    GOPROXY: ` ${first.url}/ ,, ${second.url}`,
  });
  for (const status of [404, 410]) {
    first.interfere = answer(status);
    const version = status === 404 ? 'go1.26.8' : 'go1.25.9';
    assert.match((await resolve(version)).source, new RegExp(new URL(second.url).host));
  }
  first.interfere = answer(403);
  const { resolve: other } = await makeWorld(t, { ...second.env, GOPROXY: `${first.url},${second.url}` });
  await assert.rejects(other('1.26.8'), /answers 403/);
});

test('after a bar the next proxy is asked whatever happens to this one', async (t) => {
  const [first, second] = [await start(t), await start(t)];
  for (const status of [403, 404, 500]) {
    first.interfere = answer(status);
    const { resolve } = await makeWorld(t, { ...second.env, GOPROXY: `${first.url}|${second.url}` });
    assert.equal((await resolve('1.26.8')).version, 'go1.26.8', String(status));
  }
  const { resolve } = await makeWorld(t, { ...second.env, GOPROXY: `http://127.0.0.1:9|${second.url}` });
  assert.equal((await resolve('1.26.8')).version, 'go1.26.8');
});

test('GOPROXY=off asks nobody, and a list that cannot be read is E_CONFIG', async (t) => {
  const { fault } = await makeWorld(t, { GOPROXY: 'off' });
  const error = await fault('1.26.8');
  assert.equal(error.code, 'E_TOOLCHAIN');
  assert.match(error.message, /GOPROXY=off \(environment\) forbids downloads/);
  for (const GOPROXY of [',', 'ftp://user:secret@x.example', 'noscheme', ' | ']) {
    const bad = await (await makeWorld(t, { GOPROXY })).fault('1.26.8');
    assert.equal(bad.code, 'E_CONFIG', GOPROXY);
    assert.doesNotMatch(bad.message + bad.hint, /secret/);
  }
});

test('a folder serves as proxy through file://', async (t) => {
  const proxy = await start(t);
  const folder = await temporaryFolder(t);
  const { zip } = toolchainZip('go1.26.8');
  const version = 'v0.0.1-go1.26.8.linux-amd64';
  const base = join(folder, 'golang.org', 'toolchain', '@v');
  await mkdir(base, { recursive: true });
  await writeFile(join(base, `${version}.zip`), zip);
  await writeFile(join(base, 'list'), `${version}\n`);
  const GOSUMDB = `${proxy.log.verifierKey} ${proxy.url}/sumdb/sums.example`;
  const { resolve, fault } = await makeWorld(t, { GOPROXY: pathToFileURL(folder).href, GOSUMDB });
  assert.equal(
    (await resolve('1.26')).source,
    `module golang.org/toolchain through ${pathToFileURL(folder).href}`,
  );
  assert.match((await fault('1.25.9')).message, /cannot be had: file:/);
});

test('a server that refuses is named with what it says, and the credentials are not', async (t) => {
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const port = await serveTls(t, authority, (_, response) => {
    response
      .writeHead(401, { 'content-type': 'text/plain; charset=utf-8' })
      .end('who\tare you?\nsecond line');
  });
  const env = { SSL_CERT_FILE: authority.certificateFile };
  const { fault } = await makeWorld(t, { ...env, GOPROXY: `https://me:hunter2@127.0.0.1:${port}/go` });
  const error = await fault('1.26.8');
  assert.equal(error.code, 'E_AUTH');
  assert.match(
    error.message,
    new RegExp(`^127\\.0\\.0\\.1:${port} answers 401 for /go/sumdb/.*: who are you\\?$`),
  );
  assert.doesNotMatch(error.message + error.hint + String(error.cause), /hunter2|second/);
  const plain = await (await makeWorld(t, { GOPROXY: 'http://me:hunter2@127.0.0.1:9' })).fault('1.26.8');
  assert.equal(plain.code, 'E_CONFIG');
  assert.match(plain.message, /unencrypted/);
});

test('credentials come from the URL, else from netrc, over https only', async (t) => {
  const inner = await start(t);
  const authority = await makeAuthority(t, ['127.0.0.1']);
  const seen = new Set<string>();
  const port = await serveTls(t, authority, async (request, response) => {
    seen.add(Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString());
    const content = await fetch(`${inner.url}${request.url}`);
    response.writeHead(content.status).end(Buffer.from(await content.arrayBuffer()));
  });
  const netrc = join(await temporaryFolder(t), 'netrc');
  await writeFile(
    netrc,
    'machine other.example login no password no\nmacdef init\nmachine 127.0.0.1 login macro password macro\n\nmachine 127.0.0.1\n  login netrc\n  password "p"\nmachine 127.0.0.1 login late password late\ndefault login any password any\n',
  );
  const base = { ...inner.env, SSL_CERT_FILE: authority.certificateFile, NETRC: netrc };
  const used = async (env: Readonly<Record<string, string>>) => {
    seen.clear();
    const { resolve } = await makeWorld(t, { ...base, ...env });
    await resolve('1.26.8');
    return [...seen];
  };
  const address = `127.0.0.1:${port}`;
  assert.deepEqual(await used({ GOPROXY: `https://${address}` }), ['netrc:"p"']);
  assert.deepEqual(await used({ GOPROXY: `https://url:a%40b@${address}` }), ['url:a@b']);
  assert.deepEqual(await used({ GOPROXY: `https://${address}`, GOAUTH: 'off' }), ['']);
  await used({ GOPROXY: inner.url });
  assert.deepEqual([...seen], []);
});

test('a connection that breaks is taken up where it ended', async (t) => {
  const proxy = await startGoProxy(t, { 'go1.26.8': big });
  const ranges: (string | undefined)[] = [];
  proxy.interfere = zips((request, response) => {
    ranges.push(request.headers.range);
    if (ranges.length > 3) return false;
    cutAfter(request, response, 4000);
    return true;
  });
  const { resolve } = await makeWorld(t, proxy.env);
  const { version, digest } = await resolve('1.26.8');
  assert.deepEqual([version, digest], ['go1.26.8', big.h1]);
  assert.equal(ranges[0], undefined);
  assert.ok(
    ranges.slice(1).every((range) => range !== undefined),
    String(ranges),
  );
});

test('a server that ignores ranges, or has changed the file, is asked for the whole again', async (t) => {
  const proxy = await startGoProxy(t, { 'go1.26.8': big });
  let requests = 0;
  proxy.interfere = zips((request, response) => {
    requests++;
    delete request.headers.range;
    if (requests === 1) cutAfter(request, response, 9000);
    else sendWhole(request, response, big.zip);
    return true;
  });
  const { resolve } = await makeWorld(t, proxy.env);
  assert.equal((await resolve('1.26.8')).digest, big.h1);
  assert.equal(requests, 2);
});

/** Sends the head for the whole answer, and then only some bytes of it. */
function cutAfter(request: IncomingMessage, response: ServerResponse, bytes: number): void {
  const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const rest = big.zip.length - from;
  const range = { 'content-range': `bytes ${from}-${big.zip.length - 1}/${big.zip.length}` };
  response.writeHead(from === 0 ? 200 : 206, { 'content-length': rest, ...(from === 0 ? {} : range) });
  response.write(big.zip.subarray(from, from + bytes), () => setImmediate(() => response.destroy()));
}

test('a server that stalls, or breaks every time, comes to an end as E_NETWORK and leaves nothing', async (t) => {
  const proxy = await start(t);
  const { fault, cacheDirectory } = await makeWorld(t, proxy.env);
  let requests = 0;
  proxy.interfere = zips((_, response) => {
    requests++;
    return response.writeHead(200, { 'content-length': 100 }).write('PK');
  });
  const stalled = await fault('1.26.8');
  assert.deepEqual([stalled.code, requests], ['E_NETWORK', 3]);
  assert.match(stalled.message, /stops sending in the middle/);
  assert.deepEqual(await readdir(join(cacheDirectory, 'toolchain')), []);
  proxy.interfere = zips((request) => Boolean(request.socket.destroy()));
  assert.equal((await fault('1.26.8')).code, 'E_NETWORK');
});

test('429 and 5xx are asked again', async (t) => {
  const proxy = await start(t);
  const statuses = [503, 429];
  proxy.interfere = (_, response) => {
    const status = statuses.shift();
    return status !== undefined && Boolean(response.writeHead(status, { 'retry-after': '0' }).end());
  };
  const { resolve } = await makeWorld(t, proxy.env);
  assert.equal((await resolve('1.26.8')).version, 'go1.26.8');
  assert.equal(statuses.length, 0);
});

/** golang.org itself behind a tunnel, with its page and its module proxy. */
async function startDirect(t: TestContext, page: string) {
  const inner = await start(t);
  const authority = await makeAuthority(t, ['golang.org', 'dl.example']);
  const port = await serveTls(t, authority, async (request, response) => {
    if (request.headers.host === 'golang.org') return response.end(page);
    const content = await fetch(`${inner.url}${request.url?.replace('/mod/', '/')}`);
    return response.writeHead(content.status).end(Buffer.from(await content.arrayBuffer()));
  });
  const tunnel = await serveTunnel(t, port);
  const env = {
    GOSUMDB: `${inner.log.verifierKey} ${inner.url}/sumdb/sums.example`,
    SSL_CERT_FILE: authority.certificateFile,
    HTTPS_PROXY: tunnel.url,
  };
  return { env, tunnel };
}

test('"direct" goes where the page of golang.org/toolchain says, as do modules that GONOPROXY exempts', async (t) => {
  const page =
    '<html><meta name="go-import" content="golang.org/x git https://git.example"><META content=\'golang.org/toolchain mod https://dl.example/mod\' name=go-import >';
  const { env, tunnel } = await startDirect(t, page);
  for (const more of [{ GOPROXY: 'direct' }, { GOPROXY: 'http://127.0.0.1:9', GONOPROXY: 'golang.org' }]) {
    const { resolve } = await makeWorld(t, { ...env, ...more });
    assert.equal((await resolve('1.26')).source, 'module golang.org/toolchain through dl.example');
  }
  assert.deepEqual([...new Set(tunnel.asked)], ['CONNECT golang.org:443', 'CONNECT dl.example:443']);
});

test('a page that names no module proxy is told', async (t) => {
  const { env } = await startDirect(
    t,
    '<meta name="go-import" content="golang.org/toolchain git https://git.example">',
  );
  const { fault } = await makeWorld(t, { ...env, GOPROXY: 'direct' });
  assert.match((await fault('1.26')).message, /https:\/\/golang\.org\/toolchain names no module proxy/);
});

test('progress says what is fetched and how far it is', async (t) => {
  const incompressible = Buffer.alloc(
    9 << 20,
    Buffer.from(Array.from({ length: 65_521 }, (_, at) => (at * at * 7) % 251)),
  );
  const files = { ...toolchainFiles('go1.26.8'), 'pkg/blob': incompressible.toString('latin1') };
  const proxy = await startGoProxy(t, { 'go1.26.8': toolchainZip('go1.26.8', files) });
  const { resolve, said } = await makeWorld(t, proxy.env);
  const { goroot } = await resolve('1.26.8');
  assert.equal(said[0], 'go1.26.8: fetching golang.org/toolchain@v0.0.1-go1.26.8.linux-amd64');
  assert.equal(said.at(-1), 'go1.26.8: unpacking');
  assert.equal(
    await readFile(join(dirname(goroot), 'go1.26.8.linux-amd64', 'pkg', 'blob'), 'utf8'),
    files['pkg/blob'],
  );
});
