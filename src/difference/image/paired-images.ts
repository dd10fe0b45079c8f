import { foreignPlatformText, parseConfig } from '../../image/documents.ts';
import { type ImageTree, imagesIn, type ManifestNode, plain, readTree } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type { Fields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';

/** One image of an index, or the only one, with all its documents. */
export interface OpenedImage {
  readonly source: ImageSource;
  readonly platform: string;
  readonly manifest: ManifestNode;
  readonly config: Fields;
  readonly diffIds: readonly Digest[];
}

export interface OpenedTree {
  readonly source: ImageSource;
  readonly tree: ImageTree;
  readonly images: readonly OpenedImage[];
}

/** @throws SlipwayError E_BASE when a document is broken; as the source does */
export async function openTree(source: ImageSource): Promise<OpenedTree> {
  const tree = await readTree(source.root, source.document);
  const images: OpenedImage[] = [];
  for (const manifest of imagesIn(tree)) {
    const { config } = manifest.document;
    const { platform, diffIds, fields } = parseConfig(await source.document(plain(config)), config.digest);
    const named = manifest.descriptor.platform ?? platform;
    const text = named === undefined ? 'unknown platform' : foreignPlatformText(named);
    images.push({ source, platform: text, manifest, config: fields, diffIds });
  }
  return { source, tree, images };
}

/** Images for one platform, in their order where there are several. */
export interface ImagePair {
  readonly platform: string;
  readonly a?: OpenedImage;
  readonly b?: OpenedImage;
}

export function pairedImages(a: readonly OpenedImage[], b: readonly OpenedImage[]): ImagePair[] {
  // One image each is meant to be compared, whatever it says of its platform: that is a difference like others.
  const [[onlyA], [onlyB]] = [a, b];
  if (a.length === 1 && b.length === 1 && onlyA !== undefined && onlyB !== undefined)
    return [{ platform: onlyA.platform, a: onlyA, b: onlyB }];
  const waiting = Map.groupBy(b, ({ platform }) => platform);
  const pairs = a.map((image): ImagePair => {
    const other = waiting.get(image.platform)?.shift();
    return { platform: image.platform, a: image, ...(other !== undefined && { b: other }) };
  });
  return [...pairs, ...[...waiting.values()].flat().map((image) => ({ platform: image.platform, b: image }))];
}
