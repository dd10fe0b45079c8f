import { formatPlatform, type Platform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { choosePlatform } from './choose-platform.ts';
import { type ForeignPlatform, foreignPlatformText, parseConfig } from './documents.ts';
import { type ImageTree, imagesIn, type ManifestNode, plain, type ReadDocument } from './image-tree.ts';

/**
 * The only image of a tree, or the one that fits a platform best.
 * @throws SlipwayError E_CONFIG that lists the platforms there are, when none fits or several could be meant; and as `read`
 */
export async function chooseImage(
  tree: ImageTree,
  platform: Platform | undefined,
  read: ReadDocument,
): Promise<ManifestNode> {
  const images = imagesIn(tree);
  const platforms = await Promise.all(images.map((image) => platformOf(image, read)));
  const single = images.length === 1 ? 0 : undefined;
  const at = platform === undefined ? single : choosePlatform(platforms, platform);
  const image = at === undefined ? undefined : images[at];
  if (image !== undefined) return image;

  const there = platforms.map((one) => (one === undefined ? 'one of no platform' : foreignPlatformText(one)));
  const list = there.length === 0 ? 'no image that runs, only artifacts' : there.join(', ');
  throw new SlipwayError(
    'E_CONFIG',
    platform === undefined
      ? `one image has to be chosen: there is ${list}`
      : `there is no image for ${formatPlatform(platform)}: there is ${list}`,
    { hint: there.length === 0 ? undefined : `choose with --platform, for example --platform ${there[0]}` },
  );
}

/** By the index that lists the image, else by its config. */
async function platformOf(
  { descriptor, document }: ManifestNode,
  read: ReadDocument,
): Promise<ForeignPlatform | undefined> {
  if (descriptor.platform !== undefined) return descriptor.platform;
  return parseConfig(await read(plain(document.config)), document.config.digest).platform;
}
