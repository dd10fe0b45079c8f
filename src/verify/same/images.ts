import {
  type ForeignConfig,
  type ForeignDescriptor,
  type ForeignPlatform,
  foreignPlatformText,
  isAttestation,
  parseConfig,
} from '../../image/documents.ts';
import { type ImageTree, imagesIn, type ManifestNode, plain, readTree } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { normalVariant } from '../image.ts';

/** A layer by both of its names. */
export interface SidedLayer {
  readonly descriptor: ForeignDescriptor;
  readonly diffId: Digest;
}

/** One platform's image of a side. */
export interface SidedImage {
  readonly source: ImageSource;
  /** What tells it from the side's others: two of one platform are told apart by their order. */
  readonly key: string;
  /** `linux/arm/v7` */
  readonly platform: string;
  readonly manifest: ManifestNode;
  readonly config: ForeignConfig;
  /** From the lowest up. */
  readonly layers: readonly SidedLayer[];
}

/** All that lies under one root. */
export interface Side {
  readonly images: readonly SidedImage[];
  /** Undefined where the root is a manifest. */
  readonly index: Extract<ImageTree, { readonly kind: 'index' }> | undefined;
  /** What runs nowhere, and is not compared. */
  readonly leftOut: { readonly attestations: number; readonly others: number };
}

/**
 * Reads the documents of an image, and none of its layers.
 * @throws SlipwayError E_BASE when one is broken or there is no image; as the source's `document`
 */
export async function readSide(source: ImageSource): Promise<Side> {
  const tree = await readTree(source.root, source.document);
  const images: SidedImage[] = [];
  const seen = new Map<string, number>();
  for (const manifest of imagesIn(tree)) images.push(await sidedImage(source, manifest, seen));
  if (images.length === 0)
    throw new SlipwayError('E_BASE', `${source.name} has no image that runs, only artifacts`);
  return {
    images,
    index: tree.kind === 'index' ? tree : undefined,
    leftOut: countOthers(tree, images.length),
  };
}

async function sidedImage(
  source: ImageSource,
  manifest: ManifestNode,
  seen: Map<string, number>,
): Promise<SidedImage> {
  const { config: descriptor, layers } = manifest.document;
  const config = parseConfig(await source.document(plain(descriptor)), descriptor.digest);
  if (config.diffIds.length !== layers.length) {
    const counts = `its config lists ${config.diffIds.length} layers, its manifest ${layers.length}`;
    throw new SlipwayError('E_BASE', `${source.name}: ${counts}`, {
      hint: 'whoever made this image has to make it again',
    });
  }
  const platform = manifest.descriptor.platform ?? config.platform;
  const name = platform === undefined ? 'no platform' : foreignPlatformText(platform);
  const key = platform === undefined ? '' : keyOf(platform);
  const nth = (seen.get(key) ?? 0) + 1;
  seen.set(key, nth);
  const numbered = nth === 1 ? '' : ` (number ${nth})`;
  return {
    source,
    manifest,
    config,
    key: `${key}${numbered}`,
    platform: `${name}${numbered}`,
    layers: layers.flatMap((one, at) => {
      const diffId = config.diffIds[at];
      return diffId === undefined ? [] : [{ descriptor: one, diffId }];
    }),
  };
}

/** A variant that says no more than its architecture is none. */
function keyOf({ os, architecture, variant, osVersion = '' }: ForeignPlatform): string {
  return `${os}/${architecture}/${normalVariant({ architecture, variant })} ${osVersion}`;
}

function countOthers(tree: ImageTree, images: number): Side['leftOut'] {
  const leaves = leavesOf(tree);
  const attestations = leaves.filter(({ descriptor }) => isAttestation(descriptor)).length;
  return { attestations, others: leaves.length - images - attestations };
}

function leavesOf(tree: ImageTree): Exclude<ImageTree, { readonly kind: 'index' }>[] {
  return tree.kind === 'index' ? tree.children.flatMap(leavesOf) : [tree];
}
