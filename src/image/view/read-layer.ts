import { rm } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { fileWindows } from '../../support/file-windows.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import { readTar, type TarContent, type TarEntry } from '../../support/tar/read-tar.ts';
import { type LayerCompression, UnpackFault, unpacked } from '../read/decompress.ts';
import { defaultScanLimits, type ScanLimits } from '../read/layer-scan.ts';
import { type NameLimits, nameCheck } from '../read/name-limits.ts';
import { components } from '../read/tree.ts';
import { measure, writeBeside } from '../source/stored.ts';
import type { ViewProgram } from './image-view.ts';
import { maxDatabaseBytes, type PackageFacts, packageReader } from './packages.ts';
import { readProgram } from './program.ts';
import { secretOf } from './secrets.ts';

/** What is known of a file from its content alone. */
export interface ContentFacts {
  /** Absent where there is no content. */
  readonly digest?: Digest;
  readonly program?: ViewProgram;
  readonly secret?: string;
}

export interface ReadEntry extends TarEntry {
  /** Absolute, without `.` and empty names. */
  readonly absolute: string;
  readonly content: ContentFacts;
}

export interface ReadLayer {
  readonly entries: readonly ReadEntry[];
  readonly uncompressedBytes: number;
  readonly packages: readonly PackageFacts[];
  /** Package databases that are too long to be read. */
  readonly skippedDatabases: readonly string[];
}

export interface ViewLimits extends ScanLimits, NameLimits {
  /** Of all package databases of a layer together. */
  readonly maxDatabaseBytes: number;
}

export const defaultViewLimits: ViewLimits = {
  ...defaultScanLimits,
  maxNameBytes: 256 << 20,
  maxDatabaseBytes: 64 << 20,
};

/** How much of a file is looked at for what it is. */
const headBytes = 4096;

/**
 * Reads a layer once, as it streams by: what its entries are, and of each file the digest. Package databases are read
 * into memory; ELF files are written beside the store's blobs, one at a time, since their tables can lie anywhere.
 * Nothing else of the content is kept.
 * @param blob where the layer lies, checked, and its length
 * @throws UnpackFault, in words for a person, when it does not unpack or its archive is torn; the system's errors
 */
export async function readLayer(
  blob: { readonly path: string; readonly bytes: number },
  compression: LayerCompression,
  store: BlobStore,
  limits: ViewLimits = defaultViewLimits,
): Promise<ReadLayer> {
  const file = { read: (start: number) => fileWindows(blob.path, { start, slots: 4 }) };
  let uncompressedBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of unpacked(file, () => blob.bytes, compression, limits)) {
      uncompressedBytes += chunk.length;
      yield chunk;
    }
  }
  const entries: ReadEntry[] = [];
  const packages: PackageFacts[] = [];
  const skippedDatabases: string[] = [];
  const check = nameCheck(limits);
  let databaseBytes = limits.maxDatabaseBytes;
  for await (const item of readTar(counted())) {
    if (item.kind === 'fault') {
      const { offset, message, loose } = item.fault;
      if (loose === true) continue;
      throw new UnpackFault(`at byte ${offset} of its archive ${message}`);
    }
    const { entry, content } = item;
    check(entry);
    const absolute = `/${components(entry.path).join('/')}`;
    const read = entry.type === 'file' ? packageReader(absolute) : undefined;
    const whole = read !== undefined && entry.size <= Math.min(databaseBytes, maxDatabaseBytes);
    if (read !== undefined && whole) {
      databaseBytes -= entry.size;
      const bytes = await content.read(entry.size);
      packages.push(read(bytes.toString('utf8')));
      entries.push({ ...entry, absolute, content: { digest: sha256(bytes) } });
      continue;
    }
    if (read !== undefined) skippedDatabases.push(absolute);
    entries.push({ ...entry, absolute, content: await contentFacts(absolute, entry, content, store) });
  }
  return { entries, uncompressedBytes, packages, skippedDatabases };
}

async function contentFacts(
  path: string,
  { type, size }: TarEntry,
  content: TarContent,
  store: BlobStore,
): Promise<ContentFacts> {
  if (type !== 'file' || size === 0) return {};
  const head = await content.read(headBytes);
  const secret = secretOf(path, head);
  const found = { ...(secret !== undefined && { secret }) };
  const isProgram = head.toString('latin1', 0, 4) === '\x7fELF';
  if (isProgram) return { ...found, ...(await programFacts(startingWith(head, content), store)) };
  if (size <= head.length) return { ...found, digest: sha256(head) };
  return { ...found, digest: (await measure(startingWith(head, content))).digest };
}

async function programFacts(content: AsyncIterable<Uint8Array>, store: BlobStore): Promise<ContentFacts> {
  const { path, digest } = await writeBeside(content, store);
  try {
    const program = readProgram(path);
    return { digest, ...(program !== undefined && { program }) };
  } finally {
    await rm(path, { force: true });
  }
}

async function* startingWith(head: Buffer, rest: TarContent): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
}
