import type { Examination } from './examine.ts';
import type { Image } from './image.ts';
import type { Severity } from './verdict.ts';

/** One thing that is wrong. */
export interface Fault {
  /** Where it stands: a document and a JSON pointer, a path in a layer, a file of the layout. */
  readonly where: string;
  readonly what: string;
  /** What a person can do about it. */
  readonly todo?: string;
  /** Where it differs from the check's own. */
  readonly severity?: Severity;
}

interface Named {
  /** Stable name, `area/what`. */
  readonly name: string;
  /** What a fault means unless it says otherwise. */
  readonly severity: Severity;
}

/** A check of everything at once. `only`: it needs the layout's own files, and has no verdict without them. */
export interface WholeCheck extends Named {
  readonly of: 'whole';
  readonly only?: 'layout';
  readonly run: (found: Found) => Iterable<Fault> | AsyncIterable<Fault>;
}

/**
 * What a check of an image cannot do without; `program`: what is started lies in a layer that is here; `unix`: users,
 * modes and paths as Unix has them, so not a Windows image.
 */
export type Need = 'config' | 'layers' | 'program' | 'unix';

/** A check of one image. `needs`: what must have been readable; without it the verdict is a skip that says so. */
export interface ImageCheck extends Named {
  readonly of: 'image';
  readonly needs: readonly Need[];
  readonly run: (image: Image) => Iterable<Fault>;
}

export type Check = WholeCheck | ImageCheck;

export interface Found {
  readonly examination: Examination;
  readonly images: readonly Image[];
}
