import { type BuildIds, readBuildIds } from './build-ids.ts';
import { type ElfFacts, readElf } from './elf/facts.ts';
import { elfType } from './elf/header.ts';
import { type MachoFacts, readMacho } from './macho/facts.ts';
import { peFlag, readPeHeader } from './pe/header.ts';
import type { ProgramFile } from './program-file.ts';

/**
 * Whether the loader may place the program anywhere: `pie` needs a loader that moves it, `static-pie` moves itself, `library` is
 * loaded by others, `fixed` runs at its own addresses alone.
 */
export type Placement = 'fixed' | 'pie' | 'static-pie' | 'library';

/** What a program does against being taken over, and what it tells about itself. Plain data. */
export interface Hardening {
  /** Absent for wasm, which has no addresses. */
  readonly placement?: Placement;
  /** PE alone: it may be placed above 4 GiB (HIGH_ENTROPY_VA). */
  readonly highEntropy?: boolean;
  /**
   * Data cannot be run as code: PT_GNU_STACK without execution, no MH_ALLOW_STACK_EXECUTION, NX_COMPAT; always so in wasm.
   * Absent for ELF without PT_GNU_STACK, where the kernel decides by architecture.
   */
  readonly noExecuteData?: boolean;
  /** ELF alone. */
  readonly relro?: ElfFacts['relro'];
  /** Segments that are writable and executable at once. */
  readonly writableCode: readonly { readonly name: string; readonly address: number }[];
  readonly dwarf: boolean;
  /** It names symbols of its own; those it takes from libraries do not count. */
  readonly symbolTable: boolean;
  /** A code signature or certificates are there; whether they are valid is not looked at. */
  readonly signed: boolean;
  readonly buildIds: BuildIds;
}

/** @throws SlipwayError E_BINARY when the tables that say it are damaged */
export function readHardening(program: ProgramFile): Hardening {
  const { sections, segments, headers } = program;
  const writableCode = segments
    .filter(({ writable, executable }) => writable && executable)
    .map(({ name, address }) => ({ name, address }));
  return {
    ...byFormat(program),
    writableCode,
    dwarf: sections.some(({ name }) => /^\.z?debug_|^__DWARF,/.test(name)),
    signed: headers.some(({ kind }) => kind === 'signature'),
    buildIds: readBuildIds(program),
  };
}

type OfFormat = Pick<Hardening, 'placement' | 'highEntropy' | 'noExecuteData' | 'relro' | 'symbolTable'>;

function byFormat({ source, format, headers, sections }: ProgramFile): OfFormat {
  switch (format) {
    case 'elf':
      return ofElf(readElf(source));
    case 'macho':
      return ofMacho(readMacho(source));
    case 'pe': {
      const { flags, library } = readPeHeader(source);
      return {
        placement: library ? 'library' : (flags & peFlag.dynamicBase) === 0 ? 'fixed' : 'pie',
        highEntropy: (flags & peFlag.highEntropy) !== 0,
        noExecuteData: (flags & peFlag.noExecuteData) !== 0,
        symbolTable: headers.some(({ name }) => name === 'symbol table'),
      };
    }
    case 'wasm':
      return { noExecuteData: true, symbolTable: sections.some(({ name }) => name === 'name') };
  }
}

function ofElf({
  header,
  interpreter,
  neededLibraries,
  executableStack,
  relro,
  symbolTable,
}: ElfFacts): OfFormat {
  const moved = interpreter !== undefined ? 'pie' : neededLibraries.length > 0 ? 'library' : 'static-pie';
  return {
    placement: header.type === elfType.dynamic ? moved : 'fixed',
    ...(executableStack === undefined ? {} : { noExecuteData: !executableStack }),
    relro,
    symbolTable,
  };
}

function ofMacho({ executable, positionIndependent, executableStack, ownSymbols }: MachoFacts): OfFormat {
  return {
    placement: !executable ? 'library' : positionIndependent ? 'pie' : 'fixed',
    noExecuteData: !executableStack,
    symbolTable: ownSymbols,
  };
}
