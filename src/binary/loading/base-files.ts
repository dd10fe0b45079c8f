import type { ElfLibrary } from '../elf/library.ts';

/** What a base holds, as far as the start of a program depends on it. All paths are absolute. */
export interface BaseFiles {
  /** Everything that is not a folder. */
  readonly files: ReadonlySet<string>;
  /** Symbolic links among them, with what they say: absolute or from their folder on. Absent: none. */
  readonly links?: ReadonlyMap<string, string>;
  /** What its shared libraries and interpreters say, those that could be read. Absent: nobody has looked. */
  readonly libraries?: ReadonlyMap<string, ElfLibrary>;
  /** Texts that tell interpreters where to look: /etc/ld.so.conf, what it includes, /etc/ld-musl-MACHINE.path. */
  readonly settings?: ReadonlyMap<string, string>;
}

/** Whether a file is called as libraries and interpreters are. */
export function isCalledLibrary(path: string): boolean {
  return /(\.so(\.[^/]*)?|\/linker(64)?)$/.test(path);
}

/** Linux's own limit for links followed in one lookup (path_resolution(7)). */
const mostLinks = 40;

/** Where a path leads, links followed as the kernel does in a root of its own; undefined when no file is there. */
export function fileAt({ files, links }: BaseFiles, path: string): string | undefined {
  const names = path.split('/').reverse();
  const trail: string[] = [];
  let followed = 0;
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      trail.pop();
      continue;
    }
    trail.push(name);
    const target = links?.get(`/${trail.join('/')}`);
    if (target === undefined) continue;
    if (++followed > mostLinks) return undefined;
    if (target.startsWith('/')) trail.length = 0;
    else trail.pop();
    names.push(...target.split('/').reverse());
  }
  const found = `/${trail.join('/')}`;
  return files.has(found) ? found : undefined;
}
