import { type Fields, fieldsOf } from './fields.ts';
import type { ProgramFile, ProgramSection } from './program-file.ts';

/** ch_type of ELF (gABI, chapter 4, "Section Compression"). */
const zlib = 1;
const zstd = 2;

/**
 * How long a compressed section is when it is unpacked, as its header says; undefined for one that is not compressed, or whose
 * header is none. It stands in the file, so it is not to be trusted with memory.
 *
 * Two headers are in use: Elf_Chdr, where ELF's flag says so, and before that, and in Mach-O and PE still, `ZLIB` and eight bytes,
 * big endian (GNU binutils, "--compress-debug-sections=zlib-gnu").
 */
export function unpackedBytes(program: ProgramFile, section: ProgramSection): number | undefined {
  if (!section.compressed) return undefined;
  const { source, endian, wordBytes } = program;
  const length = Math.min(section.bytes, 16);
  if (length < 12 || section.offset + length > source.length) return undefined;
  const bytes = source.read(section.offset, length);
  if (Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'ZLIB') return fieldsOf(bytes, 'big').u64(4);
  const fields: Fields = fieldsOf(bytes, endian);
  const type = fields.u32(0);
  if (program.format !== 'elf' || (type !== zlib && type !== zstd)) return undefined;
  return wordBytes === 4 ? fields.u32(4) : length < 16 ? undefined : fields.u64(8);
}
