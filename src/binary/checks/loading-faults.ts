import type { ElfFacts } from '../elf/facts.ts';
import { libcOf, newestGlibc } from '../libc.ts';
import type { BaseFiles } from '../loading/base-files.ts';
import { libcsOf, libcText } from '../loading/base-libc.ts';
import { isLibc } from '../loading/folders.ts';
import type { Loading, MissingLibrary, MissingVersion } from '../loading/load.ts';

/** Why a program cannot be started, one fault a line; none: it can. */
export function faultsOf(elf: ElfFacts, loading: Loading, base: BaseFiles): string[] {
  const { interpreter } = elf;
  const noInterpreter = interpreter !== undefined && loading.interpreter === undefined;
  return [
    ...(noInterpreter ? [`it asks for the interpreter ${interpreter}, which the base does not have`] : []),
    ...(noInterpreter ? otherLibc(elf, base) : []),
    ...groupedBy(loading.missing, ({ by }) => by ?? '').map(missingLine),
    ...groupedBy(loading.missingVersions, ({ by = '', path }) => `${by}\0${path}`).map((versions) =>
      versionLine(versions, base),
    ),
  ];
}

/** A program that is linked with one C library never starts on another. */
function otherLibc(elf: ElfFacts, base: BaseFiles): string[] {
  const libc = libcOf(elf);
  const there = libcsOf(base, elf.header);
  if (libc === undefined || there.length === 0 || there.some(({ flavour }) => flavour === libc.flavour))
    return [];
  return [`it is linked with ${libcText(libc)}, and the base has ${there.map(libcText).join(' and ')}`];
}

function missingLine(missing: readonly MissingLibrary[]): string {
  const names = missing.map(({ name }) => name).join(', ');
  const by = missing[0]?.by;
  return by === undefined
    ? `it asks for the ${missing.length === 1 ? 'library' : 'libraries'} ${names}, which the base does not have`
    : `its library ${by} asks for ${names}, which the base does not have`;
}

/** Of glibc the newest version that is missing tells all; of others each is named. */
function versionLine(versions: readonly MissingVersion[], { libraries }: BaseFiles): string {
  const [{ path, by, library } = { path: '', library: '' }] = versions;
  const who = by === undefined ? 'it' : `its library ${by}`;
  const names = versions.map(({ version }) => version);
  const newest = isLibc(`/${library}`) ? newestGlibc(names) : undefined;
  const there = newestGlibc(libraries?.get(path)?.definedVersions ?? []);
  return newest === undefined || there === undefined
    ? `${who} needs ${names.join(', ')} of ${library}, which ${path} of the base does not have`
    : `${who} needs glibc ${newest} (GLIBC_${newest} of ${library}), and the base has glibc ${there}`;
}

function groupedBy<T>(all: readonly T[], key: (one: T) => string): T[][] {
  return [...Map.groupBy(all, key).values()];
}
