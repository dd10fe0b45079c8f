import type { Change } from '../size/difference.ts';
import type { Verdict } from '../verify/verdict.ts';

export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** One program on one platform, in two states; lists hold what differs, what changed most first. */
export interface ImageComparison {
  /** `linux/amd64`; empty where a file does not tell. */
  readonly platform: string;
  /** Of the program's file; absent where neither side has one. */
  readonly fileBytes?: BeforeAfter;
  readonly diskBytes?: BeforeAfter;
  readonly pullBytes?: BeforeAfter;
  readonly sections: readonly Change[];
  readonly modules: readonly Change[];
  readonly packages: readonly PackageChange[];
  /** Of images, by path. */
  readonly files?: readonly Change[];
  readonly symbols?: readonly Change[];
}

export interface PackageChange extends BeforeAfter {
  /** Import path. */
  readonly path: string;
}

/** What `slipway compare A B --json` prints; schema/report.schema.json, $defs/comparison. */
export interface Comparison {
  readonly before: string;
  readonly after: string;
  readonly targets: readonly {
    readonly name: string;
    readonly images: readonly ImageComparison[];
  }[];
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}
