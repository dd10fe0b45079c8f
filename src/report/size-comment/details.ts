import { excessWords, measureWords } from '../budget-words.ts';
import type { BeforeAfter } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import { markdownCode, markdownText } from '../markdown-text.ts';
import type { Report } from '../model.ts';
import type { SizeReport } from '../size-report.ts';
import { growth, type Sized } from './sized.ts';
import { changeText } from './words.ts';

/** A part that may be left out when there is no room for it. */
export interface Detail {
  readonly title: string;
  readonly lines: readonly string[];
}

const mostChanges = 15;

/** What explains the comment to who wants to know more, the most important first. */
export function detailsOf(
  { verdicts }: Pick<Report, 'verdicts'>,
  size: SizeReport,
  sized: readonly Sized[],
): Detail[] {
  const changed = firstOfEach(sized.filter(({ state }) => state === 'changed'));
  return [
    ...budgetDetail(size),
    ...budgetChanges(size),
    ...checkDetail(verdicts),
    ...changed.flatMap(({ target, platform, image }) => {
      const of = `${markdownText(target)} ${markdownText(platform)}`;
      const modules = image.modules.map((change) => ({ ...change, name: moduleText(change.name) }));
      const packages = image.packages.map(({ path, ...change }) => ({ name: path, ...change }));
      return [
        ...changeDetail(`${of}: modules`, modules),
        ...changeDetail(
          `${of}: packages that grew`,
          packages.filter((change) => growth(change) > 0),
        ),
        ...changeDetail(
          `${of}: packages that shrank`,
          packages.filter((change) => growth(change) < 0),
        ),
      ];
    }),
  ];
}

/** Platforms of a target change alike, so one of them is enough: the one that changed most. */
function firstOfEach(sized: readonly Sized[]): Sized[] {
  return [...new Map(sized.toReversed().map((each) => [each.target, each])).values()].toReversed();
}

function budgetDetail({ excesses }: SizeReport): Detail[] {
  if (excesses.length === 0) return [];
  const rows = excesses.slice(0, mostChanges).map((excess) => {
    const { target, platform, measure, name } = excess;
    const what = name === '' ? measureWords[measure] : markdownCode(name);
    return `| ${markdownText(target)} ${markdownText(platform)} | ${what} | ${markdownText(excessWords(excess))} |`;
  });
  const rest = excesses.length - rows.length;
  const more = rest > 0 ? [`| and ${rest} more | | |`] : [];
  return [{ title: 'Limits that are passed', lines: ['| | | |', '|---|---|---|', ...rows, ...more] }];
}

function budgetChanges({ budgets = [] }: SizeReport): Detail[] {
  if (budgets.length === 0) return [];
  const rows = budgets.slice(0, mostChanges).map(({ target, before, after }) => {
    return `| ${markdownText(target)} | ${markdownCode(shortened(before))} | ${markdownCode(shortened(after))} |`;
  });
  return [{ title: 'Budgets that change', lines: ['| | before | after |', '|---|---|---|', ...rows] }];
}

/** The rest is in the report. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}

function checkDetail(verdicts: Report['verdicts']): Detail[] {
  const failed = verdicts.filter(({ status, check }) => status === 'fail' && !check.startsWith('budget/'));
  if (failed.length === 0) return [];
  const rows = failed.slice(0, mostChanges).map(({ check, subject, severity, detail }) => {
    const [first = ''] = detail.split('\n');
    return `| ${markdownText(check)} | ${markdownText(subject)} | ${severity} | ${markdownText(first)} |`;
  });
  return [{ title: 'Checks', lines: ['| | | | |', '|---|---|---|---|', ...rows] }];
}

interface Named extends BeforeAfter {
  readonly name: string;
  readonly versions?: { readonly before?: string; readonly after?: string };
}

/** What is smaller is summed. */
const noiseBytes = 1024;

function changeDetail(title: string, changes: readonly Named[]): Detail[] {
  const told = changes.filter((change) => Math.abs(growth(change)) >= noiseBytes).slice(0, mostChanges);
  if (told.length === 0) return [];
  const rows = told.map(({ name, versions, ...change }) => {
    const { before, after } = change;
    const [old, now] = [versions?.before ?? '', versions?.after ?? ''];
    const version = old === now ? old : [old, now].filter((one) => one !== '').join(' → ');
    const from = before === 0 ? 'new' : formatBytes(before);
    const to = after === 0 ? 'gone' : formatBytes(after);
    const named = `${markdownCode(name)}${version === '' ? '' : ` ${markdownText(version)}`}`;
    return `| ${named} | ${from} | ${to} | ${changeText(change)} |`;
  });
  const rest = changes.filter((change) => !told.includes(change));
  const sum = rest.reduce((total, change) => total + growth(change), 0);
  const more = rest.length === 0 ? [] : [`| and ${rest.length} more | | | ${sumText(sum)} |`];
  return [{ title, lines: ['| | before | after | |', '|---|--:|--:|---|', ...rows, ...more] }];
}

function sumText(bytes: number): string {
  return bytes === 0
    ? '±0 B'
    : changeText(bytes > 0 ? { before: 0, after: bytes } : { before: -bytes, after: 0 });
}

function moduleText(path: string): string {
  return path === 'std' ? 'standard library' : path === '' ? 'unknown module' : path;
}
