import type { ByteSource } from '../byte-source.ts';
import { isElf } from '../elf/header.ts';
import { type ElfTables, fileRangeAt, readElfTables } from '../elf/tables.ts';
import { fieldsOf } from '../fields.ts';
import { plan9DataOffset } from '../plan9/header.ts';
import type { FileRange } from '../program-file.ts';
import { type ModuleInfo, parseModuleInfo } from './module-info.ts';

/** What the linker of Go writes about how a program was built. */
export interface BuildInfo extends ModuleInfo {
  /** For example `go1.26.8`. */
  readonly goVersion: string;
}

// The blob's layout is defined by GOROOT/src/debug/buildinfo/buildinfo.go, the linker's side by cmd/link/internal/ld.buildinfo.
const magic = Buffer.from('\xff Go buildinf:', 'latin1');
const alignment = 16;
const headerBytes = 32;
const flagBigEndian = 0x1;
const flagInline = 0x2;

const windowBytes = 1 << 20;
const longestVarint = 10;
/** A program with 500 modules has 60 KB. */
const mostTextBytes = 16 << 20;

/**
 * Reads Go's build info: from the section `.go.buildinfo` of an ELF file, from anywhere else in the first place where a
 * well-formed blob stands (Mach-O, PE, XCOFF, Plan 9). Undefined when there is none: not Go, or wasm, which has no such blob.
 * The form with pointers (Go before 1.18) is read from ELF only.
 * @throws SlipwayError E_BINARY when the blob is there and its text is damaged
 */
export function readBuildInfo(source: ByteSource): BuildInfo | undefined {
  const texts = findTexts(source);
  if (texts === undefined) return undefined;
  const version = Buffer.from(texts.version).toString('utf8');
  return { goVersion: version, ...parseModuleInfo(withoutFrame(texts.modules)) };
}

/**
 * Where in the file build info stands, with its texts; undefined where there is none, or where its texts lie elsewhere (Go
 * before 1.18). @throws SlipwayError E_BINARY as `readBuildInfo` does
 */
export function buildInfoRange(source: ByteSource): FileRange | undefined {
  return findTexts(source)?.range;
}

function findTexts(source: ByteSource): Texts | undefined {
  const tables = isElf(source.read(0, Math.min(4, source.length))) ? readElfTables(source) : undefined;
  const section = tables?.sections.find((candidate) => candidate.name === '.go.buildinfo');
  const from = section?.offset ?? 0;
  const to = Math.min(source.length, from + (section?.bytes ?? source.length));
  for (const offset of magicOffsets(source, from, to, plan9DataOffset(source) ?? 0)) {
    const texts = readBlob(source, offset, tables);
    if (texts !== undefined && texts.version.length > 0) return texts;
  }
  return undefined;
}

/** Aligned places of the magic, counted from `origin`. They never lie across two windows, since both are multiples of 16 bytes. */
function* magicOffsets(source: ByteSource, from: number, to: number, origin: number): Generator<number> {
  const start = from + ((((origin - from) % alignment) + alignment) % alignment);
  for (let at = start; at + headerBytes <= to; at += windowBytes) {
    const bytes = source.read(at, Math.min(windowBytes, to - at));
    const window = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let hit = window.indexOf(magic); hit >= 0; hit = window.indexOf(magic, hit + 1)) {
      if (hit % alignment === 0 && at + hit + headerBytes <= to) yield at + hit;
    }
  }
}

interface Texts {
  readonly version: Uint8Array;
  readonly modules: Uint8Array;
  /** Of the blob, where the texts are in it. */
  readonly range?: FileRange;
}

/** Undefined for bytes that only look like a blob, such as the constant in a program that reads build info itself. */
function readBlob(source: ByteSource, offset: number, tables: ElfTables | undefined): Texts | undefined {
  const header = source.read(offset, headerBytes);
  const flags = header[15] ?? 0;
  if ((flags & flagInline) === 0) {
    return tables === undefined ? undefined : readPointedTexts(source, header, tables);
  }
  const version = readCountedText(source, offset + headerBytes);
  const modules = version === undefined ? undefined : readCountedText(source, version.end);
  return version === undefined || modules === undefined
    ? undefined
    : {
        version: version.text,
        modules: modules.text,
        range: { offset, bytes: modules.end - offset },
      };
}

/** Since Go 1.18: the length as a varint (encoding/binary.Uvarint), then the bytes. */
function readCountedText(source: ByteSource, offset: number): { text: Uint8Array; end: number } | undefined {
  if (offset >= source.length) return undefined;
  const bytes = source.read(offset, Math.min(longestVarint, source.length - offset));
  const last = bytes.findIndex((byte) => byte < 0x80);
  if (last < 0) return undefined;
  const length = bytes.subarray(0, last + 1).reduceRight((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  const start = offset + last + 1;
  if (length > mostTextBytes || start + length > source.length) return undefined;
  return { text: source.read(start, length), end: start + length };
}

/** Before Go 1.18: the header holds the addresses of two Go strings, each an address and a length. */
function readPointedTexts(source: ByteSource, header: Uint8Array, tables: ElfTables): Texts | undefined {
  const pointerBytes = header[14];
  if (pointerBytes !== 4 && pointerBytes !== 8) return undefined;
  const endian = ((header[15] ?? 0) & flagBigEndian) === 0 ? 'little' : 'big';
  const readAt = (address: number, length: number): Uint8Array | undefined => {
    const range = fileRangeAt(tables.segments, address);
    if (range === undefined || range.bytes < length || range.offset + length > source.length)
      return undefined;
    return source.read(range.offset, length);
  };
  const pair = (bytes: Uint8Array): [number, number] => {
    const fields = fieldsOf(bytes, endian);
    const word = pointerBytes === 8 ? fields.u64 : fields.u32;
    return [word(0), word(pointerBytes)];
  };
  const text = (address: number): Uint8Array => {
    const string = readAt(address, 2 * pointerBytes);
    const [data, length] = string === undefined ? [0, 0] : pair(string);
    return (length > mostTextBytes ? undefined : readAt(data, length)) ?? new Uint8Array();
  };
  const [version, modules] = pair(header.subarray(16));
  return { version: text(version), modules: text(modules) };
}

/** The text stands between two marks of 16 bytes (cmd/go/internal/modload, infoStart and infoEnd); without them there is none. */
function withoutFrame(bytes: Uint8Array): string {
  const framed = bytes.length >= 33 && bytes[bytes.length - 17] === 0x0a;
  return framed ? Buffer.from(bytes.subarray(16, -16)).toString('utf8') : '';
}
