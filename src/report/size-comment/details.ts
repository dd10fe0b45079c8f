import { broughtModules, linkNames } from '../brought-words.ts';
import { excessText, measureWords } from '../budget-words.ts';
import type { Report } from '../model.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { apartDetail } from './apart-detail.ts';
import { changedChecks, subjectOf } from './changed-checks.ts';
import { changeDetail } from './changes.ts';
import { growth, type Sized } from './sized.ts';
import { chainCode, nameCode, nameText, shortPath, unbroken } from './words.ts';

/** A part that may be left out when there is no room for it. */
export interface Detail {
  /** What it is about, for the line behind which it is folded. */
  readonly kind: 'limits' | 'settings' | 'checks' | 'modules' | 'packages' | 'waterfall';
  readonly title: string;
  readonly lines: readonly string[];
}

const mostRows = 15;

/** What explains the comment to who wants to know more, the most important first. */
export function detailsOf(
  { verdicts }: Pick<Report, 'verdicts'>,
  size: SizeReport,
  sized: readonly Sized[],
): Detail[] {
  const changed = sized.filter(({ state }) => state === 'changed');
  // Platforms of a target change alike, so one of them is enough: the one that changed most.
  const firsts = [...Map.groupBy(changed, ({ target }) => target).values()].flatMap(([first]) => first ?? []);
  return [
    ...changedChecks(size),
    ...limitDetail(size, sized),
    ...budgetDetail(size),
    ...apartDetail(size, sized),
    ...checkDetail(verdicts, size),
    ...firsts.flatMap(imageDetails),
  ];
}

function imageDetails({ target, platform, image }: Sized): Detail[] {
  const of = `${nameText(target)} ${nameText(platform)}`;
  const { mainModule } = image;
  const packages = image.packages.map(({ path, ...change }) => ({
    name: linkNames([path], mainModule)[0] ?? path,
    ...change,
  }));
  const grown = packages.filter((change) => growth(change) > 0);
  const shrunk = packages.filter((change) => growth(change) < 0);
  return [
    ...changeDetail('modules', `${of}: modules`, image.modules),
    ...broughtDetail(`${of}: what leads to them`, image),
    ...changeDetail('packages', `${of}: packages that grew`, grown),
    ...changeDetail('packages', `${of}: packages that shrank`, shrunk),
  ];
}

/** The ways to the largest modules that others bring; where they begin is told with the reasons. */
function broughtDetail(title: string, image: Sized['image']): Detail[] {
  const lines = (image.brought ?? []).slice(0, 3).flatMap((brought) =>
    broughtModules(brought, image)
      .slice(0, 5)
      .filter(({ chain }) => chain.length > 0)
      .map(({ chain, apart }) => {
        const way = apart ? chain : [...brought.chain.slice(-1), ...chain];
        return `- ${chainCode(way, image.mainModule)}`;
      }),
  );
  return lines.length === 0 ? [] : [{ kind: 'modules', title, lines }];
}

/** Of platforms that pass a limit alike the one that passes it by most. */
function limitDetail({ excesses }: SizeReport, sized: readonly Sized[]): Detail[] {
  if (excesses.length === 0) return [];
  const alike = Map.groupBy(excesses, ({ target, measure, name, rule, gate, limit }) =>
    JSON.stringify([target, measure, name, rule, gate, limit]),
  );
  const groups = [...alike.values()];
  const rows = groups.slice(0, mostRows).flatMap((group) => {
    const [most] = group.toSorted((a, b) => growth(b) - growth(a));
    return most === undefined ? [] : [limitRow(most, platformsText(group, sized))];
  });
  const rest = groups.length - rows.length;
  const more = rest > 0 ? [`| and ${rest} more | | | |`] : [];
  const head = ['| | | limit | |', '|---|--:|--:|---|'];
  return [{ kind: 'limits', title: 'Limits that are passed', lines: [...head, ...rows, ...more] }];
}

function limitRow(excess: TargetExcess, platforms: string): string {
  const { target, measure, name } = excess;
  const what = name === '' ? measureWords[measure] : nameCode(shortPath(name));
  const { actual, limit, gate } = excessText(excess);
  return `| ${nameText(target)}${platforms}: ${what} | ${unbroken(actual)} | ${unbroken(limit)} | ${gate} |`;
}

/** Nothing where it is all that the target has. */
function platformsText(group: readonly TargetExcess[], sized: readonly Sized[]): string {
  const all = sized.filter(({ target, state }) => target === group[0]?.target && state !== 'gone');
  return group.length >= all.length ? '' : ` ${group.map(({ platform }) => nameText(platform)).join(', ')}`;
}

/** What of budgets is another than in what the build is compared with. */
function budgetDetail({ budgets = [] }: SizeReport): Detail[] {
  if (budgets.length === 0) return [];
  const rows = budgets
    .slice(0, mostRows)
    .map(({ target, before, after }) => `| ${nameText(target)} | ${nameCode(before)} | ${nameCode(after)} |`);
  return [
    {
      kind: 'limits',
      title: 'Budgets that change',
      lines: ['| | before | after |', '|---|---|---|', ...rows],
    },
  ];
}

/** What fails beside those that did not before. */
function checkDetail(verdicts: Report['verdicts'], { verdicts: changes = [] }: SizeReport): Detail[] {
  const told = new Set(changes.map(({ check, ...place }) => `${check} ${subjectOf(place)}`));
  const failed = verdicts.filter(
    ({ status, check, subject }) =>
      status === 'fail' && !check.startsWith('budget/') && !told.has(`${check} ${subject}`),
  );
  if (failed.length === 0) return [];
  const rows = failed.slice(0, mostRows).map(({ check, subject, severity, detail }) => {
    const [first = ''] = detail.split('\n');
    return `| ${nameText(check)} | ${nameText(subject)} | ${severity} | ${nameText(first)} |`;
  });
  const rest = failed.length - rows.length;
  const more = rest > 0 ? [`| and ${rest} more | | | |`] : [];
  const title = changes.length === 0 ? 'Checks' : 'Other checks that fail';
  return [{ kind: 'checks', title, lines: ['| | | | |', '|---|---|---|---|', ...rows, ...more] }];
}
