import { SlipwayError } from '../../support/errors.ts';
import { type Endian, fieldsOf } from '../fields.ts';

/** Object file types (System V gABI, chapter 4, "ELF Header", e_type). */
export const elfType = { relocatable: 1, executable: 2, dynamic: 3, core: 4 } as const;

/** The ELF header, numbers as they stand in the file. Offsets and lengths are in bytes. */
export interface ElfHeader {
  readonly class: 32 | 64;
  readonly endian: Endian;
  /** e_ident[EI_OSABI]: 0 for Linux, 9 FreeBSD, 2 NetBSD, 12 OpenBSD. */
  readonly osAbi: number;
  readonly type: number;
  readonly machine: number;
  readonly entry: number;
  readonly flags: number;
  readonly programHeaders: ElfTable;
  readonly sectionHeaders: ElfTable;
  /** Index of the section that holds the sections' names. */
  readonly sectionNames: number;
}

export interface ElfTable {
  readonly offset: number;
  readonly entryBytes: number;
  readonly count: number;
}

/** The longest ELF header: this many bytes from the start of a file are enough for `readElfHeader`. */
export const elfHeaderBytes = 64;

export function isElf(head: Uint8Array): boolean {
  return head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46;
}

/**
 * Reads the ELF header (gABI, chapter 4, "ELF Header") from a file's first bytes: 52 of them for class 32, 64 for class 64.
 * @throws SlipwayError E_BINARY when they are not one, with why
 */
export function readElfHeader(head: Uint8Array): ElfHeader {
  if (!isElf(head)) throw notElf('it does not begin with the bytes 7f 45 4c 46');
  const wordBits = head[4] === 1 ? 32 : head[4] === 2 ? 64 : undefined;
  if (wordBits === undefined) throw notElf(`its class (byte 4) is ${head[4]}, not 1 or 2`);
  const endian = head[5] === 1 ? 'little' : head[5] === 2 ? 'big' : undefined;
  if (endian === undefined) throw notElf(`its byte order (byte 5) is ${head[5]}, not 1 or 2`);
  if (head[6] !== 1) throw notElf(`its version (byte 6) is ${head[6]}, not 1`);
  const need = wordBits === 64 ? 64 : 52;
  if (head.length < need) throw notElf(`it ends after ${head.length} bytes, inside the header of ${need}`);

  const fields = fieldsOf(head, endian);
  const word = wordBits === 64 ? fields.u64 : fields.u32;
  const wordBytes = wordBits / 8;
  // After the three words (entry, phoff, shoff) the two classes have the same fields again.
  const tail = 24 + 3 * wordBytes;
  return {
    class: wordBits,
    endian,
    osAbi: fields.u8(7),
    type: fields.u16(16),
    machine: fields.u16(18),
    entry: word(24),
    flags: fields.u32(tail),
    programHeaders: {
      offset: word(24 + wordBytes),
      entryBytes: fields.u16(tail + 6),
      count: fields.u16(tail + 8),
    },
    sectionHeaders: {
      offset: word(24 + 2 * wordBytes),
      entryBytes: fields.u16(tail + 10),
      count: fields.u16(tail + 12),
    },
    sectionNames: fields.u16(tail + 14),
  };
}

function notElf(why: string): SlipwayError {
  return new SlipwayError('E_BINARY', `not a readable ELF file: ${why}`);
}
