import { slipwayVersion } from '../../version.ts';
import { formatBytes } from '../format-bytes.ts';
import { markdownText } from '../markdown-text.ts';
import type { Report } from '../model.ts';
import type { SizeReport } from '../size-report.ts';
import { type Detail, detailsOf } from './details.ts';
import { headingOf } from './heading.ts';
import { type Sized, sizedOf } from './sized.ts';
import { sizeTable } from './table.ts';
import { whyParagraphs } from './why.ts';
import { baselineText } from './words.ts';

/** What is known of a run beside its report. */
export interface CommentOptions {
  /** The page of the run, where the whole report is. */
  readonly address?: string | undefined;
  /** What else a reader should know, such as who approved it; each a paragraph, in Markdown. */
  readonly notes?: readonly string[];
}

/** What a comment tells of a report. */
export interface CommentedReport extends Pick<Report, 'verdicts'> {
  readonly toolchain: Pick<Report['toolchain'], 'go'>;
  readonly size: SizeReport;
}

/** GitHub takes 65,536 characters; some room is for the marker, by which the comment is found again. */
export const mostCharacters = 65_000;

/**
 * What a pull request does to sizes, for its reviewers: the verdict is the heading, the reason a sentence, the way out a line;
 * what explains it is folded away, and left out from the end where there is no room. Where nothing changed it is one line.
 * Nothing from a repository is markup in it.
 */
export function formatSizeComment(report: CommentedReport, options: CommentOptions = {}): string {
  const { size } = report;
  const sized = sizedOf(size);
  const heading = headingOf(size, sized);
  const against = `${baselineText(size)} · ${goText(report)}`;
  if (size.excesses.length === 0 && sized.every(({ state }) => state === 'same')) {
    return `${[heading, ...oneImage(sized), against].join(' · ')}\n`;
  }
  const head = [`### ${heading}`, '', ...sizeTable(sized), '', ...spaced(whyParagraphs(size, sized))];
  const foot = [
    ...spaced(options.notes ?? []),
    `<sub>${[...runLink(options.address), against, `slipway ${slipwayVersion}`].join(' · ')}</sub>`,
    '',
  ];
  return folded(head, detailsOf(report, size, sized), foot);
}

function spaced(paragraphs: readonly string[]): string[] {
  return paragraphs.flatMap((paragraph) => [paragraph, '']);
}

function oneImage([first, ...others]: readonly Sized[]): string[] {
  if (first === undefined || others.length > 0) return [];
  const pulled = first.pull === undefined ? '' : `, ${formatBytes(first.pull.after)} pulled`;
  return [`${markdownText(first.target)} ${formatBytes(first.disk.after)}${pulled}`];
}

function goText({
  toolchain: { go },
  size: { settings },
}: Pick<CommentedReport, 'toolchain' | 'size'>): string {
  return settings.some(({ name }) => name === 'go') ? markdownText(go) : `${markdownText(go)} both sides`;
}

function runLink(address: string | undefined): string[] {
  return address !== undefined && URL.canParse(address) ? [`[whole report](<${new URL(address).href}>)`] : [];
}

/** As many details as fit, in their order. */
function folded(head: readonly string[], details: readonly Detail[], foot: readonly string[]): string {
  const text = (lines: readonly string[]): string => lines.join('\n');
  const open = ['<details><summary>Modules · packages · budgets · checks</summary>', ''];
  const close = ['</details>', ''];
  const cut = ['… the rest is in report.json', ''];
  let room = mostCharacters - text([...head, ...open, ...cut, ...close, ...foot]).length - 8;
  const shown: string[] = [];
  for (const { title, lines } of details) {
    const part = [`**${title}**`, '', ...lines, ''];
    room -= text(part).length + 1;
    if (room < 0) break;
    shown.push(...part);
  }
  const isCut = room < 0;
  if (shown.length === 0) return text([...head, ...(isCut ? cut : []), ...foot]);
  return text([...head, ...open, ...shown, ...(isCut ? cut : []), ...close, ...foot]);
}
