import type { Excess } from '../size/budget.ts';
import type { Comparison } from './comparison.ts';

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

/** A limit of a budget that a target passes on a platform. */
export interface TargetExcess extends Excess {
  readonly target: string;
  readonly platform: string;
}

/** What a build weighs against a baseline; schema/report.schema.json, $defs/size. */
export interface SizeReport {
  readonly baseline: BaselineReport;
  /** As `slipway compare` tells them. */
  readonly targets: Comparison['targets'];
  readonly settings: readonly SettingChange[];
  readonly excesses: readonly TargetExcess[];
}
