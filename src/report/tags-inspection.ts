import type { Platform } from '../request/platform.ts';
import type { AttributionMethod } from '../size/attribution.ts';
import type { Change } from '../size/difference.ts';
import type { Digest } from '../support/hashing.ts';
import type { BeforeAfter, PackageChange } from './comparison.ts';
import type { Fault } from './module-inspection.ts';

export interface GraphModule {
  readonly path: string;
  /** Absent for the main module and those of a workspace. */
  readonly version?: string;
}

/** What `go list -deps` names with one set of tags and not with another; by name. */
export interface GraphChange {
  readonly packages: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly modules: { readonly added: readonly GraphModule[]; readonly removed: readonly GraphModule[] };
}

/** What a set makes other than the first one does. Lists hold what differs, what changed most first. */
export interface TagSetChange {
  readonly fileBytes: BeforeAfter;
  readonly graph: GraphChange;
  readonly modules: readonly Change[];
  readonly packages: readonly PackageChange[];
  /** What of the file belongs to no package: its structures, and what is attributed to nobody. */
  readonly others: readonly Change[];
  /** What no package explains of the change in the file: with the changes of all packages it is that change. */
  readonly otherBytes: number;
}

/** What one tag of a set makes other, given the set's other tags. Of several tags these need not sum to what the set does. */
export interface TagReport {
  readonly tag: string;
  /** Why there is no program without it; then all else is absent. */
  readonly error?: Fault;
  /** Without the tag, and with it. */
  readonly fileBytes?: BeforeAfter;
  readonly graph?: GraphChange;
}

/** A program built with one set of build tags. */
export interface TagSetReport {
  /** Empty: none. */
  readonly tags: readonly string[];
  /** Why there is no program; then all else is absent. */
  readonly error?: Fault;
  readonly file?: { readonly bytes: number; readonly digest: Digest };
  /** How many packages and modules are in the dependency graph. */
  readonly graph?: { readonly packages: number; readonly modules: number };
  /** How it is known which package bytes belong to; absent where nobody knows. */
  readonly method?: AttributionMethod;
  /** Against the first set; absent for that one, and where that one did not compile. */
  readonly change?: TagSetChange;
  /** Of a set with several tags: each of them. */
  readonly marginal?: readonly TagReport[];
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
