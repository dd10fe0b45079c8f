import { type Libc, newestGlibc } from '../libc.ts';
import { type BaseFiles, fileAt } from './base-files.ts';
import { fits, isLibc, type Machine } from './folders.ts';

/** Interpreters of other C libraries, which are files of their names alone. */
const interpreters = [
  ['musl', /^(?:\/usr)?\/lib\/ld-musl-[^/]+\.so\.1$/],
  ['uclibc', /^(?:\/usr)?\/lib\/ld(64)?-uClibc\.so\.[01]$/],
  ['bionic', /^\/system\/bin\/linker(64)?$/],
] as const;

/** The C libraries that a base has for programs of a machine, with the version of glibc; none: it is for static programs. */
export function libcsOf(base: BaseFiles, machine: Machine): Libc[] {
  const found = new Map<Libc['flavour'], Libc>();
  for (const path of base.files) {
    const flavour = isLibc(path) ? 'glibc' : interpreters.find(([, pattern]) => pattern.test(path))?.[0];
    if (flavour === undefined || found.has(flavour) || !fits(base, path, machine)) continue;
    const library = base.libraries?.get(fileAt(base, path) ?? '');
    const version = flavour === 'glibc' ? newestGlibc(library?.definedVersions ?? []) : undefined;
    found.set(flavour, { flavour, ...(version !== undefined && { version }) });
  }
  return [...found.values()];
}

/** `glibc 2.36`. */
export function libcText({ flavour, version }: Libc): string {
  return version === undefined ? flavour : `${flavour} ${version}`;
}
