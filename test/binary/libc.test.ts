import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import type { Wanted } from '../../src/binary/checks/answer.ts';
import { checkStatic } from '../../src/binary/checks/static.ts';
import { readElf } from '../../src/binary/elf/facts.ts';
import type { ElfLibrary } from '../../src/binary/elf/library.ts';
import { isNewer, type Libc, libcOf, newestGlibc } from '../../src/binary/libc.ts';
import { fileAt } from '../../src/binary/loading/base-files.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { go, goProgram, lacksCgo, shipped, shippedHello } from '../support/go-programs.ts';
import { folderOf } from '../support/temporary.ts';

function libc(path: string): Libc | undefined {
  return libcOf(withFileSource(path, readElf));
}

/** A program that names an interpreter and a library of a C library that need not be on this machine; it is linked, not run. */
async function programFor(t: TestContext, interpreter: string, library: string): Promise<string> {
  const folder = await folderOf(t);
  const shared = join(folder, library);
  gcc('int one(void) { return 1; }', '-shared', '-fPIC', '-nostdlib', `-Wl,-soname,${library}`, '-o', shared);
  const path = join(folder, 'api');
  const code = 'int one(void); void _start(void) { one(); }';
  gcc(code, '-nostdlib', `-Wl,--dynamic-linker,${interpreter}`, '-o', path, '-x', 'none', shared);
  return path;
}

function gcc(input: string, ...args: readonly string[]): void {
  execFileSync('gcc', ['-x', 'c', '-', ...args], { input, stdio: ['pipe', 'pipe', 'pipe'] });
}

const others = [
  ['musl', '/lib/ld-musl-x86_64.so.1', 'libc.musl-x86_64.so.1'],
  ['uclibc', '/lib/ld64-uClibc.so.1', 'libc.so.1'],
  ['bionic', '/system/bin/linker64', 'libc.so'],
] as const;

describe('the C library that a program is linked with', () => {
  it('is none for what Go links by itself, and for what is linked statically', { skip: lacksCgo() }, () => {
    assert.deepEqual(libc(shippedHello('linux', 'amd64').path), { flavour: 'none' });
    const args = ['-trimpath', '-ldflags=-linkmode=external -extldflags=-static'];
    const still = goProgram({ source: 'cgo', args, env: { CGO_ENABLED: '1' } });
    assert.deepEqual(libc(still.path), { flavour: 'none' });
  });

  it('is told by every interpreter that Go knows, and for other systems by none', () => {
    const sources = join(go(['env', 'GOROOT'], {}).trim(), 'src', 'cmd', 'link', 'internal');
    const names = globSync('*/obj.go', { cwd: sources }).flatMap((file) => [
      ...readFileSync(join(sources, file), 'utf8').matchAll(/(\w+dynld(?:Musl)?)(?:: +| = )"([^"]+)"/g),
    ]);
    assert.ok(names.length > 40, `${names.length} interpreters`);
    for (const [, field = '', interpreter = ''] of names) {
      const flavour = { Linuxdynld: 'glibc', LinuxdynldMusl: 'musl', Androiddynld: 'bionic' }[field];
      const told = libcOf({ interpreter, neededLibraries: [], neededVersions: [] })?.flavour;
      // Solaris of 32 bits has the name that glibc has on MIPS; Go has no port to it.
      const unclear = field === 'Solarisdynld' && interpreter === '/lib/ld.so.1';
      if (interpreter !== 'XXX' && !unclear) assert.equal(told, flavour, `${field} ${interpreter}`);
    }
  });

  it('is glibc with the newest version that is asked for', { skip: lacksCgo() }, () => {
    const { path } = goProgram({ source: 'cgo', args: shipped, env: { CGO_ENABLED: '1' } });
    const found = libc(path);
    assert.equal(found?.flavour, 'glibc');
    assert.match(found.version ?? '', /^2\.\d+$/);
  });

  for (const [flavour, interpreter, library] of others) {
    it(`is ${flavour} by its interpreter`, { skip: lacksCgo() }, async (t) => {
      assert.deepEqual(libc(await programFor(t, interpreter, library)), { flavour });
    });
  }

  it('is not known for another system', () => {
    const { path } = goProgram({ source: 'hello', args: shipped, env: { GOOS: 'openbsd', GOARCH: 'amd64' } });
    assert.match(withFileSource(path, readElf).interpreter ?? '', /ld\.so$/);
    assert.equal(libc(path), undefined);
  });

  it('is told by versions that are ordered by their numbers', () => {
    assert.equal(
      newestGlibc(['GLIBC_2.9', 'GLIBC_2.34', 'GLIBC_2.2.5', 'GLIBC_PRIVATE', 'GLIBCXX_3.4.30']),
      '2.34',
    );
    assert.equal(newestGlibc(['GLIBC_PRIVATE']), undefined);
    assert.deepEqual(
      [isNewer('2.3.4', '2.3'), isNewer('2.3', '2.3'), isNewer('2.9', '2.10')],
      [true, false, false],
    );
  });
});

describe('a program of one C library on a base of another', { skip: lacksCgo() }, () => {
  const glibc: ElfLibrary = {
    class: 64,
    machine: 62,
    neededLibraries: [],
    libraryPaths: [],
    pathsInherited: false,
    neededVersions: [],
    definedVersions: ['GLIBC_2.2.5', 'GLIBC_2.36'],
  };
  const debian = [
    ['/usr/lib64/ld-linux-x86-64.so.2', glibc],
    ['/usr/lib/x86_64-linux-gnu/libc.so.6', glibc],
  ] as const;
  const alpine = [['/lib/ld-musl-x86_64.so.1', { ...glibc, definedVersions: [] }]] as const;

  function on(
    files: readonly (readonly [string, ElfLibrary])[],
    links: Readonly<Record<string, string>> = {},
  ): Wanted {
    const all = new Set([...files.map(([path]) => path), ...Object.keys(links)]);
    return {
      subject: 'api',
      platform: parsePlatform('linux/amd64'),
      base: {
        reference: 'acme',
        contents: { files: all, links: new Map(Object.entries(links)), libraries: new Map(files) },
      },
      goVersion: 'go1.26.8',
      importPath: 'example.com/api',
      modulePath: 'example.com/api',
      cgo: true,
    };
  }
  const merged = { '/lib64': 'usr/lib64', '/lib': 'usr/lib' };

  it('is refused with both names: musl on glibc', async (t) => {
    const elf = withFileSource(
      await programFor(t, '/lib/ld-musl-x86_64.so.1', 'libc.musl-x86_64.so.1'),
      readElf,
    );
    const { status, detail } = checkStatic(elf, on(debian, merged));
    assert.equal(status, 'fail');
    assert.deepEqual(detail.split('\n').slice(0, 3), [
      'cannot start on the base "acme"',
      'it asks for the interpreter /lib/ld-musl-x86_64.so.1, which the base does not have',
      'it is linked with musl, and the base has glibc 2.36',
    ]);
    assert.match(detail, /--base alpine:3\.22/);
    const there = checkStatic(elf, on(alpine));
    assert.deepEqual([there.status, /has musl and what it asks for/.test(there.detail)], ['pass', true]);
  });

  it('is refused with both names: glibc on musl', () => {
    const { path } = goProgram({ source: 'cgo', args: shipped, env: { CGO_ENABLED: '1' } });
    const elf = withFileSource(path, readElf);
    const { status, detail } = checkStatic(elf, on(alpine));
    assert.equal(status, 'fail');
    assert.match(detail, /^it is linked with glibc 2\.\d+, and the base has musl$/m);
    assert.match(detail, /--base gcr\.io\/distroless\/base-debian13/);
  });

  it('is not judged where something stands in for the interpreter of glibc, as gcompat does', () => {
    const { path } = goProgram({ source: 'cgo', args: shipped, env: { CGO_ENABLED: '1' } });
    const gcompat = [...alpine, ['/lib/libgcompat.so.0', { ...glibc, definedVersions: [] }]] as const;
    const asked = on(gcompat, { '/lib64/ld-linux-x86-64.so.2': '/lib/libgcompat.so.0' });
    const { status, detail } = checkStatic(withFileSource(path, readElf), asked);
    assert.equal(status, 'skip');
    assert.match(detail, /libgcompat\.so\.0 of the base is not glibc's own interpreter/);
  });
});

describe('a path in a base', () => {
  const base = {
    files: new Set(['/usr/lib/real', '/lib', '/a', '/b', '/up', '/usr/lib/beside']),
    links: new Map([
      ['/lib', 'usr/lib'],
      ['/a', '/b'],
      ['/b', 'a'],
      ['/up', '../../usr/lib/real'],
      ['/usr/lib/beside', 'real'],
    ]),
  };
  it('leads where its links do, and above the root stays there', () => {
    const paths = [
      '/lib/real',
      '/lib/../lib/./real',
      '/up',
      '/lib/beside',
      '/a',
      '/lib',
      '/lib/gone',
      'usr/lib/real',
    ];
    assert.deepEqual(
      paths.map((path) => fileAt(base, path)),
      [
        '/usr/lib/real',
        '/usr/lib/real',
        '/usr/lib/real',
        '/usr/lib/real',
        undefined,
        undefined,
        undefined,
        '/usr/lib/real',
      ],
    );
  });
});
