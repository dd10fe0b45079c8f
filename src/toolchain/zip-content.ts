import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createInflateRaw, inflateRaw } from 'node:zlib';
import { badArchive } from './unpack.ts';

/** Where a zip entry's data lies, within the file's bounds, and what its header says about it. */
export interface ZipData {
  readonly path: string;
  readonly handle: FileHandle;
  readonly start: number;
  readonly compressedBytes: number;
  readonly bytes: number;
  /** APPNOTE.TXT 4.4.5: 0 is stored, 8 is deflated. */
  readonly method: number;
}

/** Below this an entry is inflated in one go: most files of a toolchain are a few KiB, where a stream costs more than the work. */
const wholeBytes = 1 << 20;

/**
 * An entry's content. Not by yauzl's own streams: those cannot be given up half-way (its reader then throws outside of any
 * promise).
 * @throws SlipwayError E_TOOLCHAIN for data that is not deflated or is longer than its header says
 */
export async function* readZipData(data: ZipData): AsyncGenerator<Buffer> {
  const { path, handle, start, compressedBytes, bytes, method } = data;
  if (method !== 0 && method !== 8) throw badArchive(`it is compressed by method ${method}`);
  if (compressedBytes === 0) return;
  const whole = compressedBytes <= wholeBytes && bytes <= wholeBytes;
  if (!whole) {
    const source = createReadStream(path, { start, end: start + compressedBytes - 1 });
    const content = method === 0 ? source : pipeline(source, createInflateRaw(), () => undefined);
    try {
      yield* content as AsyncIterable<Buffer>;
    } finally {
      source.destroy();
    }
    return;
  }
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(compressedBytes), 0, compressedBytes, start);
  const compressed = buffer.subarray(0, bytesRead);
  // One byte more than promised is enough to notice a lie, and the most that is ever made.
  yield method === 0 ? compressed : await promisify(inflateRaw)(compressed, { maxOutputLength: bytes + 1 });
}
