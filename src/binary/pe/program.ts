import type { ByteSource } from '../byte-source.ts';
import type { ProgramFile, ProgramSection, ProgramSegment, ProgramTable } from '../program-file.ts';
import { directory, peArchitecture } from './header.ts';
import { peSymbols } from './symbols.ts';
import { type PeSection, type PeTables, readPeTables, sectionFlag } from './tables.ts';

/** A PE file, PE32 or PE32+. @throws SlipwayError E_BINARY when its tables do not lie in the file */
export function peProgram(source: ByteSource): ProgramFile {
  const tables = readPeTables(source);
  const { header, sections } = tables;
  return {
    source,
    format: 'pe',
    architecture: peArchitecture(header.machine),
    endian: 'little',
    wordBytes: header.wordBytes,
    headers: headersOf(tables),
    sections: sections.map(programSection),
    segments: sections.filter((section) => isLoaded(section) && section.memoryBytes > 0).map(programSegment),
    symbols: () => peSymbols(source, tables),
    // The loader adds to what the file holds (.reloc lists places alone).
    relocations: () => new Map(),
  };
}

function headersOf({ header, sectionTable, symbols, texts }: PeTables): ProgramTable[] {
  const { offset, optionalOffset, optionalBytes, directories } = header;
  const certificates = directories[directory.certificates];
  const tables: ProgramTable[] = [
    { name: 'DOS header', kind: 'header', offset: 0, bytes: Math.min(64, offset) },
    { name: 'DOS stub', kind: 'header', offset: 64, bytes: Math.max(0, offset - 64) },
    { name: 'COFF header', kind: 'header', offset, bytes: optionalOffset - offset },
    { name: 'optional header', kind: 'header', offset: optionalOffset, bytes: optionalBytes },
    { name: 'section headers', kind: 'header', ...sectionTable },
    { name: 'symbol table', kind: 'symbols', ...symbols },
    { name: 'string table', kind: 'symbols', ...texts },
    {
      name: 'certificates',
      kind: 'signature',
      offset: certificates?.address ?? 0,
      bytes: certificates?.bytes ?? 0,
    },
  ];
  return tables.filter(({ bytes }) => bytes > 0).sort((a, b) => a.offset - b.offset);
}

function programSection(section: PeSection): ProgramSection {
  const { name, offset, bytes, flags } = section;
  const loaded = isLoaded(section);
  return {
    name,
    offset,
    bytes,
    address: loaded ? section.address : 0,
    memoryBytes: loaded ? section.memoryBytes : 0,
    loaded,
    writable: (flags & sectionFlag.write) !== 0,
    executable: (flags & sectionFlag.execute) !== 0,
    compressed: name.startsWith('.zdebug_'),
  };
}

/** What only tools read is discardable. So is .reloc, after the loader has read it. */
function isLoaded({ name, flags }: PeSection): boolean {
  return (flags & sectionFlag.discardable) === 0 || !/^\.(z?debug_|symtab$|stab)/.test(name);
}

function programSegment({ name, offset, bytes, address, memoryBytes, flags }: PeSection): ProgramSegment {
  return {
    name,
    offset,
    bytes,
    address,
    memoryBytes,
    writable: (flags & sectionFlag.write) !== 0,
    executable: (flags & sectionFlag.execute) !== 0,
  };
}
