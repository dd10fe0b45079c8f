import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { readDynamic } from './dynamic.ts';
import { readElfTables } from './tables.ts';
import type { NeededVersion } from './versions.ts';

/** What a shared library, or an interpreter, says to whoever loads it. Plain data. */
export interface ElfLibrary {
  readonly class: 32 | 64;
  readonly machine: number;
  readonly neededLibraries: readonly string[];
  readonly libraryPaths: readonly string[];
  readonly pathsInherited: boolean;
  readonly neededVersions: readonly NeededVersion[];
  /** Undefined: it was not read to the end. */
  readonly definedVersions?: readonly string[];
}

/** Undefined for a file that is not ELF or is damaged: an interpreter passes over it, or says more than can be known here. */
export function readLibrary(source: ByteSource): ElfLibrary | undefined {
  try {
    const tables = readElfTables(source);
    const { bindsAtStart: _, ...dynamic } = readDynamic(source, tables);
    return { class: tables.header.class, machine: tables.header.machine, ...dynamic };
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return undefined;
    throw error;
  }
}
