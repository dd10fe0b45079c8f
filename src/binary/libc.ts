import type { ElfFacts } from './elf/facts.ts';

/** C libraries of Linux. A program that is linked with one cannot run on another; `none`: it asks for no library and no interpreter. */
export type LibcFlavour = 'glibc' | 'musl' | 'uclibc' | 'bionic' | 'none';

export interface Libc {
  readonly flavour: LibcFlavour;
  /** Of glibc: the newest version of its symbols that is asked for, such as 2.34; absent where none is. */
  readonly version?: string;
}

type Asking = Pick<ElfFacts, 'interpreter' | 'neededLibraries' | 'neededVersions'>;

/** By the interpreter's name, or the C library's; the ABIs of glibc: sysdeps/unix/sysv/linux/ of each machine, shlib-versions. */
const signs: readonly (readonly [LibcFlavour, interpreter: RegExp, library: RegExp])[] = [
  ['musl', /\/ld-musl-[^/]+\.so\.1$/, /^libc\.musl-[^/]+\.so\.1$/],
  ['uclibc', /\/ld(64)?-uClibc\.so\.[01]$/, /^libc\.so\.0$/],
  ['bionic', /\/linker(64)?$/, /^ld-android\.so$/],
  ['glibc', /\/ld-linux[^/]*\.so\.\d$|^\/lib(64)?\/ld(64)?\.so\.[12]$/, /^libc\.so\.6(\.1)?$/],
];

/** The C library that a file is linked with; undefined where nothing in it tells, as for systems that are not Linux. */
export function libcOf({ interpreter, neededLibraries, neededVersions }: Asking): Libc | undefined {
  if (interpreter === undefined && neededLibraries.length === 0) return { flavour: 'none' };
  const version = newestGlibc(neededVersions.map((needed) => needed.version));
  const flavour =
    signs.find(([, pattern]) => interpreter !== undefined && pattern.test(interpreter))?.[0] ??
    signs.find(([, , pattern]) => neededLibraries.some((name) => pattern.test(name)))?.[0] ??
    (version === undefined ? undefined : 'glibc');
  if (flavour === undefined) return undefined;
  return { flavour, ...(flavour === 'glibc' && version !== undefined && { version }) };
}

/** The newest of glibc's versions among symbol versions, without its prefix; others (GLIBC_PRIVATE, GLIBCXX_…) are passed over. */
export function newestGlibc(versions: readonly string[]): string | undefined {
  const numbers = versions.flatMap((version) => /^GLIBC_(\d+(?:\.\d+)+)$/.exec(version)?.[1] ?? []);
  return numbers.reduce<string | undefined>(
    (newest, each) => (newest === undefined || isNewer(each, newest) ? each : newest),
    undefined,
  );
}

/** Whether one version of dotted numbers is newer than another. */
export function isNewer(version: string, than: string): boolean {
  const [ours, theirs] = [version, than].map((text) => text.split('.').map(Number));
  for (const [at, number] of (ours ?? []).entries()) {
    const other = theirs?.[at] ?? 0;
    if (number !== other) return number > other;
  }
  return false;
}
