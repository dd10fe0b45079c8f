import type { ByteSource } from './byte-source.ts';
import { type Fields, fieldsOf } from './fields.ts';
import type { ProgramFile } from './program-file.ts';

/** What UPX (the Ultimate Packer for eXecutables) left in a file that it packed. */
export interface UpxFacts {
  /** For example `4.22`; absent where the text was taken out. */
  readonly release?: string;
  /** Of the header's layout: 13 and 14 are in use. */
  readonly headerVersion: number;
  /** UPX's number of the file format, for example 22 for ELF of amd64. */
  readonly format: number;
  /** How it is compressed; absent where the header at the end was taken out. */
  readonly method?: string;
  /** 1 to 10. */
  readonly level?: number;
  /** Length of the file that was packed. */
  readonly unpackedBytes: number;
}

const magic = Buffer.from('UPX!');
/** From this number on formats are big endian. */
const firstBigEndian = 128;
const packHeaderBytes = 32;
/** How far behind the headers of a PE file it is looked for. */
const searchBytes = 4096;
/** The loader of ELF and Mach-O stands in the last kilobytes, with the text that names the release; the header behind it. */
const loaderBytes = 64 << 10;
/** l_info and p_info. */
const infoBytes = 24;

/** UPX's numbers (its source, src/conf.h, M_…). NRV's three differ in how bits are read: 32, 8 or 16 at a time. */
const methods: Readonly<Record<number, string>> = {
  2: 'nrv2b',
  3: 'nrv2b',
  4: 'nrv2b',
  5: 'nrv2d',
  6: 'nrv2d',
  7: 'nrv2d',
  8: 'nrv2e',
  9: 'nrv2e',
  10: 'nrv2e',
  14: 'lzma',
  15: 'deflate',
  16: 'zstd',
};

/**
 * Whether UPX packed a program; undefined when not. Judged by UPX's own headers where its unpacker finds them, not by names of
 * sections: ELF has `l_info` behind its program headers and Mach-O at the start of its first section (UPX's source,
 * src/stub/src/include/linux.h), PE has the pack header behind its section headers (src/packhead.cpp), both with a magic; the
 * pack header has a checksum too.
 */
export function upxOf(program: ProgramFile): UpxFacts | undefined {
  const { source, format, sections } = program;
  switch (format) {
    case 'elf':
      return ofLoader(program, endOf(program, 'program headers'));
    case 'macho':
      return ofLoader(program, sections.find(({ bytes }) => bytes > 0)?.offset ?? 0);
    case 'pe': {
      const found = findPackHeader(source, endOf(program, 'section headers'), searchBytes);
      return found && factsOf(found, releaseBefore(source, found.offset));
    }
    case 'wasm':
      return undefined;
  }
}

function endOf({ headers }: ProgramFile, name: string): number {
  const table = headers.find((each) => each.name === name);
  return table === undefined ? 0 : table.offset + table.bytes;
}

/** l_info: checksum, magic, length of the loader, version, format. p_info follows: program, file and block length. */
function ofLoader({ source, endian }: ProgramFile, at: number): UpxFacts | undefined {
  if (at === 0 || at + infoBytes > source.length) return undefined;
  const info = source.read(at, infoBytes);
  const fields = fieldsOf(info, endian);
  const unpackedBytes = fields.u32(16);
  if (!magic.equals(info.subarray(4, 8)) || unpackedBytes === 0) return undefined;
  const end = Math.max(0, source.length - loaderBytes);
  const release = releaseFrom(source, end);
  const found = findPackHeader(source, end, loaderBytes);
  if (found !== undefined) return factsOf(found, release);
  return {
    ...(release === undefined ? {} : { release }),
    headerVersion: fields.u8(10),
    format: fields.u8(11),
    unpackedBytes,
  };
}

interface PackHeader {
  readonly offset: number;
  readonly fields: Fields;
}

function factsOf({ fields }: PackHeader, release: string | undefined): UpxFacts {
  const method = fields.u8(6);
  return {
    ...(release === undefined ? {} : { release }),
    headerVersion: fields.u8(4),
    format: fields.u8(5),
    method: methods[method] ?? `method ${method}`,
    level: fields.u8(7),
    unpackedBytes: fields.u32(24),
  };
}

/** The first pack header, by magic and checksum, that lies in a range of the file. */
function findPackHeader(source: ByteSource, from: number, length: number): PackHeader | undefined {
  if (from >= source.length) return undefined;
  const bytes = bufferOf(source, from, Math.min(source.length, from + length));
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    const header = bytes.subarray(at, at + packHeaderBytes);
    if (!isPackHeader(header)) continue;
    const endian = (header[5] ?? 0) < firstBigEndian ? 'little' : 'big';
    return { offset: from + at, fields: fieldsOf(header, endian) };
  }
  return undefined;
}

/** The last byte is the sum of all others but the magic, modulo 251. */
function isPackHeader(header: Buffer): boolean {
  if (header.length < packHeaderBytes || header[4] === 0) return false;
  const sum = header.subarray(magic.length, -1).reduce((total, byte) => total + byte, 0);
  return sum % 251 === header[packHeaderBytes - 1];
}

/** PE has the release as a text right before the magic. */
function releaseBefore(source: ByteSource, offset: number): string | undefined {
  const text = bufferOf(source, Math.max(0, offset - 8), offset).toString('latin1');
  return /(\d+\.\d+)\0$/.exec(text)?.[1];
}

function releaseFrom(source: ByteSource, from: number): string | undefined {
  const text = bufferOf(source, from, source.length).toString('latin1');
  return /\$Id: UPX (\d+\.\d+) Copyright/.exec(text)?.[1];
}

function bufferOf(source: ByteSource, from: number, to: number): Buffer {
  const bytes = source.read(from, to - from);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
