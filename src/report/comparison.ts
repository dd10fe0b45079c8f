import type { Brought } from '../size/brought.ts';
import type { DeadCodeChange } from '../size/dead-code-change.ts';
import type { Change } from '../size/difference.ts';
import type { Verdict } from '../verify/verdict.ts';

export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

/** A program in two states; lists hold what differs, what changed most first. */
export interface ProgramComparison {
  /** Of the program's file; absent where neither side has one. */
  readonly fileBytes?: BeforeAfter;
  readonly modules: readonly ModuleChange[];
  readonly packages: readonly PackageChange[];
  /** What brings what is new, the most first; only where the second side is a build's report, which knows. */
  readonly brought?: readonly Brought[];
  /** Path of the main package's module; there with `brought`. */
  readonly mainModule?: string;
  /** Where something is otherwise, and both sides say how it is. */
  readonly deadCode?: DeadCodeChange;
  readonly symbols?: readonly Change[];
}

/**
 * One platform in two states. What is said of a program is said here where neither side has several; of images with several
 * programs it stands under `programs`.
 */
export interface ImageComparison extends ProgramComparison {
  /** `linux/amd64`; empty where a file does not tell. */
  readonly platform: string;
  readonly diskBytes?: BeforeAfter;
  readonly pullBytes?: BeforeAfter;
  readonly sections: readonly Change[];
  /** Of images, by path. */
  readonly files?: readonly Change[];
  /** Go programs that differ, by their path in the image. */
  readonly programs?: readonly (ProgramComparison & { readonly path: string })[];
}

/** One whose bytes did not change is here when its version did. */
export interface ModuleChange extends Change {
  /** Of a new one: the path of the same module at another major version, which is gone. */
  readonly formerName?: string;
  /** Of the sides that tell one. */
  readonly versions?: { readonly before?: string; readonly after?: string };
  /** What the file would be smaller without it; of the sides that know. */
  readonly retained?: { readonly before?: number; readonly after?: number };
  /** Of a new one: the import paths from the main package to the package of it that is nearest, by a build's report. */
  readonly chain?: readonly string[];
}

export interface PackageChange extends BeforeAfter {
  /** Import path. */
  readonly path: string;
  /** Of a new one: the import paths from the main package to it, by a build's report. */
  readonly chain?: readonly string[];
}

export interface TargetComparison {
  readonly name: string;
  /** What the first side calls it, where that is something else: both are made of one main package. */
  readonly formerName?: string;
  readonly images: readonly ImageComparison[];
}

/** What `slipway compare A B --json` prints; schema/report.schema.json, $defs/comparison. */
export interface Comparison {
  readonly before: string;
  readonly after: string;
  readonly targets: readonly TargetComparison[];
  readonly verdicts: readonly Verdict[];
  readonly notices: readonly string[];
}
