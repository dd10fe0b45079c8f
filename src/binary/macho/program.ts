import type { ByteSource } from '../byte-source.ts';
import type { ProgramFile, ProgramSegment } from '../program-file.ts';
import { type MachoSegment, readMachoTables } from './commands.ts';
import { machoRelocations } from './fixups.ts';
import { machoArchitecture } from './header.ts';
import { linkEditTables } from './link-edit.ts';
import { machoSection } from './sections.ts';
import { machoSymbols } from './symbols.ts';

/**
 * A Mach-O file for one processor (mach-o/loader.h).
 * @throws SlipwayError E_BINARY when its load commands do not hold together
 */
export function machoProgram(source: ByteSource): ProgramFile {
  const tables = readMachoTables(source);
  const { header, segments, sections } = tables;
  return {
    source,
    format: 'macho',
    architecture: machoArchitecture(header.processor),
    endian: header.endian,
    wordBytes: header.wordBytes,
    headers: [
      { name: 'Mach-O header', kind: 'header', offset: 0, bytes: header.bytes },
      { name: 'load commands', kind: 'header', offset: header.bytes, bytes: header.commandBytes },
      ...linkEditTables(tables),
    ],
    sections: sections.map(machoSection),
    segments: segments.filter(isMapped).map(programSegment),
    symbols: () => machoSymbols(source, tables),
    relocations: () => machoRelocations(source, tables),
  };
}

/** __PAGEZERO keeps its addresses free, and __DWARF has none. */
function isMapped({ bytes, memoryBytes, protection }: MachoSegment): boolean {
  return memoryBytes > 0 && (bytes > 0 || protection !== 0);
}

function programSegment({
  name,
  offset,
  bytes,
  address,
  memoryBytes,
  protection,
}: MachoSegment): ProgramSegment {
  return {
    name,
    offset,
    bytes,
    address,
    memoryBytes,
    writable: (protection & 2) !== 0,
    executable: (protection & 4) !== 0,
  };
}
