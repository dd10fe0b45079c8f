import { join } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import type { ManifestNode } from '../../image/image-tree.ts';
import { plain } from '../../image/image-tree.ts';
import { UnpackFault, unpacked } from '../../image/read/decompress.ts';
import { defaultScanLimits, type LayerEntry, scanArchive } from '../../image/read/layer-scan.ts';
import { mergeLayers, type TreeNode } from '../../image/read/tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { type LayerBlob, readingLayer } from '../../image/view/layer-content.ts';
import { fileWindows } from '../../support/file-windows.ts';
import { readTar } from '../../support/tar/read-tar.ts';
import { copyProgram, emptyFolders, emulatorPath, type Root } from './bare-root.ts';
import { treeWriter } from './write-tree.ts';

/** An image's merged file tree as a folder, and as the list of what is in it. */
export interface ImageRoot extends Root {
  readonly tree: TreeNode;
  /** What could not be as the image says, for people. */
  readonly notes: readonly string[];
}

/**
 * Writes the file tree that an image's layers make. Each layer is read twice: what of it is left in the end is known only when all
 * are merged. Nothing is written outside of the folder: names are those of the merged tree, and links are made last.
 * @throws SlipwayError E_BASE for layers that cannot be read; E_IO; and as the source's `fetch`
 */
export async function imageRoot(
  source: ImageSource,
  { document: { layers } }: ManifestNode,
  store: BlobStore,
  emulator: string | undefined,
): Promise<ImageRoot> {
  const all = layers.map(plain);
  const entries: (readonly LayerEntry[])[] = [];
  for (const layer of all) entries.push(await readingLayer(source, layer, store, entriesOf));
  const { root: tree, faults } = mergeLayers(entries);
  const made = await emptyFolders();
  try {
    const writer = treeWriter(made.root, tree);
    await writer.folders();
    for (const [at, layer] of all.entries()) {
      const own = new Map(entries[at]?.map((entry) => [entry.offset, entry]));
      await readingLayer(source, layer, store, (blob) => writeFiles(blob, own, writer.file));
    }
    const notes = [...faults.map(({ path, reason }) => `${path}: ${reason}`), ...(await writer.finish())];
    if (emulator !== undefined) await copyProgram(emulator, join(made.root, emulatorPath));
    return { ...made, tree, notes };
  } catch (error) {
    await made.remove();
    throw error;
  }
}

function archiveOf({ path, bytes, compression }: LayerBlob): AsyncIterable<Uint8Array> {
  const file = { read: (start: number) => fileWindows(path, { start, slots: 4 }) };
  return unpacked(file, () => bytes, compression, defaultScanLimits);
}

async function entriesOf(blob: LayerBlob): Promise<readonly LayerEntry[]> {
  const { entries, unpackFault, tarFaults } = await scanArchive(archiveOf(blob));
  const fault = unpackFault ?? tarFaults.find(({ loose }) => loose !== true)?.message;
  if (fault !== undefined) throw new UnpackFault(fault);
  return entries;
}

async function writeFiles(
  blob: LayerBlob,
  entries: ReadonlyMap<number, LayerEntry>,
  write: (entry: LayerEntry, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  for await (const item of readTar(archiveOf(blob))) {
    if (item.kind === 'fault') continue;
    const entry = entries.get(item.entry.offset);
    if (entry?.type === 'file') await write(entry, item.content);
  }
}
