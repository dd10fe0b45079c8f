import { posix } from 'node:path';
import type { ElfLibrary } from '../elf/library.ts';
import type { LibcFlavour } from '../libc.ts';
import { type BaseFiles, fileAt, isCalledLibrary } from './base-files.ts';

/** What decides whether a program can load a library at all. */
export type Machine = Pick<ElfLibrary, 'class' | 'machine'>;

/** Folders of libraries of the machine alone, Debian's with the machine's name among them. */
const standardFolder = /^(?:\/usr)?\/(lib(?:32|64|x32)?)(\/[a-z0-9_]+-linux-[a-z0-9_]+)?$/;

/**
 * Where an interpreter looks for libraries that no file has a path for (ld.so(8); musl, ldso/dynlink.c).
 * @param interpreter its path, which musl's settings are named after
 */
export function systemFolders(
  base: BaseFiles,
  machine: Machine,
  flavour: LibcFlavour | undefined,
  interpreter: string | undefined,
): string[] {
  return flavour === 'musl'
    ? muslFolders(base, interpreter)
    : [...new Set([...configuredFolders(base), ...defaultFolders(base, machine)])];
}

function muslFolders({ settings }: BaseFiles, interpreter: string | undefined): string[] {
  const [, architecture] = /ld-musl-([^/]+)\.so\.1$/.exec(interpreter ?? '') ?? [];
  const text = settings?.get(`/etc/ld-musl-${architecture}.path`);
  return text === undefined ? ['/lib', '/usr/local/lib', '/usr/lib'] : text.split(/[\n:]/).filter(isAbsolute);
}

/** ld.so reads the cache that ldconfig makes of these texts, and never the texts. */
function configuredFolders(base: BaseFiles): string[] {
  if (fileAt(base, '/etc/ld.so.cache') === undefined) return [];
  const texts = [...(base.settings ?? [])].filter(([path]) => /^\/etc\/ld\.so\.conf(\.d\/|$)/.test(path));
  return texts.flatMap(([, text]) =>
    text
      .split('\n')
      .flatMap((line) => line.replace(/[#=].*$/, '').split(/[\s:,]+/))
      .filter(isAbsolute),
  );
}

/** glibc was built for one folder, which is where its libc.so.6 lies; Debian's looks into the common ones too. */
function defaultFolders(base: BaseFiles, machine: Machine): string[] {
  const all = new Set<string>();
  const homes = new Set<string>();
  for (const path of base.files) {
    const folder = posix.dirname(path);
    if (!standardFolder.test(folder)) continue;
    all.add(folder);
    if (isLibc(path) && fits(base, path, machine)) homes.add(folder);
  }
  return [...(homes.size > 0 ? homes : all)].flatMap((home) => {
    const [, lib, ofMachine] = standardFolder.exec(home) ?? [];
    return ofMachine === undefined
      ? [`/${lib}`, `/usr/${lib}`]
      : [`/${lib}${ofMachine}`, `/usr/${lib}${ofMachine}`, '/lib', '/usr/lib'];
  });
}

/** glibc's file is libc.so.6 but on alpha and ia64; it may be a link to libc-2.31.so. */
export function isLibc(path: string): boolean {
  return /\/libc\.so\.6(\.1)?$/.test(path);
}

/** Interpreters pass over files of another machine, and over those that are no libraries. Unknown ones count as right. */
export function fits(base: BaseFiles, path: string, machine: Machine): boolean {
  const found = fileAt(base, path);
  if (found === undefined) return false;
  if (base.libraries === undefined || !isCalledLibrary(found)) return true;
  const library = base.libraries.get(found);
  return library !== undefined && library.class === machine.class && library.machine === machine.machine;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}
