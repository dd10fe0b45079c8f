import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Descriptor } from '../descriptor.ts';
import {
  isDockerList,
  isDockerManifest,
  isIndexType,
  isManifestType,
  outdatedManifest,
} from '../docker-types.ts';
import { type ForeignDescriptor, foreignPlatformText, parseIndex } from '../documents.ts';
import type { ImageSource } from '../source/image-source.ts';
import { choosePlatform } from './choose-platform.ts';

/** Indexes in indexes: nobody goes deeper, and a source must not send us round for ever. */
const deepest = 3;

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
  const offers = await offersOf(source, root, deepest);
  const at = choosePlatform(
    offers.map(({ entry }) => entry.platform),
    platform,
  );
  const offer = at === undefined ? undefined : offers[at];
  if (offer === undefined) throw noPlatform(offers, platform);
  const { mediaType, digest, size } = checkedManifest(offer.entry);
  if (isDockerList(offer.indexType) !== isDockerManifest(mediaType)) {
    throw new SlipwayError(
      'E_BASE',
      `its index is ${offer.indexType} and its manifest for ${formatPlatform(platform)} ${mediaType}: no index may mix Docker's types with OCI's`,
      {
        hint: 'name the manifest itself by its digest, or copy the image with a tool that converts it whole',
      },
    );
  }
  return { descriptor: { mediaType, digest, size }, fromIndex: true };
}

async function offersOf(source: ImageSource, index: Descriptor, depth: number): Promise<Offer[]> {
  const offers: Offer[] = [];
  const { manifests } = parseIndex(await source.document(index), index);
  for (const entry of manifests) {
    const { mediaType, digest, size } = entry;
    if (!isIndexType(mediaType)) offers.push({ entry, indexType: index.mediaType });
    else if (depth > 1) offers.push(...(await offersOf(source, { mediaType, digest, size }, depth - 1)));
  }
  return offers.filter(({ entry }) => isImage(entry));
}

/** BuildKit's attestations lie in the index as manifests of no platform (moby/buildkit, attestation-storage.md). */
function isImage({ platform, annotations }: ForeignDescriptor): boolean {
  if (platform === undefined || platform.os === 'unknown' || platform.architecture === 'unknown')
    return false;
  return annotations['vnd.docker.reference.type'] !== 'attestation-manifest';
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
    hint: 'leave the platform out with --platform, or choose another base',
  });
}
