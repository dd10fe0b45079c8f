import { rm } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { fileWindows } from '../../support/file-windows.ts';
import type { Digest } from '../../support/hashing.ts';
import { readTar } from '../../support/tar/read-tar.ts';
import { unpacked } from '../read/decompress.ts';
import { defaultScanLimits, type ScanLimits } from '../read/layer-scan.ts';
import { components } from '../read/tree.ts';
import type { ImageSource } from '../source/image-source.ts';
import { writeBeside } from '../source/stored.ts';
import type { ImageView, ViewFile } from './image-view.ts';
import { type LayerBlob, readingLayer } from './layer-content.ts';

/**
 * Writes files of an image beside the store's blobs, one at a time, each for the time of one call. Only the layers that hold them
 * are read, once more.
 * @param wanted of `view`; of several with one digest the first that comes is enough
 * @throws as `viewImage`, and whatever `use` throws
 */
export async function withCopiedFiles(
  source: ImageSource,
  { layers }: Pick<ImageView, 'layers'>,
  wanted: readonly Pick<ViewFile, 'layer' | 'path' | 'bytes' | 'digest'>[],
  store: BlobStore,
  use: (path: string, digest: Digest) => Promise<void> | void,
  limits: ScanLimits = defaultScanLimits,
): Promise<void> {
  const missing = new Set(wanted.flatMap(({ digest }) => digest ?? []));
  for (const { index, mediaType, digest, compressedBytes } of layers) {
    const isMissing = (file: (typeof wanted)[number]): boolean =>
      file.digest !== undefined && missing.has(file.digest);
    const inside = wanted.filter((file) => file.layer === index);
    if (!inside.some(isMissing)) continue;
    const layer = { mediaType, digest, size: compressedBytes };
    await readingLayer(source, layer, store, async (blob) => {
      for await (const { path, bytes, content } of filesIn(blob, limits)) {
        if (!inside.some((file) => file.path === path && file.bytes === bytes && isMissing(file))) continue;
        const copy = await writeBeside(content, store);
        try {
          if (missing.delete(copy.digest)) await use(copy.path, copy.digest);
        } finally {
          await rm(copy.path, { force: true });
        }
        if (!inside.some(isMissing)) return;
      }
    });
  }
}

async function* filesIn({ path, bytes, compression }: LayerBlob, limits: ScanLimits) {
  const file = { read: (start: number) => fileWindows(path, { start, slots: 4 }) };
  const archive = unpacked(file, () => bytes, compression, limits);
  try {
    for await (const item of readTar(archive)) {
      // Whoever viewed the image has read all of the archive and judged it.
      if (item.kind === 'fault' || item.entry.type !== 'file') continue;
      const { entry, content } = item;
      yield { path: `/${components(entry.path).join('/')}`, bytes: entry.size, content };
    }
  } finally {
    // Whoever stops reading an archive leaves its file open.
    await archive.return(undefined);
  }
}
