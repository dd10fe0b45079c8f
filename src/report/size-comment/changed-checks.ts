import type { VerdictChange } from '../../size/verdict-changes.ts';
import { checkChanges, placesText } from '../check-changes.ts';
import type { SizeReport } from '../size-report.ts';
import type { Detail } from './details.ts';
import { nameText } from './words.ts';

const mostRows = 15;

/** Which checks say another thing than before, and where: the gravest first. */
export function changedChecks(size: SizeReport): Detail[] {
  const changes = checkChanges(size.verdicts ?? []);
  if (changes.length === 0) return [];
  const rows = changes.slice(0, mostRows).map(({ check, before, after, detail, places }) => {
    const others = detail !== '' && places.length > 1 && !isSaidOfAll(detail, places) ? ' …' : '';
    const cells = [nameText(check), placesText(places, size, nameText), before, after];
    return `| ${cells.join(' | ')} | ${nameText(detail)}${others} |`;
  });
  const rest = changes.length - rows.length;
  const more = rest > 0 ? [`| and ${rest} more | | | | |`] : [];
  const head = ['| | | before | now | |', '|---|---|---|---|---|'];
  return [{ kind: 'checks', title: 'Checks that change', lines: [...head, ...rows, ...more] }];
}

function isSaidOfAll(detail: string, places: readonly VerdictChange[]): boolean {
  return places.every(({ after }) => after?.status === 'fail' && after.detail === detail);
}

/** What the verdict of such a change is about, as verdicts call it. */
export function subjectOf({ target, platform }: Pick<VerdictChange, 'target' | 'platform'>): string {
  if (target === undefined) return 'the source';
  return platform === undefined ? target : `${target} (${platform})`;
}
