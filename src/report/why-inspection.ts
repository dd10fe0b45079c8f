import type { Platform } from '../request/platform.ts';
import type { DeadCode, ReferenceKind, ReferenceStep } from '../size/reach/findings.ts';
import type { Fault } from './module-inspection.ts';

/** A symbol of what was asked for, and who else refers to it. */
export interface WhyEntry {
  readonly symbol: string;
  /** Import path. */
  readonly package: string;
  /** What the file would be smaller without it alone; absent where no program would be left. */
  readonly retainedBytes?: number;
  /** Those nearest to where the linker begins come first; not all of them where `referrerCount` is larger. */
  readonly referrers: readonly {
    readonly symbol: string;
    readonly package: string;
    readonly by: ReferenceKind;
  }[];
  readonly referrerCount: number;
}

export type WhyKind = 'package' | 'module' | 'symbol';

/** A package, a module or a symbol, and why it is in a program. */
export interface WhySubject {
  readonly kind: WhyKind;
  /** Import path, module path, or the symbol as the linker names it; instances of a generic function without their type arguments. */
  readonly name: string;
  /** Of a symbol. Import path; empty where it is none or several. */
  readonly package?: string;
  /** Module path, `std` for the standard library; absent where it is not imported. */
  readonly module?: string;
  /** Whether imports lead to it, or to its package. */
  readonly imported: boolean;
  /** Whether the linker keeps anything of it. */
  readonly kept: boolean;
  /** What the file holds for its functions, types and data. */
  readonly bytes: number;
  /** What the file would be smaller without it; absent where no program would be left. */
  readonly retainedBytes?: number;
  /** The shortest chain of imports from the main package, both included. */
  readonly imports: readonly string[];
  /** Of a package or module: the packages outside of it that import it, the nearest to the main package first. */
  readonly importers: readonly string[];
  /** The shortest chain of references from where the linker begins; empty where nothing is kept. */
  readonly references: readonly ReferenceStep[];
  /** Import paths: what runs when the program starts, and stays as long as it is imported. */
  readonly initialised: readonly string[];
  /** What others refer to of it, that of which most would go first; not all of them where `entryCount` is larger. */
  readonly entries: readonly WhyEntry[];
  readonly entryCount: number;
}

/** What was asked for by one name. */
export interface WhyAnswer {
  /** As the user wrote it. */
  readonly name: string;
  /** One; of a path that is a module's and a package's both. Empty where it is not known what is meant. */
  readonly subjects: readonly WhySubject[];
  /** What it may mean, the largest first; absent where that is known. */
  readonly candidates?: readonly WhyCandidate[];
}

/** Something that a name may mean. */
export interface WhyCandidate {
  readonly kind: WhyKind;
  readonly name: string;
  readonly bytes: number;
}

export interface WhyProgram {
  readonly name: string;
  readonly importPath: string;
  /** Why nothing is known of it; then all else is absent. */
  readonly error?: Fault;
  /** One for each name that was asked for. */
  readonly answers?: readonly WhyAnswer[];
  readonly deadCode?: DeadCode;
}

/** What `slipway inspect DIR --why … --json` prints; schema/report.schema.json, $defs/whyInspection. */
export interface WhyInspection {
  readonly question: 'why';
  /** As the user named it. */
  readonly source: string;
  readonly toolchain: { readonly go: string; readonly source: string };
  readonly platform: Platform;
  readonly targets: readonly WhyProgram[];
  readonly notices: readonly string[];
}
