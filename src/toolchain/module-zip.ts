import { createHash } from 'node:crypto';
import { constants, copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZipFile } from 'yauzl';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { badArchive, startUnpacking, type UnpackedFile, type UnpackOptions } from './unpack.ts';
import { readZipData } from './zip-content.ts';

/** Files that are written at the same time: inflating runs on other threads. */
const parallel = 8;

/**
 * Unpacks a zip file and gives its h1 hash, which was computed from the very bytes that were written: the caller compares
 * it before anything is used (golang.org/x/mod/sumdb/dirhash, Hash1).
 * @param isExecutable by the path below the prefix: a module's zip knows no modes
 * @throws SlipwayError E_TOOLCHAIN for a damaged or hostile archive
 */
export async function unpackZip(
  zipPath: string,
  options: UnpackOptions,
  isExecutable: (path: string) => boolean,
): Promise<{ readonly h1: string; readonly files: readonly UnpackedFile[] }> {
  const unpacker = startUnpacking(options);
  try {
    const [zip, handle] = [await openZip(zipPath), await open(zipPath)];
    try {
      await forEachInParallel(zip.eachEntry(), async (entry) => {
        const name = entry.fileNameRaw.toString('utf8');
        if (name.endsWith('/')) return;
        const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
        const { compressedSize: compressedBytes, uncompressedSize: bytes, compressionMethod: method } = entry;
        const content = readZipData({ path: zipPath, handle, start, compressedBytes, bytes, method });
        const executable = isExecutable(name.slice(options.prefix.length));
        await unpacker.write({ name, bytes, executable, content });
      });
    } finally {
      zip.close();
      await handle.close();
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (error instanceof SlipwayError || isSystemError(error)) throw error;
    throw badArchive(error instanceof Error ? error.message : String(error), error);
  }
  return { h1: hash1(unpacker.files), files: unpacker.files };
}

/** Names come as bytes and are read as UTF-8 whatever their flag says, as Go does. */
export async function openZip(path: string): Promise<ZipFile> {
  const { openPromise } = await import('yauzl');
  return openPromise(path, { autoClose: false, decodeStrings: false });
}

/** Some at the same time; after the first fault no more are begun, and it is thrown when those under way have ended. */
async function forEachInParallel<T>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  try {
    for await (const item of items) {
      const task: Promise<void> = work(item)
        .catch((fault: unknown) => void faults.push(fault))
        .finally(() => running.delete(task));
      running.add(task);
      if (running.size >= parallel) await Promise.race(running);
      if (faults.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (faults.length > 0) throw faults[0];
}

/**
 * The h1 hash of a module's files: one line each, `SHA-256  NAME`, in the order of the names' bytes, hashed again
 * (golang.org/x/mod/sumdb/dirhash, Hash1). Names begin with `PATH@VERSION/`.
 */
export function hash1(files: readonly Pick<UnpackedFile, 'name' | 'sha256'>[]): string {
  const hash = createHash('sha256');
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const { name, sha256 } of sorted) hash.update(`${sha256}  ${name}\n`);
  return `h1:${hash.digest('base64')}`;
}

/** What the go command makes executable in an unpacked toolchain (cmd/go, internal/toolchain/select.go, Exec). */
export function isToolchainProgram(path: string): boolean {
  return /^(bin|pkg\/tool)\//.test(path) || /^lib\/(.*\/)?go_[^/]+_[^/]+_exec$/.test(path);
}

/**
 * Gives each `_go.mod` its true name beside it: a module's zip cannot hold the go.mod of a nested module (select.go, as above).
 */
export async function restoreGoMods(directory: string, files: readonly UnpackedFile[]): Promise<void> {
  for (const { path } of files) {
    if (!/(^|\/)_go\.mod$/.test(path)) continue;
    const source = join(directory, path);
    await copyFile(source, source.replace(/_go\.mod$/, 'go.mod'), constants.COPYFILE_EXCL);
  }
}
