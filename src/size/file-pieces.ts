import { breakdown, type Part } from '../binary/breakdown.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import type { Owner } from './attribution.ts';
import { kindCode, none, type Pieces, pieceBuilder } from './pieces.ts';

/** Sections whose every byte has a purpose of the format, the linker or the loader, and no package. */
const structureSections = [
  // ELF
  /^\.(dynsym|dynstr|hash|gnu\.hash|gnu\.version(_[rd])?|dynamic|interp|rela?(\..+)?|relr\.dyn|plt(\..+)?|got(\..+)?)$/,
  /^\.(note\..+|eh_frame(_hdr)?|comment)$/,
  // Go, in ELF and PE; in Mach-O with another prefix.
  /^(\.|__[A-Z_]+,__)(go[._]?(buildinfo|buildid|fipsinfo|module)|typelink|itablink|gosymtab)$/,
  // PE
  /^\.(reloc|idata|rsrc|pdata|xdata|edata)$/,
  // Mach-O
  /^__[A-Z_]+,__(stubs|stub_helper|symbol_stub.?|la_symbol_ptr|nl_symbol_ptr|got|unwind_info|eh_frame)$/,
  // wasm
  /^(type|import|function|table|memory|global|export|start|element|data count|producers|go:buildid|target_features)$/,
];

/** What the format says of a file, as pieces from its first byte to its last. */
export function filePieces(program: ProgramFile, ofOwner: (owner: Owner) => number): Pieces {
  const builder = pieceBuilder(64);
  for (const part of breakdown(program)) {
    const { kind, name, offset, bytes } = part;
    const piece = kind === 'padding' ? 'padding' : isStructure(part) ? 'structure' : 'unattributed';
    const owner: Owner = { kind: piece === 'unattributed' ? 'unattributed' : 'structure', name };
    builder.add(offset, offset + bytes, kindCode(piece), ofOwner(owner), none);
  }
  return builder.build();
}

function isStructure({ kind, name }: Part): boolean {
  if (kind === 'section') return structureSections.some((pattern) => pattern.test(name));
  return kind !== 'segment' && kind !== 'overlay' && kind !== 'unknown';
}
