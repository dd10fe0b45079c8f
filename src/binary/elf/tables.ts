import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { type ElfHeader, elfHeaderBytes, readElfHeader } from './header.ts';

/** Segment types and flags (gABI, chapter 5, "Program Header"; PT_GNU_*: LSB, "Program Header"). */
export const segmentType = {
  load: 1,
  dynamic: 2,
  interpreter: 3,
  gnuStack: 0x6474e551,
  gnuRelro: 0x6474e552,
} as const;
export const segmentFlag = { execute: 1, write: 2, read: 4 } as const;

/** Section types and flags (gABI, chapter 4, "Sections"). */
export const sectionType = { symbolTable: 2, noBits: 8 } as const;
export const sectionFlag = { allocated: 0x2, compressed: 0x800 } as const;

export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
  readonly memoryBytes: number;
}

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  /** Length; takes no room in the file for type NOBITS (.bss). */
  readonly bytes: number;
  /** Of a symbol table the section with its names. */
  readonly link: number;
}

/** The tables of an ELF file, as they stand in it. */
export interface ElfTables {
  readonly header: ElfHeader;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
}

const mostNameBytes = 1 << 20;

/** @throws SlipwayError E_BINARY when a table does not lie inside the file or has entries of a wrong length */
export function readElfTables(source: ByteSource): ElfTables {
  const header = readElfHeader(source.read(0, Math.min(source.length, elfHeaderBytes)));
  return { header, segments: readSegments(source, header), sections: readSections(source, header) };
}

function readSegments(source: ByteSource, header: ElfHeader): ElfSegment[] {
  const entryBytes = header.class === 64 ? 56 : 32;
  const entries = readTable(source, header, header.programHeaders, entryBytes, 'program header');
  return entries.map((entry) =>
    header.class === 64
      ? {
          type: entry.u32(0),
          flags: entry.u32(4),
          offset: entry.u64(8),
          address: entry.u64(16),
          fileBytes: entry.u64(32),
          memoryBytes: entry.u64(40),
        }
      : {
          type: entry.u32(0),
          offset: entry.u32(4),
          address: entry.u32(8),
          fileBytes: entry.u32(16),
          memoryBytes: entry.u32(20),
          flags: entry.u32(24),
        },
  );
}

function readSections(source: ByteSource, header: ElfHeader): ElfSection[] {
  const entryBytes = header.class === 64 ? 64 : 40;
  if (header.sectionHeaders.offset === 0 || header.sectionHeaders.count === 0) return [];
  const raw = readTable(source, header, header.sectionHeaders, entryBytes, 'section header').map((entry) =>
    header.class === 64
      ? {
          nameAt: entry.u32(0),
          type: entry.u32(4),
          flags: entry.u64(8),
          address: entry.u64(16),
          offset: entry.u64(24),
          bytes: entry.u64(32),
          link: entry.u32(40),
        }
      : {
          nameAt: entry.u32(0),
          type: entry.u32(4),
          flags: entry.u32(8),
          address: entry.u32(12),
          offset: entry.u32(16),
          bytes: entry.u32(20),
          link: entry.u32(24),
        },
  );
  const names = raw[header.sectionNames];
  if (names === undefined || names.bytes > mostNameBytes) {
    throw new SlipwayError('E_BINARY', `section ${header.sectionNames} cannot hold the section names`);
  }
  const text = source.read(names.offset, names.bytes);
  return raw.map(({ nameAt, ...section }) => ({ name: textAt(text, nameAt), ...section }));
}

function readTable(
  source: ByteSource,
  header: ElfHeader,
  table: ElfHeader['programHeaders'],
  entryBytes: number,
  what: string,
): Fields[] {
  if (table.count === 0) return [];
  if (table.entryBytes !== entryBytes) {
    throw new SlipwayError(
      'E_BINARY',
      `${what}s of ${table.entryBytes} bytes, where ${entryBytes} are right`,
    );
  }
  const bytes = source.read(table.offset, table.count * entryBytes);
  return Array.from({ length: table.count }, (_, index) =>
    fieldsOf(bytes.subarray(index * entryBytes, (index + 1) * entryBytes), header.endian),
  );
}

/** The text from `offset` to the next zero byte (gABI, chapter 4, "String Table"). @throws SlipwayError E_BINARY outside */
export function textAt(table: Uint8Array, offset: number): string {
  const end = offset < table.length ? table.indexOf(0, offset) : -1;
  if (end < 0) {
    throw new SlipwayError('E_BINARY', `no text at ${offset} of a string table of ${table.length} bytes`);
  }
  return Buffer.from(table.buffer, table.byteOffset + offset, end - offset).toString('utf8');
}

/** Where an address of the loaded program lies in the file: from `offset`, at most `bytes`; undefined when nowhere. */
export function fileRangeAt(
  segments: readonly ElfSegment[],
  address: number,
): { offset: number; bytes: number } | undefined {
  for (const segment of segments) {
    const within = address - segment.address;
    if (segment.type === segmentType.load && within >= 0 && within < segment.fileBytes) {
      return { offset: segment.offset + within, bytes: segment.fileBytes - within };
    }
  }
  return undefined;
}
