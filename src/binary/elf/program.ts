import type { ByteSource } from '../byte-source.ts';
import type { NamedRange, ProgramFile, ProgramSection } from '../program-file.ts';
import type { ElfHeader, ElfTable } from './header.ts';
import { architectureOf } from './machine.ts';
import { readElfSymbols } from './symbols.ts';
import {
  type ElfSection,
  readElfTables,
  sectionFlag,
  sectionType,
  segmentFlag,
  segmentType,
} from './tables.ts';

const flagWrite = 0x1;
const flagExecute = 0x4;

/** An ELF file (System V gABI). @throws SlipwayError E_BINARY when its tables do not hold together */
export function elfProgram(source: ByteSource): ProgramFile {
  const tables = readElfTables(source);
  const { header, segments, sections } = tables;
  return {
    source,
    format: 'elf',
    architecture: architectureOf(header),
    endian: header.endian,
    wordBytes: header.class === 64 ? 8 : 4,
    headers: headersOf(header),
    sections: sections.slice(1).map(programSection),
    segments: segments
      .filter(({ type }) => type === segmentType.load)
      .map(({ offset, address, fileBytes, memoryBytes, flags }) => ({
        name: 'PT_LOAD',
        offset,
        bytes: fileBytes,
        address,
        memoryBytes,
        writable: (flags & segmentFlag.write) !== 0,
        executable: (flags & segmentFlag.execute) !== 0,
      })),
    symbols: () => readElfSymbols(source, tables),
    relocations: () => new Map(),
  };
}

function headersOf(header: ElfHeader): NamedRange[] {
  const table = (name: string, { offset, entryBytes, count }: ElfTable): NamedRange[] =>
    count === 0 ? [] : [{ name, offset, bytes: entryBytes * count }];
  return [
    { name: 'ELF header', offset: 0, bytes: header.class === 64 ? 64 : 52 },
    ...table('program headers', header.programHeaders),
    ...table('section headers', header.sectionHeaders),
  ];
}

function programSection({ name, type, flags, address, offset, bytes }: ElfSection): ProgramSection {
  const loaded = (flags & sectionFlag.allocated) !== 0;
  return {
    name,
    offset,
    bytes: type === sectionType.noBits ? 0 : bytes,
    address: loaded ? address : 0,
    memoryBytes: loaded ? bytes : 0,
    loaded,
    writable: (flags & flagWrite) !== 0,
    executable: (flags & flagExecute) !== 0,
    compressed: (flags & sectionFlag.compressed) !== 0,
  };
}
