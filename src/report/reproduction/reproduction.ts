import type { Difference } from '../../difference/difference.ts';
import type { Digest } from '../../support/hashing.ts';
import type { Outcome, Verdict } from '../../verify/verdict.ts';

/** One of the two sides of a comparison that was built. Plain data, without a path of the machine or a time of the run. */
export interface BuildSide {
  /** `here`, `elsewhere`, or `this build`. */
  readonly name: string;
  /** Where the source lay: in the user's own folder, in a copy of it, or in the module cache. */
  readonly folder: 'own' | 'copy' | 'module';
  /** Circumstance → what it was, for people; those that are not named were the machine's own. */
  readonly varied: Readonly<Record<string, string>>;
}

export interface TimedBuild extends BuildSide {
  /** Absent where it is the run itself. */
  readonly seconds?: number;
}

/** A digest on both sides; absent where there is no such thing. */
export interface OnBothSides {
  readonly a?: Digest;
  readonly b?: Digest;
}

export interface ReproducedImage {
  readonly platform: string;
  readonly manifestDigest: OnBothSides;
  readonly equal: boolean;
  /** True where files, config and platform are the same, and the bytes are not: two engines made it. */
  readonly sameContent?: true;
  readonly differences: readonly Difference[];
}

/** A bare file. */
export interface ReproducedFile {
  readonly platform: string;
  readonly digest: OnBothSides;
  readonly equal: boolean;
  /** Empty where an image for the platform, which holds the same program, is explained. */
  readonly differences: readonly Difference[];
}

export interface ReproducedTarget {
  readonly name: string;
  /** Of the index that lists its images; absent where it has none on either side. */
  readonly index?: OnBothSides & { readonly equal: boolean; readonly differences: readonly Difference[] };
  readonly images: readonly ReproducedImage[];
  readonly files: readonly ReproducedFile[];
}

/** What came of building once more; A is `a` in every pair. */
export interface Reproduced {
  /** How the two sides are called. */
  readonly sides: { readonly a: string; readonly b: string };
  readonly builds: readonly TimedBuild[];
  /** What no build had for itself, for people. */
  readonly shared: Readonly<Record<string, string>>;
  readonly targets: readonly ReproducedTarget[];
}

/** What `slipway reproduce --json` prints; schema/report.schema.json, $defs/reproduction. */
export interface Reproduction extends Reproduced {
  /** The module as the user named it. */
  readonly subject: string;
  /** What one build was held against, as it was named; absent where there were two. */
  readonly against?: string;
  readonly slipway: string;
  /** go1.26.8 */
  readonly go: string;
  readonly outcome: Outcome;
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}
