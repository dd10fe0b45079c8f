import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { type RootsBundle, readRoots, rootCertificates } from '../../src/image/base/roots.ts';
import { rootsModule } from '../../src/image/base/roots-module.ts';
import { makeStaticBase, type StaticBaseRequest, staticContents } from '../../src/image/base/static.ts';
import { exec } from '../../src/support/exec.ts';
import { goEnvironment } from '../support/tools.ts';
import { sampleStore, temporaryFolder } from './sample.ts';
import { type ReadEntry, readTar } from './strict-tar.ts';

let bundle: RootsBundle;
let goroot: string;

before(async () => {
  const env = goEnvironment();
  const module = `${rootsModule.path}@${rootsModule.version}`;
  const download = await exec({ file: 'go', args: ['mod', 'download', '-json', module], cwd: '/', env });
  assert.equal(download.status, 0, download.stdout + download.stderr);
  const { Dir, Sum } = JSON.parse(download.stdout);
  assert.equal(Sum, rootsModule.h1);
  const read = (path: string): Promise<Buffer> => readFile(join(Dir, path));
  bundle = { der: await read(rootsModule.der.path), table: await read(rootsModule.table.path) };
  goroot = (await exec({ file: 'go', args: ['env', 'GOROOT'], cwd: '/', env })).stdout.trim();
});

function request(changes: Partial<StaticBaseRequest> = {}): StaticBaseRequest {
  return { roots: async () => bundle, compression: { algorithm: 'gzip', level: 6 }, mtime: 0, ...changes };
}

test('the roots are the unconstrained ones of the module, each as it is there', () => {
  const { pem, used, left } = rootCertificates(bundle);
  assert.deepEqual([used, left], [116, 1]);
  const blocks = pem.split(/(?<=-----END CERTIFICATE-----\n)/);
  assert.equal(blocks.length, used);
  const der = Buffer.from(bundle.der);
  for (const block of blocks) {
    const certificate = new X509Certificate(block);
    assert.ok(certificate.ca && der.includes(certificate.raw));
    const name =
      /(?:CN|OU)=((?:[^,\\]|\\.)*)/.exec(block.split('\n')[0] ?? '')?.[1]?.replaceAll('\\', '') ?? '?';
    assert.ok(certificate.subject.includes(name), `${name} is the comment over ${certificate.subject}`);
  }
  assert.ok(!pem.includes('Izenpe'), 'distrusted after a date');
});

test('what it holds is known without making it', async (t) => {
  const { store } = await sampleStore(t);
  const made = await makeStaticBase(request(), store);
  assert.deepEqual(staticContents(), made.contents);
});

test('a table or certificates with anything that is not known are refused', () => {
  const table = Buffer.from(bundle.table).toString('utf8');
  const damages: Record<string, Partial<RootsBundle>> = {
    'a new kind of constraint': { table: edited(table, 'distrustAfter:', 'permittedNames:') },
    'a value that is not a plain string': { table: edited(table, '"2026-04-15T23:59:59Z"', 'deadline()') },
    'an escape': { table: edited(table, 'cn:           "CN=ACCV', 'cn:           "CN=\\x41CCV') },
    'another digest': { table: edited(table, '"554153b1', '"554153b2') },
    'another offset': { table: edited(table, 'certStartOff: 626,', 'certStartOff: 627,') },
    'a missing row': { table: edited(table, /\t\{\n\t\tcn:[^}]*\},\n/, '') },
    'another variable': { table: edited(table, 'unparsedCertificates', 'certificates') },
    'a certificate cut short': { der: bundle.der.subarray(0, bundle.der.length - 1) },
    'bytes after the last': { der: Buffer.concat([bundle.der, Buffer.from([0])]) },
    'a flipped bit': { der: Buffer.from(bundle.der).fill((bundle.der[700] ?? 0) ^ 1, 700, 701) },
    'no certificates': { der: Buffer.alloc(0) },
  };
  for (const [what, damage] of Object.entries(damages)) {
    assert.throws(() => readRoots({ ...bundle, ...damage }), { code: 'E_BASE' }, what);
    assert.throws(
      () => rootCertificates({ ...bundle, ...damage }),
      { code: 'E_BASE', message: /pinned/ },
      what,
    );
  }
});

function edited(text: string, from: string | RegExp, to: string): Buffer {
  const changed = text.replace(from, to);
  assert.notEqual(changed, text);
  return Buffer.from(changed);
}

test('the static base has users, roots, /tmp and a home, and says so', async (t) => {
  const { store } = await sampleStore(t);
  const base = await makeStaticBase(request(), store);
  const [layer, ...more] = base.layers;
  assert.ok(layer);
  assert.equal(more.length, 0);
  const blob = await store.find(layer.digest);
  const entries = readTar(gunzipSync(await readFile(blob?.path ?? '')));
  const byPath = new Map(entries.map((entry) => [`/${entry.path}`, entry]));
  assert.match(
    contentOf(byPath.get('/etc/passwd')),
    /^root:x:0:0:.*\nnobody:x:65534:65534:.*\nnonroot:x:65532:65532:/,
  );
  assert.match(contentOf(byPath.get('/etc/group')), /^nonroot:x:65532:$/m);
  assert.match(contentOf(byPath.get('/etc/nsswitch.conf')), /^hosts: files dns$/m);
  assert.equal(contentOf(byPath.get(base.env['SSL_CERT_FILE'] ?? '')), rootCertificates(bundle).pem);
  assert.equal(byPath.get('/tmp')?.mode, 0o1777);
  const { mode, uid, gid } = byPath.get('/home/nonroot') ?? {};
  assert.deepEqual([mode, uid, gid], [0o700, 65532, 65532]);
  assert.equal(base.digest, layer.diffId);
  assert.match(
    base.source ?? '',
    /x509roots\/fallback@v0\.0\.0-\d+-\w+: 116 roots, 1 with a constraint left out$/,
  );
  assert.deepEqual(
    [...(base.contents?.files ?? [])].sort(),
    entries.filter((entry) => entry.type === 'file').map((entry) => `/${entry.path}`),
  );
  assert.deepEqual(
    [...(base.contents?.directories.keys() ?? [])],
    entries.filter((entry) => entry.type === 'directory').map((entry) => entry.path),
  );
});

function contentOf(entry: ReadEntry | undefined): string {
  assert.equal(entry?.mode, 0o644);
  return entry.content.toString('utf8');
}

/**
 * Every user's base layer has this digest. When it changes on purpose, raise `baseFormat` or `layerFormat`, so that no
 * cache gives out the old one, and say it in the changelog.
 */
test('the static base is the same bytes on every machine', async (t) => {
  const { store } = await sampleStore(t);
  const base = await makeStaticBase(request(), store);
  assert.equal(base.digest, 'sha256:e58b37991d589f6f9a93df7a947e1ecac677999cc62926acfdf40547c0e788f4');
});

test('a base that the store has is not made again, and the roots are not asked for', async (t) => {
  const { store, folder } = await sampleStore(t);
  const first = await makeStaticBase(request(), store);
  const roots = (): never => assert.fail('the roots were asked for');
  assert.deepEqual(await makeStaticBase(request({ roots }), openBlobStore(join(folder, 'cache'))), first);
  const other = { compression: { algorithm: 'zstd', level: 3 }, roots: async () => bundle } as const;
  const repacked = await makeStaticBase(request(other), store);
  assert.equal(repacked.digest, first.digest, 'the digest does not follow from the compression');
  assert.notEqual(repacked.layers[0]?.digest, first.layers[0]?.digest);
});

test("time zones are Go's own files, where programs look for them", async (t) => {
  const { store, folder } = await sampleStore(t);
  const zoneinfoZip = join(goroot, 'lib', 'time', 'zoneinfo.zip');
  const base = await makeStaticBase(request({ zoneinfoZip }), store);
  assert.ok((base.contents?.files.size ?? 0) > 500);
  const blob = await store.find(base.layers[0]?.digest ?? 'sha256:');
  const root = join(folder, 'root');
  await exec({ file: 'mkdir', args: [root] });
  const unpacked = await exec({ file: 'tar', args: ['-xzf', blob?.path ?? '', '-C', root] });
  assert.equal(unpacked.status, 0, unpacked.stderr);
  const berlin = await readFile(join(root, 'usr/share/zoneinfo/Europe/Berlin'));
  assert.equal(berlin.toString('latin1', 0, 4), 'TZif');
  assert.ok((await readFile(zoneinfoZip)).includes(berlin));
  assert.match(base.source ?? '', /with time zones$/);
  assert.notEqual(base.digest, (await makeStaticBase(request(), store)).digest);
});

test('a zip that is none, or holds no time zones, is refused', async (t) => {
  const { store } = await sampleStore(t);
  const zoneinfoZip = join(await temporaryFolder(t), 'zoneinfo.zip');
  // The end record alone: an empty zip (APPNOTE.TXT, 4.3.16).
  for (const content of [Buffer.from('not a zip'), Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')]) {
    await writeFile(zoneinfoZip, content);
    await assert.rejects(makeStaticBase(request({ zoneinfoZip }), store), {
      code: 'E_BASE',
      message: /zoneinfo/,
    });
  }
});
