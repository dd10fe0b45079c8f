import { readElf } from './elf/facts.ts';
import type { NeededVersion } from './elf/versions.ts';
import { type Libc, libcOf } from './libc.ts';
import { readMacho } from './macho/facts.ts';
import { peLibraries } from './pe/imports.ts';
import { readPeTables } from './pe/tables.ts';
import type { ProgramFile } from './program-file.ts';
import { wasmImports } from './wasm/imports.ts';
import { readWasmSections } from './wasm/sections.ts';

/** What a program needs beside itself to start. */
export interface ProgramLinkage {
  /** The loader that it names: PT_INTERP, LC_LOAD_DYLINKER. PE and wasm name none. */
  readonly interpreter?: string;
  /** Libraries that are loaded with it, in the file's order; of wasm the modules that it imports from. */
  readonly libraries: readonly string[];
  /** Where they are looked for first: DT_RUNPATH or DT_RPATH, LC_RPATH. */
  readonly libraryPaths: readonly string[];
  /** ELF alone: the C library that it is linked with; absent where nothing in the file tells. */
  readonly libc?: Libc;
  /** ELF alone: the versions of its libraries' symbols that must be there. */
  readonly versions?: readonly NeededVersion[];
}

/** @throws SlipwayError E_BINARY when the tables that say it are damaged */
export function readLinkage({ source, format }: ProgramFile): ProgramLinkage {
  switch (format) {
    case 'elf': {
      const facts = readElf(source);
      const { interpreter, neededLibraries, libraryPaths, neededVersions } = facts;
      const libc = libcOf(facts);
      return {
        ...(interpreter === undefined ? {} : { interpreter }),
        libraries: neededLibraries,
        libraryPaths,
        ...(libc === undefined ? {} : { libc }),
        versions: neededVersions,
      };
    }
    case 'macho': {
      const { interpreter, libraries, libraryPaths } = readMacho(source);
      return { ...(interpreter === undefined ? {} : { interpreter }), libraries, libraryPaths };
    }
    case 'pe':
      return { libraries: peLibraries(source, readPeTables(source)), libraryPaths: [] };
    case 'wasm': {
      const modules = wasmImports(source, readWasmSections(source)).map(({ module }) => module);
      return { libraries: [...new Set(modules)], libraryPaths: [] };
    }
  }
}
