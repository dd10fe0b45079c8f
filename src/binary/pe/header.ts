import type { Architecture } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';

/** What the headers of a PE file say (Microsoft PE and COFF specification), numbers as they stand in the file. */
export interface PeHeader {
  /** Where `PE\0\0` stands; the COFF header follows. */
  readonly offset: number;
  readonly machine: number;
  readonly sectionCount: number;
  /** Where the COFF symbol table begins; 0 for none. */
  readonly symbolTable: number;
  readonly symbolCount: number;
  readonly optionalOffset: number;
  readonly optionalBytes: number;
  /** PE32 has words of 4 bytes, PE32+ of 8. */
  readonly wordBytes: 4 | 8;
  readonly imageBase: number;
  /** IMAGE_FILE_DLL. */
  readonly library: boolean;
  /** DllCharacteristics. */
  readonly flags: number;
  readonly directories: readonly PeDirectory[];
}

/** A data directory: an address from the image base (for certificates an offset in the file) and a length. */
export interface PeDirectory {
  readonly address: number;
  readonly bytes: number;
}

export const directory = { imports: 1, certificates: 4, relocations: 5 } as const;

/** IMAGE_DLLCHARACTERISTICS_…. */
export const peFlag = { highEntropy: 0x20, dynamicBase: 0x40, noExecuteData: 0x100 } as const;

const dosHeaderBytes = 64;
const coffHeaderBytes = 24;

/** IMAGE_FILE_MACHINE_…. */
const machines: Readonly<Record<number, Architecture>> = {
  332: '386',
  448: 'arm',
  452: 'arm',
  34404: 'amd64',
  43620: 'arm64',
};

export function peArchitecture(machine: number): Architecture | undefined {
  return machines[machine];
}

/** Every DOS program begins like this; `readPeHeader` says whether it is more. */
export function isPe(head: Uint8Array): boolean {
  return head[0] === 0x4d && head[1] === 0x5a;
}

/** @throws SlipwayError E_BINARY when it is a DOS program alone, or a header does not lie in the file */
export function readPeHeader(source: ByteSource): PeHeader {
  const offset = fieldsOf(source.read(0, dosHeaderBytes), 'little').u32(60);
  if (offset + coffHeaderBytes > source.length) throw notPe(`its header is said to be at offset ${offset}`);
  const coff = fieldsOf(source.read(offset, coffHeaderBytes), 'little');
  if (coff.u32(0) !== 0x4550) throw notPe(`PE\\0\\0 is not at offset ${offset}`);
  const optionalOffset = offset + coffHeaderBytes;
  const optionalBytes = coff.u16(20);
  const optional = fieldsOf(source.read(optionalOffset, optionalBytes), 'little');
  const magic = optionalBytes < 2 ? undefined : optional.u16(0);
  if (magic !== 0x10b && magic !== 0x20b) {
    throw notPe(`its optional header at offset ${optionalOffset} is neither PE32's nor PE32+'s`);
  }
  const wordBytes = magic === 0x20b ? 8 : 4;
  const fixedBytes = wordBytes === 8 ? 112 : 96;
  if (optionalBytes < fixedBytes) {
    throw notPe(`its optional header at offset ${optionalOffset} ends after ${optionalBytes} bytes`);
  }
  return {
    offset,
    machine: coff.u16(4),
    sectionCount: coff.u16(6),
    symbolTable: coff.u32(12),
    symbolCount: coff.u32(16),
    optionalOffset,
    optionalBytes,
    wordBytes,
    library: (coff.u16(22) & 0x2000) !== 0,
    imageBase: wordBytes === 8 ? optional.u64(24) : optional.u32(28),
    flags: optional.u16(70),
    directories: readDirectories(optional, fixedBytes),
  };
}

function readDirectories(optional: Fields, fixedBytes: number): PeDirectory[] {
  const count = Math.min(optional.u32(fixedBytes - 4), Math.floor((optional.length - fixedBytes) / 8));
  return Array.from({ length: count }, (_, index) => ({
    address: optional.u32(fixedBytes + index * 8),
    bytes: optional.u32(fixedBytes + index * 8 + 4),
  }));
}

function notPe(why: string): SlipwayError {
  return new SlipwayError('E_BINARY', `not a readable PE file: ${why}`);
}
