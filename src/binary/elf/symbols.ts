import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import type { ProgramSymbol } from '../program-file.ts';
import { stringTable } from '../string-table.ts';
import { type ElfTables, sectionType } from './tables.ts';

/** Symbol types (gABI, chapter 4, "Symbol Table", ELF32_ST_TYPE; STT_GNU_IFUNC: GNU's). */
const kinds: Readonly<Record<number, ProgramSymbol['kind']>> = {
  1: 'object',
  2: 'function',
  5: 'object',
  6: 'object',
  10: 'function',
};

/** SHN_LORESERVE: from here on the index of a section says something else. */
const firstReserved = 0xff00;

/** Where the fields of an entry stand (Elf32_Sym, Elf64_Sym). */
const layouts = {
  32: { bytes: 16, value: 4, size: 8, info: 12, section: 14, wordBytes: 4 },
  64: { bytes: 24, value: 8, size: 16, info: 4, section: 6, wordBytes: 8 },
} as const;

/**
 * The symbol table (section of type SHT_SYMTAB) without its first entry, which stands for no symbol; none for a stripped file.
 * @throws SlipwayError E_BINARY when it or its string table does not lie in the file, or a name not in that
 */
export function elfSymbols(source: ByteSource, { header, sections }: ElfTables): ProgramSymbol[] {
  const table = sections.find(({ type }) => type === sectionType.symbolTable);
  if (table === undefined || table.bytes === 0) return [];
  const layout = layouts[header.class];
  const texts = sections[table.link];
  if (table.entryBytes !== layout.bytes || texts === undefined || texts.type === sectionType.noBits) {
    throw new SlipwayError('E_BINARY', `the symbol table at offset ${table.offset} has no readable header`);
  }
  const count = Math.floor(table.bytes / layout.bytes);
  const entries = source.read(table.offset, count * layout.bytes);
  const name = stringTable(source.read(texts.offset, texts.bytes), texts.offset);
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const little = header.endian === 'little';
  // A number of 64 bits as two of 32: a BigInt for each would take longer than all else.
  const [low, high] = little ? [0, 4] : [4, 0];
  const word =
    layout.wordBytes === 4
      ? (at: number) => view.getUint32(at, little)
      : (at: number) => view.getUint32(at + low, little) + view.getUint32(at + high, little) * 0x1_0000_0000;
  const symbols: ProgramSymbol[] = [];
  for (let at = layout.bytes; at < view.byteLength; at += layout.bytes) {
    const section = view.getUint16(at + layout.section, little);
    symbols.push({
      name: name(view.getUint32(at, little)),
      address: word(at + layout.value),
      bytes: word(at + layout.size),
      // The view of the sections leaves out the first, which is none.
      section: section > 0 && section < firstReserved && section < sections.length ? section - 1 : undefined,
      kind: kinds[view.getUint8(at + layout.info) & 0xf] ?? 'other',
    });
  }
  return symbols;
}
