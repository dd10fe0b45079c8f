import type { ProgramTable } from '../program-file.ts';
import { checkLength, type LoadCommand, loadCommand, type MachoTables } from './commands.ts';

type Kind = ProgramTable['kind'];

/** Commands that say nothing but where their data is (mach-o/loader.h, linkedit_data_command). */
const dataCommands: Readonly<Record<number, readonly [name: string, kind: Kind]>> = {
  [loadCommand.codeSignature]: ['code signature', 'signature'],
  [loadCommand.segmentSplit]: ['segment split info', 'linking'],
  [loadCommand.functionStarts]: ['function starts', 'linking'],
  [loadCommand.dataInCode]: ['data in code', 'linking'],
  [loadCommand.librarySigning]: ['signing requirements of libraries', 'signature'],
  [loadCommand.linkerHints]: ['linker optimization hints', 'linking'],
  [loadCommand.exports]: ['exports', 'linking'],
  [loadCommand.chainedFixups]: ['chained fixups', 'linking'],
};

/** The five pairs of offset and length of dyld_info_command. */
const dyldInfo = ['rebases', 'bindings', 'weak bindings', 'lazy bindings', 'exports'] as const;

/** Tables of dysymtab_command: where offset and count stand in it, and the length of an entry. */
const dynamicTables = [
  { name: 'indirect symbols', at: 56, entryBytes: 4 },
  { name: 'external relocations', at: 64, entryBytes: 8 },
  { name: 'local relocations', at: 72, entryBytes: 8 },
] as const;

/**
 * What __LINKEDIT holds: it has no sections, but each part of it is named by a command. Of object files the relocations too. In
 * the file's order.
 */
export function linkEditTables({ header, commands, sections }: MachoTables): ProgramTable[] {
  const relocations = sections.map(
    (section): ProgramTable => ({ name: 'relocations', kind: 'linking', ...section.relocations }),
  );
  return [...commands.flatMap((command) => tablesOf(command, header.wordBytes)), ...relocations]
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => a.offset - b.offset);
}

function tablesOf(command: LoadCommand, wordBytes: 4 | 8): ProgramTable[] {
  const { fields } = command;
  const data = dataCommands[command.command];
  if (data !== undefined) {
    checkLength(command, 16);
    return [{ name: data[0], kind: data[1], offset: fields.u32(8), bytes: fields.u32(12) }];
  }
  switch (command.command) {
    case loadCommand.symbolTable: {
      const { symbols, texts } = symbolRanges(command, wordBytes);
      return [
        { name: 'symbol table', kind: 'symbols', ...symbols },
        { name: 'string table', kind: 'symbols', ...texts },
      ];
    }
    case loadCommand.dynamicSymbols:
      checkLength(command, 80);
      return dynamicTables.map(({ name, at, entryBytes }) => ({
        name,
        kind: 'linking',
        offset: fields.u32(at),
        bytes: fields.u32(at + 4) * entryBytes,
      }));
    case loadCommand.dyldInfo:
    case loadCommand.dyldInfoOnly:
      checkLength(command, 48);
      return dyldInfo.map((name, index) => ({
        name,
        kind: 'linking',
        offset: fields.u32(8 + index * 8),
        bytes: fields.u32(12 + index * 8),
      }));
    default:
      return [];
  }
}

/** symtab_command: where the entries (nlist, nlist_64) and their names lie. @throws SlipwayError E_BINARY when it is cut */
export function symbolRanges(
  command: LoadCommand,
  wordBytes: 4 | 8,
): Record<'symbols' | 'texts', { offset: number; bytes: number }> {
  checkLength(command, 24);
  const { fields } = command;
  return {
    symbols: { offset: fields.u32(8), bytes: fields.u32(12) * (8 + wordBytes) },
    texts: { offset: fields.u32(16), bytes: fields.u32(20) },
  };
}
