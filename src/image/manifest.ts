import { type Descriptor, type Layer, mediaType } from './descriptor.ts';
import { canonicalJson } from './json.ts';

/** An OCI image manifest (image-spec, manifest.md) as the bytes of its blob. Layers from the lowest up. */
export function encodeManifest(image: {
  readonly config: Descriptor;
  readonly layers: readonly Layer[];
  readonly annotations: Readonly<Record<string, string>>;
}): Buffer {
  return canonicalJson({
    schemaVersion: 2,
    mediaType: mediaType.manifest,
    config: image.config,
    layers: image.layers.map(layerDescriptor),
    annotations: Object.keys(image.annotations).length > 0 ? image.annotations : undefined,
  });
}

/** A layer as manifests name it. */
export function layerDescriptor(layer: Layer): Descriptor {
  return { mediaType: layer.mediaType, digest: layer.digest, size: layer.compressedBytes };
}
