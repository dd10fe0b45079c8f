import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { type Digest, isDigest } from '../../support/hashing.ts';
import { readTar, type TarContent, type TarEntry, type TarFault } from '../../support/tar/read-tar.ts';
import { layoutFile } from '../layout-documents.ts';
import {
  defaultLimits,
  type LayerCompression,
  UnpackFault,
  type UnpackLimits,
  unpacked,
} from '../read/decompress.ts';
import { entryPath, followLinks, linkTarget } from './entry-paths.ts';
import { shown, unsound } from './faults.ts';
import { maxDocumentBytes, measure, writeBeside } from './stored.ts';

/** How much an archive may hold before it is taken for an attack. */
export interface ArchiveLimits extends UnpackLimits {
  readonly maxEntries: number;
}

/** A docker archive has four entries for each layer, and at most 128 layers for each image. */
export const defaultArchiveLimits: ArchiveLimits = { ...defaultLimits, maxEntries: 100_000 };

/** An archive on disk. */
export interface ArchiveFile {
  /** For messages. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly compression: LayerCompression;
}

/** A regular file of an archive. */
export interface ArchivedFile {
  readonly digest: Digest;
  readonly bytes: number;
}

/** What an archive holds. Its files lie in the store's folder until they are kept or everything is discarded. */
export interface ArchiveContents {
  /** By path, without links. */
  readonly files: ReadonlyMap<string, ArchivedFile>;
  /** Faults that readers differ in, in words. */
  readonly notices: readonly string[];
  /** The file at a path, links followed inside the archive. */
  readonly find: (path: string) => ArchivedFile | undefined;
  /** Where a file's bytes lie now. */
  readonly pathOf: (digest: Digest) => Promise<string>;
  /** The bytes of a document. */
  readonly document: (path: string) => Promise<Uint8Array | undefined>;
  /** Moves a file into the store, under its digest. */
  readonly keep: (digest: Digest) => Promise<void>;
  /** Removes what was not kept. */
  readonly discard: () => Promise<void>;
}

/**
 * Reads an archive once, as it streams by, and holds every file under its digest: what is needed is known only at the end,
 * where most tools write the documents. No name of the archive becomes a path on this machine.
 * @throws SlipwayError E_BASE that names the entry for one that leads out of the archive, is no file, folder or link, is
 * there twice, is longer than the archive, or is a blob of another digest; for a damaged archive or a bomb. E_IO
 */
export async function takeArchive(
  archive: ArchiveFile,
  store: BlobStore,
  limits: ArchiveLimits,
): Promise<ArchiveContents> {
  const intake = startIntake(archive, store, limits);
  try {
    const file = {
      read: (start: number) => createReadStream(archive.path, { start, highWaterMark: 1 << 17 }),
    };
    for await (const item of readTar(unpacked(file, () => archive.bytes, archive.compression, limits))) {
      if (item.kind === 'entry') await intake.take(item.entry, item.content);
      else if (item.fault.loose) intake.notices.push(`at byte ${item.fault.offset} ${item.fault.message}`);
      else throw torn(archive.name, item.fault);
    }
    return intake;
  } catch (error) {
    await intake.discard();
    if (error instanceof UnpackFault) throw unsound(archive.name, error.message, undefined, error);
    throw asSlipwayError(error);
  }
}

/** What is no archive at all is no archive from its first byte on. */
function torn(name: string, { offset, message }: TarFault): SlipwayError {
  const hint =
    offset === 0
      ? 'is it the archive of an image, as docker save, skopeo or slipway build --output write one?'
      : 'the archive is cut or damaged: save or copy it again';
  return unsound(name, `at byte ${offset} ${message}`, hint);
}

interface Intake extends ArchiveContents {
  readonly notices: string[];
  readonly take: (entry: TarEntry, content: TarContent) => Promise<void>;
}

function startIntake(archive: ArchiveFile, store: BlobStore, limits: ArchiveLimits): Intake {
  const { name } = archive;
  const files = new Map<string, ArchivedFile>();
  const links = new Map<string, string>();
  const notices: string[] = [];
  const held = holdFiles(name, store);
  let entries = 0;

  const take: Intake['take'] = async (entry, content) => {
    if (++entries > limits.maxEntries) throw unsound(name, `it has more than ${limits.maxEntries} entries`);
    const path = entryPath(name, entry);
    if (entry.type === 'directory') return;
    if (entry.type === 'symlink' || entry.type === 'hardlink') {
      const target = linkTarget(name, entry);
      if (files.has(path) || (links.get(path) ?? target) !== target) throw twice(name, entry);
      links.set(path, target);
      return;
    }
    checkFile(archive, entry, limits);
    const file = await held.add(entry, content, blobDigest(path));
    if (links.has(path) || (files.get(path)?.digest ?? file.digest) !== file.digest) throw twice(name, entry);
    files.set(path, file);
  };

  const find = (path: string): ArchivedFile | undefined => files.get(followLinks(name, links, path));
  return {
    files,
    notices,
    take,
    find,
    ...held,
    document: async (path) => {
      const file = find(path);
      if (file === undefined) return undefined;
      if (file.bytes <= maxDocumentBytes) return readFile(await held.pathOf(file.digest));
      throw unsound(name, `its ${shown(path)} has ${file.bytes} bytes, more than any real one`);
    },
  };
}

function checkFile({ name, bytes, compression }: ArchiveFile, entry: TarEntry, limits: ArchiveLimits): void {
  if (entry.type !== 'file') {
    throw unsound(name, `its entry ${shown(entry.path)} is a ${entry.type}, which no image archive holds`);
  }
  if (entry.size > (compression === 'none' ? bytes : limits.maxBytes)) {
    throw unsound(name, `its entry ${shown(entry.path)} says that it has ${entry.size} bytes, too many`);
  }
}

function twice(name: string, { path }: TarEntry): SlipwayError {
  return unsound(name, `its entry ${shown(path)} is there twice, with different content`);
}

/** The digest that a blob's path spells (image-spec, image-layout.md, "Blobs"). */
function blobDigest(path: string): Digest | undefined {
  const folder = `${layoutFile.blobs}/`;
  const digest = `sha256:${path.slice(folder.length)}`;
  return path.startsWith(folder) && isDigest(digest) ? digest : undefined;
}

/** Files by digest: in the store where it has them, else beside its blobs. */
function holdFiles(name: string, store: BlobStore) {
  const beside = new Map<Digest, string>();
  const put = async (content: TarContent): Promise<ArchivedFile> => {
    const { path, ...file } = await writeBeside(content, store);
    if (beside.has(file.digest)) await rm(path, { force: true });
    else beside.set(file.digest, path);
    return file;
  };
  return {
    /** @param expected what the entry's name says of its bytes */
    add: async (
      entry: TarEntry,
      content: TarContent,
      expected: Digest | undefined,
    ): Promise<ArchivedFile> => {
      const isThere = expected !== undefined && (await store.find(expected)) !== undefined;
      const { digest, bytes } = isThere ? await measure(content) : await put(content);
      const what = `its entry ${shown(entry.path)}`;
      if (bytes !== entry.size) throw unsound(name, `the archive ends inside ${what}`);
      if (expected === undefined || expected === digest) return { digest, bytes };
      throw unsound(name, `${what} has the digest ${digest}: it is not the blob that its name says`);
    },
    pathOf: async (digest: Digest): Promise<string> => {
      const path = beside.get(digest) ?? (await store.find(digest))?.path;
      if (path !== undefined) return path;
      throw new SlipwayError('E_IO', `the cache lost ${digest} while this run was using it`);
    },
    keep: async (digest: Digest): Promise<void> => {
      const path = beside.get(digest);
      if (path === undefined) return;
      await store.keep(path, digest);
      beside.delete(digest);
    },
    discard: async (): Promise<void> => {
      for (const path of beside.values()) await rm(path, { force: true });
      beside.clear();
    },
  };
}
