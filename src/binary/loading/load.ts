import { posix } from 'node:path';
import type { ElfFacts } from '../elf/facts.ts';
import type { ElfLibrary } from '../elf/library.ts';
import type { NeededVersion } from '../elf/versions.ts';
import { type LibcFlavour, libcOf } from '../libc.ts';
import { type BaseFiles, fileAt } from './base-files.ts';
import { fits, systemFolders } from './folders.ts';

/** A library that is not there. `by`: the library that asks for it, by path; undefined: the program itself. */
export interface MissingLibrary {
  readonly name: string;
  readonly by?: string;
}

/** A version of a library's symbols that the library does not have. */
export interface MissingVersion extends Pick<NeededVersion, 'library' | 'version'> {
  /** Where the library is. */
  readonly path: string;
  readonly by?: string;
}

/** What happens when a program is started. */
export interface Loading {
  /** Where its interpreter is; undefined: nowhere, or it asks for none. */
  readonly interpreter: string | undefined;
  /** Libraries that were found, its own and theirs, in the order in which they are loaded. */
  readonly libraries: readonly string[];
  readonly missing: readonly MissingLibrary[];
  readonly missingVersions: readonly MissingVersion[];
}

/** Where a program starts: what it stands on, and the variables that its interpreter honours. */
export interface LoadingPlace {
  readonly base: BaseFiles;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the program, which $ORIGIN stands for. */
  readonly origin: string;
}

/** A file whose libraries are to be loaded. */
interface Asking {
  readonly file: Pick<ElfLibrary, 'neededLibraries' | 'neededVersions' | 'libraryPaths' | 'pathsInherited'>;
  readonly path: string | undefined;
  readonly origin: string;
  /** Folders of those that asked for it, which count for it too. */
  readonly inherited: readonly string[];
}

/** More than any program loads; a base may have been made so that its libraries ask for more and more. */
const mostLibraries = 4096;

/** Looks for everything that a program loads at its start, breadth first, as its interpreter does. Nothing is run. */
export function loadProgram(elf: ElfFacts, { base, env, origin }: LoadingPlace): Loading {
  const interpreter = elf.interpreter === undefined ? undefined : fileAt(base, elf.interpreter);
  const flavour = libcOf(elf)?.flavour;
  const folders = systemFolders(base, elf.header, flavour, elf.interpreter);
  const byVariable = (env['LD_LIBRARY_PATH'] ?? '').split(/[:;]/);
  const own = elf.interpreter === undefined ? undefined : posix.basename(elf.interpreter);
  /** By the name that was asked for. */
  const loaded = new Map<string, string | undefined>();
  const asking: Asking[] = [{ file: elf, path: undefined, origin, inherited: [] }];
  const missing: MissingLibrary[] = [];
  for (const { file, path, origin: at, inherited } of asking) {
    const paths = file.libraryPaths.map((folder) => folder.replaceAll(/\$(ORIGIN\b|\{ORIGIN\})/g, () => at));
    const passedOn = file.pathsInherited || flavour === 'musl' ? [...paths, ...inherited] : inherited;
    const order = searchOrder(flavour, file, { paths, inherited, byVariable, folders });
    for (const name of file.neededLibraries) {
      if (loaded.has(name) || loaded.size >= mostLibraries) continue;
      const isOwn = name === own || (flavour === 'musl' && muslOwn.test(name));
      const places = name.includes('/') ? [name] : order.map((folder) => `${folder}/${name}`);
      const found = isOwn ? elf.interpreter : places.find((place) => fits(base, place, elf.header));
      const real = found === undefined ? undefined : fileAt(base, found);
      loaded.set(name, real);
      // A missing interpreter is said for itself.
      if (real === undefined && !isOwn) missing.push({ name, ...(path !== undefined && { by: path }) });
      const library = real === undefined ? undefined : base.libraries?.get(real);
      if (library === undefined || found === undefined || isOwn) continue;
      asking.push({ file: library, path: found, origin: posix.dirname(found), inherited: passedOn });
    }
  }
  return {
    interpreter,
    libraries: [...loaded.values()].filter((path) => path !== undefined),
    missing,
    missingVersions: flavour === 'musl' ? [] : missingVersions(asking, loaded, base),
  };
}

type Folders = Readonly<Record<'paths' | 'inherited' | 'byVariable' | 'folders', readonly string[]>>;

/** ld.so(8), and elf/dl-load.c, _dl_map_object, for a file with DT_RUNPATH; musl: ldso/dynlink.c, load_library. */
function searchOrder(
  flavour: LibcFlavour | undefined,
  { libraryPaths, pathsInherited }: Asking['file'],
  { paths, inherited, byVariable, folders }: Folders,
): string[] {
  const hasRunPath = libraryPaths.length > 0 && !pathsInherited;
  const order =
    flavour === 'musl'
      ? [byVariable, paths, inherited, folders]
      : hasRunPath
        ? [byVariable, paths, folders]
        : [paths, inherited, byVariable, folders];
  return order.flat().filter((folder) => folder.startsWith('/'));
}

/** musl is all of these itself, whatever follows in the name, and knows no versions (ldso/dynlink.c, load_library). */
const muslOwn = /^lib(c|pthread|rt|m|dl|util|xnet)\./;

function missingVersions(
  asking: readonly Asking[],
  loaded: ReadonlyMap<string, string | undefined>,
  { libraries }: BaseFiles,
): MissingVersion[] {
  return asking.flatMap(({ file, path: by }) =>
    file.neededVersions.flatMap(({ library, version, weak }) => {
      const path = loaded.get(library);
      const there = path === undefined ? undefined : libraries?.get(path);
      if (weak || path === undefined || there === undefined || hasVersion(there, version)) return [];
      return [{ library, version, path, ...(by !== undefined && { by }) }];
    }),
  );
}

/**
 * A library that defines none is taken as it is, with a warning, if it has the table that says which symbol has which version,
 * as every one has that needs versions of others (glibc, elf/dl-version.c, match_symbol; elf/dl-lookup.c, check_match).
 */
function hasVersion({ definedVersions, neededVersions }: ElfLibrary, version: string): boolean {
  if (definedVersions === undefined || definedVersions.includes(version)) return true;
  return definedVersions.length === 0 && neededVersions.length > 0;
}
