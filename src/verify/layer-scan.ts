import { createHash } from 'node:crypto';
import { type BlobFacts, hashingFile } from './blob-hash.ts';
import {
  defaultLimits,
  type LayerCompression,
  UnpackFault,
  type UnpackLimits,
  unpacked,
} from './decompress.ts';
import type { BlobFile } from './subject.ts';
import { readTar, type TarEntry, type TarFault } from './tar-reader.ts';

export interface ScanLimits extends UnpackLimits {
  readonly maxEntries: number;
}

export const defaultScanLimits: ScanLimits = { ...defaultLimits, maxEntries: 2_000_000 };

/** Everything the checks need of one layer blob, read in one pass. */
export interface LayerScan extends BlobFacts {
  /** SHA-256 and length of the uncompressed archive; undefined when it does not unpack. */
  readonly diffId: string | undefined;
  readonly uncompressedBytes: number;
  /** Why it does not unpack. */
  readonly unpackFault: string | undefined;
  readonly entries: readonly TarEntry[];
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
): Promise<LayerScan> {
  const file = hashingFile(blob.path, digest);
  const diff = createHash('sha256');
  let uncompressedBytes = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of unpacked(file, blob.bytes, compression, limits)) {
      diff.update(chunk);
      uncompressedBytes += chunk.length;
      yield chunk;
    }
  }
  const stream = hashed();
  const entries: TarEntry[] = [];
  const tarFaults: TarFault[] = [];
  let unpackFault: string | undefined;
  try {
    await readEntries(stream, limits, entries, tarFaults);
    for await (const _ of stream); // what lies behind a tar fault still belongs to the diff ID
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw error;
    unpackFault = error.message;
  }
  const diffId = unpackFault === undefined ? `sha256:${diff.digest('hex')}` : undefined;
  return { ...(await file.finish()), diffId, uncompressedBytes, unpackFault, entries, tarFaults };
}

async function readEntries(
  stream: AsyncGenerator<Uint8Array>,
  limits: ScanLimits,
  entries: TarEntry[],
  tarFaults: TarFault[],
): Promise<void> {
  for await (const item of readTar(stream)) {
    if (item.kind === 'fault') tarFaults.push(item.fault);
    else entries.push({ ...item.entry, head: keptHead(item.entry) });
    if (entries.length > limits.maxEntries) {
      throw new UnpackFault(`it has more than ${limits.maxEntries} entries`);
    }
  }
}

const nothing = new Uint8Array(0);

/** A copy, so that the chunk it was cut from can be freed. */
function keptHead(entry: TarEntry): Uint8Array {
  if (entry.type !== 'file') return nothing;
  const start = Buffer.from(
    entry.head.buffer,
    entry.head.byteOffset,
    Math.min(4, entry.head.length),
  ).toString('latin1');
  if (start === '\x7fELF') return Uint8Array.from(entry.head.subarray(0, 64));
  if (start.startsWith('#!')) return Uint8Array.from(entry.head.subarray(0, 256));
  return /(^|\/)passwd$/.test(entry.path) ? Uint8Array.from(entry.head) : nothing;
}
