import type { PartKind } from '../binary/breakdown.ts';
import type { ChangedFile } from '../gobuild/vendor/compare-files.ts';
import type { PackageDifference } from '../gobuild/vendor/package-differences.ts';
import type { Platform } from '../request/platform.ts';
import type { DifferingBytes } from '../size/differing.ts';
import type { Digest } from '../support/hashing.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Fault } from './module-inspection.ts';

/** A file below vendor/. */
export interface VendorFile {
  /** Below vendor/, with `/`. */
  readonly path: string;
  /** Whether a program that was compared is compiled from it; absent where none could be built. */
  readonly built?: boolean;
}

export interface VendorModule {
  readonly path: string;
  readonly version: string;
  readonly replacement?: { readonly path: string; readonly version?: string };
  /** What its files were compared with; absent: with nothing, and `fault` says why. */
  readonly provedBy?: {
    /** `folder`: that of a replacement, for which there is no hash. */
    readonly from: 'module cache' | 'zip' | 'folder';
    /** As go.sum has it. */
    readonly h1?: string;
  };
  readonly fault?: string;
  readonly packages: number;
  readonly same: number;
  readonly changed: readonly (VendorFile & ChangedFile)[];
  readonly extra: readonly VendorFile[];
  readonly missing: readonly VendorFile[];
}

/** A package of a program that was compiled to something else. */
export interface VendorPackage extends PackageDifference {
  /** Functions, types and variables of it that are not the same, as far as they can be told apart. */
  readonly symbols: readonly string[];
}

/** A part of the format that is not the same in both programs. */
export interface VendorSection {
  readonly name: string;
  readonly kind: PartKind;
  /** Its length. */
  readonly vendored: number;
  readonly downloaded: number;
  /** By why they differ; absent where the lengths differ. */
  readonly differing?: DifferingBytes;
}

export interface VendorProgram {
  readonly name: string;
  readonly importPath: string;
  readonly platform: Platform;
  /** Why there is nothing to compare; then all below is absent. */
  readonly error?: Fault & { readonly mode: 'vendored' | 'downloaded' };
  readonly vendored?: { readonly bytes: number; readonly digest: Digest };
  readonly downloaded?: { readonly bytes: number; readonly digest: Digest };
  readonly same?: boolean;
  readonly differences?: VendorDifferences;
}

export interface VendorDifferences {
  readonly buildInfo: {
    /** Length of the text. */
    readonly vendored: number;
    readonly downloaded: number;
    /** Lines that are not in both; one side is absent where only the other has it. */
    readonly lines: readonly { readonly vendored?: string; readonly downloaded?: string }[];
  };
  /**
   * Whether sections were compared with build info of one length on both sides, for which the program with the shorter one was
   * linked once more with a build tag that no file names; false: what lies behind the build info may have moved.
   */
  readonly aligned: boolean;
  /** Packages that the compiler made something else of. */
  readonly packages: readonly VendorPackage[];
  /** Parts that differ, of the programs as they were compared. */
  readonly sections: readonly VendorSection[];
  /** Parts, by name, with differences that follow from nothing above. */
  readonly unexplained: readonly string[];
}

/** What `slipway inspect DIR --vendor --json` prints; schema/report.schema.json, $defs/vendorInspection. */
export interface VendorInspection {
  readonly question: 'vendor';
  /** As the user named it. */
  readonly source: string;
  readonly toolchain: { readonly go: string; readonly source: string };
  readonly platform: Platform;
  /** Made by go work vendor. */
  readonly workspace: boolean;
  readonly modules: readonly VendorModule[];
  /** Files that no module of modules.txt can have. */
  readonly strays: readonly VendorFile[];
  /** What is wrong with modules.txt: the go command's words, then what it does not look at. */
  readonly modulesTxt: readonly string[];
  readonly targets: readonly VendorProgram[];
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}
