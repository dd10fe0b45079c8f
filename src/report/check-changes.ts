import type { CheckAnswer } from '../size/snapshot-verdicts.ts';
import type { VerdictChange } from '../size/verdict-changes.ts';
import type { SizeReport } from './size-report.ts';

/** A check whose answer changes alike in several places. */
export interface CheckChange {
  readonly check: string;
  /** `pass`, `skip`, `fail (warn)`, `new` */
  readonly before: string;
  /** The same; `gone` */
  readonly after: string;
  /** What is wrong now, of the first of them; not escaped. */
  readonly detail: string;
  readonly places: readonly VerdictChange[];
}

/** In the order of their first ones. */
export function checkChanges(changes: readonly VerdictChange[]): CheckChange[] {
  const told = changes.map((change) => ({
    change,
    before: answerText(change.before) ?? 'new',
    after: answerText(change.after) ?? 'gone',
  }));
  const alike = Map.groupBy(told, ({ change, before, after }) =>
    JSON.stringify([change.check, before, after]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { change, before, after } = first;
    const detail = change.after?.status === 'fail' ? change.after.detail : '';
    return [{ check: change.check, before, after, detail, places: group.map((each) => each.change) }];
  });
}

function answerText(answer: CheckAnswer | undefined): string | undefined {
  return answer?.status === 'fail' ? `fail (${answer.severity})` : answer?.status;
}

const mostTargets = 3;
const mostPlatforms = 4;

/**
 * `api linux/arm64, worker and 2 more`: where it changes. Platforms are not named where it changes on all that the target has.
 * @param text makes a name fit for where it is told
 */
export function placesText(
  places: readonly VerdictChange[],
  { targets }: Pick<SizeReport, 'targets'>,
  text: (name: string) => string,
): string {
  const groups = [...Map.groupBy(places, ({ target }) => target)];
  const told = groups.slice(0, mostTargets).map(([target, changes]) => {
    if (target === undefined) return 'the source';
    const platforms = changes.flatMap(({ platform }) => platform ?? []);
    const images = targets.find(({ name }) => name === target)?.images ?? [];
    const isAll = images.every(({ platform }) => platforms.includes(platform));
    if (platforms.length === 0 || (isAll && images.length > 0)) return text(target);
    return `${text(target)} ${listed(platforms.slice(0, mostPlatforms).map(text), platforms.length)}`;
  });
  return listed(told, groups.length);
}

function listed(shown: readonly string[], all: number): string {
  const rest = all - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
