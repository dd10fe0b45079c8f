import type { ByteSource } from '../byte-source.ts';
import type { ProgramFile, ProgramSection, ProgramTable } from '../program-file.ts';
import { architectureOf } from './machine.ts';
import { elfRelocations } from './relocations.ts';
import { elfSymbols } from './symbols.ts';
import {
  type ElfSection,
  type ElfTables,
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
    headers: headersOf(tables),
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
    symbols: () => elfSymbols(source, tables),
    relocations: () => elfRelocations(source, tables),
  };
}

function headersOf({ header, segments, sections }: ElfTables): ProgramTable[] {
  const table = (name: string, offset: number, bytes: number): ProgramTable[] =>
    bytes === 0 ? [] : [{ name, kind: 'header', offset, bytes }];
  const { programHeaders, sectionHeaders } = header;
  return [
    ...table('ELF header', 0, header.class === 64 ? 64 : 52),
    ...table('program headers', programHeaders.offset, programHeaders.entryBytes * segments.length),
    ...table('section headers', sectionHeaders.offset, sectionHeaders.entryBytes * sections.length),
  ].sort((a, b) => a.offset - b.offset);
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
    compressed: (flags & sectionFlag.compressed) !== 0 || name.startsWith('.zdebug_'),
  };
}
