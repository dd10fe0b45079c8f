import type { ByteSource } from '../byte-source.ts';
import type { ProgramSymbol } from '../program-file.ts';
import { fixedText, stringTable } from '../string-table.ts';
import { type PeTables, sectionFlag, symbolBytes } from './tables.ts';

/**
 * The COFF symbol table (PE and COFF specification, "COFF Symbol Table") without auxiliary entries. Addresses are those of the
 * loaded program; sizes are 0: the format has none.
 * @throws SlipwayError E_BINARY when the table or a name does not lie in the file
 */
export function peSymbols(source: ByteSource, { sections, symbols, texts }: PeTables): ProgramSymbol[] {
  if (symbols.bytes === 0) return [];
  const entries = source.read(symbols.offset, symbols.bytes);
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const text = stringTable(source.read(texts.offset, texts.bytes), texts.offset);
  const found: ProgramSymbol[] = [];
  for (let at = 0; at < view.byteLength; ) {
    // A name of up to eight bytes stands here; else four zeros and its offset in the string table.
    const isShort = view.getUint32(at, true) !== 0;
    const section = view.getInt16(at + 12, true) - 1;
    const inside = sections[section];
    const value = view.getUint32(at + 8, true);
    found.push({
      name: isShort ? fixedText(entries.subarray(at, at + 8)) : text(view.getUint32(at + 4, true)),
      address: inside === undefined ? value : inside.address + value,
      bytes: 0,
      section: inside === undefined ? undefined : section,
      kind: inside === undefined ? 'other' : (inside.flags & sectionFlag.code) !== 0 ? 'function' : 'object',
    });
    at += symbolBytes * (1 + view.getUint8(at + 17));
  }
  return found;
}
