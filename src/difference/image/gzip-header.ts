import type { ByteSource } from '../../binary/byte-source.ts';

export interface GzipField {
  readonly shown: string;
  readonly offset: number;
  readonly bytes: number;
}

/** The header of the first member (RFC 1952, section 2.3). */
export interface GzipHeader {
  /** Its length, all that is optional included. */
  readonly bytes: number;
  readonly fields: Readonly<
    Record<'flags' | 'mtime' | 'level' | 'os' | 'extra' | 'name' | 'comment', GzipField>
  >;
}

const fixedBytes = 10;
const mostBytes = 1 << 16;
const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const;
/** XFL of deflate: what zlib, gzip and Go write at their best and fastest levels. */
const levels: Readonly<Record<number, string>> = { 0: '0', 2: '2 (the best)', 4: '4 (the fastest)' };
const systems: Readonly<Record<number, string>> = {
  0: '0 (FAT)',
  3: '3 (Unix)',
  7: '7 (Macintosh)',
  10: '10 (TOPS-20)',
  11: '11 (NTFS)',
  19: '19 (Darwin)',
  255: '255 (unknown)',
};

/** Undefined when it does not begin as gzip data, or its header does not end. */
export function readGzipHeader(source: ByteSource): GzipHeader | undefined {
  const read = source.read(0, Math.min(mostBytes, source.length));
  const bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  if (bytes.length < fixedBytes || bytes.readUInt16BE(0) !== 0x1f8b) return undefined;
  const flags = bytes.readUInt8(3);
  const mtime = bytes.readUInt32LE(4);
  const [level, system] = [bytes.readUInt8(8), bytes.readUInt8(9)];
  let at: number = fixedBytes;
  const absent = (): GzipField => ({ shown: '', offset: at, bytes: 0 });
  const take = (end: number, shown: string): GzipField => {
    const field = { shown, offset: at, bytes: end - at };
    at = end;
    return field;
  };
  const text = (): GzipField => {
    const end = bytes.indexOf(0, at);
    return take(end < 0 ? bytes.length + 1 : end + 1, bytes.toString('latin1', at, end < 0 ? at : end));
  };
  const extraEnd =
    at + 2 + ((flags & flag.extra) === 0 || bytes.length < at + 2 ? 0 : bytes.readUInt16LE(at));
  const extra =
    (flags & flag.extra) === 0
      ? absent()
      : take(extraEnd, bytes.toString('hex', at + 2, Math.min(extraEnd, bytes.length)));
  const name = (flags & flag.name) === 0 ? absent() : text();
  const comment = (flags & flag.comment) === 0 ? absent() : text();
  if ((flags & flag.headerChecksum) !== 0) at += 2;
  if (at > bytes.length) return undefined;
  return {
    bytes: at,
    fields: {
      flags: { shown: String(flags), offset: 3, bytes: 1 },
      mtime: { shown: mtime === 0 ? 'none' : new Date(mtime * 1000).toISOString(), offset: 4, bytes: 4 },
      level: { shown: levels[level] ?? String(level), offset: 8, bytes: 1 },
      os: { shown: systems[system] ?? String(system), offset: 9, bytes: 1 },
      extra,
      name,
      comment,
    },
  };
}
