import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  judged,
  type LoadingRoot,
  lacksLoading,
  libraryOf,
  loadingRoot,
  shared,
} from '../../support/loading-root.ts';
import { lacks, tool } from '../../support/tools.ts';

const program = '/usr/local/bin/api';
const interpreter = '/lib/ld-musl-x86_64.so.1';

interface Scene {
  readonly what: string;
  readonly make: (root: LoadingRoot) => Promise<unknown>;
  /** What is said where it does not start. */
  readonly says?: RegExp;
}

const code = `int one(void); void _Exit(int);
__attribute__((force_align_arg_pointer)) void _start(void) { _Exit(one() == 1 ? 0 : 1); }`;

/** Links a program with musl and a library that is there already. */
function link(root: LoadingRoot, library: string, ...flags: readonly string[]): Promise<string> {
  // It has no name of its own (DT_SONAME), so that by its path it would be asked for by that.
  const musl = [`-L${root.folder}/opt/musl`, '-l:libc.so'];
  const named = `-Wl,--dynamic-linker,${interpreter}`;
  return root.compile(program, code, '-nostdlib', named, library, ...musl, ...flags);
}

async function withLibrary(root: LoadingRoot, at: string): Promise<void> {
  const library = await root.compile(at, libraryOf('one'), '-nostdlib', ...shared('libone.so.1'));
  await link(root, library);
}

const missing = /^it asks for the library libone\.so\.1, which the base does not have$/m;

const scenes: readonly Scene[] = [
  { what: 'its library lies in /usr/lib', make: (root) => withLibrary(root, '/usr/lib/libone.so.1') },
  {
    what: 'its library lies in /usr/local/lib',
    make: (root) => withLibrary(root, '/usr/local/lib/libone.so.1'),
  },
  {
    what: "its library lies in a machine's folder, where musl does not look",
    make: (root) => withLibrary(root, '/usr/lib/x86_64-linux-gnu/libone.so.1'),
    says: missing,
  },
  {
    what: 'its library lies where /etc/ld-musl-x86_64.path says',
    make: async (root) => {
      await withLibrary(root, '/opt/acme/libone.so.1');
      await root.text('/etc/ld-musl-x86_64.path', '/nowhere\n/opt/acme\n');
    },
  },
  {
    what: 'its library lies in /usr/lib, which that file does not name',
    make: async (root) => {
      await withLibrary(root, '/usr/lib/libone.so.1');
      await root.text('/etc/ld-musl-x86_64.path', '/opt/acme\n');
    },
    says: missing,
  },
  {
    what: "its library's library lies where the program's DT_RUNPATH says, which musl passes on",
    make: async (root) => {
      const flags = ['-nostdlib', ...shared('libtwo.so.1')];
      const two = await root.compile('/opt/acme/libtwo.so.1', libraryOf('two'), ...flags);
      const asking = ['-nostdlib', ...shared('libone.so.1'), two];
      const one = await root.compile('/opt/acme/libone.so.1', libraryOf('one', 'two'), ...asking);
      await link(
        root,
        one,
        '-Wl,--enable-new-dtags,-rpath,/opt/acme',
        `-Wl,-rpath-link,${root.folder}/opt/acme`,
      );
    },
  },
  {
    what: 'its library asks for libc.so.6, which musl takes for itself',
    make: async (root) => {
      const libc = await root.compile(
        '/opt/glibc/libc.so.6',
        'int g(void) { return 1; }',
        '-nostdlib',
        ...shared('libc.so.6'),
      );
      const asking = ['-nostdlib', ...shared('libone.so.1'), '-Wl,--no-as-needed', libc];
      const one = await root.compile('/usr/lib/libone.so.1', libraryOf('one'), ...asking);
      await link(root, one, `-Wl,-rpath-link,${root.folder}/opt/glibc`);
    },
  },
  {
    what: 'its interpreter is not there',
    make: async (root) => {
      await withLibrary(root, '/usr/lib/libone.so.1');
      await root.remove(interpreter);
    },
    says: /^it asks for the interpreter \/lib\/ld-musl-x86_64\.so\.1, which the base does not have$/m,
  },
];

describe('a program of musl is judged as musl does', { skip: lacksLoading() || lacks('musl') }, () => {
  for (const { what, make, says } of scenes) {
    it(what, async (t) => {
      const root = await loadingRoot(t);
      await root.put(tool('musl'), interpreter);
      await root.put(tool('musl'), '/opt/musl/libc.so');
      await make(root);
      const { starts, said } = root.start(program);
      const { status, detail } = await judged(t, root, program, {});
      assert.equal(status, starts ? 'pass' : 'fail', `${detail}\n${said}`);
      assert.equal(starts, says === undefined, said);
      if (says !== undefined) assert.match(detail, says);
    });
  }
});
