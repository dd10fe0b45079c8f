import type { BuildRequest } from './request.ts';

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
