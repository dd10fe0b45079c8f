import type { Comparison } from '../../report/comparison.ts';
import type { SizeReport } from '../../report/size-report.ts';
import type { SizeSnapshot } from '../../size/snapshot.ts';
import type { SnapshotVerdict } from '../../size/snapshot-verdicts.ts';
import { changedVerdicts } from '../../size/verdict-changes.ts';

/**
 * What a report tells of checks against a baseline: nothing where none says another thing, or where a baseline has none.
 * @param compared targets of both, a renamed one with its former name
 */
export function checksThatChange(
  { targets, checks: before = [] }: SizeSnapshot,
  after: readonly SnapshotVerdict[],
  compared: Comparison['targets'],
): Pick<SizeReport, 'verdicts'> {
  const known = new Set(targets.map(({ name }) => name));
  const checked = compared.map(({ name, formerName = name }) => ({
    name,
    formerName: known.has(formerName) ? formerName : undefined,
  }));
  const verdicts = before.length === 0 ? [] : changedVerdicts(before, after, checked);
  return verdicts.length === 0 ? {} : { verdicts };
}
