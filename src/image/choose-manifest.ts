import { formatPlatform, type Platform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import { choosePlatform } from './choose-platform.ts';
import type { Descriptor } from './descriptor.ts';
import { type ForeignDescriptor, foreignPlatformText, isAttestation, parseIndex } from './documents.ts';
import { plain } from './image-tree.ts';
import {
  isDockerList,
  isDockerManifest,
  isIndexType,
  isManifestType,
  outdatedManifest,
} from './media-types.ts';
import type { ImageSource } from './source/image-source.ts';

/** Real images nest indexes once or twice; a source must not send us round for ever. */
const limits = { depth: 3, indexes: 100 } as const;

/** A manifest that an index offers, with the media type of that index. */
interface Offer {
  readonly entry: ForeignDescriptor;
  readonly indexType: string;
}

/**
 * The manifest of an image for a platform: what the source leads to itself, or the best entry of its index.
 * @throws SlipwayError E_BASE when no entry fits, with the platforms that there are; when it is no image; as `document`
 */
export async function chooseManifest(
  source: ImageSource,
  platform: Platform,
): Promise<{ descriptor: Descriptor; fromIndex: boolean }> {
  const { root } = source;
  if (!isIndexType(root.mediaType)) return { descriptor: checkedManifest(root), fromIndex: false };
  const offers = await offersOf(source, root);
  const at = choosePlatform(
    offers.map(({ entry }) => entry.platform),
    platform,
  );
  const offer = at === undefined ? undefined : offers[at];
  if (offer === undefined) throw noPlatform(offers, platform);
  const descriptor = plain(checkedManifest(offer.entry));
  if (isDockerList(offer.indexType) !== isDockerManifest(descriptor.mediaType)) {
    throw new SlipwayError(
      'E_BASE',
      `its index is ${offer.indexType} and its manifest for ${formatPlatform(platform)} ${descriptor.mediaType}: no index may mix Docker's types with OCI's`,
      {
        hint: 'name the manifest itself by its digest, or copy the image with a tool that converts it whole',
      },
    );
  }
  return { descriptor, fromIndex: true };
}

/** What an index and the indexes in it offer, in their order. */
async function offersOf(source: ImageSource, root: Descriptor): Promise<Offer[]> {
  const offers: Offer[] = [];
  const seen = new Set<Digest>();
  const look = async (index: Descriptor, depth: number): Promise<void> => {
    if (depth > limits.depth || seen.has(index.digest)) return;
    seen.add(index.digest);
    if (seen.size > limits.indexes) {
      throw new SlipwayError('E_BASE', `it has more than ${limits.indexes} indexes, as no image has`);
    }
    for (const entry of parseIndex(await source.document(index), index).manifests) {
      if (isIndexType(entry.mediaType)) await look(plain(entry), depth + 1);
      else if (!isAttestation(entry)) offers.push({ entry, indexType: index.mediaType });
    }
  };
  await look(root, 1);
  return offers;
}

function checkedManifest<T extends Pick<Descriptor, 'mediaType'>>(descriptor: T): T {
  const { mediaType } = descriptor;
  const outdated = outdatedManifest(mediaType);
  if (outdated !== undefined) throw new SlipwayError('E_BASE', outdated);
  if (isManifestType(mediaType)) return descriptor;
  throw new SlipwayError('E_BASE', `it is ${JSON.stringify(mediaType.slice(0, 120))}, which is no image`);
}

function noPlatform(offers: readonly Offer[], platform: Platform): SlipwayError {
  const there = [
    ...new Set(offers.flatMap(({ entry }) => (entry.platform ? foreignPlatformText(entry.platform) : []))),
  ];
  const wanted = formatPlatform(platform);
  if (there.length === 0)
    return new SlipwayError('E_BASE', `its index says of no manifest that it is for ${wanted}`);
  return new SlipwayError('E_BASE', `it has nothing for ${wanted}; it has ${there.join(', ')}`, {
    hint: 'choose among these with --platform, or take another image',
  });
}
