import type { Platform } from '../request/platform.ts';
import type { Advice, DeadCode } from '../size/reach/findings.ts';
import type { Fault } from './module-inspection.ts';

/** A module of a program. */
export interface RetainedModule {
  /** Module path. */
  readonly path: string;
  /** Absent for folders, and where go.mod does not tell. */
  readonly version?: string;
  /** What the file holds for its packages alone. */
  readonly bytes: number;
  /** What the file would be smaller without it: its own bytes and those that only it keeps. */
  readonly retainedBytes: number;
  /** True where the main module requires it for its own imports. */
  readonly direct: boolean;
  /** Import paths from the main package to the nearest of its packages. */
  readonly imports: readonly string[];
}

export interface RetainedProgram {
  readonly name: string;
  readonly importPath: string;
  /** Why nothing is known of it; then all else is absent. */
  readonly error?: Fault;
  /** That of which most would go first; without the main module and the standard library. */
  readonly modules?: readonly RetainedModule[];
  readonly deadCode?: DeadCode;
  readonly advice?: readonly Advice[];
}

/** What `slipway inspect DIR --retained --json` prints; schema/report.schema.json, $defs/retainedInspection. */
export interface RetainedInspection {
  readonly question: 'retained';
  /** As the user named it. */
  readonly source: string;
  readonly toolchain: { readonly go: string; readonly source: string };
  readonly platform: Platform;
  readonly targets: readonly RetainedProgram[];
  readonly notices: readonly string[];
}
