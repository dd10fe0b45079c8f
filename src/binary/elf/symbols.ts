import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { fieldsOf } from '../fields.ts';
import type { ProgramSymbol } from '../program-file.ts';
import { type ElfTables, sectionType } from './tables.ts';

/** Bytes of an entry (gABI, chapter 4, "Symbol Table"). */
const entryBytes = { 32: 16, 64: 24 } as const;
/** st_info & 15 ("Symbol Types"). */
const kinds: Readonly<Record<number, ProgramSymbol['kind']>> = { 1: 'object', 2: 'function' };
/** SHN_LORESERVE: from there on an index means no section. */
const firstReserved = 0xff00;

/**
 * The symbols of .symtab; none for a stripped file.
 * @throws SlipwayError E_BINARY when the table or its names do not lie in the file
 */
export function readElfSymbols(source: ByteSource, { header, sections }: ElfTables): ProgramSymbol[] {
  const table = sections.find(({ type }) => type === sectionType.symbolTable);
  if (table === undefined) return [];
  const names = sections[table.link];
  if (names === undefined) {
    throw new SlipwayError(
      'E_BINARY',
      `${table.name} names section ${table.link} for its texts, which is not there`,
    );
  }
  const text = source.read(names.offset, names.bytes);
  const texts = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const bytes = entryBytes[header.class];
  const count = Math.floor(table.bytes / bytes);
  const fields = fieldsOf(source.read(table.offset, count * bytes), header.endian);
  const wide = header.class === 64;
  const symbols: ProgramSymbol[] = [];
  for (let at = bytes; at < count * bytes; at += bytes) {
    const nameAt = fields.u32(at);
    const info = fields.u8(at + (wide ? 4 : 12));
    const section = fields.u16(at + (wide ? 6 : 14));
    const end = nameAt < texts.length ? texts.indexOf(0, nameAt) : -1;
    if (end < 0) {
      throw new SlipwayError(
        'E_BINARY',
        `the symbol at byte ${table.offset + at} has its name outside of ${names.name}`,
      );
    }
    symbols.push({
      name: texts.toString('utf8', nameAt, end),
      address: wide ? fields.u64(at + 8) : fields.u32(at + 4),
      bytes: wide ? fields.u64(at + 16) : fields.u32(at + 8),
      // The first section is none, and is left out of a program's.
      section: section === 0 || section >= firstReserved ? undefined : section - 1,
      kind: kinds[info & 15] ?? 'other',
    });
  }
  return symbols;
}
