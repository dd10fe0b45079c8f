import { type CommentedReport, goText } from '../size-comment/comment.ts';
import { gravest, headingOf } from '../size-comment/heading.ts';
import type { Sized } from '../size-comment/sized.ts';
import type { ApprovalState } from '../size-comment/way-out.ts';
import { whyParagraphs } from '../size-comment/why.ts';
import { baselineText } from '../size-comment/words.ts';
import { xmlText } from '../xml-text.ts';
import { apartTable, changedCheckTable } from './change-tables.ts';
import { budgetTable, checkTable, limitTable, settingTable, targetTable } from './report-tables.ts';
import { paragraphHtml, sentenceHtml } from './sentence-html.ts';
import { titledTable } from './table-html.ts';

export interface ReportOptions {
  /** The page of the run. */
  readonly address?: string | undefined;
  /** What else a reader should know; each a paragraph, in the comment's Markdown. */
  readonly notes?: readonly string[];
  /** What became of asking for approval, where that was needed. */
  readonly approval?: ApprovalState;
  /** Names of the images that are shown below. */
  readonly shown: ReadonlySet<string>;
}

/** Bytes that tables may take; real ones have a tenth of it. */
const rooms = {
  targets: 600_000,
  limits: 400_000,
  budgets: 100_000,
  settings: 100_000,
  apart: 200_000,
  changedChecks: 200_000,
  checks: 300_000,
};

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
    titledTable(apartTable(size, sized), rooms.apart),
    titledTable(changedCheckTable(size), rooms.changedChecks),
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
    `<header class="verdict ${gate}"><h1>${sentenceHtml(plainHeading(headingOf(size, sized, options.approval)))}</h1>`,
    `<p class="facts">${facts.join(' · ')}</p></header>`,
    `<div class="why">`,
    ...[...whyParagraphs(size, sized, options.approval), ...(options.notes ?? [])].map(paragraphHtml),
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
