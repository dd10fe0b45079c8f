import type { Platform } from '../request/platform.ts';
import type { Descriptor, Layer } from './descriptor.ts';
import type { PlatformManifest } from './index.ts';

/** One platform's image; every blob of it lies in the store, but for foreign layers that nobody needed here. */
export interface Image {
  readonly platform: Platform;
  readonly manifest: PlatformManifest;
  readonly config: Descriptor;
  /** From the lowest up: base, assets, binary. */
  readonly layers: readonly Layer[];
  /** Sum of the layers' uncompressed tar lengths; undefined when a base layer was never unpacked. */
  readonly diskBytes?: number;
  /** Manifest + config + compressed layers: what a client downloads. */
  readonly pullBytes: number;
  /** Where the program lies; undefined: where the embedded engine puts it. */
  readonly programPath?: string;
  /** True when every layer came from the store: nothing was compressed. */
  readonly cached: boolean;
}

/** An image's blobs as they may be published: each after those it names, the root last. */
export interface BlobTree {
  /** An index, or the manifest of an image for one platform. */
  readonly root: Descriptor;
  /** Every blob once. */
  readonly blobs: readonly Descriptor[];
}

/** A complete image for all its platforms, whichever engine made it: what is written, verified and pushed. Its root is an index. */
export interface Layout extends BlobTree {
  /** In the index's order. */
  readonly images: readonly Image[];
}
