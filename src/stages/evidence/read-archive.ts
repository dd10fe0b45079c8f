import { stat } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { defaultLimits } from '../../image/read/decompress.ts';
import { scanLayer } from '../../image/read/layer-scan.ts';
import { components } from '../../image/read/tree.ts';
import { measure, type Written, writeBeside } from '../../image/source/stored.ts';
import { asSlipwayError, isSystemError, SlipwayError } from '../../support/errors.ts';
import { type Digest, sha256File } from '../../support/hashing.ts';

/** What lies in a release archive. */
export interface ArchiveContent {
  /** Of the archive. */
  readonly digest: Digest;
  /** Digests of its files by path, the program's among them. */
  readonly files: ReadonlyMap<string, Digest>;
  /** A copy of the program, which the caller removes; undefined where there is none of its name. */
  readonly program: Written | undefined;
  /** Why nothing more could be read. */
  readonly fault: string | undefined;
}

/** Digests a file's content, and copies it where it is the program. */
type Take = (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Reads a release archive whole, whoever made it: a compressed tar archive or, by its name, a zip. Nothing of it is written under the
 * names that it has.
 * @param program the path of the program in it
 * @throws SlipwayError E_IO when the archive cannot be read from the disk; a damaged one has a `fault`
 */
export async function readArchive(path: string, program: string, store: BlobStore): Promise<ArchiveContent> {
  const { digest } = await sha256File(path);
  const files = new Map<string, Digest>();
  let copy: Written | undefined;
  const take: Take = async (name, content) => {
    // Of two files of one name an unpacker keeps the last; whoever made such an archive means to be misread.
    if (files.has(name)) throw new Damaged(`it has two files ${name}`);
    if (name !== program) return void files.set(name, (await measure(content)).digest);
    copy = await writeBeside(content, store);
    files.set(name, copy.digest);
  };
  const fault = await (path.endsWith('.zip') ? readZip(path, take) : readTarball(path, digest, take)).catch(
    damage,
  );
  return { digest, files, program: copy, fault };
}

class Damaged extends Error {}

/** What is wrong with the archive itself is told; what is wrong with the machine is thrown. */
function damage(error: unknown): string {
  if (isSystemError(error) || error instanceof SlipwayError) throw asSlipwayError(error);
  return error instanceof Error ? error.message : String(error);
}

async function readTarball(path: string, digest: Digest, take: Take): Promise<string | undefined> {
  const { size: bytes } = await stat(path);
  const scan = await scanLayer({ path, bytes }, digest, 'gzip', undefined, async (entry, start, rest) => {
    if (entry.type === 'file') await take(components(entry.path).join('/'), joined(start, rest));
  });
  return scan.unpackFault ?? scan.tarFaults[0]?.message;
}

async function readZip(path: string, take: Take): Promise<undefined> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/') || isLink(entry.externalFileAttributes)) continue;
      if (entry.uncompressedSize > defaultLimits.maxBytes) throw new Damaged(`${entry.fileName} is too long`);
      await take(entry.fileName, await zip.openReadStreamPromise(entry));
    }
  } finally {
    zip.close();
  }
}

/** APPNOTE.TXT 4.4.15: made on Unix, the upper half is stat(2)'s st_mode. */
function isLink(attributes: number): boolean {
  return attributes >>> 28 === 0o12;
}

/** A file's content, of which the start was read already. */
export async function* joined(
  start: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield start;
  yield* rest;
}
