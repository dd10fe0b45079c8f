import { createHash } from 'node:crypto';
import { readTar, type TarContent, type TarEntry, type TarFault } from '../../support/tar/read-tar.ts';
import { type BlobFacts, type BlobFile, type HashingFile, hashingFile } from './blob-hash.ts';
import {
  defaultLimits,
  type LayerCompression,
  UnpackFault,
  type UnpackLimits,
  unpacked,
} from './decompress.ts';

export interface ScanLimits extends UnpackLimits {
  readonly maxEntries: number;
}

export const defaultScanLimits: ScanLimits = { ...defaultLimits, maxEntries: 2_000_000 };

/** An entry of a layer, with the start of its content where something may look at it: programs, scripts, passwd. */
export interface LayerEntry extends TarEntry {
  readonly head: Uint8Array;
}

/** How much of a file's content is looked at. */
const headBytes = 4096;

/** Looks at a file as it streams by: the entry that the scan keeps, the start of its content, and the rest to be read. */
export type Look = (entry: LayerEntry, start: Buffer, rest: TarContent) => Promise<void>;

/** Everything the checks need of one layer blob, read in one pass. */
export interface LayerScan extends BlobFacts {
  /** SHA-256 and length of the uncompressed archive; undefined when it does not unpack. */
  readonly diffId: string | undefined;
  readonly uncompressedBytes: number;
  /** Why it does not unpack. */
  readonly unpackFault: string | undefined;
  readonly entries: readonly LayerEntry[];
  readonly tarFaults: readonly TarFault[];
}

/**
 * Reads a layer blob once: its digest and length, its diff ID, its entries. Of the content only what checks look at is
 * kept: the start of ELF files and scripts, and a passwd file up to 4 KiB.
 * @param digest the expected one, which names the algorithm
 */
export async function scanLayer(
  blob: BlobFile,
  digest: string,
  compression: LayerCompression,
  limits: ScanLimits = defaultScanLimits,
  look: Look = lookAtNothing,
): Promise<LayerScan> {
  return scanFile(hashingFile(blob.path, digest), () => blob.bytes, compression, limits, look);
}

async function lookAtNothing(): Promise<void> {}

/** {@link scanLayer} of a file that may still be being written; `length`: how much of it there is to be read. */
export async function scanFile(
  file: HashingFile,
  length: () => number,
  compression: LayerCompression,
  limits: ScanLimits = defaultScanLimits,
  look: Look = lookAtNothing,
): Promise<LayerScan> {
  const archive = await scanArchive(unpacked(file, length, compression, limits), limits, look);
  return { ...(await file.finish()), ...archive };
}

/** What of a layer does not depend on how it is compressed. */
export type ArchiveScan = Omit<LayerScan, keyof BlobFacts>;

/** {@link scanLayer} of the archive alone. */
export async function scanArchive(
  archive: AsyncIterable<Uint8Array>,
  limits: ScanLimits = defaultScanLimits,
  look: Look = lookAtNothing,
): Promise<ArchiveScan> {
  const diff = createHash('sha256');
  let uncompressedBytes = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of archive) {
      diff.update(chunk);
      uncompressedBytes += chunk.length;
      yield chunk;
    }
  }
  const stream = hashed();
  const entries: LayerEntry[] = [];
  const tarFaults: TarFault[] = [];
  let unpackFault: string | undefined;
  try {
    await readEntries(stream, { limits, look }, entries, tarFaults);
    for await (const _ of stream); // what lies behind a tar fault still belongs to the diff ID
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw error;
    unpackFault = error.message;
  }
  const diffId = unpackFault === undefined ? `sha256:${diff.digest('hex')}` : undefined;
  return { diffId, uncompressedBytes, unpackFault, entries, tarFaults };
}

async function readEntries(
  stream: AsyncGenerator<Uint8Array>,
  { limits, look }: { readonly limits: ScanLimits; readonly look: Look },
  entries: LayerEntry[],
  tarFaults: TarFault[],
): Promise<void> {
  for await (const item of readTar(stream)) {
    if (item.kind === 'fault') {
      tarFaults.push(item.fault);
      continue;
    }
    const { entry, content } = item;
    const start = await content.read(headBytes);
    const kept = { ...entry, head: keptHead(entry, start) };
    await look(kept, start, content);
    // An entry that is cut is no entry: the fault that follows says so.
    if (await content.skip()) entries.push(kept);
    if (entries.length > limits.maxEntries) {
      throw new UnpackFault(`it has more than ${limits.maxEntries} entries`);
    }
  }
}

const nothing = new Uint8Array(0);

/** A copy, so that the chunk it was cut from can be freed. */
function keptHead({ type, path }: TarEntry, head: Buffer): Uint8Array {
  if (type !== 'file') return nothing;
  const start = head.toString('latin1', 0, 4);
  if (start === '\x7fELF') return Uint8Array.from(head.subarray(0, 64));
  if (start.startsWith('#!')) return Uint8Array.from(head.subarray(0, 256));
  return /(^|\/)passwd$/.test(path) ? Uint8Array.from(head) : nothing;
}
