import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';

/** How much an archive may hold before it is taken for an attack: a toolchain has 12,000 files and 230 MB. */
export interface UnpackLimits {
  readonly entries: number;
  readonly bytes: number;
}

export const toolchainLimits: UnpackLimits = { entries: 100_000, bytes: 2 ** 31 };

export interface UnpackOptions {
  /** The folder to fill. Must be new: nothing in it is overwritten. */
  readonly directory: string;
  /** What every name must begin with, and is written without: `go/` or `MODULE@VERSION/`. */
  readonly prefix: string;
  readonly limits: UnpackLimits;
  readonly signal: AbortSignal | undefined;
}

/** One file in an archive. `content` must be read to its end. */
export interface ArchiveFile {
  readonly name: string;
  readonly bytes: number;
  readonly executable: boolean;
  readonly content: AsyncIterable<Buffer>;
}

export interface UnpackedFile {
  /** In the archive, with its prefix. */
  readonly name: string;
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
}

/** Takes an archive's files one by one, checks each name against all before it, and writes it. */
export interface Unpacker {
  readonly write: (file: ArchiveFile) => Promise<void>;
  readonly files: readonly UnpackedFile[];
}

export function startUnpacking(options: UnpackOptions): Unpacker {
  const files: UnpackedFile[] = [];
  const names = new Set<string>();
  const folders = new Map<string, Promise<unknown>>();
  let bytes = 0;
  const write = async (file: ArchiveFile): Promise<void> => {
    options.signal?.throwIfAborted();
    const path = checkedPath(file.name, options.prefix);
    // Two names that some file systems do not tell apart are as bad as two equal ones.
    const folded = path.normalize('NFC').toLowerCase();
    bytes += file.bytes;
    if (names.has(folded)) throw badArchive(`it holds ${JSON.stringify(path)} twice`);
    if (names.add(folded).size > options.limits.entries || bytes > options.limits.bytes)
      throw badArchive(`it holds more than ${options.limits.entries} files or ${options.limits.bytes} bytes`);
    const target = join(options.directory, path);
    const folder = dirname(target);
    const made = folders.get(folder) ?? mkdir(folder, { recursive: true });
    folders.set(folder, made);
    await made;
    files.push({ name: file.name, path, sha256: await writeFile(target, file) });
  };
  return { write, files };
}

function checkedPath(name: string, prefix: string): string {
  const path = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  const parts = path.split('/');
  if (
    parts.some((part) => part === '' || part === '.' || part === '..') ||
    /[\\:\x00-\x1f\ufffd]/.test(path)
  ) {
    throw badArchive(
      `it holds the name ${JSON.stringify(name)}, expected one below ${JSON.stringify(prefix)}`,
    );
  }
  return path;
}

/**
 * Programs are flushed to the disk: half of one after a power failure could still run. Of a source file the compiler would
 * complain.
 */
async function writeFile(target: string, file: ArchiveFile): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(target, 'wx', file.executable ? 0o755 : 0o644);
  try {
    let bytes = 0;
    for await (const chunk of file.content) {
      bytes += chunk.length;
      if (bytes > file.bytes) throw badArchive(`${JSON.stringify(file.name)} is longer than it says`);
      hash.update(chunk);
      await handle.write(chunk);
    }
    if (bytes !== file.bytes) throw badArchive(`${JSON.stringify(file.name)} is shorter than it says`);
    if (file.executable) await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** An archive that cannot be a Go toolchain. */
export function badArchive(what: string, cause?: unknown): SlipwayError {
  return new SlipwayError('E_TOOLCHAIN', `the archive is refused: ${what}`, {
    hint: 'the download is damaged or not what it should be; nothing was kept',
    cause,
  });
}
