import type { Platform } from '../../request/platform.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Severity } from '../../verify/verdict.ts';

/** What a team had before, beside what the build made: each side as it was measured. */
export interface BeforeReport {
  /** An image's place, or a Dockerfile's path. */
  readonly source: string;
  /** What built the Dockerfile: `docker`, `podman`, `buildctl`. */
  readonly builtBy?: string;
  readonly images: readonly BeforeImage[];
}

export interface BeforeImage {
  readonly platform: Platform;
  readonly before: WeighedImage;
  readonly after: WeighedImage;
  /** Absent where it was not measured. */
  readonly pull?: PullTimes;
}

/** One image: whatever is known of it by looking into it. */
export interface WeighedImage {
  readonly manifestDigest: Digest;
  readonly layers: number;
  /** Sum of the layers' archives, unpacked. */
  readonly diskBytes: number;
  /** Manifest, config and compressed layers. */
  readonly pullBytes: number;
  /** In the file system that the layers make; without folders and links. */
  readonly files: number;
  /** Highest resident memory until its contract was met; absent without a contract, and where it could not be run. */
  readonly memoryBytes?: number;
  /** What usually is not meant so, by rule. */
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: Severity;
    readonly count: number;
  }[];
}

/** Pulls over a registry on this machine that is slowed to a rate: the ratio says something, the seconds are of this machine. */
export interface PullTimes {
  readonly bytesPerSecond: number;
  /** One of each in a turn. */
  readonly turns: readonly { readonly before: number; readonly after: number }[];
  /** Of the medians: how many times as long the image from before takes. */
  readonly ratio: number;
}
