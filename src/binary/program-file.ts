import type { Architecture } from '../request/platform.ts';
import type { ByteSource } from './byte-source.ts';
import type { Endian } from './fields.ts';

/** The formats that are read to the last byte. */
export type ProgramFormat = 'elf' | 'macho' | 'pe' | 'wasm';

/** A range of a file. */
export interface FileRange {
  readonly offset: number;
  readonly bytes: number;
}

/** A range of a file with a name. */
export interface NamedRange extends FileRange {
  readonly name: string;
}

/**
 * A header or a table of the format that lies in no section. `linking` is what the dynamic loader reads (Mach-O's fixups,
 * exports, indirect symbols), `signature` what is signed with (code signature, certificates).
 */
export interface ProgramTable extends NamedRange {
  readonly kind: 'header' | 'symbols' | 'linking' | 'signature';
}

/** Where a part of the file lies in the memory of the loaded program. In wasm this is the linear memory. */
export interface LoadedRange extends FileRange {
  readonly address: number;
  /** Length in memory: what is beyond `bytes` is filled with zeros. */
  readonly memoryBytes: number;
}

/** What the loader maps: a program header, a segment command, a PE section, a wasm data segment. */
export interface ProgramSegment extends LoadedRange {
  readonly name: string;
  readonly writable: boolean;
  readonly executable: boolean;
}

/** A section as its format names it (`.text`, `__TEXT,__text`, wasm: `code`); `bytes` is what it takes in the file. */
export interface ProgramSection extends LoadedRange {
  readonly name: string;
  /** False for what only tools read, such as symbols and DWARF: `address` and `memoryBytes` are 0. */
  readonly loaded: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  /** Its content is compressed in the file. */
  readonly compressed: boolean;
}

export interface ProgramSymbol {
  readonly name: string;
  readonly address: number;
  /** As the format says; 0 where it says none (Mach-O, PE). */
  readonly bytes: number;
  /** Index into `sections`; undefined for absolute and undefined symbols. */
  readonly section: number | undefined;
  readonly kind: 'function' | 'object' | 'other';
}

/**
 * A program as its format tells it, the same for every format. A view: nothing is changed, and what is large is read when it
 * is asked for. All addresses are those that the file itself uses; for PE the image base is added.
 */
export interface ProgramFile {
  readonly source: ByteSource;
  readonly format: ProgramFormat;
  /** Go's name; undefined for a machine that Go has no port to. */
  readonly architecture: Architecture | undefined;
  readonly endian: Endian;
  /** Length of a pointer. Of wasm 8: so Go's port has it, though its memory has less than 4 GiB. */
  readonly wordBytes: 4 | 8;
  /** Headers and tables of the format that lie in no section, in the file's order. */
  readonly headers: readonly ProgramTable[];
  /**
   * In the order of the format's table. Those without bytes in the file (.bss) are there too. Ranges are as the file says: where
   * it is damaged they may lie outside, and reading them is refused.
   */
  readonly sections: readonly ProgramSection[];
  readonly segments: readonly ProgramSegment[];
  /**
   * The symbol table, in its own order; none for a stripped file. Of wasm the name section: the address of a function is the
   * offset of its body in the file. Names are Go's in every format: Mach-O's underscore is taken off them. Debugging entries of
   * Mach-O (stabs) and COFF's auxiliary entries are left out.
   * @throws SlipwayError E_BINARY when it is damaged
   */
  readonly symbols: () => readonly ProgramSymbol[];
  /**
   * Words that the loader adds the program's place to, by address, with the value they have where the program lies at the
   * addresses of this file. Empty where the file holds these values itself.
   * @throws SlipwayError E_BINARY when the table is damaged
   */
  readonly relocations: () => ReadonlyMap<number, number>;
}

/** More than any program has (the largest of Go's a million), and less than a map takes. */
export const mostRelocations = 1 << 23;

/** Where an address lies in the file: from `offset`, at most `bytes`; undefined for zeros and for nowhere. */
export function fileRangeOf(
  { segments }: Pick<ProgramFile, 'segments'>,
  address: number,
): FileRange | undefined {
  for (const segment of segments) {
    const within = address - segment.address;
    if (within >= 0 && within < segment.bytes) {
      return { offset: segment.offset + within, bytes: segment.bytes - within };
    }
  }
  return undefined;
}
