import type { ByteSource } from '../byte-source.ts';
import type { ProgramSymbol } from '../program-file.ts';
import { stringTable } from '../string-table.ts';
import { loadCommand, type MachoTables } from './commands.ts';
import { symbolRanges } from './link-edit.ts';
import { isCode } from './sections.ts';

/** n_type (mach-o/nlist.h): entries with one of the bits N_STAB are for debuggers. */
const debugBits = 0xe0;

/** Mach-O puts an underscore before every name. Go's have a dot, and are given as in the other formats (so does debug/macho). */
function goName(name: string): string {
  return name.startsWith('_') && name.includes('.') ? name.slice(1) : name;
}

/**
 * The symbol table without the entries for debuggers. Sizes are 0: the format has none. A stripped program keeps the names
 * that it takes from libraries.
 * @throws SlipwayError E_BINARY when it or its names do not lie in the file
 */
export function machoSymbols(
  source: ByteSource,
  { header, commands, sections }: MachoTables,
): ProgramSymbol[] {
  const command = commands.find((each) => each.command === loadCommand.symbolTable);
  if (command === undefined) return [];
  const ranges = symbolRanges(command, header.wordBytes);
  if (ranges.symbols.bytes === 0) return [];
  const entries = source.read(ranges.symbols.offset, ranges.symbols.bytes);
  const name = stringTable(source.read(ranges.texts.offset, ranges.texts.bytes), ranges.texts.offset);
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const little = header.endian === 'little';
  const [low, high] = little ? [8, 12] : [12, 8];
  const value =
    header.wordBytes === 4
      ? (at: number) => view.getUint32(at + 8, little)
      : (at: number) => view.getUint32(at + low, little) + view.getUint32(at + high, little) * 0x1_0000_0000;
  const kinds = sections.map((section) => (isCode(section) ? 'function' : 'object'));
  const symbols: ProgramSymbol[] = [];
  for (let at = 0; at < view.byteLength; at += 8 + header.wordBytes) {
    if ((view.getUint8(at + 4) & debugBits) !== 0) continue;
    // n_sect counts from 1; 0 is NO_SECT.
    const section = view.getUint8(at + 5) - 1;
    const kind = kinds[section];
    symbols.push({
      name: goName(name(view.getUint32(at, little))),
      address: value(at),
      bytes: 0,
      section: kind === undefined ? undefined : section,
      kind: kind ?? 'other',
    });
  }
  return symbols;
}
