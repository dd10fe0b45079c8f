import type { Architecture } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import { type Endian, fieldsOf } from '../fields.ts';

/** The Mach-O header (mach-o/loader.h, mach_header and mach_header_64), numbers as they stand in the file. */
export interface MachoHeader {
  readonly wordBytes: 4 | 8;
  readonly endian: Endian;
  /** cputype: the family of processors, with a bit for 64 bit addresses. */
  readonly processor: number;
  /** MH_EXECUTE is 2, MH_DYLIB 6, MH_OBJECT 1. */
  readonly type: number;
  readonly commandCount: number;
  readonly commandBytes: number;
  readonly flags: number;
  /** Length of the header: the commands begin there. */
  readonly bytes: number;
}

/** Header flags (mach-o/loader.h, MH_…). */
export const machoFlag = { allowStackExecution: 0x20000, positionIndependent: 0x200000 } as const;

export const machoType = { executable: 2 } as const;

/** The longest header: this many bytes from the start of a file are enough for `readMachoHeader`. */
export const machoHeaderBytes = 32;

/** MH_MAGIC and MH_MAGIC_64, as they stand in files of either byte order. */
const magics: Readonly<Record<string, Pick<MachoHeader, 'wordBytes' | 'endian'>>> = {
  feedface: { wordBytes: 4, endian: 'big' },
  cefaedfe: { wordBytes: 4, endian: 'little' },
  feedfacf: { wordBytes: 8, endian: 'big' },
  cffaedfe: { wordBytes: 8, endian: 'little' },
};

/** Processors (mach/machine.h, CPU_TYPE_…) that Go has, or had, a port to. */
const processors: Readonly<Record<number, Architecture>> = {
  7: '386',
  16777223: 'amd64',
  12: 'arm',
  16777228: 'arm64',
};

export function machoArchitecture(processor: number): Architecture | undefined {
  return processors[processor];
}

export function isMacho(head: Uint8Array): boolean {
  return magicOf(head) in magics;
}

/**
 * Reads the header from a file's first bytes: 28 of them for 32 bit, 32 for 64 bit.
 * @throws SlipwayError E_BINARY when they are not one
 */
export function readMachoHeader(head: Uint8Array): MachoHeader {
  const form = magics[magicOf(head)];
  if (form === undefined) throw notMacho('it begins like none');
  const bytes = form.wordBytes === 8 ? 32 : 28;
  if (head.length < bytes)
    throw notMacho(`it ends at offset ${head.length}, inside the header of ${bytes} bytes`);
  const fields = fieldsOf(head, form.endian);
  return {
    ...form,
    processor: fields.u32(4),
    type: fields.u32(12),
    commandCount: fields.u32(16),
    commandBytes: fields.u32(20),
    flags: fields.u32(24),
    bytes,
  };
}

function magicOf(head: Uint8Array): string {
  return Buffer.from(head.subarray(0, 4)).toString('hex');
}

function notMacho(why: string): SlipwayError {
  return new SlipwayError('E_BINARY', `not a readable Mach-O file: ${why}`);
}
