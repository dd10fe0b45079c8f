import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { textLookup } from '../string-table.ts';
import { type ElfHeader, elfHeaderBytes, readElfHeader } from './header.ts';

/** Segment types and flags (gABI, chapter 5, "Program Header"; PT_GNU_*: LSB, "Program Header"). */
export const segmentType = {
  load: 1,
  dynamic: 2,
  interpreter: 3,
  note: 4,
  gnuStack: 0x6474e551,
  gnuRelro: 0x6474e552,
} as const;
export const segmentFlag = { execute: 1, write: 2, read: 4 } as const;

/** Section types and flags (gABI, chapter 4, "Sections"). */
export const sectionType = { none: 0, symbolTable: 2, note: 7, noBits: 8 } as const;
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
  /** sh_link: of a symbol table the index of its string table. */
  readonly link: number;
  /** sh_entsize: of a table the length of an entry. */
  readonly entryBytes: number;
}

/** The tables of an ELF file, as they stand in it. */
export interface ElfTables {
  readonly header: ElfHeader;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
}

const mostNameBytes = 1 << 24;
/** SHN_XINDEX: the index stands elsewhere. */
const extendedIndex = 0xffff;

/** @throws SlipwayError E_BINARY when a table does not lie inside the file or has entries of a wrong length */
export function readElfTables(source: ByteSource): ElfTables {
  const header = readElfHeader(source.read(0, Math.min(source.length, elfHeaderBytes)));
  return { header, segments: readSegments(source, header), sections: readSections(source, header) };
}

function readSegments(source: ByteSource, header: ElfHeader): ElfSegment[] {
  const entryBytes = header.class === 64 ? 56 : 32;
  return readTable(source, header, header.programHeaders, entryBytes, 'program header', (fields, at) =>
    header.class === 64
      ? {
          type: fields.u32(at),
          flags: fields.u32(at + 4),
          offset: fields.u64(at + 8),
          address: fields.u64(at + 16),
          fileBytes: fields.u64(at + 32),
          memoryBytes: fields.u64(at + 40),
        }
      : {
          type: fields.u32(at),
          offset: fields.u32(at + 4),
          address: fields.u32(at + 8),
          fileBytes: fields.u32(at + 16),
          memoryBytes: fields.u32(at + 20),
          flags: fields.u32(at + 24),
        },
  );
}

/** A foreign file may have no names (sstrip, index 0) or a name that does not lie in the table: then it is empty. */
function readSections(source: ByteSource, header: ElfHeader): ElfSection[] {
  const raw = readSectionHeaders(source, header);
  const first = raw[0];
  if (first === undefined) return [];
  const index = header.sectionNames === extendedIndex ? first.link : header.sectionNames;
  const names = raw[index];
  if (names === undefined || names.bytes > mostNameBytes) {
    throw new SlipwayError(
      'E_BINARY',
      `section ${index} cannot hold the section names (section headers at offset ${header.sectionHeaders.offset})`,
    );
  }
  const isRead = index !== 0 && names.type !== sectionType.noBits;
  const name = isRead ? textLookup(source.read(names.offset, names.bytes), names.offset) : () => undefined;
  return raw.map(({ nameAt, ...section }) => ({ name: name(nameAt) ?? '', ...section }));
}

type RawSection = Omit<ElfSection, 'name'> & { readonly nameAt: number };

/** The number of sections that 16 bits cannot hold stands in the first entry (gABI, chapter 4, e_shnum). */
function readSectionHeaders(source: ByteSource, header: ElfHeader): RawSection[] {
  const { offset, count, entryBytes } = header.sectionHeaders;
  const right = header.class === 64 ? 64 : 40;
  const read = (entries: number): RawSection[] =>
    readTable(
      source,
      header,
      { offset, entryBytes, count: entries },
      right,
      'section header',
      header.class === 64 ? rawSection64 : rawSection32,
    );
  if (offset === 0) return [];
  if (count > 0) return read(count);
  if (entryBytes !== right || offset + right > source.length) return [];
  const [first] = read(1);
  return first?.type === sectionType.none ? read(first.bytes) : [];
}

function rawSection64(fields: Fields, at: number): RawSection {
  return {
    nameAt: fields.u32(at),
    type: fields.u32(at + 4),
    flags: fields.u64(at + 8),
    address: fields.u64(at + 16),
    offset: fields.u64(at + 24),
    bytes: fields.u64(at + 32),
    link: fields.u32(at + 40),
    entryBytes: fields.u64(at + 56),
  };
}

function rawSection32(fields: Fields, at: number): RawSection {
  return {
    nameAt: fields.u32(at),
    type: fields.u32(at + 4),
    flags: fields.u32(at + 8),
    address: fields.u32(at + 12),
    offset: fields.u32(at + 16),
    bytes: fields.u32(at + 20),
    link: fields.u32(at + 24),
    entryBytes: fields.u32(at + 36),
  };
}

function readTable<Entry>(
  source: ByteSource,
  header: ElfHeader,
  table: ElfHeader['programHeaders'],
  entryBytes: number,
  what: string,
  entryAt: (fields: Fields, at: number) => Entry,
): Entry[] {
  if (table.count === 0) return [];
  if (table.entryBytes !== entryBytes) {
    throw new SlipwayError(
      'E_BINARY',
      `${what}s of ${table.entryBytes} bytes at offset ${table.offset}, where ${entryBytes} are right`,
    );
  }
  const fields = fieldsOf(source.read(table.offset, table.count * entryBytes), header.endian);
  return Array.from({ length: table.count }, (_, index) => entryAt(fields, index * entryBytes));
}

/**
 * The text from `offset` to the next zero byte (gABI, chapter 4, "String Table").
 * @param tableAt where the table lies in the file, for the message
 * @throws SlipwayError E_BINARY when none is there
 */
export function textAt(table: Uint8Array, offset: number, tableAt: number): string {
  const end = offset < table.length ? table.indexOf(0, offset) : -1;
  if (end < 0) {
    throw new SlipwayError(
      'E_BINARY',
      `no text at ${offset} of the ${table.length} bytes at offset ${tableAt}`,
    );
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
