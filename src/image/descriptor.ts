import type { Platform } from '../request/platform.ts';
import type { Digest } from '../support/hashing.ts';

/** Media types that Slipway writes (image-spec, media-types.md). */
export const mediaType = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  layerGzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  layerZstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
} as const;

/** image-spec, descriptor.md. `size` is the blob's length in bytes, the field's own name. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly platform?: Platform;
}

export type LayerKind = 'base' | 'asset' | 'binary';

/** A layer as manifest and config know it. Those that Slipway makes lie in the blob store. */
export interface Layer {
  readonly kind: LayerKind;
  /** Made by others and kept byte for byte: it may lie where its image does, and nowhere else. */
  readonly foreign?: true;
  readonly mediaType: string;
  readonly digest: Digest;
  /** Digest of the uncompressed tar (image-spec, config.md, "Layer DiffID"). */
  readonly diffId: Digest;
  readonly compressedBytes: number;
  /** Undefined for a foreign layer that nobody has unpacked yet. */
  readonly uncompressedBytes?: number;
}
