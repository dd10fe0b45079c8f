import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { canonicalJson } from '../../image/json.ts';
import { emptyConfig } from '../../registry/referrers/empty-config.ts';
import { sha256 } from '../../support/hashing.ts';

/** What a Sigstore bundle is, as a file, a layer and a referrer (sigstore/protobuf-specs, sigstore_bundle.proto). */
export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** The annotations by which cosign's referrers say what is in a bundle (sigstore/cosign, specs/BUNDLE_SPEC.md). */
const annotation = {
  content: 'dev.sigstore.bundle.content',
  predicate: 'dev.sigstore.bundle.predicateType',
  created: 'org.opencontainers.image.created',
} as const;

/** What a bundle of an attestation is attached to, and what is said of it. */
export interface BundleFacts {
  readonly image: Descriptor;
  readonly predicateType: string;
  /** RFC 3339. */
  readonly created: string;
}

/** The manifest by which a bundle refers to an image (image-spec, manifest.md, "Guidelines for Artifact Usage"), as cosign 3 writes it. */
export function encodeBundleManifest(
  content: Uint8Array,
  { image, predicateType, created }: BundleFacts,
): Buffer {
  return canonicalJson({
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    artifactType: bundleType,
    config: emptyConfig.descriptor,
    layers: [{ mediaType: bundleType, digest: sha256(content), size: content.length }],
    subject: { mediaType: image.mediaType, digest: image.digest, size: image.size },
    annotations: {
      [annotation.content]: 'dsse-envelope',
      [annotation.predicate]: predicateType,
      [annotation.created]: created,
    },
  });
}
