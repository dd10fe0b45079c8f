import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';

/** What is read of a zip that a stranger made: one file, and how much of what. */
export interface ZipEntryLimits {
  readonly name: string;
  /** Unpacked. */
  readonly bytes: number;
  /** Of the whole zip. */
  readonly entries: number;
}

/** Deflate makes at most 1032 bytes of one (zlib's technical details); what is text comes nowhere near. */
const mostRatio = 200;

/**
 * One file out of a zip in memory (APPNOTE.TXT 4.3). Nothing is written, no name but the one that is asked for is used, and no more
 * than the limit is ever unpacked, whatever the headers say. Undefined: there is no such file in it.
 * @throws Error for a zip that is damaged, has that file twice, or is larger than its limits
 */
export async function readZipEntry(zip: Buffer, limits: ZipEntryLimits): Promise<Buffer | undefined> {
  const { fromBufferPromise } = await import('yauzl');
  const file = await fromBufferPromise(zip, { decodeStrings: false });
  try {
    if (file.entryCount > limits.entries) throw new Error(`it has ${file.entryCount} entries`);
    const entry = await onlyEntry(file, limits.name);
    return entry === undefined ? undefined : await contentOf(zip, file, entry, limits.bytes);
  } finally {
    file.close();
  }
}

async function onlyEntry(file: ZipFile, name: string): Promise<Entry | undefined> {
  let found: Entry | undefined;
  for await (const entry of file.eachEntry()) {
    if (!entry.fileNameRaw.equals(Buffer.from(name))) continue;
    if (found !== undefined) throw new Error(`it has ${name} twice`);
    found = entry;
  }
  return found;
}

async function contentOf(zip: Buffer, file: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const { compressedSize, uncompressedSize: bytes, compressionMethod: method } = entry;
  if (bytes > most) throw new Error(`its file has ${bytes} bytes, and ${most} are allowed`);
  if (bytes > mostRatio * compressedSize)
    throw new Error(`its file is packed to ${compressedSize} of ${bytes} bytes`);
  // 4.4.5: 0 is stored, 8 is deflated. 4.4.4: bit 0 says that it is encrypted.
  if ((method !== 0 && method !== 8) || (entry.generalPurposeBitFlag & 1) !== 0)
    throw new Error(`its file is encrypted, or compressed by method ${method}`);
  const { fileDataStart: start } = await file.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = zip.subarray(start, start + compressedSize);
  // One byte more than promised is enough to notice a lie, and the most that is ever made.
  const content = method === 0 ? packed : await promisify(inflateRaw)(packed, { maxOutputLength: bytes + 1 });
  if (content.length !== bytes) throw new Error('its file is not as long as its header says');
  if (crc32(content) !== entry.crc32) throw new Error('its file is damaged');
  return content;
}
