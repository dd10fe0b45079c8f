import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import type { Answer } from '../../src/binary/checks/answer.ts';
import { checkStatic } from '../../src/binary/checks/static.ts';
import { readElf } from '../../src/binary/elf/facts.ts';
import { withContents } from '../../src/image/base/contents.ts';
import { foreignBase } from '../../src/image/base/foreign.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { sourceOf } from '../image/base/source.ts';
import { sampleStore } from '../image/sample.ts';
import { makeBase } from './bases/base-image.ts';
import type { Entry } from './make-layout.ts';
import { folderOf } from './temporary.ts';

/** A root folder that programs are really started in, by chroot, and whose files become a base's. */
export interface LoadingRoot {
  readonly folder: string;
  /** Copies a file of this machine into it. */
  readonly put: (from: string, to: string) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
  readonly text: (path: string, content: string) => Promise<void>;
  readonly link: (path: string, target: string) => Promise<void>;
  /** Links C with the machine's own linker into the root; gives the path outside of it. */
  readonly compile: (path: string, code: string, ...flags: readonly string[]) => Promise<string>;
  /** A linker's flag for symbol versions: the last has the function `fresh`, the first all others. */
  readonly versions: (...names: readonly string[]) => Promise<string>;
  /** Whether the program at a path runs to its end there, and what it said. */
  readonly start: (path: string, env?: Readonly<Record<string, string>>) => { starts: boolean; said: string };
  readonly entries: () => Entry[];
}

/** The C library and interpreter of this machine, which is Debian or has its folders where Debian has them. */
export const interpreter = '/lib64/ld-linux-x86-64.so.2';
export const libraryFolder = '/usr/lib/x86_64-linux-gnu';

export function lacksLoading(): string | false {
  if (process.arch !== 'x64' || process.platform !== 'linux') return 'is tested on linux/amd64';
  if (process.getuid?.() !== 0) return 'needs root';
  if (spawnSync('gcc', ['--version']).error !== undefined) return 'gcc is not on this machine';
  return readdirSync('/usr/lib').includes('x86_64-linux-gnu')
    ? false
    : 'libraries are not where Debian has them';
}

export async function loadingRoot(t: { after: (undo: () => unknown) => void }): Promise<LoadingRoot> {
  const folder = await folderOf(t);
  const at = async (path: string): Promise<string> => {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true });
    return place;
  };
  return {
    folder,
    put: async (from, to) => cp(from, await at(to), { dereference: true }),
    remove: async (path) => rm(join(folder, path)),
    text: async (path, content) => writeFile(await at(path), content),
    link: async (path, target) => symlink(target, await at(path)),
    compile: async (path, code, ...flags) => {
      const place = await at(path);
      const args = ['-x', 'c', '-', '-x', 'none', '-o', place, ...flags];
      execFileSync('gcc', args, { input: code, stdio: ['pipe', 'pipe', 'pipe'] });
      return place;
    },
    versions: async (...names) => {
      const place = await at(`/opt/versions/${names.join('-')}`);
      const body = (name: string, index: number): string =>
        index === 0 ? '*' : name === names.at(-1) ? 'fresh' : `none${index}`;
      const text = names.map(
        (name, index) => `${name} { global: ${body(name, index)}; } ${names[index - 1] ?? ''};\n`,
      );
      await writeFile(place, text.join(''));
      return `-Wl,--version-script=${place}`;
    },
    start: (path, env = {}) => {
      const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
      const { status, stdout, stderr, error } = spawnSync(
        '/usr/bin/env',
        ['-i', `PATH=${PATH}`, ...pairs(env), 'chroot', folder, path],
        {
          encoding: 'utf8',
        },
      );
      if (error !== undefined) throw error;
      return { starts: status === 0, said: stdout + stderr };
    },
    entries: () => entriesBelow(folder, ''),
  };
}

/** The variables are for the program and not for chroot, which is started with them too and needs none of them. */
function pairs(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

function entriesBelow(folder: string, parent: string): Entry[] {
  return readdirSync(join(folder, parent))
    .sort()
    .flatMap((name): Entry[] => {
      const path = join(parent, name);
      const place = join(folder, path);
      const stat = lstatSync(place);
      if (stat.isSymbolicLink()) return [{ path, type: '2', mode: 0o777, link: readlinkSync(place) }];
      if (stat.isDirectory()) return [{ path: `${path}/` }, ...entriesBelow(folder, path)];
      return [{ path, mode: stat.mode & 0o777, content: readFileSync(place) }];
    });
}

/** A program that prints what a function of each library gives: they are needed to start. */
export function programOf(...functions: readonly string[]): string {
  const calls = functions.map((name) => `n += ${name}();`).join(' ');
  const heads = functions.map((name) => `int ${name}(void);`).join(' ');
  return `${heads} int main(void) { int n = 0; ${calls} return n == ${functions.length} ? 0 : 1; }`;
}

/** A library with one function, which gives 1, or what another library's gives. */
export function libraryOf(name: string, calls?: string): string {
  return calls === undefined
    ? `int ${name}(void) { return 1; }`
    : `int ${calls}(void); int ${name}(void) { return ${calls}(); }`;
}

/** Flags for a shared library of a name that is linked with others by their paths. */
export function shared(path: string): string[] {
  return ['-shared', '-fPIC', `-Wl,-soname,${basename(path)}`];
}

/** What is said of a program on a base that has the files of a root. */
export async function judged(
  t: TestContext,
  root: LoadingRoot,
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<Answer> {
  const layers = [{ entries: root.entries(), createdBy: 'a test' }];
  const execution = { Env: Object.entries(env).map((pair) => pair.join('=')) };
  const created = '2026-11-03T20:21:22Z';
  const image = makeBase(['linux/amd64'], () => ({ layers, execution, created }), {});
  const { store } = await sampleStore(t);
  const platform = parsePlatform('linux/amd64');
  const closed = await foreignBase(sourceOf(image, store), platform, 'acme/base');
  const base = await withContents(closed, store);
  const elf = withFileSource(join(root.folder, program), readElf);
  const subject = 'api';
  return checkStatic(elf, {
    subject,
    platform,
    base,
    goVersion: '',
    importPath: '',
    modulePath: undefined,
    cgo: false,
  });
}
