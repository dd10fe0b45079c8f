import type { Platform } from '../request/platform.ts';
import type { Descriptor, Layer } from './descriptor.ts';
import type { PlatformManifest } from './index.ts';

/** One platform's image; every blob of it lies in the store. */
export interface Image {
  readonly platform: Platform;
  readonly manifest: PlatformManifest;
  readonly config: Descriptor;
  /** From the lowest up: base, assets, binary. */
  readonly layers: readonly Layer[];
  /** Sum of the layers' uncompressed tar lengths. */
  readonly diskBytes: number;
  /** Manifest + config + compressed layers: what a client downloads. */
  readonly pullBytes: number;
  /** True when every layer came from the store: nothing was compressed. */
  readonly cached: boolean;
}

/** A complete image for all its platforms, whichever engine made it: what is written, verified and pushed. */
export interface Layout {
  readonly index: Descriptor;
  /** Every blob once, each after those it names: the index is the last. */
  readonly blobs: readonly Descriptor[];
  /** In the index's order. */
  readonly images: readonly Image[];
}
