import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import { type Base, scratchBase } from '../../../src/image/base/base.ts';
import type { RootsBundle } from '../../../src/image/base/roots.ts';
import { rootsModule } from '../../../src/image/base/roots-module.ts';
import { makeStaticBase } from '../../../src/image/base/static.ts';
import { type CommandResult, exec } from '../../../src/support/exec.ts';
import { makeAuthority, serveTls } from '../../support/certificates.ts';
import { go, type Program } from '../../support/go-programs.ts';
import { lacksRoot } from '../../support/tools.ts';
import { baseOf, embeddingRoots, embeddingZones, lookupsProgram, verdictOf } from './lookups-verdict.ts';

const scratch = scratchBase();

describe('the verdict is what happens to user 65532 in that root', { skip: lacksRoot() }, () => {
  let folder: string;
  const bases = new Map<string, Base>([['scratch', scratch]]);
  const rootOf = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-lookups-'));
    const bundle = await readBundle();
    const store = openBlobStore(join(folder, 'cache'));
    const request = {
      roots: async () => bundle,
      compression: { algorithm: 'gzip', level: 6 },
      mtime: 0,
    } as const;
    const zoneinfoZip = join(go(['env', 'GOROOT'], {}).trim(), 'lib', 'time', 'zoneinfo.zip');
    bases.set('static', await makeStaticBase(request, store));
    bases.set('static --timezones', await makeStaticBase({ ...request, zoneinfoZip }, store));
    // A self-signed root is a chain of one: it verifies where it is itself trusted.
    const leaf = bundle.der.subarray(0, new X509Certificate(bundle.der).raw.length);
    for (const [name, base] of bases) {
      const root = await emptyRoot(name);
      for (const layer of base.layers) {
        const blob = await store.find(layer.digest);
        const unpacked = await exec({ file: 'tar', args: ['-xzf', blob?.path ?? '', '-C', root] });
        assert.equal(unpacked.status, 0, unpacked.stderr);
      }
      await writeFile(join(root, 'leaf.der'), leaf);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function emptyRoot(name: string): Promise<string> {
    await mkdir(rootOf(name));
    return rootOf(name);
  }

  async function run(
    { path }: Program,
    root: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<CommandResult> {
    await copyFile(path, join(root, 'program'));
    await chmod(root, 0o755);
    return exec({
      file: '/usr/sbin/chroot',
      args: ['--userspec=65532:65532', root, '/program', ...args],
      env,
    });
  }

  const onStatic = ['static', 'static --timezones'];
  const anywhere = ['scratch', ...onStatic];
  const trials: readonly (readonly [
    what: string,
    program: () => Program,
    argument: string,
    works: readonly string[],
  ])[] = [
    ['CA certificates', () => lookupsProgram('roots'), '/leaf.der', onStatic],
    ['CA certificates of its own', embeddingRoots, '/leaf.der', anywhere],
    ['users', () => lookupsProgram('user'), '65532', onStatic],
    ['users, the current one', () => lookupsProgram('current'), '', onStatic],
    ['groups', () => lookupsProgram('group'), '65532', onStatic],
    ['time zones', () => lookupsProgram('zone'), 'Europe/Berlin', ['static --timezones']],
    ['time zones of its own', () => embeddingZones('zone'), 'Europe/Berlin', anywhere],
  ];
  for (const [what, program, argument, works] of trials) {
    it(`${what}: found on ${works.join(', ')}`, async () => {
      for (const [name, base] of bases) {
        const { status, stdout } = await run(program(), rootOf(name), [argument]);
        assert.equal(status === 0, works.includes(name), `${name}: ${stdout}`);
        const verdict = verdictOf(program(), base);
        assert.equal(verdict.status === 'pass', status === 0, `${name}: ${verdict.detail}`);
        const missing = /^(CA certificates|users|groups|time zones) \(/m.exec(verdict.detail)?.[1];
        assert.equal(missing, status === 0 ? undefined : what.split(',')[0], name);
      }
    });
  }

  it('the static base has every root that the product says, and scratch none', async () => {
    const counted = await run(lookupsProgram('roots'), rootOf('static'), ['/leaf.der']);
    assert.equal(counted.stdout, '116\n');
    const none = await run(lookupsProgram('roots'), rootOf('scratch'), ['/leaf.der']);
    assert.match(none.stdout, /certificate signed by unknown authority/);
  });

  it('user.Current is helped by USER and HOME, as the detail says', async () => {
    const helped = { USER: 'api', HOME: '/' };
    const program = lookupsProgram('current');
    assert.equal((await run(program, rootOf('scratch'), [], helped)).status, 0);
    const alone = await run(program, rootOf('scratch'), []);
    assert.match(alone.stdout, /requires cgo or \$USER, \$HOME set/);
  });

  it('TZ means UTC until the base or the program has the zones', async () => {
    const TZ = 'Europe/Berlin';
    const local = lookupsProgram('local');
    const own = embeddingZones('local');
    const zone = async (program: Program, name: string): Promise<string> =>
      (await run(program, rootOf(name), [], { TZ })).stdout.trim();
    assert.equal(await zone(local, 'scratch'), 'UTC');
    assert.match(verdictOf(local, scratch).detail, /only by the variable TZ, which means UTC/);
    assert.equal(await zone(local, 'static --timezones'), 'CET');
    assert.doesNotMatch(verdictOf(local, bases.get('static --timezones')).detail, /TZ/);
    assert.equal(await zone(own, 'scratch'), 'CET');
    assert.equal(verdictOf(own, scratch).detail, 'time zones: the program brings its own');
  });

  it('host names come from files that no base has, and a runtime brings', async () => {
    const root = await emptyRoot('hosts');
    const program = lookupsProgram('host');
    assert.equal((await run(program, root, ['localhost'])).status, 1);
    await mkdir(join(root, 'etc'));
    await writeFile(join(root, 'etc/hosts'), '127.0.0.1 localhost\n10.0.0.7 db.test\n');
    assert.equal((await run(program, root, ['localhost'])).stdout, '[127.0.0.1]\n');
    assert.equal((await run(program, root, ['db.test'])).stdout, '[10.0.0.7]\n');
    const { status, detail } = verdictOf(program, scratch);
    assert.equal(status, 'pass');
    assert.match(detail, /^host names: \/etc\/resolv\.conf and \/etc\/hosts, which container runtimes/);
  });

  it('MIME types are those of Go, and more where a file has them', async () => {
    const root = await emptyRoot('mime');
    const program = lookupsProgram('mime');
    assert.equal((await run(program, root, ['.css'])).stdout, 'text/css; charset=utf-8\n');
    assert.equal((await run(program, root, ['.acme'])).stdout, '\n');
    assert.match(verdictOf(program, scratch).detail, /^MIME types: those that Go knows itself/);
    await mkdir(join(root, 'etc'));
    await writeFile(join(root, 'etc/mime.types'), 'application/acme acme\n');
    assert.equal((await run(program, root, ['.acme'])).stdout, 'application/acme\n');
    assert.equal(verdictOf(program, baseOf('/etc/mime.types')).detail, 'it looks nothing up');
  });

  it('a TLS client trusts a server once the base has the certificate of its authority', async (t) => {
    const authority = await makeAuthority(t, ['127.0.0.1']);
    const port = await serveTls(t, authority, (_, response) => response.end());
    const program = lookupsProgram('dial');
    for (const file of [
      '/etc/ssl/certs/ca-certificates.crt',
      '/etc/ssl/certs/acme.pem',
      '/etc/ssl/cert.pem',
    ]) {
      const root = await emptyRoot(`dial${file.replaceAll('/', '-')}`);
      const before = await run(program, root, [`127.0.0.1:${port}`]);
      assert.equal(before.status, 1);
      assert.match(before.stdout, /failed to verify certificate/);
      assert.equal(verdictOf(program, scratch).severity, 'warn');
      await mkdir(dirname(join(root, file)), { recursive: true });
      await copyFile(authority.certificateFile, join(root, file));
      assert.equal((await run(program, root, [`127.0.0.1:${port}`])).status, 0, file);
      assert.equal(verdictOf(program, baseOf(file)).status, 'pass');
    }
  });
});

async function readBundle(): Promise<RootsBundle> {
  const download = ['mod', 'download', '-json', `${rootsModule.path}@${rootsModule.version}`];
  const { Dir } = JSON.parse(go(download, {}, '/'));
  const read = (path: string): Promise<Buffer> => readFile(join(Dir, path));
  return { der: await read(rootsModule.der.path), table: await read(rootsModule.table.path) };
}
