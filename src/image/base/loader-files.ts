import { bytesSource } from '../../binary/byte-source.ts';
import { elfType, isElf, readElfHeader } from '../../binary/elf/header.ts';
import { type ElfLibrary, readLibrary } from '../../binary/elf/library.ts';
import { isCalledLibrary } from '../../binary/loading/base-files.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { LayerEntry, Look } from '../read/layer-scan.ts';

/** What the layers of a base hold that the start of a program depends on, by the entry that brought it. */
export interface LoaderFiles {
  readonly libraries: ReadonlyMap<LayerEntry, ElfLibrary>;
  readonly settings: ReadonlyMap<LayerEntry, string>;
}

/** A library's tables lie at both of its ends, so it is read whole. Larger ones (LLVM has 130 MB) are known by their header. */
const mostLibraryBytes = 64 << 20;

/** Texts that interpreters go by; what is beyond the start of one is not read. */
const settingPath = /^(\.?\/)?etc\/(ld\.so\.conf(\.d\/[^/]+\.conf)?|ld-musl-[^/]+\.path)$/;

/** Gathers them as the layers stream by. */
export function loaderFiles(): LoaderFiles & { readonly look: Look } {
  const libraries = new Map<LayerEntry, ElfLibrary>();
  const settings = new Map<LayerEntry, string>();
  return {
    libraries,
    settings,
    async look(entry, start, rest) {
      if (entry.type !== 'file') return;
      if (settingPath.test(entry.path)) settings.set(entry, start.toString('utf8'));
      if (!isCalledLibrary(`/${entry.path}`) || !isShared(start)) return;
      const known =
        entry.size > mostLibraryBytes
          ? byHeader(start)
          : readLibrary(bytesSource(Buffer.concat([start, await rest.read(entry.size - start.length)])));
      if (known !== undefined) libraries.set(entry, known);
    },
  };
}

function isShared(start: Buffer): boolean {
  return byHeader(start) !== undefined;
}

function byHeader(start: Buffer): ElfLibrary | undefined {
  if (!isElf(start)) return undefined;
  try {
    const { class: bits, machine, type } = readElfHeader(start);
    if (type !== elfType.dynamic) return undefined;
    return {
      class: bits,
      machine,
      neededLibraries: [],
      libraryPaths: [],
      pathsInherited: false,
      neededVersions: [],
    };
  } catch (error) {
    if (error instanceof SlipwayError) return undefined;
    throw error;
  }
}
