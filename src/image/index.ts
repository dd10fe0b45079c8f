import { formatPlatform, type Platform } from '../request/platform.ts';
import { type Descriptor, mediaType } from './descriptor.ts';
import { canonicalJson } from './json.ts';

/** A manifest with the platform that an index needs it for. */
export type PlatformManifest = Descriptor & { readonly platform: Platform };

/**
 * An OCI image index (image-spec, image-index.md) as the bytes of its blob. Manifests are sorted by platform, which puts
 * an architecture's baseline before its variants: of several that fit, a client should take the first.
 */
export function encodeIndex(index: {
  readonly manifests: readonly PlatformManifest[];
  readonly annotations: Readonly<Record<string, string>>;
  /** Descriptors of what is beside the images, as they are to be written, after those. */
  readonly others?: readonly object[];
}): Buffer {
  return canonicalJson({
    schemaVersion: 2,
    mediaType: mediaType.index,
    manifests: [...index.manifests.toSorted(byPlatform), ...(index.others ?? [])],
    annotations: Object.keys(index.annotations).length > 0 ? index.annotations : undefined,
  });
}

/** The fixed order of platforms. */
export function byPlatform(a: { platform: Platform }, b: { platform: Platform }): number {
  return formatPlatform(a.platform) < formatPlatform(b.platform) ? -1 : 1;
}
