import type { BlobStore } from '../../cache/blob-store.ts';
import { plain } from '../../image/image-tree.ts';
import { readingLayer } from '../../image/view/layer-content.ts';
import { inParallel, oncePer } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { SidedImage, SidedLayer } from './images.ts';
import { type FileEntry, type FileLimits, readFiles } from './read-files.ts';

/** Layers that are read at a time: what memory may cost. */
const layersAtOnce = 2;

export type Entries = readonly FileEntry[];

export interface LayerReading {
  /** Layers that lie nowhere on this machine are brought into it. */
  readonly store: BlobStore;
  readonly limits: FileLimits;
}

/** The entries of the layers of two images, from the lowest up; `from`: the lowest one that is read, counted from 0. */
type ReadLayers = (from: number) => Promise<readonly [readonly Entries[], readonly Entries[]]>;

/**
 * Reads layers of two images. An archive that stands in both, or was read before, is not read again.
 * @throws SlipwayError E_BASE when a layer cannot be read or is not what its config says; as the sources' `fetch`
 */
export function layerReader(a: SidedImage, b: SidedImage, { store, limits }: LayerReading): ReadLayers {
  const read = oncePer(
    ({ layer }: { readonly image: SidedImage; readonly layer: SidedLayer }) => layer.diffId,
    ({ image, layer }) => readLayer(image, layer, { store, limits }),
  );
  return async (from) => {
    const wanted = [a, b].flatMap((image) => image.layers.slice(from).map((layer) => ({ image, layer })));
    const entries = await inParallel(wanted, layersAtOnce, read);
    const ofA = a.layers.length - from;
    return [eachOnce(a, from, entries.slice(0, ofA)), eachOnce(b, from, entries.slice(ofA))];
  };
}

async function readLayer(
  { source }: SidedImage,
  { descriptor, diffId }: SidedLayer,
  { store, limits }: LayerReading,
): Promise<Entries> {
  const found = await readingLayer(source, plain(descriptor), store, (blob) => readFiles(blob, limits));
  if (found.diffId === diffId) return found.entries;
  const what = `layer ${descriptor.digest} unpacks to ${found.diffId}, and the config says ${diffId}`;
  throw new SlipwayError('E_BASE', `${source.name}: ${what}`, {
    hint: 'no engine unpacks it: whoever made this image has to make it again',
  });
}

/** Of a layer that an image has twice the second is a copy: an entry stands for one file (`mergeLayers`). */
function eachOnce({ layers }: SidedImage, from: number, entries: readonly Entries[]): Entries[] {
  const seen = new Set<Digest>();
  return layers.slice(from).map(({ diffId }, at) => {
    const own = entries[at] ?? [];
    const again = seen.has(diffId);
    seen.add(diffId);
    return again ? own.map((entry) => ({ ...entry })) : own;
  });
}
