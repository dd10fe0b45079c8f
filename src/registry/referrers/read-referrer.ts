import type { Descriptor } from '../../image/descriptor.ts';
import { parseIndex, parseManifest } from '../../image/documents.ts';
import { isIndexType } from '../../image/media-types.ts';
import type { Repository } from '../../request/reference.ts';
import { isFields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';
import { readManifest } from '../manifests.ts';
import type { Registry } from '../registry.ts';

/** What a referrer says of itself, whatever a list says of it. */
export interface ReadReferrer {
  readonly descriptor: Descriptor;
  /** What it refers to; undefined: nothing. */
  readonly subject: string | undefined;
  /** Where its manifest names none, its config's media type (distribution-spec, "Listing Referrers"). */
  readonly artifactType: string | undefined;
}

/**
 * Reads the manifest or index of a referrer.
 * @throws SlipwayError E_REGISTRY when it is not there, E_BASE when it cannot be read, E_AUTH, E_NETWORK
 */
export async function readReferrer(
  registry: Registry,
  { registry: host, repository }: Repository,
  digest: Digest,
): Promise<ReadReferrer> {
  const { descriptor, content } = await readManifest(registry, { registry: host, repository, digest });
  const isIndex = isIndexType(descriptor.mediaType);
  const { fields, ...rest } = isIndex ? parseIndex(content, descriptor) : parseManifest(content, descriptor);
  const { subject, artifactType } = fields;
  const config = 'config' in rest ? rest.config.mediaType : undefined;
  return {
    descriptor,
    subject: isFields(subject) ? textOf(subject['digest']) : undefined,
    artifactType: textOf(artifactType) ?? config,
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
