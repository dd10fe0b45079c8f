import type { Platform } from '../request/platform.ts';
import type { Digest } from '../support/hashing.ts';
import type { Fault } from './module-inspection.ts';

/** A program built with one set of build tags. */
export interface TagSetReport {
  /** Empty: none. */
  readonly tags: readonly string[];
  /** Why there is no program; then all else is absent. */
  readonly error?: Fault;
  readonly file?: { readonly bytes: number; readonly digest: Digest };
}

/** What `slipway inspect DIR --tags … --json` prints; schema/report.schema.json, $defs/tagsInspection. */
export interface TagsInspection {
  readonly question: 'tags';
  /** As the user named it. */
  readonly source: string;
  readonly toolchain: { readonly go: string; readonly source: string };
  readonly platform: Platform;
  /** Each set is compared with the first of its target. */
  readonly targets: readonly {
    readonly name: string;
    readonly importPath: string;
    readonly sets: readonly TagSetReport[];
  }[];
  readonly notices: readonly string[];
}
