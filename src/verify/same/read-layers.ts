import type { BlobStore } from '../../cache/blob-store.ts';
import { plain } from '../../image/image-tree.ts';
import { readingLayer } from '../../image/view/layer-content.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { SidedImage, SidedLayer } from './images.ts';
import { type FileEntry, type FileLimits, readFiles } from './read-files.ts';

/** Layers that are read at a time: what memory may cost. */
const layersAtOnce = 2;

type Entries = readonly FileEntry[];

/**
 * The entries of the layers of two images, from the lowest up. An archive that stands in both is read once.
 * @throws SlipwayError E_BASE when a layer cannot be read or is not what its config says; as the source's `fetch`
 */
export async function readLayers(
  images: readonly [SidedImage, SidedImage],
  store: BlobStore,
  limits: FileLimits,
): Promise<readonly [readonly Entries[], readonly Entries[]]> {
  const wanted = new Map<Digest, { readonly image: SidedImage; readonly layer: SidedLayer }>();
  for (const image of images) {
    for (const layer of image.layers)
      if (!wanted.has(layer.diffId)) wanted.set(layer.diffId, { image, layer });
  }
  const read = new Map<Digest, Entries>();
  await inParallel([...wanted.values()], layersAtOnce, async ({ image, layer }) => {
    read.set(layer.diffId, await readLayer(image, layer, store, limits));
  });
  const [a, b] = images;
  return [entriesOf(a, read), entriesOf(b, read)];
}

async function readLayer(
  { source }: SidedImage,
  { descriptor, diffId }: SidedLayer,
  store: BlobStore,
  limits: FileLimits,
): Promise<Entries> {
  const found = await readingLayer(source, plain(descriptor), store, (blob) => readFiles(blob, limits));
  if (found.diffId === diffId) return found.entries;
  const what = `layer ${descriptor.digest} unpacks to ${found.diffId}, and the config says ${diffId}`;
  throw new SlipwayError('E_BASE', `${source.name}: ${what}`, {
    hint: 'no engine unpacks it: whoever made this image has to make it again',
  });
}

/** Of a layer that an image has twice the second is a copy: an entry stands for one file (`mergeLayers`). */
function entriesOf({ layers }: SidedImage, read: ReadonlyMap<Digest, Entries>): Entries[] {
  const seen = new Set<Digest>();
  return layers.map(({ diffId }) => {
    const entries = read.get(diffId) ?? [];
    const again = seen.has(diffId);
    seen.add(diffId);
    return again ? entries.map((entry) => ({ ...entry })) : entries;
  });
}
