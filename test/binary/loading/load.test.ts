import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import {
  interpreter,
  judged,
  type LoadingRoot,
  lacksLoading,
  libraryFolder,
  libraryOf,
  loadingRoot,
  programOf,
  shared,
} from '../../support/loading-root.ts';

const program = '/usr/local/bin/api';

interface Scene {
  readonly what: string;
  /** Makes everything in a root that has glibc already. */
  readonly make: (root: LoadingRoot) => Promise<unknown>;
  readonly env?: Readonly<Record<string, string>>;
  /** What is said where it does not start. */
  readonly says?: RegExp;
}

const folder = libraryFolder;

/** The program with one library, which lies where `--library-path` of the linker is not looked at later. */
async function withLibrary(root: LoadingRoot, at: string, ...flags: readonly string[]): Promise<void> {
  const library = await root.compile(at, libraryOf('one'), ...shared('libone.so.1'));
  await root.compile(program, programOf('one'), library, ...flags);
}

const scenes: readonly Scene[] = [
  {
    what: 'its library lies in a folder of the machine',
    make: (root) => withLibrary(root, `${folder}/libone.so.1`),
  },
  { what: 'its library lies in /usr/lib', make: (root) => withLibrary(root, '/usr/lib/libone.so.1') },
  {
    what: "its library lies in /usr/lib64, where Debian's interpreter does not look",
    make: (root) => withLibrary(root, '/usr/lib64/libone.so.1'),
    says: /^it asks for the library libone\.so\.1, which the base does not have$/m,
  },
  {
    what: 'its library is a link to a file of another name',
    make: async (root) => {
      const library = await root.compile(
        '/opt/real/libone.so.1.2.3',
        libraryOf('one'),
        ...shared('libone.so.1'),
      );
      await root.compile(program, programOf('one'), library);
      await root.link(`${folder}/libone.so.1`, '../../../opt/real/libone.so.1.2.3');
    },
  },
  {
    what: 'its library is a link that leads nowhere',
    make: async (root) => {
      await withLibrary(root, '/opt/real/libone.so.1');
      await root.link(`${folder}/libone.so.1`, '/opt/gone/libone.so.1');
    },
    says: /the library libone\.so\.1,/,
  },
  {
    what: 'its library lies beside it, by $ORIGIN',
    make: (root) => withLibrary(root, '/usr/local/lib/libone.so.1', '-Wl,-rpath,$ORIGIN/../lib'),
    // Without /proc, which a container has, glibc cannot see by itself where a program is (elf/dl-origin.c).
    env: { LD_ORIGIN_PATH: '/usr/local/bin' },
  },
  {
    what: 'its library lies in /usr/local/lib, which only the cache of ldconfig names',
    make: async (root) => {
      await withLibrary(root, '/usr/local/lib/libone.so.1');
      await root.text('/etc/ld.so.conf', 'include /etc/ld.so.conf.d/*.conf\n');
      await root.text('/etc/ld.so.conf.d/libc.conf', '# libc default\n/usr/local/lib\n');
      assert.equal(spawnSync('/sbin/ldconfig', ['-r', root.folder]).status, 0);
    },
  },
  {
    what: 'its library lies in /usr/local/lib, and there is a text but no cache',
    make: async (root) => {
      await withLibrary(root, '/usr/local/lib/libone.so.1');
      await root.text('/etc/ld.so.conf', '/usr/local/lib\n');
    },
    says: /the library libone\.so\.1,/,
  },
  {
    what: 'its library lies where LD_LIBRARY_PATH says',
    make: (root) => withLibrary(root, '/opt/acme/libone.so.1'),
    env: { LD_LIBRARY_PATH: '/nowhere:/opt/acme' },
  },
  {
    what: "its library's library lies where the program's DT_RPATH says, which is passed on",
    make: (root) => nested(root, '-Wl,--disable-new-dtags'),
  },
  {
    what: "its library's library lies where the program's DT_RUNPATH says, which is not passed on",
    make: (root) => nested(root, '-Wl,--enable-new-dtags'),
    says: /^its library \/opt\/acme\/libone\.so\.1 asks for libtwo\.so\.1, which the base does not have$/m,
  },
  {
    what: "its library has a DT_RUNPATH of its own, beside which the program's DT_RPATH does not count",
    make: (root) => nested(root, '-Wl,--disable-new-dtags', '-Wl,--enable-new-dtags,-rpath,/nowhere'),
    says: /^its library \/opt\/acme\/libone\.so\.1 asks for libtwo\.so\.1, which the base does not have$/m,
  },
  {
    what: 'a library of another machine comes first and is passed over',
    make: async (root) => {
      await withLibrary(root, '/usr/lib/libone.so.1');
      await root.text(`${folder}/libone.so.1`, elfHeaderOf32Bit());
    },
  },
  {
    what: 'the glibc of the base is older than the one that it was linked with',
    make: async (root) => {
      const flags = [...shared('libc.so.6'), '-nostdlib'];
      const before = await root.versions('GLIBC_2.2.5', 'GLIBC_2.30');
      await root.compile(`${folder}/libc.so.6`, oldLibc, ...flags, before);
      const after = await root.versions('GLIBC_2.2.5', 'GLIBC_2.30', 'GLIBC_2.38');
      const now = await root.compile('/opt/new/libc.so.6', newLibc, ...flags, after);
      await root.compile(program, 'int fresh(void); void _start(void) { fresh(); }', '-nostdlib', now);
    },
    says: /^it needs glibc 2\.38 \(GLIBC_2\.38 of libc\.so\.6\), and the base has glibc 2\.30$/m,
  },
  {
    what: 'a library lacks a version that a library of the program needs',
    make: async (root) => {
      const [first, both] = [await root.versions('TWO_1'), await root.versions('TWO_1', 'TWO_2')];
      const flags = shared('libtwo.so.1');
      await root.compile(`${folder}/libtwo.so.1`, libraryOf('two'), ...flags, first);
      const newer = await root.compile('/opt/new/libtwo.so.1', fresh('two'), ...flags, both);
      const asking = [...shared('libone.so.1'), newer];
      const one = await root.compile(`${folder}/libone.so.1`, libraryOf('one', 'fresh'), ...asking);
      await root.compile(program, programOf('one'), one, newer);
    },
    says: /^its library \S+libone\.so\.1 needs TWO_2 of libtwo\.so\.1, which \S+libtwo\.so\.1 of the base does not have$/m,
  },
  {
    what: 'a library defines no versions, where one was needed, and needs some itself',
    make: (root) =>
      withoutVersions(root, `${fresh('two')} char *getenv(char *); char *any(void) { return getenv("A"); }`),
  },
  {
    what: 'a library has no versions at all, where one was needed',
    make: (root) => withoutVersions(root, fresh('two')),
    says: /^it needs TWO_2 of libtwo\.so\.1, which \S+libtwo\.so\.1 of the base does not have$/m,
  },
];

/** A program that has a path for its own library and for that one's. */
async function nested(root: LoadingRoot, tags: string, ...own: readonly string[]): Promise<void> {
  const two = await root.compile('/opt/acme/libtwo.so.1', libraryOf('two'), ...shared('libtwo.so.1'));
  const one = await root.compile(
    '/opt/acme/libone.so.1',
    libraryOf('one', 'two'),
    ...shared('libone.so.1'),
    two,
    ...own,
  );
  await root.compile(
    program,
    programOf('one'),
    one,
    tags,
    '-Wl,-rpath,/opt/acme',
    `-Wl,-rpath-link,${root.folder}/opt/acme`,
  );
}

async function withoutVersions(root: LoadingRoot, code: string): Promise<void> {
  const flags = shared('libtwo.so.1');
  await root.compile(`${folder}/libtwo.so.1`, code, ...flags);
  const both = await root.versions('TWO_1', 'TWO_2');
  const newer = await root.compile('/opt/new/libtwo.so.1', fresh('two'), ...flags, both);
  await root.compile(program, programOf('fresh'), newer);
}

const oldLibc = 'int old(void) { return 1; }';
const newLibc = `${oldLibc} int fresh(void) { return 1; }`;

function fresh(name: string): string {
  return `int ${name}(void) { return 1; } int fresh(void) { return 1; }`;
}

function elfHeaderOf32Bit(): string {
  const header = Buffer.alloc(4096);
  header.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  header.writeUInt16LE(3, 16);
  header.writeUInt16LE(3, 18);
  return header.toString('latin1');
}

describe('a program is judged as its interpreter does', { skip: lacksLoading() }, () => {
  for (const { what, make, env = {}, says } of scenes) {
    it(what, async (t) => {
      const root = await loadingRoot(t);
      await root.text('/usr/lib/README', '');
      await root.link('/lib', 'usr/lib');
      await root.link('/lib64', 'usr/lib64');
      await root.put(interpreter, `/usr${interpreter}`);
      await root.put(`${folder}/libc.so.6`, `${folder}/libc.so.6`);
      await make(root);
      const { starts, said } = root.start(program, env);
      const { status, detail } = await judged(t, root, program, env);
      assert.equal(status, starts ? 'pass' : 'fail', `${detail}\n${said}`);
      assert.equal(starts, says === undefined, said);
      if (says !== undefined) assert.match(detail, says);
    });
  }
});
