import type { BlobStore } from '../../cache/blob-store.ts';
import type { Platform } from '../../request/platform.ts';
import { inParallel } from '../../support/concurrency.ts';
import type { Digest } from '../../support/hashing.ts';
import { chooseImage } from '../choose-image.ts';
import { type ForeignConfig, type ForeignDescriptor, parseConfig } from '../documents.ts';
import { type ManifestNode, plain, readTree } from '../image-tree.ts';
import type { ImageSource } from '../source/image-source.ts';
import { findDuplicates } from './duplicates.ts';
import { countWaste } from './efficiency.ts';
import { viewFiles } from './files.ts';
import { findingsOf } from './findings.ts';
import { executionOf, stepsOf } from './image-config.ts';
import type { ImageView, ViewLayer } from './image-view.ts';
import { type LayerBlob, readingLayer } from './layer-content.ts';
import { defaultViewLimits, type ReadLayer, readLayer, type ViewLimits } from './read-layer.ts';

export interface ViewOptions {
  /** Which image of an index; without it that of `platform`. */
  readonly image?: ManifestNode;
  /** Undefined: the image there is must be the only one. */
  readonly platform?: Platform | undefined;
  /**
   * Layers that lie nowhere on this machine are brought into it; programs are written beside its blobs for a moment.
   */
  readonly store: BlobStore;
  readonly limits?: ViewLimits;
}

/** Layers that are read at a time: what memory may cost. */
const layersAtOnce = 2;

/**
 * Looks into one platform's image, whoever made it: every file of every layer, what became of it and whose it is,
 * what is wasted, and what usually is not meant so.
 * @throws SlipwayError E_CONFIG when the platform is not clear or not there, E_BASE for an image or layer that cannot
 * be read, with why; as the source's `document` and `fetch`
 */
export async function viewImage(source: ImageSource, options: ViewOptions): Promise<ImageView> {
  const image = options.image ?? (await chosenImage(source, options.platform));
  const { config: configDescriptor, layers: descriptors } = image.document;
  const config = parseConfig(await source.document(plain(configDescriptor)), configDescriptor.digest);
  const read = await readLayers(source, descriptors, options);
  const layers = describeLayers(descriptors, read, config);
  const { files, notices } = viewFiles(read);
  const waste = countWaste(read.map(({ entries }) => entries.map(countedEntry)));
  const hidden = files.filter(({ state }) => state === 'replaced' || state === 'removed');
  const facts = {
    ...head(source, image, config),
    ...sizes(image, layers),
    layers,
    files,
    waste: { ...waste, hiddenBytes: hidden.reduce((sum, { bytes }) => sum + bytes, 0) },
    duplicates: findDuplicates(files),
    notices: [...(source.notices ?? []), ...notices],
  };
  return { ...facts, findings: findingsOf(facts, executionOf(config.fields)) };
}

async function chosenImage(source: ImageSource, platform: Platform | undefined): Promise<ManifestNode> {
  const tree = await readTree(source.root, source.document);
  return chooseImage(tree, platform, source.document);
}

/** A layer that an image has twice is read once. */
async function readLayers(
  source: ImageSource,
  descriptors: readonly ForeignDescriptor[],
  { store, limits = defaultViewLimits }: ViewOptions,
): Promise<ReadLayer[]> {
  const different = [...new Map(descriptors.map((layer) => [layer.digest, layer])).values()];
  const all = await inParallel(different, layersAtOnce, async (layer): Promise<[Digest, ReadLayer]> => {
    const read = (blob: LayerBlob) => readLayer(blob, blob.compression, store, limits);
    return [layer.digest, await readingLayer(source, plain(layer), store, read)];
  });
  const byDigest = new Map(all);
  return descriptors.flatMap(({ digest }) => byDigest.get(digest) ?? []);
}

function describeLayers(
  descriptors: readonly ForeignDescriptor[],
  read: readonly ReadLayer[],
  { diffIds, fields }: ForeignConfig,
): ViewLayer[] {
  const steps = stepsOf(fields, descriptors.length);
  return descriptors.map(({ mediaType, digest, size }, index) => {
    const { entries = [], uncompressedBytes = 0 } = read[index] ?? {};
    const contentBytes = entries.reduce((sum, entry) => sum + entry.size, 0);
    const diffId = diffIds[index];
    const createdBy = steps[index];
    return {
      index,
      mediaType,
      digest,
      ...(diffId !== undefined && { diffId }),
      compressedBytes: size,
      uncompressedBytes,
      contentBytes,
      overheadBytes: uncompressedBytes - contentBytes,
      entries: entries.length,
      ...(createdBy !== undefined && { createdBy }),
    };
  });
}

function countedEntry({ path, size, type }: ReadLayer['entries'][number]) {
  return { path, bytes: size, folder: type === 'directory' };
}

function head({ name }: ImageSource, { descriptor, document }: ManifestNode, { platform }: ForeignConfig) {
  return {
    name,
    ...(platform !== undefined && { platform }),
    manifestDigest: descriptor.digest,
    configDigest: document.config.digest,
  };
}

function sizes({ descriptor, document }: ManifestNode, layers: readonly ViewLayer[]) {
  const sum = (of: (layer: ViewLayer) => number): number => layers.reduce((all, layer) => all + of(layer), 0);
  return {
    diskBytes: sum(({ uncompressedBytes }) => uncompressedBytes),
    pullBytes: descriptor.size + document.config.size + sum(({ compressedBytes }) => compressedBytes),
    contentBytes: sum(({ contentBytes }) => contentBytes),
  };
}
