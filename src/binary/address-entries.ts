import { fieldsOf } from './fields.ts';
import { readPeHeader } from './pe/header.ts';
import type { FileRange, ProgramFile } from './program-file.ts';

/** Entries of a file's tables that are each about one address, in columns and in the order of the file. */
export interface AddressEntries {
  readonly count: number;
  /** Where each lies in the file, and its length. */
  readonly offsets: Float64Array;
  readonly bytes: Uint8Array;
  readonly addresses: Float64Array;
}

type Add = (offset: number, bytes: number, address: number) => void;

/**
 * What the loader and whoever unwinds stacks read about single places of a program: relocations of ELF and PE, where each entry is
 * about the word that it changes, and of PE for amd64 where each function begins and ends. None of Mach-O, whose fixups have no
 * entries of their own, and of wasm. Tables are read as far as they lie in the file.
 */
export function addressEntries(program: ProgramFile): AddressEntries {
  const tables = program.sections
    .filter(({ loaded }) => loaded)
    .flatMap(({ name, offset, bytes }) => {
      const read = readerOf(program, name);
      const within = Math.min(bytes, program.source.length - offset);
      return read === undefined || within <= 0 ? [] : [{ read, offset, bytes: within }];
    })
    .sort((a, b) => a.offset - b.offset);
  // No entry is shorter than two bytes.
  const room = tables.reduce((sum, { bytes }) => sum + Math.ceil(bytes / 2), 0);
  const columns = {
    offsets: new Float64Array(room),
    bytes: new Uint8Array(room),
    addresses: new Float64Array(room),
  };
  let count = 0;
  let end = 0;
  const add: Add = (offset, bytes, address) => {
    // Sections of a damaged file may lie over each other.
    if (offset < end) return;
    columns.offsets[count] = offset;
    columns.bytes[count] = bytes;
    columns.addresses[count] = address;
    end = offset + bytes;
    count += 1;
  };
  for (const { read, offset, bytes } of tables) read(program, { offset, bytes }, add);
  return { count, ...columns };
}

type Reader = (program: ProgramFile, range: FileRange, add: Add) => void;

function readerOf({ format, architecture, wordBytes }: ProgramFile, name: string): Reader | undefined {
  if (format === 'elf' && /^\.rela(\.dyn)?$/.test(name)) return elfReader(3 * wordBytes);
  if (format === 'elf' && /^\.rel(\.dyn)?$/.test(name)) return elfReader(2 * wordBytes);
  if (format === 'pe' && name === '.reloc') return readBaseRelocations;
  return format === 'pe' && name === '.pdata' && architecture === 'amd64' ? readUnwindEntries : undefined;
}

/** Elf32_Rel, Elf64_Rela and the like (gABI, chapter 4, "Relocation"): the address comes first. */
function elfReader(entryBytes: number): Reader {
  return ({ source, endian, wordBytes }, { offset, bytes }, add) => {
    const fields = fieldsOf(source.read(offset, bytes), endian);
    const low = endian === 'little' ? 0 : 4;
    for (let at = 0; at + entryBytes <= bytes; at += entryBytes) {
      const address =
        wordBytes === 4 ? fields.u32(at) : fields.u32(at + low) + fields.u32(at + 4 - low) * 0x1_0000_0000;
      add(offset + at, entryBytes, address);
    }
  };
}

/** Blocks of a page each: its address, the block's length, and two bytes for each word in it (PE, "The .reloc Section"). */
function readBaseRelocations({ source }: ProgramFile, { offset, bytes }: FileRange, add: Add): void {
  const { imageBase } = readPeHeader(source);
  const fields = fieldsOf(source.read(offset, bytes), 'little');
  for (let at = 0; at + 8 <= bytes; ) {
    const page = imageBase + fields.u32(at);
    const end = at + fields.u32(at + 4);
    if (end < at + 8 || end > bytes) return;
    for (at += 8; at + 2 <= end; at += 2) {
      const entry = fields.u16(at);
      // IMAGE_REL_BASED_ABSOLUTE fills the block up.
      if (entry >>> 12 !== 0) add(offset + at, 2, page + (entry & 0xfff));
    }
    at = end;
  }
}

/** RUNTIME_FUNCTION (PE, "The .pdata Section"): where a function begins, where it ends, how to unwind it. */
const unwindEntryBytes = 12;

function readUnwindEntries({ source }: ProgramFile, { offset, bytes }: FileRange, add: Add): void {
  const { imageBase } = readPeHeader(source);
  const fields = fieldsOf(source.read(offset, bytes), 'little');
  for (let at = 0; at + unwindEntryBytes <= bytes; at += unwindEntryBytes) {
    const begin = fields.u32(at);
    if (begin !== 0) add(offset + at, unwindEntryBytes, imageBase + begin);
  }
}
