import { refusalOf } from '../../binary/checks/check.ts';
import type { CacheUse } from '../../report/model.ts';
import type { SandboxReport } from '../../report/sandbox-report.ts';
import type { BuildRequest } from '../../request/request.ts';
import { outcomeOf, type Verdict } from '../../verify/verdict.ts';
import type { InspectedTarget } from '../inspection.ts';

/** What trying the programs of a build gave. */
export interface TriedTargets {
  readonly verdicts: readonly Verdict[];
  readonly reports: readonly SandboxReport[];
  readonly cache: CacheUse;
}

export const nothingTried: TriedTargets = { verdicts: [], reports: [], cache: 'none' };

/** Whether anything is to be run: somebody expects something of it, and no check has refused it before. */
export function isTried(
  { sandbox }: BuildRequest,
  targets: readonly InspectedTarget[],
  verdicts: readonly Verdict[],
): boolean {
  if (sandbox === 'off' || refusalOf(verdicts) !== undefined || outcomeOf(verdicts) === 'fail') return false;
  return targets.some(({ settings }) => settings.smoke !== undefined);
}
