import { createHash } from 'node:crypto';
import { constants, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { badArchive, startUnpacking, type UnpackedFile, type UnpackOptions } from './unpack.ts';

const zipFolder = /\/$/;
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
  const { openPromise } = await import('yauzl');
  const unpacker = startUnpacking(options);
  try {
    // Names are read as UTF-8 whatever their flag says, as Go does.
    const zip = await openPromise(zipPath, { autoClose: false, decodeStrings: false });
    const running = new Set<Promise<void>>();
    try {
      for await (const entry of zip.eachEntry()) {
        const name = entry.fileNameRaw.toString('utf8');
        if (zipFolder.test(name)) continue;
        const task = (async () => {
          const content = await zip.openReadStreamPromise(entry);
          const executable = isExecutable(name.slice(options.prefix.length));
          await unpacker.write({ name, bytes: entry.uncompressedSize, executable, content });
        })();
        const tracked = task.finally(() => running.delete(tracked));
        running.add(tracked);
        if (running.size >= parallel) await Promise.race(running);
      }
      await Promise.all(running);
    } finally {
      await Promise.allSettled(running);
      zip.close();
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (error instanceof SlipwayError || isSystemError(error)) throw error;
    throw badArchive(error instanceof Error ? error.message : String(error), error);
  }
  return { h1: hash1(unpacker.files), files: unpacker.files };
}

/** One line per file, `SHA-256  NAME`, in the order of the names' bytes, hashed again. */
function hash1(files: readonly UnpackedFile[]): string {
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
