import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { canonicalJson } from '../../image/json.ts';
import { type Fields, isFields } from '../../support/fields.ts';
import { type Digest, isDigest, sha256 } from '../../support/hashing.ts';
import { payloadType } from './payload.ts';

/** A signature in an image of signatures: its payload is a layer, the rest is in the layer's annotations. */
export interface SignatureLayer {
  readonly digest: Digest;
  readonly size: number;
  readonly annotations: Fields;
}

/** The tag of an image's signatures (sigstore/cosign, specs/SIGNATURE_SPEC.md, "Tag-based Discovery"). */
export function signatureTag(image: Digest): string {
  return `${image.replace(':', '-')}.sig`;
}

/** Layers of a manifest that are signatures. */
export function signatureLayers(manifest: Fields): SignatureLayer[] {
  return layersOf(manifest).flatMap((layer) => {
    const { digest, size, annotations, mediaType: type } = layer;
    if (type !== payloadType || typeof digest !== 'string' || !isDigest(digest)) return [];
    if (typeof size !== 'number' || !isFields(annotations)) return [];
    return [{ digest, size, annotations }];
  });
}

function layersOf({ layers }: Fields): Fields[] {
  return Array.isArray(layers) ? layers.filter(isFields) : [];
}

/** A manifest with one more signature, and its config, which says nothing but what the layers are, as cosign writes both. */
export function withSignature(
  before: Fields,
  payload: Uint8Array,
  annotations: Readonly<Record<string, string>>,
): { readonly manifest: Buffer; readonly config: Buffer; readonly descriptors: readonly Descriptor[] } {
  const layer = { mediaType: payloadType, digest: sha256(payload), size: payload.length, annotations };
  const layers = [...layersOf(before), layer];
  const never = '0001-01-01T00:00:00Z';
  const config = Buffer.from(
    JSON.stringify({
      architecture: '',
      created: never,
      history: layers.map(() => ({ created: never })),
      os: '',
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
      config: {},
    }),
  );
  const described = { mediaType: mediaType.config, digest: sha256(config), size: config.length };
  const manifest = canonicalJson({
    ...before,
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    config: described,
    layers,
  });
  const { digest, size } = layer;
  return { manifest, config, descriptors: [described, { mediaType: payloadType, digest, size }] };
}
