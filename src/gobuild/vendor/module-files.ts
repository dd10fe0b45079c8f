import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ZipFile } from 'yauzl';
import { inParallel } from '../../support/concurrency.ts';
import { isSystemError, SlipwayError } from '../../support/errors.ts';
import { isFile } from '../../support/files.ts';
import { hexOf, sha256File } from '../../support/hashing.ts';
import { hash1, openZip } from '../../toolchain/module-zip.ts';
import { badArchive } from '../../toolchain/unpack.ts';
import { readZipData, type ZipData } from '../../toolchain/zip-content.ts';

/** The files of a module, by their paths below its root with `/`. */
export interface ModuleFiles {
  /** SHA-256 in hexadecimal digits; undefined: there is no such file. */
  readonly digestOf: (path: string) => Promise<string | undefined>;
  /** Of a file that is there. */
  readonly read: (path: string) => Promise<Buffer>;
  /** Names of the files right in a folder, sorted; the root is ''. */
  readonly namesIn: (folder: string) => Promise<readonly string[]>;
}

/** Files whose hash over all of them is known. */
export interface HashedFiles {
  readonly files: ModuleFiles;
  /** As go.sum has it. */
  readonly h1: string;
}

/** How many files are hashed at the same time. */
const parallel = 8;
/** The go command's own limits for a module's zip (golang.org/x/mod/zip, MaxZipFile), and far more files than any has. */
const limits = { bytes: 500 << 20, entries: 200_000 };

/** The files of a folder, each looked at when it is asked for. */
export function folderFiles(folder: string): ModuleFiles {
  const at = (path: string): string => join(folder, path);
  return {
    digestOf: async (path) =>
      (await isFile(at(path))) ? hexOf((await sha256File(at(path))).digest) : undefined,
    read: (path) => readFile(at(path)),
    namesIn: async (path) => {
      const entries = await readdir(at(path), { withFileTypes: true }).catch(() => []);
      return entries.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
    },
  };
}

/**
 * A module as the go command unpacked it into its module cache, every file hashed.
 * @param name PATH@VERSION
 */
export async function extractedModule(folder: string, name: string): Promise<HashedFiles> {
  const paths = await filesBelow(folder);
  const hashes = await inParallel(paths, parallel, async (path): Promise<[string, string]> => {
    const { digest } = await sha256File(join(folder, path));
    return [path, hexOf(digest)];
  });
  return hashed(new Map(hashes), name, (path) => readFile(join(folder, path)));
}

/** Paths of all files of a folder, and of links, with `/`; folders behind links are not gone into. */
export async function filesBelow(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else paths.push(path);
    }
  };
  await walk('');
  return paths.sort();
}

/**
 * A module's zip, every file in it hashed.
 * @param name PATH@VERSION
 * @throws SlipwayError E_TOOLCHAIN for a damaged zip
 */
export async function zippedModule(zipPath: string, name: string): Promise<HashedFiles> {
  try {
    const entries = await zipEntries(zipPath, `${name}/`);
    const sums = await inParallel([...entries], parallel, async ([path, data]): Promise<[string, string]> => {
      const hash = createHash('sha256');
      for await (const chunk of contentOf(zipPath, data)) hash.update(chunk);
      return [path, hash.digest('hex')];
    });
    return hashed(new Map(sums), name, async (path) => {
      const data = entries.get(path);
      const chunks: Buffer[] = [];
      if (data !== undefined) for await (const chunk of contentOf(zipPath, data)) chunks.push(chunk);
      return Buffer.concat(chunks);
    });
  } catch (error) {
    if (error instanceof SlipwayError || isSystemError(error)) throw error;
    throw badArchive(error instanceof Error ? error.message : String(error), error);
  }
}

type EntryData = Omit<ZipData, 'path' | 'handle'>;

async function zipEntries(zipPath: string, prefix: string): Promise<Map<string, EntryData>> {
  const zip: ZipFile = await openZip(zipPath);
  const entries = new Map<string, EntryData>();
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString('utf8');
      if (name.endsWith('/')) continue;
      const { compressedSize: compressedBytes, uncompressedSize: bytes, compressionMethod: method } = entry;
      total += bytes;
      if (total > limits.bytes || entries.size >= limits.entries)
        throw badArchive('it is larger than a module may be');
      if (!name.startsWith(prefix)) throw badArchive(`it holds the name ${JSON.stringify(name)}`);
      const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      entries.set(name.slice(prefix.length), { start, compressedBytes, bytes, method });
    }
  } finally {
    zip.close();
  }
  return entries;
}

async function* contentOf(path: string, data: EntryData): AsyncGenerator<Buffer> {
  const handle = await open(path);
  try {
    let bytes = 0;
    for await (const chunk of readZipData({ ...data, path, handle })) {
      bytes += chunk.length;
      if (bytes > data.bytes) break;
      yield chunk;
    }
    if (bytes !== data.bytes) throw badArchive('a file in it is not as long as it says');
  } finally {
    await handle.close();
  }
}

function hashed(digests: ReadonlyMap<string, string>, name: string, read: ModuleFiles['read']): HashedFiles {
  const files = [...digests].map(([path, sha256]) => ({ name: `${name}/${path}`, sha256 }));
  const folders = new Map<string, string[]>();
  for (const path of digests.keys()) {
    const end = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(0, end));
    folders.set(folder, [...(folders.get(folder) ?? []), path.slice(end + 1)]);
  }
  return {
    h1: hash1(files),
    files: {
      digestOf: async (path) => digests.get(path),
      read,
      namesIn: async (folder) => (folders.get(folder) ?? []).toSorted(),
    },
  };
}
