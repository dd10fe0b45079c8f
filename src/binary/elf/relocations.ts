import type { Architecture } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { mostRelocations } from '../program-file.ts';
import { dynamicTag, readDynamicEntries } from './dynamic.ts';
import { architectureOf } from './machine.ts';
import { type ElfTables, fileRangeAt } from './tables.ts';

/**
 * The type that stands for "the program's place plus the addend" on architectures whose relocations carry their addend
 * (psABI of each: R_X86_64_RELATIVE, R_AARCH64_RELATIVE, …). On the others, and in the compact form (DT_RELR), the addend
 * stands at the address itself, so the file holds the value.
 */
const relative: Readonly<Partial<Record<Architecture, number>>> = {
  amd64: 8,
  arm64: 1027,
  loong64: 3,
  ppc64: 22,
  ppc64le: 22,
  riscv64: 3,
  s390x: 12,
};

/** Elf64_Rela: the address, symbol and type, the addend. */
const entryBytes = 24;

/**
 * What the dynamic section's DT_RELA says about words that hold addresses: address → what stands there where the program lies
 * at the addresses of the file. Relocations by a symbol are left out: those words point outside of the program.
 * @throws SlipwayError E_BINARY when the table does not lie in the file or has entries of a wrong length
 */
export function elfRelocations(source: ByteSource, tables: ElfTables): Map<number, number> {
  const found = new Map<number, number>();
  const architecture = architectureOf(tables.header);
  const wanted = architecture && relative[architecture];
  const view = wanted === undefined ? undefined : readRela(source, tables);
  if (view === undefined) return found;
  const little = tables.header.endian === 'little';
  const [low, high] = little ? [0, 4] : [4, 0];
  const word = (at: number): number =>
    view.getUint32(at + low, little) + view.getUint32(at + high, little) * 0x1_0000_0000;
  for (let at = 0; at < view.byteLength; at += entryBytes) {
    if (view.getUint32(at + 8 + low, little) === wanted) found.set(word(at), word(at + 16));
  }
  return found;
}

function readRela(source: ByteSource, tables: ElfTables): DataView | undefined {
  const entries = readDynamicEntries(source, tables);
  const value = (tag: number): number => entries.find((entry) => entry.tag === tag)?.value ?? 0;
  const bytes = value(dynamicTag.relaBytes);
  if (bytes === 0) return undefined;
  const address = value(dynamicTag.rela);
  const range = fileRangeAt(tables.segments, address);
  const fits = range !== undefined && bytes <= Math.min(range.bytes, mostRelocations * entryBytes);
  if (!fits || value(dynamicTag.relaEntryBytes) !== entryBytes) {
    throw new SlipwayError(
      'E_BINARY',
      `PT_DYNAMIC says that ${bytes} bytes of relocations lie at 0x${address.toString(16)}, which is at offset ${range?.offset ?? 'none'} with ${range?.bytes ?? 0} bytes`,
    );
  }
  const table = source.read(range.offset, bytes - (bytes % entryBytes));
  return new DataView(table.buffer, table.byteOffset, table.byteLength);
}
