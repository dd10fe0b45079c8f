import type { Repository } from '../../request/reference.ts';
import { isFields, parseFields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';

/** What a layer of a signature is, in the format before bundles (sigstore/cosign, specs/SIGNATURE_SPEC.md, "Properties"). */
export const payloadType = 'application/vnd.dev.cosign.simplesigning.v1+json';

const signatureType = 'cosign container image signature';
/** As Go's clients name Docker Hub (go-containerregistry, pkg/name). */
const dockerHub = { name: 'docker.io', long: 'index.docker.io' };

/** What is signed in that format (sigstore/cosign, specs/SIGNATURE_SPEC.md, "Payload Specification"), as cosign writes it. */
export function encodePayload({ registry, repository }: Repository, digest: Digest): Buffer {
  const host = registry === dockerHub.name ? dockerHub.long : registry;
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': `${host}/${repository}` },
        image: { 'docker-manifest-digest': digest },
        type: signatureType,
      },
      optional: null,
    }),
  );
}

/** Whether a payload is of this image. */
export function isPayloadOf(bytes: Uint8Array, digest: Digest): boolean {
  const critical = parseFields(bytes)?.['critical'];
  if (!isFields(critical) || critical['type'] !== signatureType) return false;
  const { image } = critical;
  return isFields(image) && image['docker-manifest-digest'] === digest;
}
