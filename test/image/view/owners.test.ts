import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { Entry } from '../../support/make-layout.ts';
import { viewLayers } from './viewed.ts';

/** What a test passes to its `skip` option: the truth is this machine's own dpkg. */
function lacksDpkg(): string | false {
  return spawnSync('dpkg-query', ['--version']).error === undefined ? false : 'dpkg is not on this machine';
}

function dpkgQuery(...args: readonly string[]): string {
  return execFileSync('dpkg-query', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
}

/** A path as the image has it: links of folders followed. */
function realPath(path: string): string {
  return join(realpathSync(dirname(path)), basename(path));
}

/** This machine's file as an entry; undefined for what is no file, link or folder. */
function entryOf(path: string): Entry | undefined {
  const found = lstatSync(path);
  const mode = found.mode & 0o7777;
  const at = path.slice(1);
  if (found.isSymbolicLink()) return { path: at, type: '2', link: readlinkSync(path) };
  if (found.isDirectory()) return { path: `${at}/`, mode };
  return found.isFile() ? { path: at, mode, content: readFileSync(path) } : undefined;
}

/** Small packages that every Debian has, some of whose files lie below /bin in dpkg's lists of older releases. */
const names = ['base-files', 'dash', 'debianutils', 'grep', 'gzip', 'hostname', 'sed'] as const;

test("files belong to Debian's packages as dpkg itself says", { skip: lacksDpkg() }, async (t) => {
  const owners = new Map<string, string>();
  for (const name of names) {
    const [, version] = dpkgQuery('-W', name).trim().split('\t');
    for (const path of dpkgQuery('-L', name)
      .split('\n')
      .filter((line) => existsSync(line) && line !== '/.')) {
      if (!lstatSync(path).isDirectory()) owners.set(realPath(path), `dpkg:${name} ${version}`);
    }
  }
  assert.ok(owners.size > 50, `${owners.size}`);
  const lists = names.map((name) => {
    const [own, foreign] = ['', ':amd64', ':arm64'].map((end) => `/var/lib/dpkg/info/${name}${end}.list`);
    return existsSync(own ?? '') ? own : foreign;
  });
  const paths = [
    ...owners.keys(),
    ...lists,
    '/var/lib/dpkg/status',
    '/bin',
    '/sbin',
    '/lib',
    '/etc/hostname',
  ];
  const entries = paths.flatMap((path) => (path !== undefined && existsSync(path) && entryOf(path)) || []);
  const { view } = await viewLayers(t, [entries]);
  const found = new Map(
    view.files.flatMap(({ path, owner }) => (owner === undefined ? [] : [[path, owner] as const])),
  );
  const absent = view.files.filter(({ path }) => owners.has(path) && !found.has(path));
  assert.deepEqual(absent, []);
  assert.deepEqual(new Map([...found].sort()), new Map([...owners].sort()));
});

const stanza = (name: string, version: string, status = 'install ok installed'): string =>
  `Package: ${name}\nStatus: ${status}\nArchitecture: amd64\nVersion: ${version}\nDescription: a\n Package: not this\n`;

describe('an owner', () => {
  test('of a distroless image comes from the file of each package and its checksums', async (t) => {
    const { at } = await viewLayers(t, [
      [
        { path: './var/lib/dpkg/status.d/tzdata', content: 'Package: tzdata\nVersion: 2026b-1\n' },
        {
          path: './var/lib/dpkg/status.d/tzdata.md5sums',
          content: `${'0'.repeat(32)}  usr/share/zoneinfo/UTC\n${'1'.repeat(32)}  usr/share/doc/tz data\n`,
        },
        { path: './usr/share/zoneinfo/UTC', content: 'TZif' },
        { path: './usr/share/doc/tz data', content: 'doc' },
        { path: './var/lib/dpkg/status.d/named-otherwise', content: 'Package: base\nVersion: 1\n' },
        { path: './var/lib/dpkg/status.d/named-otherwise.md5sums', content: `${'2'.repeat(32)}  etc/base\n` },
        { path: './etc/base', content: 'b' },
      ],
      [{ path: 'etc/mine', content: 'm' }],
    ]);
    const owners = ['/usr/share/zoneinfo/UTC', '/usr/share/doc/tz data', '/etc/base', '/etc/mine'];
    assert.deepEqual(
      owners.map((path) => at(path)?.owner),
      ['dpkg:tzdata 2026b-1', 'dpkg:tzdata 2026b-1', 'dpkg:base 1', undefined],
    );
  });

  for (const folder of ['lib/apk/db', 'usr/lib/apk/db']) {
    test(`of an Alpine image comes from ${folder}/installed`, async (t) => {
      const installed = [
        'C:Q1abc=\nP:musl\nV:1.2.5-r10\nA:x86_64\nF:lib\nR:ld-musl-x86_64.so.1\na:0:0:755\nZ:Q1x=\nR:libc.musl-x86_64.so.1',
        'C:Q1def=\nP:busybox\nV:1.37.0-r12\nF:bin\nR:busybox\nF:etc/network\nF:etc\nR:securetty\nF:\nR:at-root',
      ];
      const { at } = await viewLayers(t, [
        [
          { path: `${folder}/installed`, content: `${installed.join('\n\n')}\n\n` },
          { path: 'lib/ld-musl-x86_64.so.1', content: 'elf' },
          { path: 'lib/libc.musl-x86_64.so.1', type: '2', link: 'ld-musl-x86_64.so.1' },
          { path: 'bin/busybox', content: 'b' },
          { path: 'etc/securetty', content: 'tty' },
          { path: 'at-root', content: 'r' },
          { path: 'etc/other', content: 'o' },
        ],
      ]);
      const paths = [
        '/lib/ld-musl-x86_64.so.1',
        '/lib/libc.musl-x86_64.so.1',
        '/bin/busybox',
        '/etc/securetty',
        '/at-root',
      ];
      assert.deepEqual(
        [...paths, '/etc/other'].map((path) => at(path)?.owner),
        [
          ...Array<string>(2).fill('apk:musl 1.2.5-r10'),
          ...Array<string>(3).fill('apk:busybox 1.37.0-r12'),
          undefined,
        ],
      );
    });
  }

  test('has the version of the layer that the file lies in, also when the package is upgraded or removed above', async (t) => {
    const list = '/.\n/usr\n/usr/bin\n/usr/bin/app\n';
    const { at } = await viewLayers(t, [
      [
        { path: 'usr/bin/app', content: 'one' },
        { path: 'var/lib/dpkg/info/app.list', content: list },
        { path: 'var/lib/dpkg/status', content: stanza('app', '1.0') },
      ],
      [
        { path: 'usr/bin/app', content: 'two' },
        { path: 'var/lib/dpkg/status', content: `${stanza('lib', '7')}\n${stanza('app', '2.0')}` },
      ],
      [
        { path: 'usr/bin/.wh.app', content: '' },
        { path: 'var/lib/dpkg/info/.wh.app.list', content: '' },
        { path: 'var/lib/dpkg/status', content: stanza('app', '3.0', 'deinstall ok config-files') },
      ],
    ]);
    assert.deepEqual(
      [at('/usr/bin/app', 0)?.owner, at('/usr/bin/app', 1)?.owner],
      ['dpkg:app 1.0', 'dpkg:app 2.0'],
    );
  });

  test('is found where the package was listed before its folder became a link, and where it is named with its architecture', async (t) => {
    const { at } = await viewLayers(t, [
      [
        { path: 'bin', type: '2', link: 'usr/bin' },
        { path: 'lib', type: '2', link: '/usr/lib' },
        { path: 'usr/bin/sed', content: 's' },
        { path: 'usr/lib/libz.so', content: 'z' },
        { path: 'var/lib/dpkg/info/sed.list', content: '/bin\n/bin/sed\n' },
        { path: 'var/lib/dpkg/info/zlib1g:amd64.list', content: '/lib/libz.so\n' },
        { path: 'var/lib/dpkg/status', content: `${stanza('sed', '4.9')}\n\n${stanza('zlib1g', '1:1.3')}\n` },
      ],
    ]);
    assert.equal(at('/usr/bin/sed')?.owner, 'dpkg:sed 4.9');
    assert.equal(at('/usr/lib/libz.so')?.owner, 'dpkg:zlib1g 1:1.3');
    assert.equal(at('/bin')?.owner, 'dpkg:sed 4.9');
  });

  test('is unknown where the packages are in an RPM database, and that is said', async (t) => {
    const { view, at } = await viewLayers(t, [
      [
        { path: 'usr/lib/sysimage/rpm/rpmdb.sqlite', content: 'SQLite format 3\0' },
        { path: 'usr/bin/app', content: 'a' },
      ],
    ]);
    assert.equal(at('/usr/bin/app')?.owner, undefined);
    assert.match(view.notices.at(-1) ?? '', /RPM database, which is not read: owners are unknown/);
  });

  test('does not come from a database that is longer than any real one, and that is said', async (t) => {
    const { view, at } = await viewLayers(t, [
      [
        { path: 'var/lib/dpkg/info/app.list', content: '/usr/bin/app\n' },
        { path: 'var/lib/dpkg/status', content: Buffer.alloc((16 << 20) + 1, stanza('app', '1.0')) },
        { path: 'usr/bin/app', content: 'a' },
      ],
    ]);
    assert.equal(at('/usr/bin/app')?.owner, 'dpkg:app');
    assert.match(view.notices.at(-1) ?? '', /dpkg\/status is longer than any real one, and was not read/);
  });
});
