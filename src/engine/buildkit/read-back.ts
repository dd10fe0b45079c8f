import type { BlobStore } from '../../cache/blob-store.ts';
import { collectTree } from '../../image/collect.ts';
import type { Layer } from '../../image/descriptor.ts';
import { type ForeignDescriptor, isAttestation, parseConfig } from '../../image/documents.ts';
import type { Image } from '../../image/image.ts';
import { type ImageTree, imagesIn, type ManifestNode, plain, readTree } from '../../image/image-tree.ts';
import { ociLayerType } from '../../image/media-types.ts';
import { recallScan, rememberScan } from '../../image/read/known-scan.ts';
import { scanLayer } from '../../image/read/layer-scan.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { openLayout } from '../../image/source/layout.ts';
import { readingLayer } from '../../image/view/layer-content.ts';
import { formatPlatform, type Platform, parsePlatform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import type { SolvePart } from './solve.ts';

/** The images of a layout that BuildKit wrote. */
export interface MadeImages {
  readonly images: readonly Image[];
  /** Provenance and bills of materials that BuildKit put beside them, for the index. */
  readonly attestations: readonly ForeignDescriptor[];
  /** All documents and blobs of those. */
  readonly attestationBlobs: readonly Pick<ForeignDescriptor, 'mediaType' | 'digest' | 'size'>[];
}

/** What a layer of a platform's image is, by its place from the lowest up and its diff ID. */
export type KindOfLayer = (
  platform: Platform,
  at: number,
  layer: Pick<Layer, 'digest' | 'diffId'>,
) => Pick<Layer, 'kind' | 'foreign' | 'uncompressedBytes'>;

/**
 * Brings what BuildKit wrote into the store and reads it: every blob against its digest, every platform once.
 * BuildKit's index for one platform has no platform in it, so each image's is read from its config.
 * @param directory an OCI layout
 * @param told what BuildKit says that it made
 * @throws SlipwayError E_BASE when the layout is damaged or is not what was asked for, E_IO
 */
export async function readBack(
  directory: string,
  wanted: readonly Platform[],
  kindOf: KindOfLayer,
  store: BlobStore,
  told?: Digest,
): Promise<MadeImages> {
  const source = await openLayout(directory, undefined, store);
  const { digest } = source.root;
  if (told !== undefined && told !== digest) throw unfit(`it says that it made ${told}, and wrote ${digest}`);
  const tree = await readTree(source.root, source.document);
  await collectTree(tree, source, store);
  const images: Image[] = [];
  for (const node of imagesIn(tree)) images.push(await readImage(node, source, kindOf, store));
  const found = images.map(({ platform }) => formatPlatform(platform));
  const missing = wanted.map(formatPlatform).filter((name) => !found.includes(name));
  if (missing.length > 0 || found.length !== wanted.length) {
    const what = `BuildKit made images for ${found.join(', ') || 'no platform'}`;
    throw new SlipwayError('E_BASE', `${what}, and not for ${wanted.map(formatPlatform).join(', ')}`, {
      hint: 'a Dockerfile with FROM --platform=… makes images of that platform alone: leave it out of the last stage',
    });
  }
  return { images, ...attestationsOf(tree) };
}

/** The same of all parts of a solve. */
export async function readParts(
  parts: readonly Pick<SolvePart, 'path' | 'platforms' | 'digest'>[],
  kindOf: KindOfLayer,
  store: BlobStore,
): Promise<MadeImages> {
  const made: MadeImages[] = [];
  for (const { path, platforms, digest } of parts) {
    made.push(await readBack(path, platforms, kindOf, store, digest));
  }
  return {
    images: made.flatMap(({ images }) => images),
    attestations: made.flatMap(({ attestations }) => attestations),
    attestationBlobs: made.flatMap(({ attestationBlobs }) => attestationBlobs),
  };
}

async function readImage(
  { descriptor, document }: ManifestNode,
  source: ImageSource,
  kindOf: KindOfLayer,
  store: BlobStore,
): Promise<Image> {
  const { config } = document;
  const bytes = await source.document(plain(config));
  const { diffIds, fields } = parseConfig(bytes, config.digest);
  const platform = platformOf(fields);
  const layers: Layer[] = [];
  for (const [at, layer] of document.layers.entries()) {
    const diffId = diffIds[at];
    if (diffId === undefined)
      throw unfit(`the config of ${descriptor.digest} names fewer layers than there are`);
    const { digest, size } = layer;
    const known = kindOf(platform, at, { digest, diffId });
    layers.push({
      ...known,
      mediaType: ociLayerType(layer.mediaType) ?? layer.mediaType,
      digest,
      diffId,
      compressedBytes: size,
      uncompressedBytes: known.uncompressedBytes ?? (await unpackedLength(layer, diffId, source, store)),
    });
  }
  const sizes = layers.map(({ uncompressedBytes = 0 }) => uncompressedBytes);
  const manifest = { ...plain(descriptor), platform };
  return {
    ...{ platform, manifest, config: plain(config), layers, cached: false },
    diskBytes: sizes.reduce((sum, each) => sum + each, 0),
    pullBytes: layers.reduce(
      (sum, { compressedBytes }) => sum + compressedBytes,
      descriptor.size + config.size,
    ),
  };
}

/** By really unpacking it: nothing else says how long a layer is. What it holds is remembered for who measures the program in it. */
async function unpackedLength(
  layer: ForeignDescriptor,
  diffId: Digest,
  source: ImageSource,
  store: BlobStore,
): Promise<number> {
  return readingLayer(source, plain(layer), store, async (blob) => {
    const known = await recallScan(store, layer.digest, blob.compression);
    const scan = known ?? (await scanLayer(blob, layer.digest, blob.compression));
    if (known === undefined) await rememberScan(store, layer.digest, blob.compression, scan);
    if (scan.diffId === diffId) return scan.uncompressedBytes;
    const why = scan.unpackFault ?? `it unpacks to ${scan.diffId}, and its config says ${diffId}`;
    throw unfit(`layer ${layer.digest}: ${why}`);
  });
}

function platformOf(config: Readonly<Record<string, unknown>>): Platform {
  const part = (name: string): string[] => {
    const value = config[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  };
  return parsePlatform([...part('os'), ...part('architecture'), ...part('variant')].join('/'));
}

function attestationsOf(tree: ImageTree): Pick<MadeImages, 'attestations' | 'attestationBlobs'> {
  if (tree.kind !== 'index') return { attestations: [], attestationBlobs: [] };
  const own = tree.children.filter(({ descriptor }) => isAttestation(descriptor));
  const blobs = own.flatMap((node) =>
    node.kind === 'manifest' ? [...node.document.layers, node.document.config, node.descriptor] : [],
  );
  const inner = tree.children.flatMap((child) => (child.kind === 'index' ? [attestationsOf(child)] : []));
  return {
    attestations: [...own.map(({ descriptor }) => descriptor), ...inner.flatMap((each) => each.attestations)],
    attestationBlobs: [...blobs.map(plain), ...inner.flatMap((each) => each.attestationBlobs)],
  };
}

function unfit(what: string): SlipwayError {
  return new SlipwayError('E_BASE', `what BuildKit made cannot be used: ${what}`);
}
