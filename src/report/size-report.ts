import type { SourceLine } from '../gobuild/source-lines.ts';
import type { Excess } from '../size/budget.ts';
import type { VerdictChange } from '../size/verdict-changes.ts';
import type { BeforeAfter, Comparison } from './comparison.ts';

/** What a build is compared with. */
export interface BaselineReport {
  /** Where it is from. */
  readonly kind: 'file' | 'registry' | 'cache' | 'rebuild';
  /** For people: a path, a reference, what was built again. */
  readonly name: string;
  /** The commit that it is of, where that is known. */
  readonly commit?: string;
}

/** What bytes follow from beside the code, and is not what it was. */
export interface SettingChange {
  readonly target: string;
  /** `go`, `base`, `build tags` … */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/**
 * What makes a part of a change beside the code. `rebuilt`: the baseline's commit, built again by this run, is not what it was;
 * `go`: the toolchain; `settings`: the others, such as flags and the base.
 */
export type ApartKind = 'rebuilt' | 'go' | 'settings';

/**
 * A part of the change that is not the code's: the baseline's commit with one thing more of this run's. `before` of the first part is
 * the baseline's, that of each other what the part before it ended with; what is left to this build is the code's.
 */
export interface ApartPart {
  readonly what: ApartKind;
  readonly images: readonly ApartImage[];
  /** Targets of which it could not be measured, and why. */
  readonly unmeasured: readonly Unmeasured[];
}

/** A platform of a target, as this build calls it. Each length where the comparison has it too. */
export interface ApartImage {
  readonly target: string;
  readonly platform: string;
  readonly diskBytes?: BeforeAfter;
  readonly pullBytes?: BeforeAfter;
  /** Of the program's file. */
  readonly fileBytes?: BeforeAfter;
}

export interface Unmeasured {
  readonly target: string;
  readonly why: string;
}

/** A target's budget that is not what the baseline's configuration says; both as slipway.yaml writes them, as JSON. */
export interface BudgetChange {
  readonly target: string;
  readonly before: string;
  readonly after: string;
}

/** A limit of a budget that a target passes on a platform. */
export interface TargetExcess extends Excess {
  readonly target: string;
  readonly platform: string;
}

/** Where something new comes from. Files are told from the repository's root, with slashes; lines count from 1. */
export interface Cause {
  readonly target: string;
  /** A new module, a new package of one that was there, a module that has another version now, or a package that looks methods up. */
  readonly name: string;
  /** Where the user's code imports what leads to it. */
  readonly imports?: SourceLine;
  /** Where go.mod requires it. */
  readonly required?: SourceLine;
}

/** What a build weighs against a baseline; schema/report.schema.json, $defs/size. */
export interface SizeReport {
  readonly baseline: BaselineReport;
  /** As `slipway compare` tells them. */
  readonly targets: Comparison['targets'];
  readonly settings: readonly SettingChange[];
  /** How much is not the code's, in the order of measuring; absent where nobody measured, as where no setting changed. */
  readonly apart?: readonly ApartPart[];
  /** Judged is by what was before, where that is known; absent where none changed. */
  readonly budgets?: readonly BudgetChange[];
  readonly excesses: readonly TargetExcess[];
  /** Of what is new in the targets, and of modules that have another version. */
  readonly causes: readonly Cause[];
  /** Checks that say another thing than before, the gravest first; absent where none does, or where what they said was not kept. */
  readonly verdicts?: readonly VerdictChange[];
}
