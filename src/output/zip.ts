import { type FileHandle, open } from 'node:fs/promises';
import { deflatedStream } from '../image/gzip.ts';
import { checkedContent, completeEntries, type TarEntry } from '../image/tar.ts';
import { SlipwayError } from '../support/errors.ts';

/** APPNOTE.TXT 4.4.2, 4.4.3: made as Unix does, which gives modes a meaning; version 2.0 reads it (folders, deflate). */
const version = { madeBy: (3 << 8) | 20, needed: 20 } as const;
/** 4.4.5 */
const method = { stored: 0, deflated: 8 } as const;
/** Lengths and places have 32 bits; what needs more would be Zip64 (4.3.9.2). */
const mostBytes = 0xffff_ffff;
const mostEntries = 0xffff;
/** The first year that MS-DOS knows (4.4.6), in seconds since 1970. */
const firstTime = Date.UTC(1980) / 1000;
/** File types in the upper half of external attributes: what stat(2) has in st_mode. */
const fileType = { file: 0o100_000, directory: 0o040_000, symlink: 0o120_000 } as const;
const dosDirectory = 0x10;

/** What a zip says of an entry in two places. */
interface ZipRecord {
  readonly name: Buffer;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header begins. */
  readonly offset: number;
  readonly attributes: number;
}

/**
 * Writes a zip archive (PKWARE APPNOTE.TXT 6.3.10) of the entries, completed and sorted as in a tar archive: the same bytes on every
 * machine and in every time zone. Names are UTF-8, modes Unix's, and content is deflated by blocks, as layers are.
 * @param path of a file that is not there yet
 * @param options `mtime`: every entry's time in seconds since 1970, from 1980 on; `level`: zlib's
 * @throws SlipwayError E_IO when a file is not what its digest says, E_CONFIG as `completeEntries`, and for 4 GiB and more
 */
export async function writeZip(
  path: string,
  entries: readonly TarEntry[],
  { mtime, level }: { readonly mtime: number; readonly level: number },
): Promise<void> {
  await using file = await open(path, 'wx');
  const time = Math.max(mtime, firstTime);
  const records: ZipRecord[] = [];
  let end = 0;
  for (const entry of completeEntries(entries)) {
    const record = await writeEntry(file, entry, end, { time, level });
    records.push(record);
    end = record.offset + localHeader(record, time).length + record.packedBytes;
  }
  if (records.length > mostEntries) {
    throw new SlipwayError('E_CONFIG', `a zip archive cannot hold ${records.length} files and folders`, {
      hint: `${mostEntries} are the most: leave some out with --archive-file`,
    });
  }
  const directory = Buffer.concat(records.map((record) => centralHeader(record, time)));
  checkLength(end + directory.length, path);
  await file.write(Buffer.concat([directory, endOfDirectory(records.length, directory.length, end)]), {
    position: end,
  });
}

async function writeEntry(
  file: FileHandle,
  entry: TarEntry,
  offset: number,
  { time, level }: { readonly time: number; readonly level: number },
): Promise<ZipRecord> {
  const name = Buffer.from(entry.type === 'directory' ? `${entry.path}/` : entry.path);
  const mode = entry.type === 'symlink' ? 0o777 : entry.mode;
  const dos = entry.type === 'directory' ? dosDirectory : 0;
  // The sign bit is the file type's.
  const attributes = (((fileType[entry.type] | mode) << 16) | dos) >>> 0;
  const described = { name, offset, attributes };
  const start = offset + localHeader({ ...described, ...nothing }, time).length;
  const content = entry.type === 'directory' ? nothing : await writeContent(file, entry, start, level);
  const record = { ...described, ...content };
  // Written last: what it promises is only known now.
  await file.write(localHeader(record, time), { position: offset });
  return record;
}

type Content = Pick<ZipRecord, 'method' | 'checksum' | 'packedBytes' | 'bytes'>;

const nothing: Content = { method: method.stored, checksum: 0, packedBytes: 0, bytes: 0 };

type FileEntry = Exclude<TarEntry, { readonly type: 'directory' }>;

async function writeContent(
  file: FileHandle,
  entry: FileEntry,
  start: number,
  level: number,
): Promise<Content> {
  let packedBytes = 0;
  const content = deflatedStream(contentOf(entry), level);
  let step = await content.next();
  for (; step.done !== true; step = await content.next()) {
    checkLength(start + packedBytes + step.value.length, entry.path);
    await file.write(step.value, { position: start + packedBytes });
    packedBytes += step.value.length;
  }
  const { checksum, bytes } = step.value;
  checkLength(bytes, entry.path);
  return { method: method.deflated, checksum, packedBytes, bytes };
}

async function* contentOf(entry: FileEntry): AsyncGenerator<Uint8Array> {
  if (entry.type === 'symlink') yield Buffer.from(entry.target);
  else if (entry.content instanceof Uint8Array) yield entry.content;
  else yield* checkedContent(entry.content);
}

function checkLength(bytes: number, what: string): void {
  if (bytes <= mostBytes) return;
  throw new SlipwayError('E_CONFIG', `${what} is too long for a zip archive`, {
    hint: 'a zip archive holds less than 4 GiB: leave files out with --archive-file',
  });
}

/** 4.3.7 */
function localHeader(record: ZipRecord, time: number): Buffer {
  const extra = timestamp(time);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommon(header, 4, record, time, extra);
  return Buffer.concat([header, record.name, extra]);
}

/** 4.3.12 */
function centralHeader(record: ZipRecord, time: number): Buffer {
  const extra = timestamp(time);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(version.madeBy, 4);
  writeCommon(header, 6, record, time, extra);
  // Comment, disk and internal attributes (32 to 37) stay zero.
  header.writeUInt32LE(record.attributes, 38);
  header.writeUInt32LE(record.offset, 42);
  return Buffer.concat([header, record.name, extra]);
}

/** The 26 bytes that both headers have alike, from "version needed to extract" to "extra field length". */
function writeCommon(header: Buffer, at: number, record: ZipRecord, time: number, extra: Buffer): void {
  const { name, checksum, packedBytes, bytes } = record;
  const [dosTime, dosDate] = dosClock(time);
  header.writeUInt16LE(version.needed, at);
  // 4.4.4, bit 11: the name is UTF-8. Said only where that is not ASCII too.
  header.writeUInt16LE(name.every((byte) => byte < 0x80) ? 0 : 1 << 11, at + 2);
  header.writeUInt16LE(record.method, at + 4);
  header.writeUInt16LE(dosTime, at + 6);
  header.writeUInt16LE(dosDate, at + 8);
  header.writeUInt32LE(checksum, at + 10);
  header.writeUInt32LE(packedBytes, at + 14);
  header.writeUInt32LE(bytes, at + 18);
  header.writeUInt16LE(name.length, at + 22);
  header.writeUInt16LE(extra.length, at + 24);
}

/** 4.4.6: MS-DOS has no time zone; what is written is UTC. */
function dosClock(time: number): readonly [time: number, date: number] {
  const at = new Date(time * 1000);
  const clock = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return [clock, date];
}

/** Info-ZIP's extended timestamp (4.6.1, 0x5455): the time of change to the second, in UTC. */
function timestamp(time: number): Buffer {
  const extra = Buffer.alloc(9);
  extra.writeUInt16LE(0x5455, 0);
  extra.writeUInt16LE(5, 2);
  extra.writeUInt8(1, 4);
  extra.writeUInt32LE(time, 5);
  return extra;
}

/** 4.3.16 */
function endOfDirectory(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
