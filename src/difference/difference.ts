import { withFileSource } from '../binary/byte-source.ts';
import type { BlobStore } from '../cache/blob-store.ts';
import type { ImageSource } from '../image/source/image-source.ts';
import { explainTrees } from './image/explain-trees.ts';
import { explainSources } from './program/explain-sources.ts';

/** What differs between two things that should have been the same, and why, as far as their bytes say. Plain data. */
export interface Difference {
  /**
   * `document` an index, manifest or config; `compression` a layer whose archive is the same; `header` a field of an entry of a layer's
   * archive; `entry` one that is in one archive only, or elsewhere in it; `format` how an archive or a program's file is written;
   * `section` a part of a program; `symbol` a function or variable; `string` a text in it; `build-info` a row of Go's build info;
   * `bytes` everything else.
   */
  readonly kind:
    | 'document'
    | 'compression'
    | 'header'
    | 'entry'
    | 'format'
    | 'section'
    | 'symbol'
    | 'string'
    | 'build-info'
    | 'bytes';
  /** For people, from the outside in: `linux/amd64, layer 2, usr/local/bin/api, .rodata, main.version`. */
  readonly place: string;
  /** The first offset in each file, where there is one in both. Of a layer's content: in its unpacked archive. */
  readonly offset?: { readonly a: number; readonly b: number };
  /** How many bytes differ there: of what has another length the longer one's. */
  readonly bytes?: number;
  /** What is there, short and printable: escaped and cut, in hexadecimal digits where it is no text; empty for nothing. */
  readonly a: string;
  readonly b: string;
  readonly cause?: Cause;
}

/** What a difference is blamed for. */
export interface Cause {
  readonly kind:
    | 'vcs-stamp'
    | 'path'
    | 'time'
    | 'toolchain'
    | 'settings'
    | 'user'
    | 'order'
    | 'host'
    | 'build-id';
  /** A sentence for people, without a full stop. */
  readonly detail: string;
}

/** What A's build had, and what B's had. */
export interface OfBoth<Fact> {
  readonly a: readonly Fact[];
  readonly b: readonly Fact[];
}

/** What is known to differ between the two builds, so that a text which names it is blamed for it. */
export interface ExplainContext {
  /** Absolute folders: of the source, of caches, of the home. */
  readonly paths?: OfBoth<string>;
  readonly users?: OfBoth<string>;
  readonly hosts?: OfBoth<string>;
  /** When they were built, in seconds since 1970. */
  readonly times?: OfBoth<number>;
}

/**
 * Explains how two programs differ that should have been the same: the most telling differences first, at most some thirty, and a
 * last one for the bytes that none of them accounts for. None for the same bytes.
 * @param a a file on disk, as `b`
 * @throws SlipwayError E_BINARY for a file that is cut while it is read; the system's error when one cannot be read
 */
export async function explainPrograms(
  a: string,
  b: string,
  context: ExplainContext = {},
): Promise<Difference[]> {
  return withFileSource(a, (inA) =>
    withFileSource(b, (inB) => explainSources({ a: inA, b: inB }, '', context)),
  );
}

/**
 * Explains how two images differ that should have been the same, from their documents to the bytes of the programs in their layers.
 * Images of an index are paired by platform. None for the same digest.
 * @param store where layers are brought to; what is unpacked lies beside it and is removed
 * @throws SlipwayError E_BASE when one of them cannot be read; as the sources do
 */
export async function explainImages(
  a: ImageSource,
  b: ImageSource,
  store: BlobStore,
  context: ExplainContext = {},
): Promise<Difference[]> {
  return explainTrees({ a, b }, store, context);
}
