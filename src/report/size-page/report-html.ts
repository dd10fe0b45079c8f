import { linkNames } from '../brought-words.ts';
import { excessText, measureWords } from '../budget-words.ts';
import type { BeforeAfter } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import { type CommentedReport, goText } from '../size-comment/comment.ts';
import { gravest, headingOf } from '../size-comment/heading.ts';
import { growth, noiseBytes, type Sized } from '../size-comment/sized.ts';
import { whyParagraphs } from '../size-comment/why.ts';
import { baselineText, changeText } from '../size-comment/words.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { xmlText } from '../xml-text.ts';
import { imageName } from './images.ts';
import { paragraphHtml, sentenceHtml } from './sentence-html.ts';
import { type HtmlCell, type HtmlTable, textCell, titledTable } from './table-html.ts';

export interface ReportOptions {
  /** The page of the run. */
  readonly address?: string | undefined;
  /** What else a reader should know; each a paragraph, in the comment's Markdown. */
  readonly notes?: readonly string[];
  /** Names of the images that are shown below. */
  readonly shown: ReadonlySet<string>;
}

/** Bytes that tables may take; real ones have a tenth of it. */
const rooms = { targets: 600_000, limits: 400_000, budgets: 100_000, settings: 100_000, checks: 300_000 };

/** What stands above the treemap, and what below. */
export interface ReportParts {
  readonly above: string;
  readonly below: string;
}

/** The whole of what a comment says of a report but for what is told with each image; nothing is left out as long as there is room. */
export function reportHtml(
  report: CommentedReport,
  sized: readonly Sized[],
  options: ReportOptions,
): ReportParts {
  const { size, verdicts } = report;
  const above = [
    ...verdictHtml(report, sized, options),
    titledTable(targetTable(sized, options.shown), rooms.targets),
    titledTable(limitTable(size, sized), rooms.limits),
  ];
  const below = [
    titledTable(budgetTable(size), rooms.budgets),
    titledTable(settingTable(size), rooms.settings),
    titledTable(checkTable(verdicts), rooms.checks),
  ];
  const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');
  return { above: joined(above), below: joined(below) };
}

/** The verdict, the reason, the way out. */
function verdictHtml(report: CommentedReport, sized: readonly Sized[], options: ReportOptions): string[] {
  const { size } = report;
  const facts = [sentenceHtml(baselineText(size)), sentenceHtml(goText(report)), ...runLink(options)];
  const gate = gravest(size.excesses)?.gate ?? 'pass';
  return [
    `<header class="verdict ${gate}"><h1>${sentenceHtml(plainHeading(headingOf(size, sized)))}</h1>`,
    `<p class="facts">${facts.join(' · ')}</p></header>`,
    `<div class="why">`,
    ...[...whyParagraphs(size, sized), ...(options.notes ?? [])].map(paragraphHtml),
    '</div>',
  ];
}

/** Without its sign, which not every machine has a letter for: here a colour says the same. */
export function plainHeading(heading: string): string {
  return heading.slice(heading.indexOf('Size:'));
}

function runLink({ address }: ReportOptions): string[] {
  if (address === undefined || !URL.canParse(address)) return [];
  const { protocol, href } = new URL(address);
  return /^https?:$/.test(protocol)
    ? [`<a href="${xmlText(href)}" rel="noreferrer">the run and its report</a>`]
    : [];
}

const number = 'number';

/** Every target on every platform; a name leads to what is in it. */
function targetTable(sized: readonly Sized[], shown: ReadonlySet<string>): HtmlTable {
  return {
    title: 'Targets',
    id: 'targets',
    heads: [['Target'], ['On disk', number], ['Change', number], ['Pulled', number], ['Change', number]],
    rows: sized.map((each) => {
      const { disk, pull, state } = each;
      const of = (change: BeforeAfter | undefined): HtmlCell =>
        textCell(
          change === undefined ? '–' : formatBytes(state === 'gone' ? change.before : change.after),
          number,
        );
      const changed = (change: BeforeAfter | undefined): HtmlCell =>
        change === undefined ? textCell('') : changeCell(change, state);
      return [targetCell(each, shown), of(disk), changed(disk), of(pull), changed(pull)];
    }),
  };
}

function targetCell({ target, formerName, platform }: Sized, shown: ReadonlySet<string>): HtmlCell {
  const former = formerName === undefined ? '' : ` (was ${textCell(formerName).html})`;
  const html = `<b>${textCell(target).html}</b>${former} ${textCell(platform).html}`;
  const name = imageName({ target, platform });
  if (!shown.has(name)) return { html };
  return { html: `<a href="#${xmlText(new URLSearchParams({ image: name }).toString())}">${html}</a>` };
}

function changeCell(change: BeforeAfter, state: Sized['state']): HtmlCell {
  if (state === 'new' || state === 'gone') return textCell(state, `${number} ${state}`);
  const more = growth(change);
  const how = Math.abs(more) < noiseBytes ? '' : more > 0 ? ' grown' : ' shrunk';
  return textCell(changeText(change), `${number}${how}`);
}

function limitTable({ excesses }: SizeReport, sized: readonly Sized[]): HtmlTable {
  return {
    title: 'Limits that are passed',
    id: 'limits',
    heads: [['Target'], ['What'], ['Actual', number], ['Limit', number], ['Consequence']],
    rows: excesses.map((excess) => {
      const { target, platform } = excess;
      const { actual, limit, gate } = excessText(excess);
      const what = textCell(subjectOf(excess, sized), excess.name === '' ? undefined : 'code');
      return [
        { html: `<b>${textCell(target).html}</b> ${textCell(platform).html}` },
        what,
        textCell(actual, number),
        textCell(limit, number),
        textCell(gate),
      ];
    }),
  };
}

function subjectOf({ measure, name, target }: TargetExcess, sized: readonly Sized[]): string {
  if (name === '') return measureWords[measure];
  const image = sized.find((each) => each.target === target)?.image;
  return linkNames([name], image?.mainModule)[0] ?? name;
}

function budgetTable({ budgets = [] }: SizeReport): HtmlTable {
  return {
    title: 'Budgets that change',
    id: 'budgets',
    heads: [['Target'], ['Before'], ['After']],
    rows: budgets.map(({ target, before, after }) => [
      textCell(target),
      textCell(before, 'code'),
      textCell(after, 'code'),
    ]),
  };
}

/** What bytes follow from beside the code. */
function settingTable({ settings }: SizeReport): HtmlTable {
  return {
    title: 'Settings that change',
    id: 'settings',
    heads: [['Target'], ['What'], ['Before'], ['After']],
    rows: settings.map(({ target, name, before, after }) => [
      textCell(target),
      textCell(name),
      textCell(before === '' ? 'none' : before, 'code'),
      textCell(after === '' ? 'none' : after, 'code'),
    ]),
  };
}

/** Those of budgets are told as limits. What several have alike is told once. */
function checkTable(verdicts: CommentedReport['verdicts']): HtmlTable {
  const failed = verdicts.filter(({ status, check }) => status === 'fail' && !check.startsWith('budget/'));
  const alike = Map.groupBy(failed, ({ check, severity, detail }) =>
    JSON.stringify([check, severity, detail]),
  );
  return {
    title: 'Checks',
    id: 'checks',
    heads: [['Check'], ['Of'], ['Says'], ['Weight']],
    rows: [...alike.values()].flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const subjects = group.map(({ subject }) => textCell(subject).html);
      return [
        [
          textCell(first.check, 'word'),
          { html: subjects.join('<br>') },
          { html: first.detail.split('\n').map(xmlText).join('<br>') },
          textCell(first.severity),
        ],
      ];
    }),
  };
}
