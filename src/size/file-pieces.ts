import type { ProgramFile } from '../binary/program-file.ts';
import type { Owner } from './attribution.ts';
import { filledWith, kindCode, none, type Pieces, pieceBuilder } from './pieces.ts';

/** Sections whose every byte has a purpose of the format or the linker, and no package. */
const structures =
  /^\.?(shstrtab|symtab|strtab|dynsym|dynstr|hash|gnu\.hash|gnu\.version.*|dynamic|interp|rela?(\..*)?|plt|got(\..*)?|note.*|go\.buildinfo|go\.buildid|go\.fipsinfo|typelink|itablink|gosymtab|go\.module|debug_.*|zdebug_.*|eh_frame.*)$/;

/**
 * What the format says of a file, as pieces from its first byte to its last: headers, sections of the format's own, what is left
 * of the others, and what lies between them.
 */
export function filePieces(program: ProgramFile, ofOwner: (owner: Owner) => number): Pieces {
  const builder = pieceBuilder();
  const parts = [
    ...program.headers.map((header) => ({ ...header, isStructure: true })),
    ...program.sections.map((section) => ({ ...section, isStructure: structures.test(section.name) })),
  ].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { name, offset, bytes, isStructure } of parts) {
    const owner: Owner = { kind: isStructure ? 'structure' : 'unattributed', name };
    const start = Math.max(offset, end);
    const kind = kindCode(isStructure ? 'structure' : 'unattributed');
    builder.add(start, offset + bytes, kind, ofOwner(owner), none);
    end = Math.max(end, offset + bytes);
  }
  const between = pieceBuilder(1);
  const padding: Owner = { kind: 'structure', name: 'padding' };
  between.add(0, program.source.length, kindCode('padding'), ofOwner(padding), none);
  return filledWith(builder.build(), between.build());
}
