import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import type { FileRange } from '../program-file.ts';
import { fixedText, stringTable } from '../string-table.ts';
import { type PeHeader, readPeHeader } from './header.ts';

/** IMAGE_SCN_…. */
export const sectionFlag = {
  code: 0x20,
  uninitialized: 0x80,
  discardable: 0x02000000,
  execute: 0x20000000,
  write: 0x80000000,
} as const;

export interface PeSection {
  readonly name: string;
  /** With the image base added. */
  readonly address: number;
  readonly memoryBytes: number;
  readonly offset: number;
  /** What it has in the file: the padding up to the file's alignment is not its own. */
  readonly bytes: number;
  readonly flags: number;
}

export interface PeTables {
  readonly header: PeHeader;
  readonly sectionTable: FileRange;
  readonly sections: readonly PeSection[];
  /** The COFF symbol table, and the string table right after it. No bytes where there are none. */
  readonly symbols: FileRange;
  readonly texts: FileRange;
}

/** IMAGE_SIZEOF_SECTION_HEADER and IMAGE_SIZEOF_SYMBOL. */
const sectionHeaderBytes = 40;
export const symbolBytes = 18;

/** @throws SlipwayError E_BINARY when the headers, the section table or the string table that it needs are outside of the file */
export function readPeTables(source: ByteSource): PeTables {
  const header = readPeHeader(source);
  const sectionTable = {
    offset: header.optionalOffset + header.optionalBytes,
    bytes: header.sectionCount * sectionHeaderBytes,
  };
  const bytes = source.read(sectionTable.offset, sectionTable.bytes);
  const symbols = {
    offset: header.symbolTable,
    bytes: header.symbolTable === 0 ? 0 : header.symbolCount * symbolBytes,
  };
  const texts = textsRange(source, header, symbols);
  const entries = Array.from({ length: header.sectionCount }, (_, index) =>
    bytes.subarray(index * sectionHeaderBytes, (index + 1) * sectionHeaderBytes),
  );
  const names = sectionNames(source, entries, texts);
  const sections = entries.map((entry, index) =>
    readSection(names[index] ?? '', fieldsOf(entry, 'little'), header),
  );
  return { header, sectionTable, sections, symbols, texts };
}

/** The string table begins with its own length, these four bytes included. One that does not fit into the file is none. */
function textsRange(source: ByteSource, { symbolTable }: PeHeader, symbols: FileRange): FileRange {
  const offset = symbols.offset + symbols.bytes;
  const room = source.length - offset;
  if (symbolTable === 0 || room < 4) return { offset, bytes: 0 };
  const bytes = fieldsOf(source.read(offset, 4), 'little').u32(0);
  return { offset, bytes: bytes < 4 || bytes > room ? 0 : bytes };
}

/** A name of more than eight bytes stands in the string table: `/` and its offset there in digits. */
function sectionNames(source: ByteSource, entries: readonly Uint8Array[], texts: FileRange): string[] {
  const short = entries.map((entry) => fixedText(entry.subarray(0, 8)));
  const isLong = (name: string): boolean => texts.bytes > 0 && /^\/\d+$/.test(name);
  if (!short.some(isLong)) return short;
  const text = stringTable(source.read(texts.offset, texts.bytes), texts.offset);
  return short.map((name) => (isLong(name) ? text(Number(name.slice(1))) : name));
}

/** The linker of Go gives .bss a length in the file, and none in memory; its flag and its offset of 0 say what it is. */
function readSection(name: string, entry: Fields, { imageBase }: PeHeader): PeSection {
  const [memoryBytes, address, rawBytes, offset] = [
    entry.u32(8),
    entry.u32(12),
    entry.u32(16),
    entry.u32(20),
  ];
  const flags = entry.u32(36);
  const held = offset === 0 || (flags & sectionFlag.uninitialized) !== 0 ? 0 : rawBytes;
  return {
    name,
    address: imageBase + address,
    memoryBytes: memoryBytes === 0 ? rawBytes : memoryBytes,
    offset,
    bytes: memoryBytes === 0 ? held : Math.min(held, memoryBytes),
    flags,
  };
}

/** Where an address of the loaded program lies in the file: from `offset`, at most `bytes`; undefined when nowhere. */
export function peRangeAt(sections: readonly PeSection[], address: number): FileRange | undefined {
  for (const section of sections) {
    const within = address - section.address;
    if (within >= 0 && within < section.bytes) {
      return { offset: section.offset + within, bytes: section.bytes - within };
    }
  }
  return undefined;
}
