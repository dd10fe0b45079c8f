import type { Severity } from '../../../verify/verdict.ts';
import type { ViewExecution } from '../image-config.ts';
import type { Finding, ImageView, ViewFile } from '../image-view.ts';

interface Named {
  /** Stable name, `content/…`. */
  readonly name: string;
  readonly severity: Severity;
  /** What is found, in a few words: `package lists of apt`. */
  readonly what: string;
  /** The usual cure. */
  readonly cure: string;
  /** A finding of fewer bytes is none. */
  readonly leastBytes?: number;
}

/**
 * Files of the final file system by their absolute path, so that they could go. Each counts for the first rule of the
 * table that it fits, so that the bytes of these findings can be added up.
 */
export interface PathRule extends Named {
  readonly of: 'path';
  readonly match: RegExp;
}

/** Files by anything about them; they may count for other rules too. */
export interface FileRule extends Named {
  readonly of: 'file';
  /** `all`: also those that upper layers hide; they can still be had. */
  readonly among: 'present' | 'all';
  /** How many of its bytes are meant; undefined when the file is not. */
  readonly bytesOf: (file: ViewFile) => number | undefined;
  /** How a file is named among the examples; by its path if absent. */
  readonly example?: (file: ViewFile) => string;
}

/** A thing that is found of the image as a whole. */
export interface Hit {
  readonly example: string;
  readonly bytes: number;
  /** Indexes. */
  readonly layers: readonly number[];
}

/** What is known when rules are asked. */
export type ViewFacts = Omit<ImageView, 'findings'>;

/** Layers and settings. */
export interface ImageRule extends Named {
  readonly of: 'image';
  readonly unit: Finding['unit'];
  readonly find: (facts: ViewFacts, execution: ViewExecution) => Iterable<Hit>;
}

export type Rule = PathRule | FileRule | ImageRule;
