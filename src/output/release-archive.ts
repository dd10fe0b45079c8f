import { rm } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { compressorIdentity } from '../image/compress.ts';
import { makeLayer } from '../image/layer.ts';
import { contentDigest, type FileContent, identifiedEntry, type TarEntry } from '../image/tar.ts';
import { asSlipwayError, SlipwayError } from '../support/errors.ts';
import { namingPath } from '../support/files.ts';
import { type Digest, isDigest, sha256, sha256File } from '../support/hashing.ts';
import { type NamedProgram, releaseArchiveName, unpackedName } from './file-names.ts';
import { writeZip } from './zip.ts';

/** A release archive, and all that it was made of but the program itself. */
export interface ReleaseArchive {
  /** Its name in the folder. */
  readonly name: string;
  readonly digest: Digest;
  readonly bytes: number;
  /** Where the program lies in it. */
  readonly program: string;
  /** What lies beside the program, by path. */
  readonly files: readonly { readonly name: string; readonly digest: Digest }[];
  /** All that compressed bytes depend on beside their input. */
  readonly compressor: string;
}

/** Made once and fetched often. */
const compression = { algorithm: 'gzip', level: 9 } as const;

/** Raise the number when an archive's bytes change for equal entries: it is part of every key. */
const zipFormat = 1;

/** One that lies in the store. */
export interface MadeArchive extends ReleaseArchive {
  readonly path: string;
}

/**
 * A program's release archive, in the store: .tar.gz, for Windows .zip, with the program on top under its own name. The bytes depend on
 * the program, the files and the time alone; what was made before is not made again.
 * @param files that lie beside the program
 * @param mtime of all that is in it, in seconds since 1970
 * @throws SlipwayError E_CONFIG for a file in the program's place, E_IO
 */
export async function makeArchive(
  program: NamedProgram,
  content: FileContent,
  files: readonly TarEntry[],
  mtime: number,
  store: BlobStore,
): Promise<MadeArchive> {
  const name = releaseArchiveName(program);
  const inside = unpackedName(program);
  const entries: readonly TarEntry[] = [...files, { type: 'file', path: inside, mode: 0o755, content }];
  const make = name.endsWith('.zip') ? zipped : tarred;
  const compressor = compressorIdentity(compression);
  return {
    name,
    program: inside,
    files: namedFiles(files),
    compressor,
    ...(await make(entries, mtime, store)),
  };
}

type Stored = Pick<MadeArchive, 'path' | 'digest' | 'bytes'>;

/** A compressed tar archive of a program is what its layer is. */
async function tarred(entries: readonly TarEntry[], mtime: number, store: BlobStore): Promise<Stored> {
  const { layer } = await makeLayer({ kind: 'binary', entries, compression, mtime }, store);
  return kept(layer.digest, store);
}

async function zipped(entries: readonly TarEntry[], mtime: number, store: BlobStore): Promise<Stored> {
  const parts = [zipFormat, entries.map(identifiedEntry), mtime, compressorIdentity(compression)];
  const key = `zip ${sha256(JSON.stringify(parts))}`;
  const known = await store.recall(key);
  if (typeof known === 'string' && isDigest(known) && (await store.find(known))) return kept(known, store);
  const path = await store.reserve();
  try {
    await writeZip(path, entries, { mtime, level: compression.level });
    const { digest } = await sha256File(path);
    await store.keep(path, digest);
    await store.remember(key, digest);
    return kept(digest, store);
  } catch (error) {
    await rm(path, { force: true });
    throw asSlipwayError(namingPath(error, path));
  }
}

async function kept(digest: Digest, store: BlobStore): Promise<Stored> {
  const found = await store.find(digest);
  if (found !== undefined) return { digest, ...found };
  throw new SlipwayError('E_IO', `the cache lost ${digest} while it was used`);
}

/** What lies beside the program, by content; what a link leads to is among it. */
function namedFiles(files: readonly TarEntry[]): ReleaseArchive['files'] {
  return files.flatMap((entry) =>
    entry.type === 'file' ? [{ name: entry.path, digest: contentDigest(entry.content) }] : [],
  );
}
