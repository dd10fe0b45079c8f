import { mediaType } from '../../image/descriptor.ts';
import { sha256 } from '../../support/hashing.ts';
import type { Referrer } from './list-referrers.ts';

/** The config of what is no image (image-spec, manifest.md, "Guidance for an Empty Descriptor"). */
export const emptyConfig = {
  descriptor: { mediaType: 'application/vnd.oci.empty.v1+json', digest: sha256('{}'), size: 2 },
  content: Buffer.from('{}'),
} as const;

/**
 * Whether a manifest may be of an artifact type, by what a list says of it: the entries that other clients keep under a fallback tag may
 * have the config's type, and some registries list none.
 */
export function mayBe(type: string, { mediaType: listed, artifactType = '' }: Referrer): boolean {
  return listed === mediaType.manifest && [type, emptyConfig.descriptor.mediaType, ''].includes(artifactType);
}
