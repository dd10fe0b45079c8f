import type { Target } from '../../gobuild/targets.ts';
import { hasPartCaps } from '../../request/budget.ts';
import { mayPack } from '../../request/pack-policy.ts';
import type { BuildRequest } from '../../request/request.ts';
import { isDeadCodeJudged } from './dead-code.ts';

/** Reading what a program is linked from takes time, so only where someone keeps the report, or a gate hangs on what is in it. */
export function isAttributed(request: BuildRequest, targets: readonly Pick<Target, 'settings'>[]): boolean {
  const isLimited = targets.some(({ settings }) => hasPartCaps(settings.budget));
  return ((isReportKept(request) || isLimited) && request.attribution) || isDeadCodeJudged(targets);
}

/** Whether that may be begun while the program is linked: not where how fast programs start is measured next. */
export function isBegunEarly(request: BuildRequest, target: Target): boolean {
  return isAttributed(request, [target]) && !mayPack(target.settings.pack);
}

/** Whether somebody wants to know what is in the programs: that takes time. */
export function isReportKept({
  json,
  reportFile,
  snapshotFile,
  baseline,
  attachSnapshot,
  push,
}: BuildRequest): boolean {
  const isFiled = json || reportFile !== undefined || snapshotFile !== undefined;
  return isFiled || baseline.kind !== 'none' || (attachSnapshot && push.length > 0);
}
